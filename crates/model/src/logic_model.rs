//! A chart with logic made of closures.

use std::fmt;
use std::hash::Hash;
use std::ops::ControlFlow;

use leptos_state_chart::form::Form;
use leptos_state_chart::{Effects, Event, Logic, Machine, Snapshot};

use crate::model::{Model, ModelError, Move, Tell};
use crate::samples::{under_way, Samples};
use crate::{Cue, Situation, Stimulus};

type KeyFn<C, K> = Box<dyn Fn(&C) -> K + Send + Sync>;

/// A chart with logic made of closures, and the events that it may be sent. Its contexts are told apart too, so they should be few;
/// [`keyed`](Self::keyed) says what of them is to be.
///
/// # Examples
///
/// ```
/// use leptos_state_chart::form::{run, state, to, when, Form};
/// use leptos_state_chart::Logic;
/// use leptos_state_model::{LogicModel, Model};
///
/// let form = Form::new("turnstile")
///     .state(state("locked").on("coin", when("is_enough").run("count").to("open")).on("coin", run("count")))
///     .state(state("open").on("push", to("locked").run("reset")));
/// let logic = Logic::<u32, &str>::new()
///     .guard("is_enough", |cx| *cx.context == 2)
///     .action("count", |cx| *cx.context += 1)
///     .action("reset", |cx| *cx.context = 0);
/// let model = LogicModel::new(form, logic, 0).unwrap().events(["coin", "push"]);
/// let told: Vec<_> = model.explore().shortest().iter().map(ToString::to_string).collect();
/// assert_eq!(told.last().unwrap(), "start, coin, coin, coin");
/// ```
pub struct LogicModel<C, E, D = (), K = C> {
    form: Form,
    machine: Machine<C, E, D>,
    context: C,
    key: KeyFn<C, K>,
    samples: Samples<E, D>,
}

impl<C, E, D> LogicModel<C, E, D>
where
    C: Clone + Eq + Hash + fmt::Debug + 'static,
    E: Event + fmt::Debug,
    D: Clone + fmt::Debug,
{
    /// A model whose contexts differ if they are not equal.
    ///
    /// # Errors
    ///
    /// If the form is wrong, or names what the logic does not have.
    pub fn new(form: Form, logic: Logic<C, E, D>, context: C) -> Result<Self, ModelError> {
        Self::keyed(form, logic, context, C::clone)
    }
}

impl<C, E, D, K> LogicModel<C, E, D, K>
where
    C: Clone,
    E: Event + fmt::Debug,
    D: Clone + fmt::Debug,
    K: Clone + Eq + Hash + fmt::Debug,
{
    /// A model whose contexts differ if `key` makes different things of them.
    ///
    /// # Errors
    ///
    /// If the form is wrong, or names what the logic does not have.
    pub fn keyed(
        form: Form,
        logic: Logic<C, E, D>,
        context: C,
        key: impl Fn(&C) -> K + Send + Sync + 'static,
    ) -> Result<Self, ModelError> {
        let machine = Machine::new(form.compile()?, logic)?;
        Ok(Self {
            form,
            machine,
            context,
            key: Box::new(key),
            samples: Samples::new(),
        })
    }

    /// Events that it may be sent.
    #[must_use]
    pub fn events(mut self, events: impl IntoIterator<Item = E>) -> Self {
        let events = events.into_iter();
        events.for_each(|event| self.samples.add(Stimulus::Event(event)));
        self
    }

    /// A result that an invoke may have. It is called by the path of its state and its identifier: `loading:fetch`.
    ///
    /// # Errors
    ///
    /// If there is no such invoke.
    pub fn done(mut self, invoke: &str, data: D) -> Result<Self, ModelError> {
        let stimulus = Stimulus::Done(invoke.to_owned(), data);
        self.samples.add_of(&self.form, stimulus)?;
        Ok(self)
    }

    /// Why an invoke may fail.
    ///
    /// # Errors
    ///
    /// If there is no such invoke.
    pub fn failed(mut self, invoke: &str, data: D) -> Result<Self, ModelError> {
        let stimulus = Stimulus::Failed(invoke.to_owned(), data);
        self.samples.add_of(&self.form, stimulus)?;
        Ok(self)
    }

    /// What an invoke may tell on its way.
    ///
    /// # Errors
    ///
    /// If there is no such invoke.
    pub fn next(mut self, invoke: &str, data: D) -> Result<Self, ModelError> {
        let stimulus = Stimulus::Next(invoke.to_owned(), data);
        self.samples.add_of(&self.form, stimulus)?;
        Ok(self)
    }
}

impl<C, E, D, K> Model for LogicModel<C, E, D, K>
where
    C: Clone,
    E: Event + fmt::Debug,
    D: Clone + fmt::Debug,
    K: Clone + Eq + Hash + fmt::Debug,
{
    type State = Snapshot<C, D>;
    type Key = (Situation, K);
    type Input = Stimulus<E, D>;

    fn form(&self) -> &Form {
        &self.form
    }

    fn begin(&self, tell: Tell<'_, Self>) -> ControlFlow<()> {
        let steps = self.machine.first_microsteps(self.context.clone());
        let initial = self.machine.initial(self.context.clone());
        let steps = steps.unwrap_or_default().into_iter();
        tell(Move {
            cue: Cue::start(),
            input: None,
            taken: steps.flat_map(|step| step.taken).collect(),
            to: initial.map(|initial| initial.snapshot),
        })
    }

    fn steps(&self, from: &Snapshot<C, D>, tell: Tell<'_, Self>) -> ControlFlow<()> {
        let chart = self.machine.chart();
        let mut effects = Effects::<E, D>::new();
        self.machine.resume(from, &mut effects);
        let under_way = under_way(chart, effects.as_slice());
        let is_timer = |key| chart.slot_source(key).is_none();
        self.samples
            .each(&under_way, is_timer, |cue, stimulus, input| {
                let steps = self.machine.microsteps(from, input);
                let steps = steps.unwrap_or_default().into_iter();
                let taken: Vec<_> = steps.flat_map(|step| step.taken).collect();
                let to = self.machine.transition(from, input);
                let to = to.map(|transition| transition.snapshot);
                let is_noticed = match &to {
                    Ok(to) => !taken.is_empty() || self.key(to) != self.key(from),
                    Err(_) => true,
                };
                if !is_noticed {
                    return ControlFlow::Continue(());
                }
                tell(Move {
                    cue,
                    input: Some(stimulus.clone()),
                    taken,
                    to,
                })
            })
    }

    fn situation(&self, of: &Snapshot<C, D>) -> Situation {
        Situation::of(self.machine.chart().save(of.clone()))
    }

    fn key(&self, of: &Snapshot<C, D>) -> (Situation, K) {
        (self.situation(of), (self.key)(&of.context))
    }
}

impl<C: fmt::Debug, E, D, K> fmt::Debug for LogicModel<C, E, D, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogicModel")
            .field("machine", &self.machine)
            .field("context", &self.context)
            .finish_non_exhaustive()
    }
}
