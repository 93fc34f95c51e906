//! Which fields of a state a change may have written to.

use crate::State;

/// Which fields of a state a change may have written to.
///
/// After a commit, what is watched in other fields is not looked at. The set may be larger than what was written, never
/// smaller: `#[actions]` reads it off each action's body and takes all fields where it can't be sure. Fields past the
/// sixty-third count as one.
///
/// # Examples
///
/// ```
/// use leptos_state_core::Touched;
/// # #[derive(Clone)]
/// # struct Shop;
/// # impl leptos_state_core::State for Shop {
/// #     const NAME: &'static str = "Shop";
/// #     const FIELDS: &'static [&'static str] = &["items", "filter"];
/// #     type Fields<H: leptos_state_core::Handle<Value = Self>> = ();
/// #     fn fields<H: leptos_state_core::Handle<Value = Self>>(_: &H) -> &() { &() }
/// # }
/// // `Shop` has the fields `items` and `filter`.
/// const FILTER: Touched = Touched::fields::<Shop>(&["filter"]);
/// assert!(!FILTER.overlaps(Touched::fields::<Shop>(&["items"])));
/// assert_eq!(Touched::fields::<Shop>(&["no such field"]), Touched::ALL);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Touched(u64);

impl Touched {
    /// Every field.
    pub const ALL: Self = Self(u64::MAX);

    /// No field.
    pub const NONE: Self = Self(0);

    /// The field of this number, counted in the order of declaration.
    pub const fn field(index: usize) -> Self {
        Self(1 << if index < 63 { index } else { 63 })
    }

    /// The fields of `S` with these names; all of them if one has none of these names.
    pub const fn fields<S: State>(names: &[&str]) -> Self {
        let mut set = Self::NONE;
        let mut n = 0;
        while n < names.len() {
            set = set.and(Self::named(S::FIELDS, names[n]));
            n += 1;
        }
        set
    }

    /// The fields of both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether some field is in both.
    pub const fn overlaps(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) const fn bits(self) -> u64 {
        self.0
    }

    pub(crate) const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    const fn named(fields: &[&str], name: &str) -> Self {
        let mut index = 0;
        while index < fields.len() {
            if equal(fields[index].as_bytes(), name.as_bytes()) {
                return Self::field(index);
            }
            index += 1;
        }
        Self::ALL
    }
}

const fn equal(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut index = 0;
    while index < a.len() {
        if a[index] != b[index] {
            return false;
        }
        index += 1;
    }
    true
}
