//! What the histories are of.

/// How many notes there are, and how long their texts are.
#[derive(Clone, Copy)]
pub struct Sizes {
    /// How many notes.
    pub notes: u64,
    /// How many bytes a text has.
    pub bytes: usize,
}

impl Sizes {
    /// 10 notes of 100 bytes.
    pub const SMALL: Self = Self {
        notes: 10,
        bytes: 100,
    };

    /// 100 notes of 1,000 bytes.
    pub const LARGE: Self = Self {
        notes: 100,
        bytes: 1_000,
    };

    /// 1,000 rows of 20 bytes.
    pub const ROWS: Self = Self {
        notes: 1_000,
        bytes: 20,
    };

    /// Which note is written in the operation of this number.
    pub const fn note(self, count: u64) -> u64 {
        (count * 379) % self.notes
    }
}

/// The text that is written in the operation of this number.
pub fn text(sizes: Sizes, count: u64) -> String {
    let mut text = format!("text {count} ");
    text.extend(std::iter::repeat_n(
        '.',
        sizes.bytes.saturating_sub(text.len()),
    ));
    text
}
