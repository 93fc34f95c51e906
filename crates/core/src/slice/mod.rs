//! Slices: parts of a state that have actions of their own.
//!
//! `field` says what type a field may have to be a slice, `path` finds the way from a slice's action to the state's and back,
//! `lift` carries a whole change that way, `project` the other, for layers `on` a slice alone; `follow` makes a store of one.

mod field;
mod follow;
mod lift;
mod mode;
mod names;
mod on;
mod path;
mod project;
mod resume;

use std::fmt;

pub use field::{RowAction, SliceField};
pub use follow::Follow;
pub(crate) use lift::Narrowed;
pub use mode::AdmitsSlice;
pub use names::{chain, join, joined_len, slice_name, split};
pub use on::OnSlice;
pub use path::SlicePath;
pub(crate) use project::{LaterOutside, NextOutside, WeakOutside};
pub use resume::{NotPassed, Passed};

use crate::{Action, Actions, Cx, Failing, Gone, HasField, Path, Reach, SliceError, State};

/// The actions of a state.
pub type ActionOf<S> = <S as Actions>::Action;

/// What the actions of a state reply.
pub type ReplyOf<S> = <ActionOf<S> as Action<S>>::Reply;

/// Why the actions of a state fail.
pub type ErrorOf<S> = <ActionOf<S> as Action<S>>::Error;

type FieldOf<S, L> = <S as HasField<L>>::Value;

/// The state of the slice `L` of `S`.
pub type SliceState<S, L> = <FieldOf<S, L> as SliceField<S, L>>::State;

/// What an action of `S` carries for its slice `L`: the slice's action, or a [`RowAction`].
pub type SliceAction<S, L> = <FieldOf<S, L> as SliceField<S, L>>::Action;

/// The way from `S` to its slice `L`.
pub type SliceWay<S, L> = <FieldOf<S, L> as SliceField<S, L>>::Path;

/// Why an action of the slice `L` fails, as an error of `S` carries it: the slice's own error, or a [`SliceError`] where the
/// slice may not be there.
pub type SliceFailure<S, L> =
    <<SliceWay<S, L> as Path<S>>::Reach as Reach>::ActionError<ErrorOf<SliceState<S, L>>>;

/// That the field `L` of a state is a slice: the actions of what is there are actions of the state.
///
/// `#[actions(slices(cart: Cart))]` implements it for a field with `#[state(slice)]`. Then a handle to the field dispatches
/// the slice's actions, and they arrive at the store as the state's own. What the field may be is said by [`SliceField`].
///
/// # Examples
///
/// Written by hand, for types that are written by hand too:
///
/// ```
/// use leptos_state_core::*;
/// # use std::convert::Infallible;
/// # #[derive(Clone)]
/// # struct Cart(u32);
/// # #[derive(Clone)]
/// # struct Shop { cart: Cart }
/// # macro_rules! state { ($($ty:ident)*) => {$(
/// #     impl State for $ty {
/// #         const NAME: &'static str = stringify!($ty);
/// #         type Fields<H: Handle<Value = Self>> = ();
/// #         fn fields<H: Handle<Value = Self>>(_: &H) -> &() { &() }
/// #     }
/// # )*} }
/// # state! { Cart Shop }
///
/// #[derive(Clone, Debug)]
/// enum CartAction {
///     Add(u32),
/// }
/// # impl Action<Cart> for CartAction {
/// #     type Reply = ();
/// #     type Error = Infallible;
/// #     fn name(&self) -> &'static str { "add" }
/// #     fn apply(self, cart: &mut Cart, _: &mut Cx<Cart>) -> Result<(), Infallible> {
/// #         let Self::Add(n) = self;
/// #         cart.0 += n;
/// #         Ok(())
/// #     }
/// # }
/// # impl Actions for Cart { type Action = CartAction; }
///
/// #[derive(Clone, Debug)]
/// enum ShopAction {
///     Cart(CartAction),
/// }
///
/// /// The field `cart` of `Shop`.
/// enum CartField {}
/// # impl HasField<CartField> for Shop {
/// #     type Value = Cart;
/// #     type Reach = Total;
/// #     const NAME: &'static str = "cart";
/// #     const TOUCHED: Touched = Touched::ALL;
/// #     const COMPARED: bool = false;
/// #     fn field(&self) -> Option<&Cart> { Some(&self.cart) }
/// #     fn field_mut(&mut self) -> Option<&mut Cart> { Some(&mut self.cart) }
/// #     fn same(_: &Cart, _: &Cart) -> bool { false }
/// # }
///
/// impl Action<Shop> for ShopAction {
///     type Reply = ();
///     type Error = Infallible;
///
///     fn name(&self) -> &'static str {
///         "cart.add"
///     }
///
///     fn apply(self, shop: &mut Shop, cx: &mut Cx<Shop>) -> Result<(), Infallible> {
///         let Self::Cart(action) = self;
///         cx.apply_slice::<CartField>(shop, action)
///     }
/// }
/// # impl Actions for Shop { type Action = ShopAction; }
///
/// impl Slice<CartField> for Shop {
///     type Mode = Shared;
///
///     fn wrap(action: CartAction) -> ShopAction {
///         ShopAction::Cart(action)
///     }
///
///     fn unwrap(action: &ShopAction) -> Option<&CartAction> {
///         let ShopAction::Cart(action) = action;
///         Some(action)
///     }
///
///     fn unwrap_mut(action: &mut ShopAction) -> Option<&mut CartAction> {
///         let ShopAction::Cart(action) = action;
///         Some(action)
///     }
///
///     fn reply(reply: ()) -> Option<()> {
///         Some(reply)
///     }
///
///     fn error(error: Infallible) -> Option<Infallible> {
///         Some(error)
///     }
/// }
///
/// let shop = Store::new(Shop { cart: Cart(0) });
/// let cart = shop.then::<CartField>();
/// Dispatch::dispatch(&cart, CartAction::Add(2));
/// assert_eq!(shop.snapshot().cart.0, 2);
/// ```
#[diagnostic::on_unimplemented(
    message = "a slice of `{Self}` is not named in its `#[actions]`",
    label = "this field is a slice, but has no place among the actions",
    note = "name it there with its type: `#[actions(slices(field: Type))] impl {Self} {{ .. }}`"
)]
pub trait Slice<L>:
    HasField<L, Value: SliceField<Self, L, Path: SlicePath<Self>>> + Actions
{
    /// The stores that can hold the state: [`Shared`](crate::Shared) if it and its actions are `Send + Sync`,
    /// [`Confined`](crate::Confined) if not.
    type Mode: AdmitsSlice<Self, SliceState<Self, L>>;

    /// The action of the state that carries an action of the slice.
    fn wrap(action: SliceAction<Self, L>) -> ActionOf<Self>;

    /// The slice's action, if it is one of this slice.
    fn unwrap(action: &ActionOf<Self>) -> Option<&SliceAction<Self, L>>;

    /// The slice's action, to alter, if it is one of this slice.
    fn unwrap_mut(action: &mut ActionOf<Self>) -> Option<&mut SliceAction<Self, L>>;

    /// What the slice's action replied, if it was one of this slice.
    fn reply(reply: ReplyOf<Self>) -> Option<ReplyOf<SliceState<Self, L>>>;

    /// Why the slice's action failed, if it was one of this slice.
    fn error(error: ErrorOf<Self>) -> Option<SliceFailure<Self, L>>;

    /// Whether [`follow`](Self::follow) does anything.
    #[doc(hidden)]
    const FOLLOWS: bool = false;

    /// What the state does after a change of the slice, in the same commit.
    #[doc(hidden)]
    fn follow(&mut self, _: &mut Cx<Self>) -> Result<(), ErrorOf<Self>> {
        Ok(())
    }
}

impl<S: State> Cx<S> {
    /// Applies an action of the slice `L` of the state.
    ///
    /// # Errors
    ///
    /// The action's own, or that the slice is gone.
    pub fn apply_slice<L: 'static>(
        &mut self,
        state: &mut S,
        action: SliceAction<S, L>,
    ) -> Result<ReplyOf<SliceState<S, L>>, SliceFailure<S, L>>
    where
        S: Slice<L>,
    {
        let way = FieldOf::<S, L>::way(&action);
        let own = FieldOf::<S, L>::into_own(action);
        let applied = match way.get_mut(state) {
            Some(slice) => self
                .narrow::<L, _>(&way, |cx| own.apply(slice, cx))
                .map_err(SliceError::Failed),
            None => Err(SliceError::Gone(Gone::at(&way))),
        };
        way.settle(state);
        applied.map_err(<SliceWay<S, L> as Path<S>>::Reach::action_error)
    }

    /// Calls `apply` with the `cx` of the slice `L` at the end of `way`: time and identifiers are those of this one, and the
    /// effects that are asked for there are given a link to the slice.
    pub fn narrow<L: 'static, T>(
        &mut self,
        way: &SliceWay<S, L>,
        apply: impl FnOnce(&mut Cx<SliceState<S, L>>) -> T,
    ) -> T
    where
        S: Slice<L>,
    {
        self.lend::<_, S::Mode, T>(way, apply)
    }
}

/// The name of a slice's action with the keys of the rows on its way, if there are any.
pub fn full_name<S: Slice<L>, L>(slice: &str, action: &SliceAction<S, L>) -> Option<String> {
    struct Key<'a, S: Slice<L>, L>(&'a SliceAction<S, L>);

    impl<S: Slice<L>, L> fmt::Display for Key<'_, S, L> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            FieldOf::<S, L>::print_key(self.0, f)
        }
    }

    let key = Key::<S, L>(action).to_string();
    let own = FieldOf::<S, L>::own(action);
    match own.full_name() {
        Some(own) => Some(format!("{slice}{key}.{own}")),
        None if key.is_empty() => None,
        None => Some(format!("{slice}{key}.{}", own.name())),
    }
}

/// When a slice's action may fail by itself. That the slice is gone is found out before anything is written.
pub fn slice_failing<S: Slice<L>, L>(action: &SliceAction<S, L>) -> Failing {
    FieldOf::<S, L>::own(action).failing()
}

/// Puts the default of its type in the place of what is secret in a slice's action.
pub fn redact_slice<S: Slice<L>, L>(action: &mut SliceAction<S, L>) {
    FieldOf::<S, L>::own_mut(action).redact();
}

/// That a field or a variant with this name, as a number, is a slice: the derive says so.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no slice of this name",
    label = "no field of this name has `#[state(slice)]`",
    note = "put `#[state(slice)]` on the field, or on the variant that holds it"
)]
pub trait SliceNamed<const NAME: u64> {}

/// That a slice has the type that it was declared with.
#[diagnostic::on_unimplemented(
    message = "this slice is declared as `{T}`, but the field is a `{Self}`",
    label = "the field is a `{Self}`",
    note = "write the type that the field has"
)]
pub trait DeclaredAs<T: ?Sized> {}

impl<T: ?Sized> DeclaredAs<T> for T {}
