//! Several changes as one.

use std::cell::RefCell;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::rc::Rc;

use crate::door::{self, Door};
use crate::{
    Action, Admits, Change, Dispatch, Field, Handle, HasField, Mode, Outcome, Root, Row, Rows,
    Shared, State, Step, Verdict,
};

/// Collects changes that will be applied as one. It has the actions and fields of the store it belongs to; each returns
/// [`Outcome::Queued`].
pub struct Transaction<S: 'static, M = Shared> {
    changes: Rc<RefCell<Vec<Change<'static, S>>>>,
    mode: PhantomData<M>,
}

impl<S: State, M: Mode> Transaction<S, M> {
    /// The batch of all that `collect` does.
    pub(crate) fn collect(collect: impl FnOnce(&Self)) -> Change<'static, S> {
        let transaction = Self {
            changes: Rc::default(),
            mode: PhantomData,
        };
        collect(&transaction);
        let changes = transaction.changes.take();
        Change::batch(changes)
    }
}

impl<S: State, M: Mode> Transaction<S, M> {
    /// Adds an action.
    pub fn dispatch<A: Action<S>>(&self, action: A)
    where
        M: Admits<A>,
    {
        door::dispatch(self, action);
    }
}

impl<S: State, M: Mode> Door<S> for Transaction<S, M> {
    type Mode = M;

    fn submit(&self, change: Change<'_, S>) -> Verdict<S> {
        self.changes.borrow_mut().push(change.into_owned());
        Outcome::Queued
    }

    fn report(&self, _: &str, _: &Verdict<S>) {}
}

impl<S: State, M: Mode> Handle for Transaction<S, M> {
    type Value = S;
    type Then<L: 'static>
        = Field<S, Step<Root, S, L>, Self>
    where
        S: HasField<L>;

    fn then<L: 'static>(&self) -> Self::Then<L>
    where
        S: HasField<L>,
    {
        Field::new(self.clone(), Step::new(Root))
    }

    type Row<Q: Rows<Collection = S, Row: State>> = Field<S, Row<Root, Q>, Self>;

    fn row<Q: Rows<Collection = S, Row: State>>(&self, key: Q::Key) -> Self::Row<Q> {
        Field::new(self.clone(), Row::new(Root, key))
    }
}

impl<S: State, M: Admits<A>, A: Action<S>> Dispatch<A> for Transaction<S, M> {
    fn dispatch(&self, action: A) {
        self.dispatch(action);
    }

    fn try_dispatch(&self, action: A) -> Outcome<A::Reply, A::Error> {
        door::try_dispatch(self, action)
    }
}

impl<S: State, M: Mode> Deref for Transaction<S, M> {
    type Target = S::Fields<Self>;

    fn deref(&self) -> &Self::Target {
        S::fields(self)
    }
}

impl<S, M> Clone for Transaction<S, M> {
    fn clone(&self) -> Self {
        Self {
            changes: Rc::clone(&self.changes),
            mode: PhantomData,
        }
    }
}

impl<S, M> fmt::Debug for Transaction<S, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.changes.borrow().iter())
            .finish()
    }
}
