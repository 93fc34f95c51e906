//! A state for the tests, with actions written by hand: the macros have tests of their own.

#![allow(dead_code, reason = "each test file uses its own part of this")]

pub mod server;

use leptos_state_core::{Action, Actions, Cx, Failing, Handle, Id, State};

/// A state with a list, a sum and what its actions were given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log {
    pub lines: Vec<String>,
    pub total: i64,
}

impl State for Log {
    const NAME: &'static str = "Log";
    type Fields<H: Handle<Value = Self>> = ();

    fn fields<H: Handle<Value = Self>>(_: &H) -> &Self::Fields<H> {
        &()
    }
}

/// Every kind of action.
#[derive(Clone, Debug, PartialEq)]
pub enum LogAction {
    /// Never fails.
    Write(String),
    /// Fails if the sum would become negative, after having written.
    Add(i64),
    /// Fails if it is odd, before it writes.
    AddEven(i64),
    /// Promises to check first, and does not.
    Liar,
    /// Writes, then panics.
    Panic,
    /// Takes an identifier and the time.
    Stamp,
}

/// Why an action fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused;

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the log does not take this")
    }
}

impl Action<Log> for LogAction {
    type Reply = Option<Id>;
    type Error = Refused;

    fn name(&self) -> &'static str {
        match self {
            Self::Write(_) => "write",
            Self::Add(_) => "add",
            Self::AddEven(_) => "add_even",
            Self::Liar => "liar",
            Self::Panic => "panic",
            Self::Stamp => "stamp",
        }
    }

    fn apply(self, state: &mut Log, cx: &mut Cx<Log>) -> Result<Option<Id>, Refused> {
        match self {
            Self::Write(line) => state.lines.push(line),
            Self::Add(n) => {
                state.total += n;
                state.lines.push(format!("add {n}"));
                if state.total < 0 {
                    return Err(Refused);
                }
            }
            Self::AddEven(n) if n % 2 != 0 => return Err(Refused),
            Self::AddEven(n) => state.total += n,
            Self::Liar => {
                state.lines.clear();
                return Err(Refused);
            }
            Self::Panic => {
                state.lines.clear();
                panic!("an action panicked on purpose");
            }
            Self::Stamp => {
                let id = cx.id();
                let line = format!("{} at {}", id.as_u128(), cx.now().as_millis());
                state.lines.push(line);
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    fn failing(&self) -> Failing {
        match self {
            Self::Write(_) | Self::Stamp | Self::Panic => Failing::Never,
            Self::Add(_) => Failing::AfterWriting,
            Self::AddEven(_) | Self::Liar => Failing::ChecksFirst,
        }
    }

    fn comparison(&self) -> Option<fn(&Log, &Log) -> bool> {
        Some(Log::eq)
    }
}

impl Actions for Log {
    type Action = LogAction;
}

/// The action that writes a line.
pub fn write(line: &str) -> LogAction {
    LogAction::Write(line.to_owned())
}
