//! Random configurations do here what they do in XState, step by step.
//!
//! `XSTATE_MODULES` names a folder in whose `node_modules` are `xstate` 5, and XState 6 as `xstate-next`. `XSTATE_CHARTS` says how many
//! charts there are, and `XSTATE_SEED` where their seeds begin.

#[path = "xstate/generate.rs"]
mod generate;
#[path = "xstate/shrink.rs"]
mod shrink;
#[path = "xstate/timed.rs"]
mod timed;
#[path = "xstate/v6.rs"]
mod v6;

use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use leptos_state_chart::document::{
    xstate, ActionScope, ActorSource, Document, Event, GuardScope, Registry, System,
};
use leptos_state_chart::Status;
use serde_json::{json, Value};

/// How many microsteps are let happen; the configurations say the same to XState.
const ENDLESS: &str = "did not come to rest";

/// How it is told that a chart is refused that should not be.
const UNREAD: &str = "it can't be read";

/// What is refused because it has no form, in charts that are random. The book says it.
const REFUSED: &str = "be a region of a state that can finish";

/// What happens to a chart.
type Events = Vec<Value>;

/// With what is compared.
#[derive(Clone, Copy, PartialEq)]
enum Peer {
    Five,
    Six,
    /// With a clock.
    TimedFive,
    TimedSix,
    /// Watched by another machine.
    WatchedFive,
    WatchedSix,
}

impl Peer {
    const fn script(self) -> &'static str {
        match self {
            Self::Five => "run.mjs",
            Self::Six => "run_v6.mjs",
            _ => "actors.mjs",
        }
    }

    fn chart(self, seed: u64) -> (Value, Events) {
        match self {
            Self::Five => {
                let (config, events) = generate::chart(seed);
                let events = events.into_iter().map(|name| json!({ "type": name }));
                (config, events.collect())
            }
            Self::Six => v6::chart(seed),
            Self::TimedFive | Self::TimedSix => timed::chart(seed, self.is_v6()),
            Self::WatchedFive | Self::WatchedSix => {
                let (watcher, child, events) = timed::watched(seed, self.is_v6());
                let both = json!({ "watcher": watcher, "child": child });
                (both, events)
            }
        }
    }

    /// The actions that were taken, without the events where those are other ones.
    fn told(self, trace: Vec<String>) -> Vec<String> {
        if matches!(self, Self::Five | Self::Six) {
            return trace;
        }
        let names = trace.iter().filter(|name| name.starts_with('p'));
        let names = names.map(|name| name.split('@').next().unwrap_or_default().to_owned());
        names.collect()
    }

    const fn is_v6(self) -> bool {
        matches!(self, Self::Six | Self::TimedSix | Self::WatchedSix)
    }

    const fn is_watched(self) -> bool {
        matches!(self, Self::WatchedFive | Self::WatchedSix)
    }

    fn read(self, config: &Value, registry: &Registry) -> Result<Document, String> {
        let text = config.to_string();
        let document = match self.is_v6() {
            false => xstate::read(&text, registry),
            true => xstate::read_v6(&text, registry),
        };
        document.map_err(|errors| errors.to_string())
    }
}

#[test]
fn charts_do_what_they_do_in_xstate() {
    all_agree(Peer::Five);
}

#[test]
fn charts_of_version_6_do_what_they_do_there() {
    all_agree(Peer::Six);
}

#[test]
fn time_passes_as_in_xstate() {
    all_agree(Peer::TimedFive);
    all_agree(Peer::TimedSix);
}

#[test]
fn machines_are_watched_as_in_xstate() {
    all_agree(Peer::WatchedFive);
    all_agree(Peer::WatchedSix);
}

fn all_agree(peer: Peer) {
    let number = |name: &str, usual: u64| {
        let given = std::env::var(name).ok();
        given.map_or(usual, |given| given.parse().expect("a number"))
    };
    let (count, first) = (number("XSTATE_CHARTS", 100), number("XSTATE_SEED", 0));
    let mut tally = Tally::default();
    for batch in (first..first + count).collect::<Vec<_>>().chunks(100) {
        let charts: Vec<_> = batch.iter().map(|seed| peer.chart(*seed)).collect();
        let theirs = in_xstate(peer, &charts);
        for ((seed, (config, events)), theirs) in batch.iter().zip(&charts).zip(&theirs) {
            if let Err(difference) = compare(peer, config, events, theirs, &mut tally) {
                println!("seed {seed}: {difference}\nNow it is made smaller.");
                let (config, events, difference) =
                    shrink::shrink(peer, config.clone(), events.clone(), difference);
                let config = serde_json::to_string_pretty(&config).unwrap();
                panic!("seed {seed}: {difference}\nevents: {events:?}\n{config}");
            }
        }
    }
    println!("seeds {first} to {}: {tally:?}", first + count - 1);
    assert!(
        tally.refused * 20 <= count,
        "too many charts are refused: {tally:?}"
    );
}

/// What became of the charts.
#[derive(Debug, Default)]
struct Tally {
    agree: u64,
    /// They agree once XState takes eventless transitions in document order.
    agree_in_order: u64,
    refused: u64,
    /// Both did not come to rest.
    endless: u64,
    steps: u64,
    events: u64,
    actions: u64,
}

/// Compares with what XState has done: as it is, and with eventless transitions in document order.
fn compare(
    peer: Peer,
    config: &Value,
    events: &[Value],
    theirs: &Value,
    tally: &mut Tally,
) -> Result<(), String> {
    let runs = theirs.as_array().ok_or("no answer")?;
    let ours = match here(peer, config, events) {
        Ok(ours) => ours,
        Err(error) if error.contains(REFUSED) => {
            tally.refused += 1;
            return Ok(());
        }
        Err(error) => return Err(format!("{UNREAD}: {error}")),
    };
    if peer == Peer::Five {
        goes_around(config, events, &ours)?;
    }
    let mut first = None;
    for (place, run) in runs.iter().enumerate() {
        let run = run.as_array().ok_or("no steps")?;
        match difference(&ours, run) {
            None => {
                let is_endless = run.last().is_some_and(|step| step.get("error").is_some());
                tally.endless += u64::from(is_endless);
                tally.agree += u64::from(place == 0);
                tally.agree_in_order += u64::from(place == 1);
                tally.steps += run.len() as u64;
                tally.events += run.len() as u64 - 1;
                let traces = run.iter().filter_map(|step| step["trace"].as_array());
                tally.actions += traces.map(Vec::len).sum::<usize>() as u64;
                return Ok(());
            }
            Some(difference) => first = Some(difference),
        }
    }
    Err(first.unwrap_or_default())
}

/// What is written and read again does the same.
fn goes_around(config: &Value, events: &[Value], ours: &[Value]) -> Result<(), String> {
    let document = Peer::Five.read(config, &registry(&Trace::default()))?;
    let written = xstate::write_document(&document);
    let written = written.map_err(|error| format!("{UNREAD}: {error}"))?;
    let again = here(Peer::Five, &written, events);
    let again = again.map_err(|error| format!("{UNREAD} after it was written: {error}"))?;
    match difference(&again, ours) {
        Some(difference) => Err(format!("when written and read again: {difference}")),
        None => Ok(()),
    }
}

/// The first step that differs.
fn difference(ours: &[Value], theirs: &[Value]) -> Option<String> {
    for (step, theirs) in theirs.iter().enumerate() {
        let ours = ours.get(step).unwrap_or(&Value::Null);
        if theirs.get("error").is_some() && ours.get("error").is_some() {
            return None;
        }
        if ours != theirs {
            return Some(format!(
                "step {step}\nhere:      {ours}\nin XState: {theirs}"
            ));
        }
    }
    None
}

/// What XState does, chart by chart.
fn in_xstate(peer: Peer, charts: &[(Value, Events)]) -> Vec<Value> {
    let modules = std::env::var("XSTATE_MODULES").expect(
        "XSTATE_MODULES has to name a folder in whose `node_modules` are `xstate` 5 and, as `xstate-next`, 6: tests/documents",
    );
    let charts: Vec<_> = charts
        .iter()
        .map(|(config, events)| {
            let version = if peer.is_v6() { 6 } else { 5 };
            let (config, child) = match peer.is_watched() {
                true => (&config["watcher"], &config["child"]),
                false => (config, &Value::Null),
            };
            json!({ "version": version, "config": config, "child": child, "events": events })
        })
        .collect();
    let number = fastrand::u64(..);
    let file = std::env::temp_dir().join(format!("charts-{}-{number}.json", std::process::id()));
    std::fs::write(&file, serde_json::to_vec(&charts).unwrap()).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/xstate");
    let script = script.join(peer.script());
    let output = Command::new("node")
        .arg(script)
        .arg(&file)
        .env("XSTATE_MODULES", modules)
        .output();
    let output = output.expect("node has to be there");
    std::fs::remove_file(&file).unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    let runs: Vec<_> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(runs.len(), charts.len());
    runs
}

/// What a system does, in the same words.
fn here(peer: Peer, config: &Value, events: &[Value]) -> Result<Vec<Value>, String> {
    let trace = Arc::new(Mutex::new(Vec::new()));
    let registry = registry(&trace);
    let mut registry = registry;
    let mut config = config;
    if peer.is_watched() {
        let child = peer.read(&config["child"], &registry)?;
        registry = registry.actor("child", ActorSource::document(child));
        config = &config["watcher"];
    }
    let document = peer.read(config, &registry)?;
    let mut system: System = System::new(registry);
    let mut steps = Vec::new();
    let actor = system.start(document).map_err(|error| error.to_string())?;
    let mut events = events.iter();
    loop {
        let reports = system.take_reports();
        if reports
            .iter()
            .any(|report| format!("{report:?}").contains(ENDLESS))
        {
            steps.push(json!({ "error": ENDLESS }));
            return Ok(steps);
        }
        let status = match system.status(actor) {
            Some(Status::Running) => "active",
            Some(Status::Finished) => "done",
            _ => "error",
        };
        steps.push(json!({
            "active": system.active(actor),
            "context": system.variables(actor).unwrap(),
            "status": status,
            "output": system.output(actor),
            "trace": peer.told(std::mem::take(&mut *trace.lock().unwrap())),
        }));
        match events.next() {
            Some(event) if status == "active" => {
                let to = match peer.is_watched() {
                    true => system.child(actor, "c"),
                    false => Some(actor),
                };
                let done = match (event.get("advance").and_then(Value::as_u64), to) {
                    (Some(time), _) => system.advance(Duration::from_millis(time)),
                    (None, Some(to)) => system.send(to, event_of(event)),
                    (None, None) => Ok(()),
                };
                done.map_err(|error| error.to_string())?;
            }
            _ => return Ok(steps),
        }
    }
}

/// An event as it is here.
fn event_of(event: &Value) -> Event {
    let mut data = event.clone();
    let fields = data.as_object_mut();
    let name = fields.and_then(|fields| fields.remove("type"));
    let event = Event::new(name.as_ref().and_then(Value::as_str).unwrap_or_default());
    match data.as_object().is_some_and(|fields| fields.is_empty()) {
        true => event,
        false => event.with(data),
    }
}

type Trace = Arc<Mutex<Vec<String>>>;

fn registry(trace: &Trace) -> Registry {
    let noted = |name: &'static str, act: fn(&mut ActionScope<'_>)| {
        let trace = Arc::clone(trace);
        move |scope: &mut ActionScope<'_>| {
            let number = scope
                .params
                .get("n")
                .cloned()
                .flatten()
                .map_or_else(String::new, |n| n.to_string());
            // An expression has said what it sees.
            let at = scope.params.get("at").cloned().flatten();
            let event = match at.as_ref().and_then(Value::as_str) {
                Some(at) => at,
                None => scope.event.map_or("xstate.init", |event| &event.name),
            };
            trace
                .lock()
                .unwrap()
                .push(format!("{name}{number}@{event}"));
            act(scope);
        }
    };
    Registry::new()
        .action("p", noted("p", |_| {}))
        .action("incX", noted("incX", |scope| change(scope, "x", |x| x + 1)))
        .action("incY", noted("incY", |scope| change(scope, "y", |y| y + 1)))
        .action("resetX", noted("resetX", |scope| change(scope, "x", |_| 0)))
        .action("resetY", noted("resetY", |scope| change(scope, "y", |_| 0)))
        .action("raiseR0", noted("raiseR0", |scope| scope.raise("r0")))
        .action("raiseR1", noted("raiseR1", |scope| scope.raise("r1")))
        .action("see", |scope| {
            let context = scope.event.and_then(|event| event.data.as_ref());
            let context = context.map(|data| &data["snapshot"]["context"]);
            let pair = context.map(|context| json!([context["x"], context["y"]]));
            let seen = scope.data.entry("seen".to_owned()).or_default();
            if let (Some(Value::Array(seen)), Some(pair)) = (seen, pair) {
                seen.push(pair);
            }
        })
        .guard("above", |scope| {
            let given = |name: &str| {
                scope
                    .params
                    .get(name)
                    .cloned()
                    .flatten()
                    .unwrap_or_default()
            };
            let counter = given("counter");
            read(scope, counter.as_str().unwrap_or_default())
                > given("limit").as_i64().unwrap_or_default()
        })
        .guard("evenX", |scope| read(scope, "x") % 2 == 0)
        .guard("isX", |scope| {
            scope
                .event
                .is_some_and(|event| event.name.starts_with("x."))
        })
}

fn read(scope: &GuardScope<'_>, name: &str) -> i64 {
    let value = scope.data.get(name).cloned().flatten();
    value.and_then(|value| value.as_i64()).unwrap_or_default()
}

fn change(scope: &mut ActionScope<'_>, name: &str, change: fn(i64) -> i64) {
    let value = scope.data.get(name).cloned().flatten();
    let value = value.and_then(|value| value.as_i64()).unwrap_or_default();
    scope
        .data
        .insert(name.to_owned(), Some(change(value).into()));
}
