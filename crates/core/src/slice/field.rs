//! What a field may be to be a slice.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::hash::{BuildHasher, Hash};

use super::ActionOf;
use crate::collections::Inside;
use crate::entities::{Entities, Entity, Order};
use crate::{Actions, ByKey, HasField, HasKey, Path, Root, Row, Rows, Step};

/// That a field `L` of `S` can be a slice, by what it holds: a state with actions, an `Option` of one, a `HashMap` or a
/// `BTreeMap` of them, `Entities`, or a `Vec` of them with `#[state(key = ..)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be a slice",
    label = "not a state with actions, nor a collection of such states with keys",
    note = "a slice is a state with `#[actions]`, an `Option`, a map or `Entities` of such states, or a `Vec` of them with `#[state(key = ..)]`"
)]
pub trait SliceField<S: 'static, L>: Sized {
    /// The slice's state.
    type State: Actions;

    /// What the state's action carries: the slice's action, with the key of its row if there are many.
    type Action: Clone + fmt::Debug + 'static;

    /// The way from `S` to the slice.
    type Path: Path<S, Value = Self::State>;

    /// The action for the slice at the end of `way`.
    fn carry(way: &Self::Path, own: ActionOf<Self::State>) -> Self::Action;

    /// The slice's own action.
    fn own(action: &Self::Action) -> &ActionOf<Self::State>;

    /// The slice's own action, to alter.
    fn own_mut(action: &mut Self::Action) -> &mut ActionOf<Self::State>;

    /// The slice's own action, taken out.
    fn into_own(action: Self::Action) -> ActionOf<Self::State>;

    /// The way that the action goes.
    fn way(action: &Self::Action) -> Self::Path;

    /// The ways to all slices that are there.
    fn ways(field: &Self) -> Vec<Self::Path>;

    /// Whether the action goes this way.
    fn goes(action: &Self::Action, way: &Self::Path) -> bool {
        let _ = (action, way);
        true
    }

    /// Prints the key of the row, if there is one, as a part of a name.
    fn print_key(action: &Self::Action, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let _ = (action, f);
        Ok(())
    }
}

/// An action for one of many rows.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct RowAction<K, A> {
    /// The row's key.
    pub key: K,
    /// The action of the row's state.
    pub action: A,
}

/// For a slice whose action is carried as it is.
macro_rules! carried_as_it_is {
    ($state:ty) => {
        type State = $state;
        type Action = ActionOf<$state>;

        fn carry(_: &Self::Path, own: ActionOf<$state>) -> ActionOf<$state> {
            own
        }

        fn own(action: &ActionOf<$state>) -> &ActionOf<$state> {
            action
        }

        fn own_mut(action: &mut ActionOf<$state>) -> &mut ActionOf<$state> {
            action
        }

        fn into_own(action: ActionOf<$state>) -> ActionOf<$state> {
            action
        }
    };
}

impl<T, S, L> SliceField<S, L> for T
where
    T: Actions,
    S: HasField<L, Value = T> + Clone,
    L: 'static,
{
    type Path = Step<Root, S, L>;
    carried_as_it_is!(T);

    fn way(_: &ActionOf<T>) -> Self::Path {
        Step::new(Root)
    }

    fn ways(_: &Self) -> Vec<Self::Path> {
        vec![Step::new(Root)]
    }
}

impl<T, S, L> SliceField<S, L> for Option<T>
where
    T: Actions,
    S: HasField<L, Value = Self> + Clone,
    L: 'static,
{
    type Path = Step<Step<Root, S, L>, Self, Inside>;
    carried_as_it_is!(T);

    fn way(_: &ActionOf<T>) -> Self::Path {
        Step::new(Step::new(Root))
    }

    fn ways(field: &Self) -> Vec<Self::Path> {
        let ways = field.iter().map(|_| Step::new(Step::new(Root)));
        ways.collect()
    }
}

/// For a slice of many rows.
macro_rules! carried_with_a_key {
    ($row:ty, $rows:ty) => {
        type State = $row;
        type Action = RowAction<<$rows as Rows>::Key, ActionOf<$row>>;
        type Path = Row<Step<Root, S, L>, $rows>;

        fn carry(way: &Self::Path, own: ActionOf<$row>) -> Self::Action {
            RowAction {
                key: way.key().clone(),
                action: own,
            }
        }

        fn own(action: &Self::Action) -> &ActionOf<$row> {
            &action.action
        }

        fn own_mut(action: &mut Self::Action) -> &mut ActionOf<$row> {
            &mut action.action
        }

        fn into_own(action: Self::Action) -> ActionOf<$row> {
            action.action
        }

        fn way(action: &Self::Action) -> Self::Path {
            Row::new(Step::new(Root), action.key.clone())
        }

        fn ways(field: &Self) -> Vec<Self::Path> {
            let key = |entry| <$rows as Rows>::with_key(entry, Clone::clone);
            let keys = <$rows as Rows>::entries(field).map(|(entry, _)| key(entry));
            keys.map(|key| Row::new(Step::new(Root), key)).collect()
        }

        fn goes(action: &Self::Action, way: &Self::Path) -> bool {
            action.key == *way.key()
        }

        fn print_key(action: &Self::Action, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("[")?;
            <$rows as Rows>::print_key(&action.key, f)?;
            f.write_str("]")
        }
    };
}

impl<T, S, L> SliceField<S, L> for Vec<T>
where
    T: Actions,
    S: HasKey<L, Row = T, Key: fmt::Debug> + Clone,
    L: 'static,
{
    carried_with_a_key!(T, ByKey<S, L>);
}

impl<K, T, B, S, L> SliceField<S, L> for HashMap<K, T, B>
where
    K: Clone + Eq + Hash + fmt::Debug + Send + Sync + 'static,
    T: Actions,
    B: BuildHasher + Clone + 'static,
    S: HasField<L, Value = Self> + Clone,
    L: 'static,
{
    carried_with_a_key!(T, Self);
}

impl<K, T, S, L> SliceField<S, L> for BTreeMap<K, T>
where
    K: Clone + Ord + Hash + fmt::Debug + Send + Sync + 'static,
    T: Actions,
    S: HasField<L, Value = Self> + Clone,
    L: 'static,
{
    carried_with_a_key!(T, Self);
}

impl<T, O, S, L> SliceField<S, L> for Entities<T, O>
where
    T: Entity + Actions + Send + Sync,
    O: Order<T>,
    S: HasField<L, Value = Self> + Clone,
    L: 'static,
{
    carried_with_a_key!(T, Self);
}
