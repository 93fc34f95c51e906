//! Machines inside of machines: those that a state has while it is active, one or many of one chart.
//!
//! They are part of the value of the machine around them, as the data of states is. So what keeps, sends or takes back that value
//! does so with them.

mod children;
#[cfg(feature = "store")]
mod store;

#[cfg(feature = "store")]
use std::sync::Arc;

pub use children::Children;
#[cfg(feature = "store")]
pub use store::follow;

use crate::configuration::Kept;
use crate::kernel::Occurrence;
use crate::snapshot::Status;
use crate::typed::Asked;
#[cfg(feature = "store")]
use crate::Effects;
use crate::{Cause, Effect, MicrostepLimit, Running, SlotKey, Statechart};

/// That machines of a chart have a machine inside, or several of one chart, which `I` stands for: `chart!` implements it for each
/// `invoke name: Chart` and `spawn name: Chart by Key`, and `I` is of that name.
pub trait Contains<I>: Statechart {
    /// An `Option` of a machine, or [`Children`].
    type Machines: Machines;

    /// The name in the chart.
    const NAME: &'static str;

    #[doc(hidden)]
    const SLOT: u16;

    #[doc(hidden)]
    fn machines(held: &Self::Held) -> &Self::Machines;

    #[doc(hidden)]
    fn machines_mut(held: &mut Self::Held) -> &mut Self::Machines;

    /// What the chart is handed over when one is done.
    #[doc(hidden)]
    fn done(key: KeyOf<Self, I>, output: OutputOf<Self, I>) -> Self::Data;

    /// What the chart is handed over when one emits something.
    #[doc(hidden)]
    fn next(key: KeyOf<Self, I>, emitted: EmittedOf<Self, I>) -> Self::Data;
}

type MachinesOf<L, I> = <L as Contains<I>>::Machines;
type ChartOf<L, I> = <MachinesOf<L, I> as Machines>::Chart;
#[doc(hidden)]
pub type KeyOf<L, I> = <MachinesOf<L, I> as Machines>::Key;
#[doc(hidden)]
pub type OutputOf<L, I> = <ChartOf<L, I> as Statechart>::Output;
#[doc(hidden)]
pub type EmittedOf<L, I> = <ChartOf<L, I> as Statechart>::Emitted;

/// What a machine may have inside under one name: one machine of a chart, which may be there, or [`Children`].
pub trait Machines: Clone + Default + 'static {
    /// Their chart.
    type Chart: Statechart;

    /// What one is known by; `()` if there is only one.
    type Key: Clone;

    /// Whether there may be several. One that is done is not kept then.
    const ARE_MANY: bool;

    /// Those that have something to tell, or asked for something.
    #[doc(hidden)]
    fn stirred(&mut self) -> Vec<Self::Key>;

    /// Those of them that have asked for something.
    #[doc(hidden)]
    fn asking(&mut self) -> Vec<Self::Key> {
        let mut keys = self.stirred();
        keys.retain(|key| {
            self.get_mut(key)
                .is_some_and(|machine| machine.waiting.is_some())
        });
        keys
    }

    #[doc(hidden)]
    fn get_mut(&mut self, key: &Self::Key) -> Option<&mut Running<Self::Chart>>;

    /// Stops one.
    #[doc(hidden)]
    fn stop(&mut self, key: &Self::Key, gone: &mut Gone);

    /// Stops all of them.
    #[doc(hidden)]
    fn stop_all(&mut self, gone: &mut Gone);

    /// Tells of those that were stopped by others.
    #[doc(hidden)]
    fn take_gone(&mut self, gone: &mut Gone);

    /// As [`Running::renew`].
    #[cfg(feature = "store")]
    #[doc(hidden)]
    fn renew(before: Option<&Self>, now: Option<&mut Self>, gone: &mut Gone) -> bool;
}

impl<C: Statechart> Machines for Option<Running<C>> {
    type Chart = C;
    type Key = ();
    const ARE_MANY: bool = false;

    fn stirred(&mut self) -> Vec<()> {
        let news = self.iter().filter(|machine| machine.has_news());
        news.map(|_| ()).collect()
    }

    fn get_mut(&mut self, (): &()) -> Option<&mut Running<C>> {
        self.as_mut()
    }

    fn stop(&mut self, (): &(), gone: &mut Gone) {
        self.stop_all(gone);
    }

    fn stop_all(&mut self, gone: &mut Gone) {
        if let Some(mut machine) = self.take() {
            machine.stop(gone);
        }
    }

    fn take_gone(&mut self, _: &mut Gone) {}

    #[cfg(feature = "store")]
    fn renew(before: Option<&Self>, now: Option<&mut Self>, gone: &mut Gone) -> bool {
        let before = before.and_then(Self::as_ref);
        Running::renew(before, now.and_then(Self::as_mut), gone)
    }
}

/// Machines that were stopped, as far as they may have something under way that is to end when that is committed.
#[doc(hidden)]
#[derive(Clone, Debug, Default)]
pub struct Gone {
    #[cfg(feature = "store")]
    pub(crate) under_way: Vec<Arc<crate::under_way::UnderWay>>,
}

impl Gone {
    /// Adds those of another.
    pub fn add(&mut self, other: Self) {
        #[cfg(feature = "store")]
        self.under_way.extend(other.under_way);
        #[cfg(not(feature = "store"))]
        let Self {} = other;
    }
}

/// What a chart emits that names nothing under `emits`, and what machines inside are told where there are none: there is no value of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Nothing {}

impl<L: Statechart> Running<L> {
    /// The machine inside of this name, if it is there; of several, [`Children`].
    ///
    /// `machine` is what `chart!` has in the chart's module under the name.
    pub fn inside<I>(&self, _machine: fn() -> I) -> &L::Machines
    where
        L: Contains<I>,
    {
        L::machines(&self.configuration.held)
    }

    /// Has the machine take an event once what happens now is over: for a machine inside of another, in the actions of that.
    pub fn tell(&mut self, event: L::Event) {
        self.wait_with(Effect::Send {
            event,
            to: None,
            delay: std::time::Duration::ZERO,
            id: None,
        });
    }

    pub(crate) fn has_news(&self) -> bool {
        self.waiting.is_some() || self.status() == Status::Finished
    }

    /// What it has emitted and nobody was told of yet.
    fn take_emitted(&mut self) -> Vec<L::Data> {
        if !L::EMITS {
            return Vec::new();
        }
        let is_emitted = |effect: &Effect<L::Event, L::Data>| matches!(effect, Effect::Emit(_));
        let mut emitted = Vec::new();
        if let Some(waiting) = &mut self.waiting {
            if waiting.iter().any(is_emitted) {
                for effect in std::mem::take(&mut **waiting) {
                    match effect {
                        Effect::Emit(data) => emitted.push(data),
                        other => waiting.push(other),
                    }
                }
            }
            if waiting.is_empty() {
                self.waiting = None;
            }
        }
        emitted
    }

    /// Leaves all states, and tells what it and the machines inside may have under way.
    pub(crate) fn stop(&mut self, gone: &mut Gone) {
        // Its actions may still see its context; nobody hears what they ask for.
        let stopped = self.take(&mut Asked::<L>::new(), (Cause::Start, Occurrence::Stop));
        debug_assert!(stopped.is_ok());
        L::leave_inside(&mut self.configuration.held, |_| false);
        gone.add(self.take_gone());
        #[cfg(feature = "store")]
        gone.under_way.push(Arc::clone(&self.under_way));
    }

    /// The machines inside that were stopped since this was asked last.
    pub(crate) fn take_gone(&mut self) -> Gone {
        let mut gone = Gone::default();
        L::take_gone(&mut self.configuration.held, &mut gone);
        gone
    }

    /// Has `now`, which was put in the place of `before`, wait with what it has under way, as if it had been stored and read, and
    /// tells what ends; or has it go on, if nothing was asked for in between. Returns whether anything is to begin or to end.
    #[cfg(feature = "store")]
    pub(crate) fn renew(before: Option<&Self>, now: Option<&mut Self>, gone: &mut Gone) -> bool {
        let goes_on = match (before, &now) {
            (Some(before), Some(now)) => {
                before.asked == now.asked && Arc::ptr_eq(&before.under_way, &now.under_way)
            }
            (before, now) => before.is_none() && now.is_none(),
        };
        if let Some(before) = before.filter(|_| !goes_on) {
            gone.under_way.push(Arc::clone(&before.under_way));
        }
        let held = now.map(|now| {
            if goes_on {
                now.waiting = before.and_then(|before| before.waiting.clone());
            } else {
                // It may have been taken out before and not have ended, because somebody held it.
                gone.under_way.push(now.wait_anew());
            }
            &mut now.configuration.held
        });
        let is_inside_renewed = L::HAS_INSIDE && {
            let before = before.map(|before| &before.configuration.held);
            L::renew_inside(before, held, gone)
        };
        !goes_on || is_inside_renewed
    }

    /// Has it wait with what it has under way, apart from its copies. Returns what those have under way.
    #[cfg(feature = "store")]
    fn wait_anew(&mut self) -> Arc<crate::under_way::UnderWay> {
        let under_way = std::mem::take(&mut self.under_way);
        // What it was made with and nobody was ever told of stays as it is.
        if self.waiting.is_none() || under_way.has_begun() {
            let mut effects = Effects::new();
            self.resume(&mut effects);
            let asked = std::mem::take(&mut effects.messages.outbox.asked);
            self.waiting = (!asked.is_empty()).then(|| Box::new(asked));
        }
        under_way
    }

    /// Begins the machines of the states that were entered, and stops those of states that were left.
    pub(crate) fn tend(&mut self, effects: &Asked<L>, from: usize) {
        let Self {
            logic,
            context,
            configuration,
            ..
        } = self;
        let position = &configuration.position;
        let is_running = position.status == Status::Running;
        L::leave_inside(&mut configuration.held, |state| {
            is_running && L::chart().is_active_at(position, crate::StateId(state))
        });
        let asked = effects.as_slice().get(from..).unwrap_or_default();
        for effect in asked {
            if let Effect::StartTask { task } = effect {
                L::begin_inside(logic, task.slot, context, &mut configuration.held);
            }
        }
    }

    /// Begins the machines that are to be there and are not: those that what was saved knows nothing of.
    pub(crate) fn complete(&mut self, effects: &Asked<L>) {
        let held = &mut self.configuration.held;
        for effect in effects.as_slice() {
            if let Effect::StartTask { task } = effect {
                if !L::has_inside(task.slot, held) {
                    L::begin_inside(&self.logic, task.slot, &self.context, held);
                }
            }
        }
    }

    /// Takes what the machines inside have told, and what follows from it, until they have nothing to tell.
    pub(crate) fn hear_inside(&mut self, effects: &mut Asked<L>) -> Result<(), MicrostepLimit> {
        let mut rounds = 0;
        while L::hear_inside(self, effects)? {
            rounds += 1;
            if rounds >= L::chart().tables.microstep_limit {
                return Err(L::chart().endless(&self.configuration.position));
            }
        }
        Ok(())
    }

    /// Takes that machines inside have changed.
    #[cfg(feature = "store")]
    pub(crate) fn follow_inside(&mut self, effects: &mut Asked<L>) -> Result<(), MicrostepLimit> {
        if let Some(always) = L::chart().always() {
            self.take(effects, (Cause::Changed, Occurrence::Event(Some(always))))?;
        }
        self.hear_inside(effects)
    }
}

/// Takes what the machines of a name have told. Returns whether it was anything.
#[doc(hidden)]
pub fn hear<L: Contains<I>, I>(
    machine: &mut Running<L>,
    effects: &mut Asked<L>,
) -> Result<bool, MicrostepLimit> {
    let mut has_told = false;
    let [done, next] = L::chart().columns_of(L::SLOT);
    for key in L::machines_mut(&mut machine.configuration.held).stirred() {
        let held = &mut machine.configuration.held;
        let Some(inner) = L::machines_mut(held).get_mut(&key) else {
            continue;
        };
        let is_done = inner.status() == Status::Finished;
        let output = is_done.then(|| ChartOf::<L, I>::output(inner.output()));
        let emitted = inner.take_emitted();
        let slot = SlotKey {
            slot: L::SLOT,
            turn: L::chart().turn(&machine.configuration.position, L::SLOT),
        };
        let emitted = emitted.into_iter().filter_map(ChartOf::<L, I>::emitted);
        for emitted in emitted {
            has_told = true;
            if next.is_some() {
                let (id, data) = (<L as Contains<I>>::NAME, &L::next(key.clone(), emitted));
                let cause = Cause::TaskNext { id, data };
                machine.take(effects, (cause, Occurrence::Event(next)))?;
            }
        }
        let Some(output) = output.flatten() else {
            continue;
        };
        // What was emitted may have led away.
        let held = &mut machine.configuration.held;
        if <L::Machines as Machines>::ARE_MANY {
            let mut gone = Gone::default();
            let machines = L::machines_mut(held);
            if machines.get_mut(&key).is_none() {
                continue;
            }
            machines.stop(&key, &mut gone);
            L::put_gone(held, gone);
        } else if !slot.is_run() || !L::chart().is_under_way(&machine.configuration.position, slot)
        {
            continue;
        }
        has_told = true;
        let (id, data) = (<L as Contains<I>>::NAME, &L::done(key, output));
        let occurrence = match <L::Machines as Machines>::ARE_MANY {
            true => Occurrence::Event(done),
            false => Occurrence::Done(slot),
        };
        machine.take(effects, (Cause::TaskDone { id, data }, occurrence))?;
    }
    Ok(has_told)
}

/// The machines of a name, to write to.
#[doc(hidden)]
pub fn inside_mut<L: Contains<I>, I>(machine: &mut Running<L>) -> &mut L::Machines {
    L::machines_mut(&mut machine.configuration.held)
}

/// What guards and actions are lent of what a machine holds, if it is there.
#[doc(hidden)]
pub trait Lend {
    type Lent;

    fn lend(&self) -> Option<&Self::Lent>;

    fn lend_mut(&mut self) -> Option<&mut Self::Lent>;
}

impl<T: Clone> Lend for Option<Kept<T>> {
    type Lent = T;

    #[inline]
    fn lend(&self) -> Option<&T> {
        self.as_deref()
    }

    #[inline]
    fn lend_mut(&mut self) -> Option<&mut T> {
        self.as_deref_mut()
    }
}

impl<L: Statechart> Lend for Option<Running<L>> {
    type Lent = Running<L>;

    fn lend(&self) -> Option<&Running<L>> {
        self.as_ref()
    }

    fn lend_mut(&mut self) -> Option<&mut Running<L>> {
        self.as_mut()
    }
}

impl<K, L: Statechart> Lend for Children<K, L> {
    type Lent = Self;

    fn lend(&self) -> Option<&Self> {
        Some(self)
    }

    fn lend_mut(&mut self) -> Option<&mut Self> {
        Some(self)
    }
}
