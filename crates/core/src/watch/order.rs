//! Which row is where.

use std::ops::Range;

/// Where the rows of a collection are. Every row has a slot, which stays the same wherever the row goes.
#[derive(Default)]
pub(super) struct Order {
    /// The slots of the rows, in the rows' order.
    slots: Vec<u32>,
    /// The positions of the rows, by their slots.
    positions: Vec<u32>,
    /// The slots of watched rows that are not in the collection.
    gone: Vec<u32>,
    /// The slots that no row has.
    free: Vec<u32>,
}

/// Not in the collection.
const GONE: u32 = u32::MAX;
/// Taken out of the collection, perhaps to be put in again.
const LIFTED: u32 = u32::MAX - 1;

impl Order {
    /// The order of a collection that is one row.
    pub(super) fn of_one() -> Self {
        Self {
            slots: vec![0],
            positions: vec![0],
            ..Self::default()
        }
    }

    pub(super) fn slots(&self) -> &[u32] {
        &self.slots
    }

    /// The positions of the rows, by their slots.
    pub(super) fn positions(&self) -> &[u32] {
        &self.positions
    }

    pub(super) fn gone(&self) -> &[u32] {
        &self.gone
    }

    pub(super) fn position(&self, slot: u32) -> Option<usize> {
        let position = self.positions[slot as usize];
        (position < LIFTED).then_some(position as usize)
    }

    /// A slot for a row that is put in next.
    pub(super) fn take_slot(&mut self) -> u32 {
        let slot = self.free.pop().unwrap_or_else(|| {
            self.positions.push(GONE);
            number(self.positions.len() - 1)
        });
        self.positions[slot as usize] = GONE;
        slot
    }

    /// Notes that the row of this slot is watched and not in the collection.
    pub(super) fn miss(&mut self, slot: u32) {
        self.positions[slot as usize] = GONE;
        self.gone.push(slot);
    }

    /// Gives up the slot of a row that is not in the collection.
    pub(super) fn release(&mut self, slot: u32) {
        self.positions[slot as usize] = GONE;
        self.free.push(slot);
    }

    /// Whether the row of this slot is at some place in the collection, and not lifted out of it.
    pub(super) fn is_placed(&self, slot: u32) -> bool {
        self.positions[slot as usize] < LIFTED
    }

    /// Whether the row of this slot was lifted out of the collection, and not put in again.
    pub(super) fn is_lifted(&self, slot: u32) -> bool {
        self.positions[slot as usize] == LIFTED
    }

    /// Takes the rows at these positions out of the collection, to be put in again by [`replace`](Self::replace).
    pub(super) fn lift(&mut self, range: Range<usize>) -> Vec<u32> {
        let lifted = self.slots[range].to_vec();
        for &slot in &lifted {
            self.positions[slot as usize] = LIFTED;
        }
        lifted
    }

    /// Says where a row is put in, before [`replace`](Self::replace).
    pub(super) fn place(&mut self, slot: u32, position: usize) {
        self.positions[slot as usize] = number(position);
    }

    /// Puts these rows where those at `range` were.
    pub(super) fn replace(&mut self, range: Range<usize>, slots: Vec<u32>) {
        let moved = range.len() != slots.len();
        let from = range.start;
        let until = if moved {
            self.slots.len() - range.len() + slots.len()
        } else {
            range.end
        };
        self.slots.splice(range, slots);
        for position in from..until {
            self.place(self.slots[position], position);
        }
    }

    /// Of a collection that says what differs: makes these rows, with their positions in it if they are in it, the only ones.
    pub(super) fn look_at(&mut self, rows: impl Iterator<Item = (u32, Option<usize>)>) {
        self.slots.clear();
        self.gone.clear();
        for (slot, position) in rows {
            match position {
                Some(position) => {
                    self.place(slot, position);
                    self.slots.push(slot);
                }
                None => self.miss(slot),
            }
        }
    }

    /// Keeps of the missing rows those that are still missing and `keep` agrees to; returns the others that are missing.
    pub(super) fn sweep_gone(&mut self, mut keep: impl FnMut(u32) -> bool) -> Vec<u32> {
        let positions = &self.positions;
        let mut dropped = Vec::new();
        self.gone.retain(|&slot| {
            let missing = positions[slot as usize] == GONE;
            let kept = missing && keep(slot);
            if missing && !kept {
                dropped.push(slot);
            }
            kept
        });
        dropped
    }
}

/// A slot or a position as a small number.
fn number(of: usize) -> u32 {
    match u32::try_from(of) {
        Ok(number) if number < LIFTED => number,
        _ => panic!("a collection with watched rows has fewer than 2^32 rows"),
    }
}
