//! Sets of states as bits.

use crate::tables::{at, at_mut};

/// How many words a set has without an allocation: for 256 states.
const INLINE: usize = 4;

/// A set of states on the stack.
#[derive(Clone, Debug)]
pub(crate) struct Bits {
    inline: [u64; INLINE],
    spilled: Vec<u64>,
    words: usize,
}

impl Bits {
    pub fn new(words: usize) -> Self {
        let spilled = if words > INLINE {
            vec![0; words]
        } else {
            Vec::new()
        };
        Self {
            inline: [0; INLINE],
            spilled,
            words,
        }
    }

    pub fn words(&self) -> &[u64] {
        if self.words > INLINE {
            &self.spilled
        } else {
            &self.inline[..self.words]
        }
    }

    pub fn words_mut(&mut self) -> &mut [u64] {
        if self.words > INLINE {
            &mut self.spilled
        } else {
            &mut self.inline[..self.words]
        }
    }
}

#[inline]
pub(crate) fn has(words: &[u64], state: u16) -> bool {
    *at(words, state >> 6) & (1 << (state & 63)) != 0
}

#[inline]
pub(crate) fn add(words: &mut [u64], state: u16) {
    *at_mut(words, state >> 6) |= 1 << (state & 63);
}

#[inline]
pub(crate) fn remove(words: &mut [u64], state: u16) {
    *at_mut(words, state >> 6) &= !(1 << (state & 63));
}

/// The bits of the word `index` that stand for states from `start` to before `end`.
#[inline]
pub(crate) fn mask(index: usize, start: u16, end: u16) -> u64 {
    let first = index * 64;
    let below = |state: u16| match (state as usize).saturating_sub(first) {
        count if count >= 64 => u64::MAX,
        count => (1 << count) - 1,
    };
    below(end) & !below(start)
}

/// Whether there is a state from `start` to before `end`.
#[inline]
pub(crate) fn any_between(words: &[u64], start: u16, end: u16) -> bool {
    let mut words = words.iter().enumerate();
    words.any(|(index, word)| word & mask(index, start, end) != 0)
}

/// Takes away all but the states from `start` to before `end`.
pub(crate) fn keep_between(words: &mut [u64], start: u16, end: u16) {
    for (index, word) in words.iter_mut().enumerate() {
        *word &= mask(index, start, end);
    }
}

/// The first state from `start` on.
#[inline]
pub(crate) fn next(words: &[u64], start: u16) -> Option<u16> {
    let mut index = usize::from(start >> 6);
    let mut word = words.get(index)? & (u64::MAX << (start & 63));
    while word == 0 {
        index += 1;
        word = *words.get(index)?;
    }
    Some((index * 64) as u16 + word.trailing_zeros() as u16)
}

/// The states in document order.
pub(crate) fn iter(words: &[u64]) -> impl Iterator<Item = u16> + '_ {
    std::iter::successors(next(words, 0), |state| next(words, state.checked_add(1)?))
}

/// The last state before `end`.
#[inline]
pub(crate) fn previous(words: &[u64], end: u16) -> Option<u16> {
    let last = end.checked_sub(1)?;
    let mut index = usize::from(last >> 6);
    let mut word = words[index] & (u64::MAX >> (63 - (last & 63)));
    while word == 0 {
        index = index.checked_sub(1)?;
        word = words[index];
    }
    Some((index * 64) as u16 + 63 - word.leading_zeros() as u16)
}

/// The states in reverse document order.
pub(crate) fn iter_back(words: &[u64]) -> impl Iterator<Item = u16> + '_ {
    let end = u16::try_from(words.len() * 64).unwrap_or(u16::MAX);
    std::iter::successors(previous(words, end), |state| previous(words, *state))
}
