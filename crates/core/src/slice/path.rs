//! The way from an action of a slice to the state's and back.

use super::{ActionOf, ErrorOf, FieldOf, ReplyOf, Slice, SliceField, SliceState, SliceWay};
use crate::collections::Inside;
use crate::{Actions, Cx, Failure, HasField, Path, Reach, Root, Row, Rows, SliceError, Step};

/// What came of a slice's action.
type ResultOf<S> = Result<ReplyOf<S>, SliceError<ErrorOf<S>>>;

/// A path to a slice of `S`, to a slice of that, and so on; or the path to `S` itself.
#[diagnostic::on_unimplemented(
    message = "the place at the end of this path takes no actions",
    label = "this is no slice of `{S}`",
    note = "make each field on the way a slice: `#[state(slice)]` on the field and `#[actions(slices(field: Type))]` on the state that has it"
)]
pub trait SlicePath<S: Actions>: Path<S, Value: Actions> {
    /// The action of `S` that carries an action of the slice.
    fn wrap(&self, action: ActionOf<Self::Value>) -> ActionOf<S>;

    /// The slice's action, if it is one of the slice at the end of this path.
    fn unwrap<'a>(&self, action: &'a ActionOf<S>) -> Option<&'a ActionOf<Self::Value>>;

    /// The slice's action, to alter, if it is one of the slice at the end of this path.
    fn unwrap_mut<'a>(&self, action: &'a mut ActionOf<S>) -> Option<&'a mut ActionOf<Self::Value>>;

    /// What the slice's action replied, or why it failed, if it was one of such a slice.
    fn result(result: Result<ReplyOf<S>, ErrorOf<S>>) -> Option<ResultOf<Self::Value>>;

    /// Whether a state on the way does something after a change here.
    #[doc(hidden)]
    const FOLLOWS: bool = false;

    /// Has the states on the way do what they do after a change here, from the inside out.
    #[doc(hidden)]
    fn follow(&self, _: &mut S, _: &mut Cx<S>) -> Result<(), Failure> {
        Ok(())
    }

    /// Calls `apply` with the value here, if there is one, and its `cx`.
    #[doc(hidden)]
    fn lend<T>(
        &self,
        state: &mut S,
        cx: &mut Cx<S>,
        apply: impl FnOnce(&mut Self::Value, &mut Cx<Self::Value>) -> T,
    ) -> Option<T>;
}

impl<S: Actions> SlicePath<S> for Root {
    fn wrap(&self, action: ActionOf<S>) -> ActionOf<S> {
        action
    }

    fn unwrap<'a>(&self, action: &'a ActionOf<S>) -> Option<&'a ActionOf<S>> {
        Some(action)
    }

    fn unwrap_mut<'a>(&self, action: &'a mut ActionOf<S>) -> Option<&'a mut ActionOf<S>> {
        Some(action)
    }

    fn result(result: Result<ReplyOf<S>, ErrorOf<S>>) -> Option<ResultOf<S>> {
        Some(result.map_err(SliceError::Failed))
    }

    fn lend<T>(
        &self,
        state: &mut S,
        cx: &mut Cx<S>,
        apply: impl FnOnce(&mut S, &mut Cx<S>) -> T,
    ) -> Option<T> {
        Some(apply(state, cx))
    }
}

/// The parts of a path to a slice: the path to the state `V` that has it, and the way from there.
struct Parts<'p, P, V: Slice<L>, L> {
    before: &'p P,
    way: SliceWay<V, L>,
}

impl<P, V: Slice<L>, L> Parts<'_, P, V, L> {
    fn wrap<S>(self, own: ActionOf<SliceState<V, L>>) -> ActionOf<S>
    where
        S: Actions,
        P: SlicePath<S, Value = V>,
    {
        self.before
            .wrap(V::wrap(FieldOf::<V, L>::carry(&self.way, own)))
    }

    fn unwrap<S>(self, action: &ActionOf<S>) -> Option<&ActionOf<SliceState<V, L>>>
    where
        S: Actions,
        P: SlicePath<S, Value = V>,
    {
        let action = V::unwrap(self.before.unwrap(action)?)?;
        FieldOf::<V, L>::goes(action, &self.way).then(|| FieldOf::<V, L>::own(action))
    }

    fn unwrap_mut<S>(self, action: &mut ActionOf<S>) -> Option<&mut ActionOf<SliceState<V, L>>>
    where
        S: Actions,
        P: SlicePath<S, Value = V>,
    {
        let action = V::unwrap_mut(self.before.unwrap_mut(action)?)?;
        if FieldOf::<V, L>::goes(action, &self.way) {
            Some(FieldOf::<V, L>::own_mut(action))
        } else {
            None
        }
    }

    fn result<S>(result: Result<ReplyOf<S>, ErrorOf<S>>) -> Option<ResultOf<SliceState<V, L>>>
    where
        S: Actions,
        P: SlicePath<S, Value = V>,
    {
        Some(match P::result(result)? {
            Ok(reply) => Ok(V::reply(reply)?),
            Err(SliceError::Gone(gone)) => Err(SliceError::Gone(gone)),
            Err(SliceError::Failed(error)) => {
                let error = V::error(error)?;
                Err(<SliceWay<V, L> as Path<V>>::Reach::slice_error(error))
            }
        })
    }
}

/// For a path that ends in the slice `L` of `V`.
/// Calls `apply` with a slice of a state, if it is there, and its `cx`.
fn value_at<V: Slice<L>, L: 'static, R>(
    value: &mut V,
    cx: &mut Cx<V>,
    way: &SliceWay<V, L>,
    apply: impl FnOnce(&mut SliceState<V, L>, &mut Cx<SliceState<V, L>>) -> R,
) -> Option<R> {
    let slice = way.get_mut(value)?;
    let mut lent = cx.lent::<SliceState<V, L>>();
    let result = apply(slice, &mut lent);
    cx.take_back::<SliceWay<V, L>, V::Mode>(lent, way);
    Some(result)
}

macro_rules! by_its_parts {
    ($path:ident => $before:expr, $way:expr) => {
        fn wrap(&self, action: ActionOf<Self::Value>) -> ActionOf<S> {
            let $path = self;
            let (before, way) = ($before, $way);
            Parts::<P, V, L> { before, way }.wrap::<S>(action)
        }

        fn unwrap<'a>(&self, action: &'a ActionOf<S>) -> Option<&'a ActionOf<Self::Value>> {
            let $path = self;
            let (before, way) = ($before, $way);
            Parts::<P, V, L> { before, way }.unwrap::<S>(action)
        }

        fn unwrap_mut<'a>(
            &self,
            action: &'a mut ActionOf<S>,
        ) -> Option<&'a mut ActionOf<Self::Value>> {
            let $path = self;
            let (before, way) = ($before, $way);
            Parts::<P, V, L> { before, way }.unwrap_mut::<S>(action)
        }

        fn result(result: Result<ReplyOf<S>, ErrorOf<S>>) -> Option<ResultOf<Self::Value>> {
            Parts::<P, V, L>::result::<S>(result)
        }

        const FOLLOWS: bool = V::FOLLOWS || P::FOLLOWS;

        fn follow(&self, state: &mut S, cx: &mut Cx<S>) -> Result<(), Failure> {
            let $path = self;
            let before = $before;
            if V::FOLLOWS {
                let followed = before.lend(state, cx, |value, cx| value.follow(cx));
                followed.unwrap_or(Ok(())).map_err(Failure::new)?;
            }
            before.follow(state, cx)
        }

        fn lend<R>(
            &self,
            state: &mut S,
            cx: &mut Cx<S>,
            apply: impl FnOnce(&mut Self::Value, &mut Cx<Self::Value>) -> R,
        ) -> Option<R> {
            let $path = self;
            let (before, way) = ($before, $way);
            let lent = before.lend(state, cx, |value, cx| {
                value_at::<V, L, R>(value, cx, &way, apply)
            });
            lent.flatten()
        }
    };
}

impl<S, P, V, L> SlicePath<S> for Step<P, V, L>
where
    S: Actions,
    P: SlicePath<S, Value = V>,
    V: Slice<L>,
    FieldOf<V, L>: Actions + SliceField<V, L, State = FieldOf<V, L>, Path = Step<Root, V, L>>,
    L: 'static,
{
    by_its_parts!(path => path.from(), Step::new(Root));
}

impl<S, P, V, T, L> SlicePath<S> for Step<Step<P, V, L>, Option<T>, Inside>
where
    S: Actions,
    P: SlicePath<S, Value = V>,
    V: Slice<L> + HasField<L, Value = Option<T>>,
    T: Actions,
    Option<T>: SliceField<V, L, State = T, Path = Step<Step<Root, V, L>, Option<T>, Inside>>,
    L: 'static,
{
    by_its_parts!(path => path.from().from(), Step::new(Step::new(Root)));
}

impl<S, P, V, L, Q> SlicePath<S> for Row<Step<P, V, L>, Q>
where
    S: Actions,
    P: SlicePath<S, Value = V>,
    V: Slice<L> + HasField<L, Value = Q::Collection>,
    Q: Rows<Row: Actions>,
    Q::Collection: Clone + SliceField<V, L, State = Q::Row, Path = Row<Step<Root, V, L>, Q>>,
    L: 'static,
{
    by_its_parts!(path => path.from().from(), Row::new(Step::new(Root), path.key().clone()));
}
