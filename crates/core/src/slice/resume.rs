//! Passing on to slices that a whole state has been put in place of another.

use std::marker::PhantomData;
use std::ptr::from_ref;

use super::{FieldOf, Slice, SliceField, SliceState, SliceWay};
use crate::{Cx, Path, State};

/// The slice `L` of `S`, for the derive, which does not know whether `#[actions]` names it: if it does not, the items are those of
/// [`NotPassed`], and what is wrong is said elsewhere.
#[doc(hidden)]
pub struct Passed<S, L>(PhantomData<(S, L)>);

#[doc(hidden)]
pub trait NotPassed<S> {
    const RESUMES: bool = false;

    fn resume(_: Option<&S>, _: Option<&mut S>, _: &mut Cx<S>) {}
}

impl<S, L> NotPassed<S> for Passed<S, L> {}

impl<S: Slice<L>, L: 'static> Passed<S, L> {
    #[doc(hidden)]
    pub const RESUMES: bool = SliceState::<S, L>::RESUMES;

    /// Passes [`State::resume`] on to the slice, and to each of its rows if there are many.
    #[doc(hidden)]
    pub fn resume(before: Option<&S>, now: Option<&mut S>, cx: &mut Cx<S>) {
        let ways = |state: &S| state.field().map_or_else(Vec::new, FieldOf::<S, L>::ways);
        let is_there = |way: &SliceWay<S, L>| match &now {
            Some(now) => way.get(now).is_some(),
            None => false,
        };
        for way in before.map_or_else(Vec::new, ways) {
            if !is_there(&way) {
                let before = before.and_then(|before| way.get(before));
                cx.narrow::<L, _>(&way, |cx| SliceState::<S, L>::resume(before, None, cx));
            }
        }
        let Some(now) = now else {
            return;
        };
        for way in ways(now) {
            let before = before.and_then(|before| way.get(before));
            // A row that both collections share is left shared.
            if before.map(from_ref) == way.get(now).map(from_ref) {
                continue;
            }
            if let Some(slice) = way.get_mut(now) {
                cx.narrow::<L, _>(&way, |cx| {
                    SliceState::<S, L>::resume(before, Some(slice), cx);
                });
            }
            way.settle(now);
        }
    }
}
