//! A snapshot as it is stored and sent: by names.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::bits::{self, Bits};
use crate::error::{hint, nearest};
use crate::tables::{StateKind, Tables, ROOT};
use crate::{Chart, Snapshot, StateId, Status};

/// A machine's state as it is stored and sent: by the names of states, with the version of the chart.
///
/// # Examples
///
/// ```
/// use leptos_state_chart::form::{state, to, Form};
/// use leptos_state_chart::{Input, Logic, Machine, Saved};
///
/// let form = Form::new("lamp").state(state("off").on("switch", to("on"))).state(state("on"));
/// let machine = Machine::new(form.compile().unwrap(), Logic::<u32, &str>::new()).unwrap();
/// let lit = machine.initial(0).and_then(|off| machine.transition(&off.snapshot, &Input::Event("switch"))).unwrap();
///
/// let text = serde_json::to_string(&machine.chart().save(lit.snapshot.clone())).unwrap();
/// assert_eq!(text, r#"{"chart":"lamp","version":1,"status":"running","active":["on"],"context":0}"#);
/// let saved: Saved<u32> = serde_json::from_str(&text).unwrap();
/// assert_eq!(machine.chart().restore(saved).unwrap(), lit.snapshot);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Saved<C, D = (), H = ()> {
    /// The chart's name.
    pub chart: String,
    /// The chart's version.
    pub version: u32,
    /// How far the machine is.
    pub status: Status,
    /// The paths of the active atomic states.
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub active: Vec<String>,
    /// What the histories remember, by the paths of the histories: the paths of states directly in their parent, or of atomic
    /// states for a deep history.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub history: BTreeMap<String, Vec<String>>,
    /// How often the timers and invokes began and ended, by the path of the state and their name: `loading:after.10s`. Odd
    /// while they run.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub turns: BTreeMap<String, u64>,
    /// What the machine has finished with.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub output: Option<D>,
    /// The context.
    pub context: C,
    /// The data of states. Only charts of `chart!` have any.
    #[serde(
        default = "H::default",
        skip_serializing_if = "is_nothing",
        bound(deserialize = "H: Default + Deserialize<'de>")
    )]
    pub data: H,
}

const fn none<D>() -> Option<D> {
    None
}

const fn is_nothing<H>(_: &H) -> bool {
    size_of::<H>() == 0
}

impl<C, D, H> Saved<C, D, H> {
    /// The same with another context, for one whose type has changed.
    pub fn map_context<B>(self, change: impl FnOnce(C) -> B) -> Saved<B, D, H> {
        self.map(|context, data| (change(context), data))
    }

    /// The same without data of states, and that.
    pub(crate) fn split(mut self) -> (Saved<C, D>, H)
    where
        H: Default,
    {
        let data = std::mem::take(&mut self.data);
        (self.map(|context, _| (context, ())), data)
    }

    /// The same with other data of states.
    pub(crate) fn with_data<I>(self, data: I) -> Saved<C, D, I> {
        self.map(|context, _| (context, data))
    }

    fn map<B, I>(self, change: impl FnOnce(C, H) -> (B, I)) -> Saved<B, D, I> {
        let (context, data) = change(self.context, self.data);
        Saved {
            chart: self.chart,
            version: self.version,
            status: self.status,
            active: self.active,
            history: self.history,
            turns: self.turns,
            output: self.output,
            context,
            data,
        }
    }

    /// Gives a state, with all that is inside of it, another path.
    pub fn rename_state(&mut self, from: &str, to: &str) {
        let renamed = |path: &str, end: char| {
            let rest = path.strip_prefix(from)?;
            let is_state = rest.is_empty() || rest.starts_with(['.', end]);
            is_state.then(|| format!("{to}{rest}"))
        };
        let rename = |path: &mut String| {
            if let Some(renamed) = renamed(path, '.') {
                *path = renamed;
            }
        };
        self.active.iter_mut().for_each(rename);
        self.history.values_mut().flatten().for_each(rename);
        let history = std::mem::take(&mut self.history).into_iter();
        let renamed_key = |path: String, end| renamed(&path, end).unwrap_or(path);
        self.history = history
            .map(|(path, states)| (renamed_key(path, '.'), states))
            .collect();
        let turns = std::mem::take(&mut self.turns).into_iter();
        self.turns = turns
            .map(|(slot, turn)| (renamed_key(slot, ':'), turn))
            .collect();
    }

    /// Has `to` active instead of `from` and of all that is inside of `from`, if anything of it is active; also in what is
    /// remembered.
    pub fn replace_state(&mut self, from: &str, to: &str) {
        let is_inside = |path: &String| {
            let rest = path.strip_prefix(from);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let replace = |paths: &mut Vec<String>| {
            if paths.iter().any(is_inside) {
                paths.retain(|path| !is_inside(path));
                paths.push(to.to_owned());
            }
        };
        replace(&mut self.active);
        self.history.values_mut().for_each(replace);
    }
}

/// Why a stored snapshot can't be one of a chart's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RestoreError {
    /// It is of another chart.
    #[error("this is a snapshot of the chart `{found}`, not of `{expected}`")]
    OtherChart {
        /// The chart's name.
        expected: String,
        /// The name in the snapshot.
        found: String,
    },
    /// A state that holds data is active or remembered without it.
    #[error("the state `{state}` is active or remembered, and there is no data for it")]
    WithoutData {
        /// The path of the state.
        state: String,
    },
    /// It is of another version, and nothing leads from there to the chart's.
    #[error("the snapshot has version {found}, and nothing leads from there to version {known}")]
    OtherVersion {
        /// The version of the snapshot.
        found: u32,
        /// The version of the chart.
        known: u32,
    },
    /// A migration failed.
    #[error("migrating from version {from}: {message}")]
    Migration {
        /// The version it leads away from.
        from: u32,
        /// What it said.
        message: String,
    },
    /// A state is not in the chart.
    #[error("{place}: there is no state `{state}`{}", hint(.meant))]
    UnknownState {
        /// Where it stands: `active`, or `history` with the history's path.
        place: String,
        /// What it says.
        state: String,
        /// What it perhaps should say.
        meant: Option<String>,
    },
    /// A state can't stand where it does: it is not atomic, or is outside of the history's parent.
    #[error("{place}: the state `{state}` can't stand here")]
    Misplaced {
        /// Where it stands.
        place: String,
        /// The state's path.
        state: String,
    },
    /// Two states exclude each other.
    #[error("{place}: `{one}` and `{other}` can't be active together")]
    Exclusive {
        /// Where they stand.
        place: String,
        /// The one.
        one: String,
        /// The other.
        other: String,
    },
    /// Something is active of which no atomic state is.
    #[error("{place}: nothing {}is active", within(.state))]
    Incomplete {
        /// Where something is missing.
        place: String,
        /// The path of the region. Empty for the outermost state.
        state: String,
    },
}

fn within(state: &str) -> String {
    match state {
        "" => String::new(),
        state => format!("in `{state}` "),
    }
}

impl Chart {
    /// A snapshot in the form in which it is stored and sent.
    pub fn save<C, D>(&self, snapshot: Snapshot<C, D>) -> Saved<C, D> {
        let tables = &self.tables;
        let path = |state: u16| tables.state(state).name.to_string();
        let layout = tables.layout;
        let history = tables.histories.iter().enumerate();
        let history = history.map(|(place, history)| {
            let start = layout.histories + place * layout.set;
            let states = bits::iter(&snapshot.position.words[start..start + layout.set]);
            (path(*history), states.map(path).collect::<Vec<_>>())
        });
        let active = tables.active(&snapshot.position);
        // One that has never begun is noted where its state is active: it is not one that the snapshot does not know.
        let is_noted = |slot: u16, turn: u64| {
            let state = tables.slots[usize::from(slot)].state;
            turn != 0 || bits::has(active.words(), state)
        };
        let turns = (0..).zip(&snapshot.position.words[layout.turns..]);
        Saved {
            chart: self.name().to_owned(),
            version: self.version(),
            status: snapshot.position.status,
            active: match snapshot.position.status {
                Status::New => Vec::new(),
                _ => tables.active_leaves(&snapshot.position).map(path).collect(),
            },
            history: history.filter(|(_, states)| !states.is_empty()).collect(),
            turns: turns
                .filter(|(slot, turn)| is_noted(*slot, **turn))
                .map(|(slot, turn)| (tables.slot_path(slot), *turn))
                .collect(),
            output: snapshot.output.map(|output| *output),
            context: snapshot.context,
            data: (),
        }
    }

    /// The snapshot that was stored. Nothing is entered again; [`resume`](Self::resume) asks for the timers and invokes that
    /// were under way. A timer or invoke that the stored snapshot does not know counts as under way if its state is active.
    ///
    /// # Errors
    ///
    /// If it is not one of this chart in this version, or if its states can't be active together.
    pub fn restore<C, D>(&self, saved: Saved<C, D>) -> Result<Snapshot<C, D>, RestoreError> {
        let tables = &self.tables;
        if saved.chart != self.name() {
            return Err(RestoreError::OtherChart {
                expected: self.name().to_owned(),
                found: saved.chart,
            });
        }
        if saved.version != self.version() {
            return Err(RestoreError::OtherVersion {
                found: saved.version,
                known: self.version(),
            });
        }
        let mut snapshot = Snapshot::new(tables, saved.context);
        snapshot.position.status = saved.status;
        snapshot.output = saved.output.map(Box::new);
        if saved.status == Status::New {
            return Ok(snapshot);
        }
        let active = self.set("active", &saved.active, StateKind::Deep, ROOT)?;
        let leaves = bits::iter(active.words()).filter(|state| tables.state(*state).kind.is_leaf());
        if tables.has_regions {
            snapshot.position.words[..tables.words()].copy_from_slice(active.words());
        } else if let Some(leaf) = leaves.last() {
            snapshot.position.row = tables.row_of[usize::from(leaf)];
        }
        let layout = tables.layout;
        for (history, states) in &saved.history {
            let place = format!("history {history}");
            let id = self.known(&place, history)?;
            let row = tables.state(id.0);
            let Ok(index) = tables.histories.binary_search(&id.0) else {
                return Err(RestoreError::Misplaced {
                    state: history.clone(),
                    place,
                });
            };
            self.set(&place, states, row.kind, row.parent)?;
            let start = layout.histories + index * layout.set;
            let set = &mut snapshot.position.words[start..start + layout.set];
            for state in states {
                bits::add(set, self.known(&place, state)?.0);
            }
        }
        for (slot, row) in (0..).zip(tables.slots.iter()) {
            let is_active = bits::has(active.words(), row.state);
            let unknown = u64::from(is_active && saved.status == Status::Running);
            let turn = saved.turns.get(&tables.slot_path(slot)).copied();
            snapshot.position.words[layout.turns + usize::from(slot)] = turn.unwrap_or(unknown);
        }
        Ok(snapshot)
    }

    fn known(&self, place: &str, path: &str) -> Result<StateId, RestoreError> {
        self.state(path).ok_or_else(|| RestoreError::UnknownState {
            place: place.to_owned(),
            state: path.to_owned(),
            meant: nearest(path, self.states().map(|state| self.path(state))),
        })
    }

    /// The states around these, up to `outer`, as a set: if they are atomic (or, for a shallow history, directly inside of
    /// `outer`) and can be active together.
    fn set(
        &self,
        place: &str,
        paths: &[String],
        kind: StateKind,
        outer: u16,
    ) -> Result<Bits, RestoreError> {
        let tables = &self.tables;
        let mut set = Bits::new(tables.words());
        bits::add(set.words_mut(), outer);
        for path in paths {
            let state = self.known(place, path)?.0;
            let row = tables.state(state);
            let fits = match kind {
                StateKind::Shallow => row.parent == outer && !row.kind.is_history(),
                _ => tables.is_inside(state, outer) && row.kind.is_leaf(),
            };
            if !fits {
                return Err(RestoreError::Misplaced {
                    place: place.to_owned(),
                    state: path.clone(),
                });
            }
            bits::add(set.words_mut(), state);
            for around in tables.around(state).take_while(|around| *around != outer) {
                bits::add(set.words_mut(), around);
            }
        }
        let path = |state: u16| tables.state(state).name.to_string();
        for state in bits::iter(set.words()) {
            // What is inside of the states that a shallow history remembers begins by default.
            if kind == StateKind::Shallow && state != outer {
                continue;
            }
            let is_active = |state: &u16| bits::has(set.words(), *state);
            let active: Vec<_> = tables.children(state).filter(is_active).collect();
            match tables.state(state).kind {
                StateKind::Compound => {
                    if let [one, other, ..] = active[..] {
                        return Err(RestoreError::Exclusive {
                            place: place.to_owned(),
                            one: path(one),
                            other: path(other),
                        });
                    }
                    if active.is_empty() {
                        return Err(RestoreError::Incomplete {
                            place: place.to_owned(),
                            state: path(state),
                        });
                    }
                }
                StateKind::Parallel => {
                    let mut regions = tables.children(state);
                    if let Some(region) = regions.find(|region| !is_active(region)) {
                        return Err(RestoreError::Incomplete {
                            place: place.to_owned(),
                            state: path(region),
                        });
                    }
                }
                _ => {}
            }
        }
        Ok(set)
    }
}

impl Tables {
    /// What a timer or an invoke is called in a stored snapshot.
    fn slot_path(&self, slot: u16) -> String {
        let row = &self.slots[usize::from(slot)];
        format!("{}:{}", self.state(row.state).name, row.name)
    }
}

#[cfg(feature = "store")]
impl Chart {
    /// What a timer or an invoke is called in what is stored.
    pub(crate) fn slot_path(&self, key: crate::SlotKey) -> String {
        self.tables.slot_path(key.slot)
    }

    /// A run of the timer or invoke that is called so.
    pub(crate) fn slot_key(&self, path: &str, turn: u64) -> Option<crate::SlotKey> {
        let mut slots = 0..self.tables.slots.len() as u16;
        let slot = slots.find(|slot| self.tables.slot_path(*slot) == path)?;
        Some(crate::SlotKey { slot, turn })
    }
}
