//! Machines in components.

use std::sync::Arc;

use leptos::prelude::{Effect, Get, With};
use leptos_state_chart::{ActiveState, Configuration, Running, Statechart};
use leptos_state_core::{Admits, State};

use crate::context::provide_store;
use crate::mode::Keeps;
use crate::store::Store;

/// Makes a machine that runs the chart of `logic`, with the context's default. It is a store, so whatever a store can do it can:
/// layers, slices, snapshots, selections. It lasts as long as the component in which it is made.
///
/// In the browser its work and its timers begin after the first rendering. On a server it stands where the chart begins, and
/// does nothing.
///
/// # Panics
///
/// If the machine does not come to rest when it is started, which is a mistake in the chart.
///
/// # Examples
///
/// ```
/// use leptos::prelude::*;
/// use leptos_state::prelude::*;
///
/// chart! {
///     Door { context: u32 }
///     events { Open, Close, Lock }
///     Closed { on Open / count => Opened; on Lock => Locked; }
///     Opened { on Close => Closed; after 30s => Closed; }
///     Locked;
/// }
///
/// struct Door;
///
/// impl door::Logic for Door {
///     fn count(&self, opened: &mut u32, _: &mut door::Cx<'_>) {
///         *opened += 1;
///     }
/// }
///
/// #[component]
/// fn Entrance() -> impl IntoView {
///     let door = use_machine(Door);
///     view! {
///         <button disabled=move || door.matches(door::Locked) on:click=move |_| door.send(door::Event::Open)>
///             "Open"
///         </button>
///         <p>"Opened " {door.context()} " times."</p>
///         <p>{move || match door.configuration().read().state() {
///             door::State::Closed => "It is closed.",
///             door::State::Opened => "Come in.",
///             door::State::Locked => "Nobody is there.",
///         }}</p>
///     }
/// }
/// # fn main() {}
/// ```
#[track_caller]
pub fn use_machine<L>(logic: impl Into<Arc<L>>) -> Store<Running<L>>
where
    L: Statechart<Context: State + Default + Send + Sync, Event: Send + Sync> + Send + Sync,
    L: Statechart<Data: Send + Sync, Held: Send + Sync>,
{
    use_machine_with(logic, L::Context::default())
}

/// As [`use_machine`], with a context.
#[track_caller]
pub fn use_machine_with<L>(logic: impl Into<Arc<L>>, context: L::Context) -> Store<Running<L>>
where
    L: Statechart<Context: State + Send + Sync, Event: Send + Sync> + Send + Sync,
    L: Statechart<Data: Send + Sync, Held: Send + Sync>,
{
    let machine = Store::new(Running::new(logic, context));
    // Effects run in the browser alone, and after the component is there.
    Effect::new(move || machine.begin());
    machine
}

/// Makes a machine as [`use_machine`] does, for the components inside too: [`use_store::<Running<L>>()`](crate::use_store)
/// finds it.
#[track_caller]
pub fn provide_machine<L>(logic: impl Into<Arc<L>>) -> Store<Running<L>>
where
    L: Statechart<Context: State + Default + Send + Sync, Event: Send + Sync> + Send + Sync,
    L: Statechart<Data: Send + Sync, Held: Send + Sync>,
{
    provide_store(use_machine(logic))
}

impl<L, M> Store<Running<L>, M>
where
    L: Statechart<Context: State, Event: Send + Sync, Data: Send + Sync>,
    M: Keeps<Running<L>> + Admits<bool> + Admits<Configuration<L>>,
{
    /// Whether a state is active. A reader wakes when that changes, and for nothing else.
    #[track_caller]
    pub fn matches<const STATE: u16>(&self, state: ActiveState<L, STATE>) -> bool {
        self.active(state).get()
    }

    /// Whether an event would have a transition taken. A reader wakes for every change of the machine.
    #[track_caller]
    pub fn can(&self, event: &L::Event) -> bool {
        self.with(|machine| machine.can(event))
    }

    /// Whether an active state has a tag. A reader wakes when what is active changes.
    #[track_caller]
    pub fn has_tag(&self, tag: &str) -> bool {
        self.configuration().with(|active| active.has_tag(tag))
    }
}
