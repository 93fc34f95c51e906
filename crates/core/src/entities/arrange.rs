//! Putting entities that are in no order of their own elsewhere.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::hash::Hash;
use std::sync::Arc;

use super::{Entities, Entity, Insertion};

impl<T: Entity> Entities<T, Insertion> {
    /// Exchanges the places of two entities. Returns whether both are there.
    pub fn swap<Q>(&mut self, one: &Q, other: &Q) -> bool
    where
        T::Key: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let (Some(a), Some(b)) = (self.find(one), self.find(other)) else {
            return false;
        };
        let (a, b) = (a.clone(), b.clone());
        if a.rank != b.rank {
            for (row, rank) in [(&a, b.rank), (&b, a.rank)] {
                self.index.remove(self.slot(&row.entry.key, row.rank));
                self.index.insert(self.slot(&row.entry.key, rank));
                if let Some(place) = self.rows.get_mut(rank) {
                    place.entry.clone_from(&row.entry);
                }
            }
        }
        true
    }

    /// Moves an entity to a position, counted without it; to the end if that is past it. Returns whether it is there.
    pub fn move_to<Q>(&mut self, key: &Q, position: usize) -> bool
    where
        T::Key: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let Some(rank) = self.find(key).map(|row| row.rank) else {
            return false;
        };
        if self.rows.position(rank) != position {
            if let Some(entry) = self.take_out(rank) {
                let position = position.min(self.len());
                self.insert_at(position, entry);
            }
        }
        true
    }

    /// Sorts the entities. Those that compare as equal keep their order. To keep a collection sorted, give it an
    /// [`Order`](super::Order).
    pub fn sort_by(&mut self, mut compare: impl FnMut(&T, &T) -> Ordering) {
        if !self
            .iter()
            .is_sorted_by(|a, b| compare(a, b) != Ordering::Greater)
        {
            let rows = self.rows.iter();
            let mut entries: Vec<_> = rows.map(|row| Arc::clone(&row.entry)).collect();
            entries.sort_by(|a, b| compare(&a.value, &b.value));
            self.number(entries);
        }
    }
}
