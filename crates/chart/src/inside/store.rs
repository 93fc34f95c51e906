//! Machines inside as slices of the machine around them.

use std::fmt;
use std::hash::Hash;

use leptos_state_core::{
    ActionOf, Actions, Cx, Handle, HasField, Looked, MapHandle, Redact, Root, Row, RowAction, Rows,
    SliceField, State, Step,
};

use super::Children;
use crate::{Effects, MicrostepLimit, Running, Statechart};

/// What the machine around does after something was done in one inside, in the same commit.
#[doc(hidden)]
pub fn follow<L>(machine: &mut Running<L>, cx: &mut Cx<Running<L>>) -> Result<(), MicrostepLimit>
where
    L: Statechart<Context: State, Event: Send + Sync, Data: Send + Sync>,
{
    let mut effects = Effects::new();
    machine.follow_inside(&mut effects)?;
    crate::store::perform_all(machine, effects, cx)
}

impl<K, L> State for Children<K, L>
where
    K: Clone + Ord + Hash + fmt::Debug + Send + Sync + 'static,
    L: Statechart<Context: State, Event: Send + Sync, Data: Send + Sync>,
{
    const NAME: &'static str = "Children";
    const COMPARED: bool = <Running<L> as State>::COMPARED;
    type Fields<H: Handle<Value = Self>> = dyn MapHandle<Self, H>;

    fn same(a: &Self, b: &Self) -> bool {
        let same = |((a_key, a), (b_key, b))| a_key == b_key && <Running<L> as State>::same(a, b);
        a.len() == b.len() && a.iter().zip(b.iter()).all(same)
    }

    fn has_secrets(looked: &mut Looked) -> bool {
        <Self as Redact>::has_secrets(looked)
    }

    fn redact(&mut self) {
        <Self as Redact>::redact(self);
    }

    fn fields<H: Handle<Value = Self>>(handle: &H) -> &Self::Fields<H> {
        handle
    }
}

impl<K: 'static, L: Statechart> Redact for Children<K, L> {
    fn has_secrets(looked: &mut Looked) -> bool {
        <Running<L> as Redact>::has_secrets(looked)
    }

    fn redact(&mut self) {
        self.machines.values_mut().for_each(Redact::redact);
    }
}

impl<K, L> Rows for Children<K, L>
where
    K: Clone + Ord + Hash + fmt::Debug + Send + Sync + 'static,
    L: Statechart,
{
    type Collection = Self;
    type Key = K;
    type Keys = Vec<K>;
    type Row = Running<L>;
    type Entry<'c> = &'c K;
    const ORDERED: bool = true;

    fn entries(collection: &Self) -> impl Iterator<Item = (&K, &Running<L>)> {
        collection.iter()
    }

    fn with_key<T>(key: &K, read: impl FnOnce(&K) -> T) -> T {
        read(key)
    }

    fn keys(collection: &Self) -> Vec<K> {
        collection.iter().map(|(key, _)| key.clone()).collect()
    }

    fn get<'c>(collection: &'c Self, key: &K, _: usize) -> Option<&'c Running<L>> {
        collection.get(key)
    }

    fn get_mut<'c>(collection: &'c mut Self, key: &K) -> Option<&'c mut Running<L>> {
        Self::get_mut(collection, key)
    }

    fn print_key(key: &K, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        key.fmt(f)
    }
}

impl<K, L, S, F> SliceField<S, F> for Children<K, L>
where
    K: Clone + Ord + Hash + fmt::Debug + Send + Sync + 'static,
    L: Statechart,
    Running<L>: Actions,
    S: HasField<F, Value = Self> + Clone,
    F: 'static,
{
    type State = Running<L>;
    type Action = RowAction<K, ActionOf<Running<L>>>;
    type Path = Row<Step<Root, S, F>, Self>;

    fn carry(way: &Self::Path, own: ActionOf<Running<L>>) -> Self::Action {
        RowAction {
            key: way.key().clone(),
            action: own,
        }
    }

    fn own(action: &Self::Action) -> &ActionOf<Running<L>> {
        &action.action
    }

    fn own_mut(action: &mut Self::Action) -> &mut ActionOf<Running<L>> {
        &mut action.action
    }

    fn into_own(action: Self::Action) -> ActionOf<Running<L>> {
        action.action
    }

    fn way(action: &Self::Action) -> Self::Path {
        Row::new(Step::new(Root), action.key.clone())
    }

    fn goes(action: &Self::Action, way: &Self::Path) -> bool {
        action.key == *way.key()
    }

    fn ways(field: &Self) -> Vec<Self::Path> {
        let keys = field.iter().map(|(key, _)| key.clone());
        keys.map(|key| Row::new(Step::new(Root), key)).collect()
    }

    fn print_key(action: &Self::Action, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{:?}]", action.key)
    }
}
