//! What is shown of a history, as a state that can be watched.

use std::borrow::Cow;

use super::StepId;
use crate::{Handle, HasField, State, Total, Touched};

/// What is shown of a history. It is the state of a store of its own ([`UndoHandle::shown`](super::UndoHandle::shown)), so
/// whatever watches stores watches it too.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct UndoView {
    /// Whether there is something to undo.
    pub can_undo: bool,
    /// Whether there is something to redo.
    pub can_redo: bool,
    /// How many steps can be undone.
    pub undos: usize,
    /// How many steps can be redone.
    pub redos: usize,
    /// What the step is called that an undo takes back.
    pub undo_label: Option<Cow<'static, str>>,
    /// What the step is called that a redo takes.
    pub redo_label: Option<Cow<'static, str>>,
    /// Whether changes are no steps at present.
    pub is_paused: bool,
    /// Where the state is.
    pub position: StepId,
    /// How many bytes are kept, as far as the layer was told to count them.
    pub bytes: usize,
    /// Counts up whenever something of the history is another, so that who lists the steps knows when to list them again.
    pub revision: u64,
}

/// What every handle to an [`UndoView`] can do: its fields are methods of this trait's object type.
pub trait UndoViewHandle<H> {
    #[doc(hidden)]
    fn __handle(&self) -> &H;
}

impl<H: Handle<Value = UndoView>> UndoViewHandle<H> for H {
    fn __handle(&self) -> &H {
        self
    }
}

impl State for UndoView {
    const NAME: &'static str = "UndoView";
    const COMPARED: bool = true;
    type Fields<H: Handle<Value = Self>> = dyn UndoViewHandle<H>;

    fn same(a: &Self, b: &Self) -> bool {
        a == b
    }

    fn fields<H: Handle<Value = Self>>(handle: &H) -> &Self::Fields<H> {
        handle
    }
}

/// The fields, each with the type that stands for it.
macro_rules! fields {
    ($($field:ident: $Field:ident, $ty:ty, $doc:literal;)*) => {
        $(
            #[doc(hidden)]
            pub enum $Field {}

            impl HasField<$Field> for UndoView {
                type Value = $ty;
                type Reach = Total;
                const NAME: &'static str = stringify!($field);
                const TOUCHED: Touched = Touched::ALL;
                const COMPARED: bool = true;

                fn field(&self) -> Option<&$ty> {
                    Some(&self.$field)
                }

                fn field_mut(&mut self) -> Option<&mut $ty> {
                    Some(&mut self.$field)
                }

                fn same(a: &$ty, b: &$ty) -> bool {
                    a == b
                }
            }
        )*

        impl<H: Handle<Value = UndoView>> dyn UndoViewHandle<H> {
            $(
                #[doc = $doc]
                pub fn $field(&self) -> H::Then<$Field> {
                    self.__handle().then::<$Field>()
                }
            )*
        }
    };
}

fields! {
    can_undo: CanUndo, bool, "Whether there is something to undo.";
    can_redo: CanRedo, bool, "Whether there is something to redo.";
    undos: Undos, usize, "How many steps can be undone.";
    redos: Redos, usize, "How many steps can be redone.";
    undo_label: UndoLabel, Option<Cow<'static, str>>, "What the step is called that an undo takes back.";
    redo_label: RedoLabel, Option<Cow<'static, str>>, "What the step is called that a redo takes.";
    is_paused: IsPaused, bool, "Whether changes are no steps at present.";
    position: Position, StepId, "Where the state is.";
    bytes: Bytes, usize, "How many bytes are kept.";
    revision: Revision, u64, "Counts up whenever something of the history is another.";
}
