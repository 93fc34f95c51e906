//! What comes to a machine from outside, by names.

use std::collections::BTreeMap;
use std::fmt;

use leptos_state_chart::{Chart, Event, Input, SlotKey};
use serde::{Deserialize, Serialize};

/// What comes to a machine from outside. Timers and invokes have names, `loading:after.10s`, and no turns, so the same stimulus
/// can be used wherever they are under way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Stimulus<E = String, D = ()> {
    /// An event.
    Event(E),
    /// A timer has run out.
    Elapsed(String),
    /// The work of an invoke has this result.
    Done(String, D),
    /// The work of an invoke has failed.
    Failed(String, D),
    /// The work of an invoke tells something on its way.
    Next(String, D),
}

impl<E: Clone, D: Clone> Stimulus<E, D> {
    /// The timer or invoke that it is of.
    pub fn slot(&self) -> Option<&str> {
        match self {
            Self::Event(_) => None,
            Self::Elapsed(slot)
            | Self::Done(slot, _)
            | Self::Failed(slot, _)
            | Self::Next(slot, _) => Some(slot),
        }
    }

    /// As the machine is told, where these runs are under way. `None` if the timer or invoke is not among them.
    pub(crate) fn input(&self, under_way: &[(String, SlotKey)]) -> Option<Input<E, D>> {
        let key = |slot: &String| {
            let mut under_way = under_way.iter();
            Some(under_way.find(|(name, _)| name == slot)?.1)
        };
        Some(match self {
            Self::Event(event) => Input::Event(event.clone()),
            Self::Elapsed(slot) => Input::Elapsed(key(slot)?),
            Self::Done(slot, data) => Input::Done(key(slot)?, data.clone()),
            Self::Failed(slot, data) => Input::Failed(key(slot)?, data.clone()),
            Self::Next(slot, data) => Input::Next(key(slot)?, data.clone()),
        })
    }
}

impl<E: Event + fmt::Debug, D: fmt::Debug> Stimulus<E, D> {
    pub(crate) fn cue(&self) -> Cue {
        let of_slot = |kind, slot: &String, data: &D| {
            let data = format!("{data:?}");
            let cue = Cue::new(kind, slot);
            match data.as_str() {
                "()" => cue,
                _ => cue.with(data),
            }
        };
        match self {
            Self::Event(event) => {
                let text = format!("{event:?}");
                // An event that is a text is its name.
                Cue::event(if text.starts_with('"') {
                    event.name()
                } else {
                    &text
                })
            }
            Self::Elapsed(slot) => Cue::elapsed(slot),
            Self::Done(slot, data) => of_slot(CueKind::Done, slot, data),
            Self::Failed(slot, data) => of_slot(CueKind::Failed, slot, data),
            Self::Next(slot, data) => of_slot(CueKind::Next, slot, data),
        }
    }
}

/// What a timer or an invoke is called.
pub(crate) fn slot_name(chart: &Chart, key: SlotKey) -> String {
    format!(
        "{}:{}",
        chart.path(chart.slot_state(key)),
        chart.slot_name(key)
    )
}

/// What a step of a path is called: by cues a path is stored, told and [found again](crate::Path::replay).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cue {
    /// What happens.
    pub kind: CueKind,
    /// To what: an event as it is written in Rust or its name, or a timer or an invoke.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What the work of an invoke hands over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
    /// What the guards that are asked say, where nothing else decides it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub answers: BTreeMap<String, bool>,
}

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CueKind {
    /// The machine is started.
    Start,
    /// It is sent an event.
    Event,
    /// A timer has run out.
    Elapsed,
    /// The work of an invoke has a result.
    Done,
    /// It has failed.
    Failed,
    /// It tells something on its way.
    Next,
}

impl Cue {
    fn new(kind: CueKind, name: impl Into<String>) -> Self {
        Self {
            kind,
            name: name.into(),
            data: None,
            answers: BTreeMap::new(),
        }
    }

    /// The machine is started.
    pub fn start() -> Self {
        Self::new(CueKind::Start, "")
    }

    /// An event: by its name, or as it is written in Rust (`Pay(3)`).
    pub fn event(name: impl Into<String>) -> Self {
        Self::new(CueKind::Event, name)
    }

    /// A timer has run out: `locked:after.10s`.
    pub fn elapsed(timer: impl Into<String>) -> Self {
        Self::new(CueKind::Elapsed, timer)
    }

    /// The work of an invoke has a result: `loading:fetch`.
    pub fn done(invoke: impl Into<String>) -> Self {
        Self::new(CueKind::Done, invoke)
    }

    /// The work of an invoke has failed.
    pub fn failed(invoke: impl Into<String>) -> Self {
        Self::new(CueKind::Failed, invoke)
    }

    /// The work of an invoke tells something on its way.
    pub fn next(invoke: impl Into<String>) -> Self {
        Self::new(CueKind::Next, invoke)
    }

    /// With what is handed over, as it is written in Rust.
    #[must_use]
    pub fn with(self, data: impl Into<String>) -> Self {
        Self {
            data: Some(data.into()),
            ..self
        }
    }

    /// With what a guard says.
    #[must_use]
    pub fn answer(mut self, guard: impl Into<String>, holds: bool) -> Self {
        self.answers.insert(guard.into(), holds);
        self
    }

    /// Without the answers: what happens outside of the machine.
    #[must_use]
    pub fn asked(&self) -> Self {
        Self {
            answers: BTreeMap::new(),
            ..self.clone()
        }
    }
}

impl fmt::Display for Cue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (state, name) = self.name.split_once(':').unwrap_or(("", &self.name));
        match self.kind {
            CueKind::Start => write!(f, "start")?,
            CueKind::Event => write!(f, "{}", self.name)?,
            CueKind::Elapsed => write!(f, "{} of {state}", name.replacen('.', " ", 1))?,
            CueKind::Done => write!(f, "{name} of {state} is done")?,
            CueKind::Failed => write!(f, "{name} of {state} fails")?,
            CueKind::Next => write!(f, "{name} of {state} tells")?,
        }
        if let Some(data) = &self.data {
            write!(f, " with {data}")?;
        }
        for (index, (guard, holds)) in self.answers.iter().enumerate() {
            let before = if index == 0 { " if" } else { "," };
            let not = if *holds { "" } else { " not" };
            write!(f, "{before}{not} {guard}")?;
        }
        Ok(())
    }
}
