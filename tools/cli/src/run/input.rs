//! Lines of input.

use std::io::{self, BufRead};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use anyhow::{bail, Context, Result};
use leptos_state_chart::document::Event;
use serde_json::{Map, Value};

use crate::arguments::time;

/// What a line says.
pub enum Line {
    Event(Event),
    Advance(Duration),
    Guards(Vec<(String, bool)>),
    Done(String, Option<Value>),
    Failed(String, Value),
}

/// Reads standard input beside whatever else is done. Ends with the input.
pub fn lines() -> Receiver<io::Result<String>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in io::stdin().lock().lines() {
            let is_end = line.is_err();
            if sender.send(line).is_err() || is_end {
                return;
            }
        }
    });
    receiver
}

/// Reads a line; `None` if it is empty.
pub fn parse(line: &str) -> Result<Option<Line>> {
    if line.trim().is_empty() {
        return Ok(None);
    }
    let value: Value = serde_json::from_str(line).context("this is no JSON")?;
    let mut fields = match value {
        Value::String(name) => return Ok(Some(Line::Event(Event::new(name)))),
        Value::Object(fields) => fields,
        _ => bail!("a line is the name of an event, or an object"),
    };
    let data = fields.remove("data");
    let said = ["event", "advance", "guards", "done", "failed"]
        .into_iter()
        .find_map(|word| Some((word, fields.remove(word)?)));
    let Some((word, value)) = said else {
        bail!("an object has one of `event`, `advance`, `guards`, `done` and `failed`");
    };
    if let Some(unknown) = fields.keys().next() {
        bail!("there is no `{unknown}` beside `{word}`");
    }
    Ok(Some(match (word, value) {
        ("event", Value::String(name)) => Line::Event(match data {
            Some(data) => Event::new(name).with(data),
            None => Event::new(name),
        }),
        ("advance", Value::String(text)) => Line::Advance(time(&text).map_err(anyhow::Error::msg)?),
        ("advance", Value::Number(number)) => {
            Line::Advance(time(&number.to_string()).map_err(anyhow::Error::msg)?)
        }
        ("guards", Value::Object(guards)) => Line::Guards(answers(guards)?),
        ("done", Value::String(name)) => Line::Done(name, data),
        ("failed", Value::String(name)) => Line::Failed(name, data.unwrap_or_default()),
        ("guards", _) => bail!("`guards` is an object of names and answers"),
        ("advance", _) => bail!("`advance` is a time: `\"5s\"`, or a number of milliseconds"),
        _ => bail!("`{word}` is a name"),
    }))
}

fn answers(guards: Map<String, Value>) -> Result<Vec<(String, bool)>> {
    let guards = guards.into_iter();
    let answers = guards.map(|(name, answer)| {
        let answer = answer.as_bool();
        let answer = answer.with_context(|| format!("`{name}` answers `true` or `false`"))?;
        Ok((name, answer))
    });
    answers.collect()
}
