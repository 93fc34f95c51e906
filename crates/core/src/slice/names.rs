//! The names of a slice's actions, put together when the program is compiled.

use super::{ActionOf, FieldOf, Slice, SliceAction, SliceField, SliceState};
use crate::Action;

/// How long `slice.name` is for all `names` together; `slice` alone where there are none.
pub const fn joined_len(slice: &str, names: &[&str]) -> usize {
    if names.is_empty() {
        return slice.len();
    }
    let mut len = 0;
    let mut n = 0;
    while n < names.len() {
        len += slice.len() + 1 + names[n].len();
        n += 1;
    }
    len
}

/// `slice.name` for all `names`, one after the other.
pub const fn join<const LEN: usize>(slice: &str, names: &[&str]) -> [u8; LEN] {
    let mut text = [0; LEN];
    let mut at = 0;
    if names.is_empty() {
        append(&mut text, &mut at, slice);
    }
    let mut n = 0;
    while n < names.len() {
        append(&mut text, &mut at, slice);
        append(&mut text, &mut at, ".");
        append(&mut text, &mut at, names[n]);
        n += 1;
    }
    text
}

const fn append(text: &mut [u8], at: &mut usize, part: &str) {
    let mut n = 0;
    while n < part.len() {
        text[*at] = part.as_bytes()[n];
        *at += 1;
        n += 1;
    }
}

/// What [`join`] wrote, as one name for each of `names`, or as one name where there are none.
pub const fn split<const N: usize>(
    slice: &str,
    names: &[&str],
    text: &'static [u8],
) -> [&'static str; N] {
    let mut joined = [""; N];
    let mut rest = text;
    let mut n = 0;
    while n < N {
        let len = if names.is_empty() {
            slice.len()
        } else {
            slice.len() + 1 + names[n].len()
        };
        let (name, after) = rest.split_at(len);
        joined[n] = match std::str::from_utf8(name) {
            Ok(name) => name,
            Err(_) => panic!("what is put together from names is a name"),
        };
        rest = after;
        n += 1;
    }
    joined
}

/// All the names in some lists, one list after the other.
pub const fn chain<const N: usize>(lists: &[&[&'static str]]) -> [&'static str; N] {
    let mut names = [""; N];
    let (mut at, mut list) = (0, 0);
    while list < lists.len() {
        let mut n = 0;
        while n < lists[list].len() {
            names[at] = lists[list][n];
            at += 1;
            n += 1;
        }
        list += 1;
    }
    names
}

/// The name of a slice's action among `joined`, where they are in the order of the slice's own.
pub fn slice_name<S: Slice<L>, L>(
    joined: &[&'static str],
    action: &SliceAction<S, L>,
) -> &'static str {
    let name = FieldOf::<S, L>::own(action).name();
    let own = <ActionOf<SliceState<S, L>>>::NAMES;
    let at = own.iter().position(|own| *own == name);
    joined[at.unwrap_or_default()]
}
