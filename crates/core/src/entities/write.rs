//! Adding, replacing, changing and removing entities.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::hash::Hash;
use std::mem;
use std::sync::Arc;

use super::rank::{self, Range};
use super::tree::Tree;
use super::{Entities, Entity, Entry, Order, Row, Slot};

impl<T: Entity, O: Order<T>> Entities<T, O> {
    /// Adds an entity. Returns whether it was added: one of its key that is there already stays as it is.
    pub fn add(&mut self, entity: T) -> bool {
        let is_new = !self.contains_key(entity.key());
        if is_new {
            self.insert(entity);
        }
        is_new
    }

    /// Adds those entities whose keys nobody has, and returns how many these are.
    pub fn add_many(&mut self, entities: impl IntoIterator<Item = T>) -> usize {
        let added = entities
            .into_iter()
            .filter_map(|entity| self.add(entity).then_some(()));
        added.count()
    }

    /// Puts an entity in, in the place of the one of its key. Returns that one.
    pub fn set(&mut self, entity: T) -> Option<T> {
        self.replace(entity).map(Entry::into_value)
    }

    /// Puts entities in, each in the place of the one of its key. Returns how many are new.
    pub fn set_many(&mut self, entities: impl IntoIterator<Item = T>) -> usize {
        let before = self.len();
        self.extend(entities);
        self.len() - before
    }

    /// Puts these entities in the place of all that were there. Of several with the same key it takes the last. Returns how
    /// many there are now.
    pub fn set_all(&mut self, entities: impl IntoIterator<Item = T>) -> usize {
        self.replace_all(entities.into_iter().map(Entry::of));
        self.len()
    }

    /// Adds an entity, or calls `merge` with the one of its key that is there and the new one. Returns whether it was added.
    ///
    /// # Examples
    ///
    /// ```
    /// # use leptos_state_core::entities::Entities;
    /// # use leptos_state_macros::State;
    /// #[derive(Clone, State)]
    /// struct Stock {
    ///     #[state(id)]
    ///     article: String,
    ///     pieces: u32,
    /// }
    ///
    /// let mut stock: Entities<Stock> = Entities::new();
    /// let more = |pieces| Stock { article: "screw".into(), pieces };
    /// assert!(stock.upsert(more(5), |there, new| there.pieces += new.pieces));
    /// assert!(!stock.upsert(more(7), |there, new| there.pieces += new.pieces));
    /// assert_eq!(stock.get("screw").map(|screws| screws.pieces), Some(12));
    /// ```
    pub fn upsert(&mut self, entity: T, merge: impl FnOnce(&mut T, T)) -> bool {
        let Some(rank) = self.rank(entity.key()) else {
            self.insert(entity);
            return true;
        };
        self.change(rank, |there| merge(there, entity));
        false
    }

    /// As [`upsert`](Self::upsert), with many. Returns how many were added.
    pub fn upsert_many(
        &mut self,
        entities: impl IntoIterator<Item = T>,
        mut merge: impl FnMut(&mut T, T),
    ) -> usize {
        let entities = entities.into_iter();
        let added = entities.filter_map(|entity| self.upsert(entity, &mut merge).then_some(()));
        added.count()
    }

    /// Changes the entity of this key, and returns what the closure returned; `None` if there is no such entity.
    ///
    /// The closure may change what the entity is sorted by; the entity then goes where it belongs. It may also change its key:
    /// the entity stays where it is, and one that has the new key already is removed.
    pub fn update<Q, R>(&mut self, key: &Q, change: impl FnOnce(&mut T) -> R) -> Option<R>
    where
        T::Key: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let rank = self.rank(key)?;
        self.change(rank, change)
    }

    /// Changes the entities of these keys one after the other, and returns how many there were.
    pub fn update_many<'k, Q>(
        &mut self,
        keys: impl IntoIterator<Item = &'k Q>,
        mut change: impl FnMut(&mut T),
    ) -> usize
    where
        T::Key: Borrow<Q>,
        Q: Hash + Eq + ?Sized + 'k,
    {
        let keys = keys.into_iter();
        keys.filter_map(|key| self.update(key, &mut change)).count()
    }

    /// Changes every entity, in the order that they have before, and returns how many there were.
    pub fn update_all(&mut self, change: impl FnMut(&mut T)) -> usize {
        let keys: Vec<T::Key> = self.keys().cloned().collect();
        self.update_many(&keys, change)
    }

    /// Removes the entity of this key and returns it.
    pub fn remove<Q>(&mut self, key: &Q) -> Option<T>
    where
        T::Key: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let rank = self.rank(key)?;
        Some(self.take_out(rank)?.into_value())
    }

    /// Removes the entities of these keys, and returns how many there were.
    pub fn remove_many<'k, Q>(&mut self, keys: impl IntoIterator<Item = &'k Q>) -> usize
    where
        T::Key: Borrow<Q>,
        Q: Hash + Eq + ?Sized + 'k,
    {
        let keys = keys.into_iter();
        let removed = keys.filter_map(|key| {
            let rank = self.rank(key)?;
            self.take_out(rank)
        });
        removed.count()
    }

    /// Removes all entities, and returns how many there were.
    pub fn remove_all(&mut self) -> usize {
        let removed = self.len();
        self.rows = Tree::default();
        self.index = Tree::default();
        removed
    }

    /// Removes the entities of which `keep` does not hold, and returns how many there were.
    pub fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) -> usize {
        let unwanted = self.rows.iter().filter(|row| !keep(&row.entry.value));
        let ranks: Vec<u64> = unwanted.map(|row| row.rank).collect();
        for &rank in &ranks {
            self.take_out(rank);
        }
        ranks.len()
    }

    fn rank<Q>(&self, key: &Q) -> Option<u64>
    where
        T::Key: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        Some(self.find(key)?.rank)
    }

    /// Puts an entity in, and returns what was there under its key.
    fn replace(&mut self, entity: T) -> Option<Arc<Entry<T>>> {
        let Some(rank) = self.rank(entity.key()) else {
            self.insert(entity);
            return None;
        };
        let row = self.rows.get_mut(rank)?;
        let before = mem::replace(&mut row.entry, Entry::of(entity));
        self.settle(rank);
        Some(before)
    }

    /// Adds an entity whose key nobody has.
    fn insert(&mut self, entity: T) {
        let position = self.position_for(&entity);
        self.insert_at(position, Entry::of(entity));
    }

    /// Puts in an entity whose key nobody has.
    pub(super) fn insert_at(&mut self, position: usize, entry: Arc<Entry<T>>) {
        let rank = self.make_room(position);
        self.put(Row { rank, entry });
    }

    fn put(&mut self, row: Row<T>) {
        self.index.insert(self.slot(&row.entry.key, row.rank));
        self.rows.insert(row);
    }

    pub(super) fn take_out(&mut self, rank: u64) -> Option<Arc<Entry<T>>> {
        let Row { entry, .. } = self.rows.remove(rank)?;
        self.index.remove(self.slot(&entry.key, rank));
        Some(entry)
    }

    fn change<R>(&mut self, rank: u64, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        let row = self.rows.get_mut(rank)?;
        let result = change(&mut Arc::make_mut(&mut row.entry).value);
        self.settle(rank);
        Some(result)
    }

    /// Lends an entity to be written to. [`settle`](Self::settle) has to follow.
    pub(super) fn lend(&mut self, key: &T::Key) -> Option<&mut T> {
        let rank = self.rank(key)?;
        Some(&mut Arc::make_mut(&mut self.rows.get_mut(rank)?.entry).value)
    }

    /// Puts the entity that was known by `key` where it belongs.
    pub(super) fn settle_known_by(&mut self, key: &T::Key) {
        if let Some(rank) = self.rank(key) {
            self.settle(rank);
        }
    }

    /// Puts an entity in which something may have changed where it belongs, under the key that it has.
    fn settle(&mut self, rank: u64) {
        let Some(Row { entry, .. }) = self.rows.get(rank) else {
            return;
        };
        if *entry.value.key() != entry.key {
            self.rekey(rank);
        }
        if O::SORTS && !self.is_in_order(rank) {
            if let Some(entry) = self.take_out(rank) {
                let position = self.position_for(&entry.value);
                self.insert_at(position, entry);
            }
        }
    }

    /// Makes an entity known by the key that it has.
    fn rekey(&mut self, rank: u64) {
        let Some(row) = self.rows.get(rank) else {
            return;
        };
        let key = row.entry.value.key().clone();
        let before = self.slot(&row.entry.key, rank);
        let after = self.slot(&key, rank);
        if let Some(other) = self.rank(&key) {
            self.take_out(other);
        }
        if let Some(row) = self.rows.get_mut(rank) {
            Arc::make_mut(&mut row.entry).key = key;
            self.index.remove(before);
            self.index.insert(after);
        }
    }

    /// Whether an entity may stay where it is between those beside it.
    fn is_in_order(&self, rank: u64) -> bool {
        let position = self.rows.position(rank);
        let mut beside = self.iter().skip(position.saturating_sub(1)).take(3);
        let mut before = beside.next();
        beside.all(|entity| {
            let last = before.replace(entity);
            last.is_none_or(|last| O::compare(last, entity) != Ordering::Greater)
        })
    }

    /// Where a new entity belongs: behind all that may come before it.
    fn position_for(&self, entity: &T) -> usize {
        let is_before = |row: &Row<T>| O::compare(&row.entry.value, entity) != Ordering::Greater;
        if !O::SORTS || self.rows.last().is_none_or(is_before) {
            return self.len();
        }
        self.rows.partition_point(is_before)
    }

    /// A number for what comes to this position.
    fn make_room(&mut self, position: usize) -> u64 {
        loop {
            let at = |position| Some(self.rows.nth(position)?.rank);
            let (before, after) = (position.checked_sub(1).and_then(at), at(position));
            if let Some(rank) = rank::between(before, after) {
                return rank;
            }
            self.spread(before.or(after).unwrap_or_default());
        }
    }

    /// Numbers the entities around this number anew, farther apart.
    fn spread(&mut self, around: u64) {
        for range in Range::around(around) {
            let start = self.rows.position(range.first);
            let end = match range.last.checked_add(1) {
                Some(past) => self.rows.position(past),
                None => self.len(),
            };
            if range.is_roomy(end - start) {
                let crowded: Vec<u64> = self.rows.range(start, end).map(|row| row.rank).collect();
                let entries: Vec<_> = crowded
                    .iter()
                    .filter_map(|&rank| self.take_out(rank))
                    .collect();
                for (rank, entry) in range.spread(entries.len()).zip(entries) {
                    self.put(Row { rank, entry });
                }
                return;
            }
        }
    }

    /// Puts these in the place of all that were there: of several with one key the last, where the first of them is. Returns
    /// the positions of the first two of which one was passed over.
    pub(super) fn replace_all(
        &mut self,
        entries: impl Iterator<Item = Arc<Entry<T>>>,
    ) -> Option<(usize, usize)> {
        let mut entries: Vec<Option<Arc<Entry<T>>>> = entries.map(Some).collect();
        // The rank is the position for now: one kind of list to be sorted is less code than two.
        let present = entries.iter().flatten().zip(0..);
        let mut slots: Vec<Slot> = present
            .map(|(entry, at)| self.slot(&entry.key, at))
            .collect();
        slots.sort_unstable();
        let mut passed_over: Option<(usize, usize)> = None;
        for run in slots.chunk_by(|a, b| a.hash == b.hash) {
            for (n, later) in run.iter().enumerate() {
                for first in &run[..n] {
                    let (first, later) = (first.rank as usize, later.rank as usize);
                    let key = |at: usize| Some(&entries[at].as_ref()?.key);
                    if key(later).is_some() && key(first) == key(later) {
                        let pair = (later, first);
                        passed_over = Some(passed_over.map_or(pair, |other| other.min(pair)));
                        entries[first] = entries[later].take();
                    }
                }
            }
        }
        let mut entries: Vec<Arc<Entry<T>>> = entries.into_iter().flatten().collect();
        if O::SORTS {
            entries.sort_by(|a, b| O::compare(&a.value, &b.value));
        }
        self.number(entries);
        passed_over.map(|(later, first)| (first, later))
    }

    /// Puts these in the place of all that were there. They have different keys and are in order.
    pub(super) fn number(&mut self, entries: Vec<Arc<Entry<T>>>) {
        let ranks = rank::in_a_row(entries.len());
        let rows: Vec<Row<T>> = ranks
            .zip(entries)
            .map(|(rank, entry)| Row { rank, entry })
            .collect();
        let mut slots: Vec<Slot> = rows
            .iter()
            .map(|row| self.slot(&row.entry.key, row.rank))
            .collect();
        slots.sort_unstable();
        self.index = Tree::of_sorted(slots);
        self.rows = Tree::of_sorted(rows);
    }
}

/// Each entity takes the place of the one of its key.
impl<T: Entity, O: Order<T>> Extend<T> for Entities<T, O> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, entities: I) {
        for entity in entities {
            self.replace(entity);
        }
    }
}

/// Of several entities with the same key it takes the last.
impl<T: Entity, O: Order<T>> FromIterator<T> for Entities<T, O> {
    fn from_iter<I: IntoIterator<Item = T>>(entities: I) -> Self {
        let mut collected = Self::default();
        collected.set_all(entities);
        collected
    }
}
