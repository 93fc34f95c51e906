//! Going through entities, and through their keys.

use std::fmt;
use std::sync::Arc;
use std::vec;

use super::diff::{self, Found};
use super::tree::{self, Node, Tree};
use super::{Entities, Entity, Row};

/// An iterator that maps the rows of a tree.
macro_rules! rows {
    ($(#[$docs:meta])* $name:ident: $item:ty = $of:expr) => {
        $(#[$docs])*
        pub struct $name<'e, T: Entity>(tree::Iter<'e, Row<T>>);

        impl<'e, T: Entity> $name<'e, T> {
            pub(super) const fn new(rows: tree::Iter<'e, Row<T>>) -> Self {
                Self(rows)
            }
        }

        impl<'e, T: Entity> Iterator for $name<'e, T> {
            type Item = &'e $item;

            fn next(&mut self) -> Option<Self::Item> {
                self.0.next().map($of)
            }

            fn nth(&mut self, n: usize) -> Option<Self::Item> {
                self.0.nth(n).map($of)
            }

            fn size_hint(&self) -> (usize, Option<usize>) {
                self.0.size_hint()
            }
        }

        impl<T: Entity> DoubleEndedIterator for $name<'_, T> {
            fn next_back(&mut self) -> Option<Self::Item> {
                self.0.next_back().map($of)
            }
        }

        impl<T: Entity> ExactSizeIterator for $name<'_, T> {}

        impl<T: Entity> Clone for $name<'_, T> {
            fn clone(&self) -> Self {
                Self(self.0.clone())
            }
        }

        impl<T: Entity + fmt::Debug> fmt::Debug for $name<'_, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_list().entries(self.clone()).finish()
            }
        }
    };
}

rows! {
    /// The entities of a collection in their order: [`Entities::iter`].
    Iter: T = |row| &row.entry.value
}

rows! {
    /// The keys of a collection in the entities' order: [`Entities::keys`].
    Keys: T::Key = |row| &row.entry.key
}

impl<'e, T: Entity, O> IntoIterator for &'e Entities<T, O> {
    type Item = &'e T;
    type IntoIter = Iter<'e, T>;

    fn into_iter(self) -> Iter<'e, T> {
        self.iter()
    }
}

/// The entities that a collection had, in their order.
pub struct IntoIter<T: Entity>(vec::IntoIter<Row<T>>);

impl<T: Entity, O> IntoIterator for Entities<T, O> {
    type Item = T;
    type IntoIter = IntoIter<T>;

    /// Entities that somebody else has too are copied.
    fn into_iter(self) -> IntoIter<T> {
        IntoIter(self.rows.into_vec().into_iter())
    }
}

impl<T: Entity> Iterator for IntoIter<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        Some(self.0.next()?.entry.into_value())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<T: Entity> DoubleEndedIterator for IntoIter<T> {
    fn next_back(&mut self) -> Option<T> {
        Some(self.0.next_back()?.entry.into_value())
    }
}

impl<T: Entity> ExactSizeIterator for IntoIter<T> {}

impl<T: Entity + fmt::Debug> fmt::Debug for IntoIter<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entities = self.0.as_slice().iter().map(|row| &row.entry.value);
        f.debug_list().entries(entities).finish()
    }
}

/// The keys that a collection had at some time, in the entities' order. It is what a handle's `keys()` returns.
///
/// It is made and copied as fast as a reference is counted, however many keys there are, and shares its storage with the
/// collection. To show a part of a long list, skip what comes before: that does not go through it.
///
/// # Examples
///
/// ```
/// # use leptos_state_core::entities::Entities;
/// # use leptos_state_core::Store;
/// # use leptos_state_macros::State;
/// #[derive(Clone, State)]
/// struct Line {
///     #[state(id)]
///     number: u32,
/// }
///
/// let lines: Entities<Line> = (0..1_000).map(|number| Line { number }).collect();
/// let lines = Store::new(lines);
/// let page: Vec<u32> = lines.keys().into_iter().skip(500).take(3).collect();
/// assert_eq!(page, [500, 501, 502]);
/// ```
pub struct KeyList<T: Entity>(Tree<Row<T>>);

impl<T: Entity> KeyList<T> {
    pub(super) fn of<O>(entities: &Entities<T, O>) -> Self {
        Self(entities.rows.clone())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The key at a position.
    pub fn nth(&self, position: usize) -> Option<&T::Key> {
        Some(&self.0.nth(position)?.entry.key)
    }

    /// The keys, one after the other.
    pub fn iter(&self) -> Keys<'_, T> {
        Keys::new(self.0.iter())
    }

    /// Whether the keys are others than in `new`, or in another order. `look` is called with the key of every entity that is not
    /// in both lists as it is, and perhaps with others.
    pub(super) fn differs(&self, new: &Self, mut look: impl FnMut(&T::Key)) -> bool {
        let mut others = false;
        diff::compare(&self.0, &new.0, |found| match found {
            Found::Pair(a, b) => {
                let is_same = Arc::ptr_eq(&a.entry, &b.entry);
                let has_same_key = is_same || a.entry.key == b.entry.key;
                if has_same_key && !is_same {
                    look(&a.entry.key);
                }
                has_same_key
            }
            Found::Gap(own, new) => {
                own.iter().chain(new).for_each(|row| look(&row.entry.key));
                others |= !own
                    .iter()
                    .map(|row| &row.entry.key)
                    .eq(new.iter().map(|row| &row.entry.key));
                true
            }
        });
        others
    }
}

impl<T: Entity> Default for KeyList<T> {
    fn default() -> Self {
        Self(Tree::default())
    }
}

impl<T: Entity> Clone for KeyList<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Entity> fmt::Debug for KeyList<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// What both share is not compared.
impl<T: Entity> PartialEq for KeyList<T> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && !self.differs(other, |_| {})
    }
}

impl<T: Entity> Eq for KeyList<T> {}

impl<T: Entity> PartialEq<[T::Key]> for KeyList<T> {
    fn eq(&self, other: &[T::Key]) -> bool {
        self.iter().eq(other)
    }
}

impl<T: Entity, const N: usize> PartialEq<[T::Key; N]> for KeyList<T> {
    fn eq(&self, other: &[T::Key; N]) -> bool {
        self.iter().eq(other)
    }
}

impl<T: Entity> PartialEq<Vec<T::Key>> for KeyList<T> {
    fn eq(&self, other: &Vec<T::Key>) -> bool {
        self.iter().eq(other)
    }
}

impl<'k, T: Entity> IntoIterator for &'k KeyList<T> {
    type Item = &'k T::Key;
    type IntoIter = Keys<'k, T>;

    fn into_iter(self) -> Keys<'k, T> {
        self.iter()
    }
}

impl<T: Entity> IntoIterator for KeyList<T> {
    type Item = T::Key;
    type IntoIter = KeyIter<T>;

    fn into_iter(self) -> KeyIter<T> {
        KeyIter {
            start: 0,
            end: self.len(),
            leaf: None,
            list: self,
        }
    }
}

/// Copies of the keys of a [`KeyList`].
pub struct KeyIter<T: Entity> {
    list: KeyList<T>,
    start: usize,
    end: usize,
    /// The leaf with the next key, and where in it that is.
    leaf: Option<(Arc<Node<Row<T>>>, usize)>,
}

impl<T: Entity> Iterator for KeyIter<T> {
    type Item = T::Key;

    fn next(&mut self) -> Option<T::Key> {
        self.nth(0)
    }

    fn nth(&mut self, n: usize) -> Option<T::Key> {
        let skipped = n.min(self.len());
        self.start += skipped;
        if self.start == self.end {
            return None;
        }
        let found = self.leaf.take().map(|(leaf, at)| (leaf, at + skipped));
        let found = found.filter(|(leaf, at)| *at < leaf.elements().len());
        let (leaf, at) = found.or_else(|| {
            let (leaf, at) = self.list.0.leaf(self.start)?;
            Some((Arc::clone(leaf), at))
        })?;
        let key = leaf.elements()[at].entry.key.clone();
        self.leaf = Some((leaf, at + 1));
        self.start += 1;
        Some(key)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let len = self.end - self.start;
        (len, Some(len))
    }
}

impl<T: Entity> DoubleEndedIterator for KeyIter<T> {
    fn next_back(&mut self) -> Option<T::Key> {
        if self.start == self.end {
            return None;
        }
        self.end -= 1;
        self.list.nth(self.end).cloned()
    }
}

impl<T: Entity> ExactSizeIterator for KeyIter<T> {}

impl<T: Entity> fmt::Debug for KeyIter<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let left = self.list.0.range(self.start, self.end);
        f.debug_list().entries(Keys::new(left)).finish()
    }
}
