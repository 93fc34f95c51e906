//! The rows of one collection: their order, and what is watched in them.

use std::hash::BuildHasher;
use std::marker::PhantomData;
use std::ops::Range;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::cells::{sort, Cell};
use super::level::{Branch, Level, Walk};
use super::order::Order;
use crate::path::{Route, Rows};

/// A collection in which something is watched: its keys or values in its rows.
pub struct Group<Q: Rows> {
    order: Order,
    /// The keys of the rows, by their slots.
    keys: Vec<Option<Q::Key>>,
    index: Index,
    /// Whether several rows have one key.
    has_twins: bool,
    /// The keys as last seen, where the collection says what differs from them.
    seen: Q::Keys,
    /// Who watches the keys.
    list: Cell,
    rows: Level<Q::Collection>,
}

impl<Q: Rows> Group<Q> {
    fn of(collection: Option<&Q::Collection>) -> Self {
        let mut group = Self {
            order: Order::default(),
            keys: Vec::new(),
            index: Index::default(),
            has_twins: false,
            seen: Q::Keys::default(),
            list: Cell::default(),
            rows: Level::default(),
        };
        if Q::TRACED {
            group.seen = collection.map_or_else(Q::Keys::default, Q::keys);
        } else {
            group.align(collection);
        }
        group
    }

    pub(super) const fn list(&mut self) -> &mut Cell {
        &mut self.list
    }

    pub(crate) const fn rows(&mut self) -> &mut Level<Q::Collection> {
        &mut self.rows
    }

    /// Where the row of this key was when the collection was last seen.
    pub(crate) fn position(&self, key: &Q::Key) -> Option<usize> {
        self.order.position(self.slot(key)?)
    }

    /// What is watched in the rows, and the slot of the row of this key.
    pub(crate) fn find(&self, key: &Q::Key) -> Option<(&Level<Q::Collection>, usize)> {
        Some((&self.rows, self.slot(key)? as usize))
    }

    /// The slot of the row of this key, whether there is such a row or not, and where it was when the collection was last
    /// seen.
    pub(crate) fn claim(&mut self, key: &Q::Key) -> (usize, Option<usize>) {
        let slot = self.slot(key).unwrap_or_else(|| {
            let slot = self.new_slot(key);
            self.order.miss(slot);
            slot
        });
        (slot as usize, self.order.position(slot))
    }

    fn slot(&self, key: &Q::Key) -> Option<u32> {
        self.index
            .find(self.index.hash(key), |slot| self.has_key(slot, key))
    }

    fn has_key(&self, slot: u32, key: &Q::Key) -> bool {
        self.keys[slot as usize].as_ref() == Some(key)
    }

    fn is_of(&self, slot: u32, entry: Q::Entry<'_>) -> bool {
        Q::with_key(entry, |key| self.has_key(slot, key))
    }

    /// A slot for a key that has none, or whose row is somewhere else in the collection already: then only that is found.
    fn new_slot(&mut self, key: &Q::Key) -> u32 {
        let slot = self.order.take_slot();
        if slot as usize == self.keys.len() {
            self.keys.push(None);
        }
        if self.slot(key).is_some() {
            self.has_twins = true;
        } else {
            self.index.insert(self.index.hash(key), slot);
        }
        self.keys[slot as usize] = Some(key.clone());
        slot
    }

    /// Brings the order up to date and returns whether the keys are others.
    fn align(&mut self, collection: Option<&Q::Collection>) -> bool {
        if Q::TRACED {
            return self.trace(collection);
        }
        let start = match collection {
            Some(collection) => self.first_other(Q::entries(collection).map(|(entry, _)| entry)),
            None => self.first_other(std::iter::empty()),
        };
        let Some(start) = start else {
            return false;
        };
        let entries: Vec<_> = collection
            .into_iter()
            .flat_map(|collection| Q::entries(collection).map(|(entry, _)| entry))
            .collect();
        let mut others = false;
        if !self.has_twins {
            others = self.realign(start, &entries);
        }
        if self.has_twins {
            others |= self.realign_all(&entries);
        }
        others
    }

    /// Finds the watched rows that differ, where the collection says which do, and returns whether the keys are others.
    fn trace(&mut self, collection: Option<&Q::Collection>) -> bool {
        let now = collection.map_or_else(Q::Keys::default, Q::keys);
        let mut differing = Vec::new();
        let others = Q::differs(&self.seen, &now, &mut |key| {
            differing.extend(self.slot(key))
        });
        sort(&mut differing, |&slot| slot);
        differing.dedup();
        let keys = &self.keys;
        self.order.look_at(differing.into_iter().map(|slot| {
            let key = keys[slot as usize].as_ref();
            let position = key
                .zip(collection)
                .and_then(|(key, collection)| Q::position(collection, key));
            (slot, position)
        }));
        self.seen = now;
        others
    }

    /// The first position at which there is another row than before, or none.
    fn first_other<'c>(&self, mut entries: impl Iterator<Item = Q::Entry<'c>>) -> Option<usize> {
        let mut position = 0;
        loop {
            match (entries.next(), self.order.slots().get(position)) {
                (None, None) => return None,
                (Some(entry), Some(&slot)) if self.is_of(slot, entry) => position += 1,
                _ => return Some(position),
            }
        }
    }

    /// Brings the order up to date where it differs, from the position `start` on.
    fn realign(&mut self, start: usize, entries: &[Q::Entry<'_>]) -> bool {
        let same_end = self.order.slots()[start..]
            .iter()
            .rev()
            .zip(entries[start..].iter().rev())
            .take_while(|(&slot, &entry)| self.is_of(slot, entry))
            .count();
        let old = start..self.order.slots().len() - same_end;
        self.replace(old, &entries[start..entries.len() - same_end])
    }

    /// Brings all of the order up to date: which of two rows with one key is the first can't be known from a part of it.
    fn realign_all(&mut self, entries: &[Q::Entry<'_>]) -> bool {
        self.replace(0..self.order.slots().len(), entries)
    }

    /// Puts the rows `new` where those at `range` were, and returns whether the keys are others.
    fn replace(&mut self, range: Range<usize>, new: &[Q::Entry<'_>]) -> bool {
        let start = range.start;
        let had_twins = std::mem::take(&mut self.has_twins);
        let lifted = self.order.lift(range.clone());
        let mut kept = 0;
        let slots: Vec<u32> = new
            .iter()
            .enumerate()
            .map(|(at, &entry)| {
                // Most rows stay where they are, even between others that are swapped.
                let stays = |&slot: &u32| {
                    !had_twins && self.order.is_lifted(slot) && self.is_of(slot, entry)
                };
                let slot = lifted.get(at).copied().filter(stays).unwrap_or_else(|| {
                    Q::with_key(entry, |key| {
                        let known = self.slot(key);
                        known
                            .filter(|&slot| !self.order.is_placed(slot))
                            .unwrap_or_else(|| self.new_slot(key))
                    })
                });
                kept += usize::from(self.order.is_lifted(slot));
                self.order.place(slot, start + at);
                slot
            })
            .collect();
        let others = kept != lifted.len() || kept != slots.len();
        self.order.replace(range, slots);
        for slot in lifted {
            if self.order.is_lifted(slot) {
                if self.rows.is_watched(slot as usize) {
                    self.order.miss(slot);
                } else {
                    self.free(slot);
                }
            }
        }
        self.drop_missing(|_| true);
        Q::ORDERED || others
    }

    fn free(&mut self, slot: u32) {
        if let Some(key) = self.keys[slot as usize].take() {
            self.index.remove(self.index.hash(&key), slot);
        }
        self.order.release(slot);
    }

    fn drop_missing(&mut self, keep: impl FnMut(u32) -> bool) {
        for slot in self.order.sweep_gone(keep) {
            self.free(slot);
        }
    }

    fn walk(&mut self, collection: Option<&Q::Collection>, walk: &mut Walk<'_>) {
        let Walk { panics, woken, .. } = walk;
        panics.guard(|| {
            if self.align(collection) {
                self.list.wake(woken);
            }
        });
        walk.woken.depth += 1;
        self.rows.walk(collection, &self.order, walk);
        walk.woken.depth -= 1;
    }

    /// Forgets the listeners that are gone; `false` if none is left.
    fn sweep(&mut self) -> bool {
        self.list.sweep();
        self.rows.sweep();
        if self.list.is_empty() && self.rows.is_empty() {
            return false;
        }
        let rows = std::mem::take(&mut self.rows);
        if Q::TRACED {
            let unwatched = (0..self.keys.len()).filter(|&slot| !rows.is_watched(slot));
            let unwatched: Vec<usize> = unwatched
                .filter(|&slot| self.keys[slot].is_some())
                .collect();
            unwatched
                .into_iter()
                .for_each(|slot| self.free(slot as u32));
        } else {
            self.drop_missing(|slot| rows.is_watched(slot as usize));
        }
        self.rows = rows;
        true
    }
}

/// The collections `Q` at the end of the route `R` from the rows `P`, by the slots of those rows.
pub(super) struct Groups<P, R, Q: Rows> {
    groups: Vec<Option<Box<Group<Q>>>>,
    of: PhantomData<fn() -> (P, R)>,
}

impl<P, R, Q: Rows> Default for Groups<P, R, Q> {
    fn default() -> Self {
        Self {
            groups: Vec::new(),
            of: PhantomData,
        }
    }
}

impl<P, R, Q: Rows> Groups<P, R, Q> {
    pub(super) fn get(&self, slot: usize) -> Option<&Group<Q>> {
        self.groups.get(slot)?.as_deref()
    }

    /// The collection of the row of this slot, which is `collection`.
    pub(super) fn group(
        &mut self,
        slot: usize,
        collection: Option<&Q::Collection>,
    ) -> &mut Group<Q> {
        if slot >= self.groups.len() {
            self.groups.resize_with(slot + 1, || None);
        }
        self.groups[slot].get_or_insert_with(|| Box::new(Group::of(collection)))
    }
}

impl<P, R, Q> Branch<P::Collection> for Groups<P, R, Q>
where
    P: Rows,
    R: Route<P::Row, Value = Q::Collection>,
    Q: Rows,
{
    fn walk(&mut self, collection: Option<&P::Collection>, order: &Order, walk: &mut Walk<'_>) {
        let mut look = |slot: u32, collection: Option<&Q::Collection>| {
            if let Some(Some(group)) = self.groups.get_mut(slot as usize) {
                group.walk(collection, walk);
            }
        };
        if let Some(collection) = collection {
            for (slot, row) in P::placed(collection, order.slots(), order.positions()) {
                look(slot, R::get(row));
            }
        }
        for &slot in order.gone() {
            look(slot, None);
        }
    }

    fn is_watched(&self, slot: usize) -> bool {
        self.get(slot).is_some()
    }

    fn sweep(&mut self) -> bool {
        let mut watched = 0;
        for (slot, group) in self.groups.iter_mut().enumerate() {
            if group.as_mut().is_some_and(|group| group.sweep()) {
                watched = slot + 1;
            } else {
                *group = None;
            }
        }
        self.groups.truncate(watched);
        watched > 0
    }
}

/// The slots of rows by the hashes of their keys. The keys themselves are in the group.
#[derive(Default)]
struct Index {
    table: HashTable<Indexed>,
    hasher: DefaultHashBuilder,
}

struct Indexed {
    hash: u32,
    slot: u32,
}

impl Index {
    fn hash(&self, key: &impl std::hash::Hash) -> u32 {
        (self.hasher.hash_one(key) >> 32) as u32
    }

    fn find(&self, hash: u32, mut is_it: impl FnMut(u32) -> bool) -> Option<u32> {
        let found = self.table.find(spread(hash), |entry| {
            entry.hash == hash && is_it(entry.slot)
        })?;
        Some(found.slot)
    }

    fn insert(&mut self, hash: u32, slot: u32) {
        self.table
            .insert_unique(spread(hash), Indexed { hash, slot }, |entry| {
                spread(entry.hash)
            });
    }

    fn remove(&mut self, hash: u32, slot: u32) {
        if let Ok(entry) = self
            .table
            .find_entry(spread(hash), |entry| entry.slot == slot)
        {
            entry.remove();
        }
    }
}

/// The table uses the upper bits of a hash and the lower ones.
const fn spread(hash: u32) -> u64 {
    (hash as u64) << 32 | hash as u64
}
