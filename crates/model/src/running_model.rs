//! A chart of `chart!`.

use std::fmt;
use std::hash::Hash;
use std::ops::ControlFlow;
use std::sync::Arc;

use leptos_state_chart::form::Form;
use leptos_state_chart::{Effects, Running, Statechart};

use crate::model::{Model, ModelError, Move, Tell};
use crate::samples::{under_way, Samples};
use crate::{Cue, Situation, Stimulus};

type KeyFn<P, K> = Box<dyn Fn(&Running<P>) -> K + Send + Sync>;

/// A chart of `chart!` with its logic, and the events that it may be sent. Its contexts are told apart too, so they should be few;
/// the data of states is not, unless [`keyed`](Self::keyed) says so.
///
/// Machines inside are not explored: they are as they begin.
pub struct RunningModel<P: Statechart, K = <P as Statechart>::Context> {
    form: Form,
    logic: Arc<P>,
    context: P::Context,
    key: KeyFn<P, K>,
    samples: Samples<P::Event, P::Data>,
}

impl<P> RunningModel<P>
where
    P: Statechart<Context: Eq + Hash + fmt::Debug>,
{
    /// A model whose contexts differ if they are not equal.
    pub fn new(logic: impl Into<Arc<P>>, context: P::Context) -> Self {
        Self::keyed(logic, context, |machine| machine.context().clone())
    }
}

impl<P, K> RunningModel<P, K>
where
    P: Statechart,
    K: Clone + Eq + Hash + fmt::Debug,
{
    /// A model whose machines differ, apart from the states that they are in, if `key` makes different things of them.
    pub fn keyed(
        logic: impl Into<Arc<P>>,
        context: P::Context,
        key: impl Fn(&Running<P>) -> K + Send + Sync + 'static,
    ) -> Self {
        Self {
            form: Form::of::<P>(),
            logic: logic.into(),
            context,
            key: Box::new(key),
            samples: Samples::new(),
        }
    }

    /// Events that it may be sent.
    #[must_use]
    pub fn events(mut self, events: impl IntoIterator<Item = P::Event>) -> Self {
        let events = events.into_iter();
        events.for_each(|event| self.samples.add(Stimulus::Event(event)));
        self
    }

    /// A result that an invoke may have. It is called by the path of its state and its identifier: `Loading:fetch`.
    ///
    /// # Errors
    ///
    /// If there is no such invoke.
    pub fn done(mut self, invoke: &str, data: P::Data) -> Result<Self, ModelError> {
        let stimulus = Stimulus::Done(invoke.to_owned(), data);
        self.samples.add_of(&self.form, stimulus)?;
        Ok(self)
    }

    /// Why an invoke may fail.
    ///
    /// # Errors
    ///
    /// If there is no such invoke.
    pub fn failed(mut self, invoke: &str, data: P::Data) -> Result<Self, ModelError> {
        let stimulus = Stimulus::Failed(invoke.to_owned(), data);
        self.samples.add_of(&self.form, stimulus)?;
        Ok(self)
    }

    /// What an invoke may tell on its way.
    ///
    /// # Errors
    ///
    /// If there is no such invoke.
    pub fn next(mut self, invoke: &str, data: P::Data) -> Result<Self, ModelError> {
        let stimulus = Stimulus::Next(invoke.to_owned(), data);
        self.samples.add_of(&self.form, stimulus)?;
        Ok(self)
    }
}

impl<P, K> Model for RunningModel<P, K>
where
    P: Statechart,
    K: Clone + Eq + Hash + fmt::Debug,
{
    type State = Running<P>;
    type Key = (Situation, K);
    type Input = Stimulus<P::Event, P::Data>;

    fn form(&self) -> &Form {
        &self.form
    }

    fn begin(&self, tell: Tell<'_, Self>) -> ControlFlow<()> {
        let logic = || Arc::clone(&self.logic);
        let steps = Running::<P>::first_microsteps(logic(), self.context.clone());
        let steps = steps.unwrap_or_default().into_iter();
        tell(Move {
            cue: Cue::start(),
            input: None,
            taken: steps.flat_map(|step| step.taken).collect(),
            to: Running::<P>::started(logic(), self.context.clone(), &mut Effects::new()),
        })
    }

    fn steps(&self, from: &Running<P>, tell: Tell<'_, Self>) -> ControlFlow<()> {
        let chart = P::chart();
        let mut effects = Effects::new();
        from.resume(&mut effects);
        let under_way = under_way(chart, effects.as_slice());
        let is_timer = |key| chart.slot_source(key).is_none();
        self.samples
            .each(&under_way, is_timer, |cue, stimulus, input| {
                let steps = from.microsteps(input).unwrap_or_default().into_iter();
                let taken: Vec<_> = steps.flat_map(|step| step.taken).collect();
                let mut to = from.clone();
                let to = to.handle(input, &mut Effects::new()).map(|_| to);
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

    fn situation(&self, of: &Running<P>) -> Situation {
        Situation::of(of.save())
    }

    fn key(&self, of: &Running<P>) -> (Situation, K) {
        (self.situation(of), (self.key)(of))
    }
}

impl<P: Statechart, K> fmt::Debug for RunningModel<P, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunningModel")
            .field("chart", &P::NAME)
            .finish_non_exhaustive()
    }
}
