//! The tests of W3C and of SCION for SCXML, from the npm package `@scion-scxml/test-framework`, on a simulated clock.
//!
//! `SCXML_SUITE` says where the package's folder `test` is; `cargo xtask test --only scxml` installs it. `SCXML_TEST=name` runs one
//! test and says what happened in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use leptos_state_chart::document::{
    scxml, ActorSource, DataModel, Ecmascript, Event, Expressions, LogLine, Registry, Report,
    SavedSystem, System, SystemError,
};
use serde_json::Value;

/// How long a test may go on that sends itself events and waits for the last: longer than any of them waits.
const LONG: Duration = Duration::from_secs(60);

/// What the book says of the tests that are not passed.
const BOOK: &str = include_str!("../../../docs/src/scxml.md");

#[test]
fn all_tests_pass_but_those_that_the_book_lists() {
    compare::<Ecmascript>(&listed("Not passed"));
}

/// The data model that is built in runs what needs no functions, scripts and elements.
#[test]
fn without_an_engine_all_tests_pass_but_those_that_the_book_lists() {
    let mut listed_all = listed("Not passed");
    listed_all.extend(listed("Without an engine"));
    compare::<Expressions>(&listed_all);
}

fn compare<M: DataModel>(listed: &BTreeSet<String>) {
    let results = results::<M>(Stops::Never);
    let failed = results.iter().filter(|(_, result)| result.is_err());
    let failed: BTreeMap<_, _> = failed.collect();
    let news: Vec<_> = failed
        .iter()
        .filter(|(name, _)| !listed.contains(name.as_str()))
        .map(|(name, result)| format!("{name}: {result:?}"))
        .collect();
    let passed = results.len() - failed.len();
    println!("{passed} of {} tests passed", results.len());
    assert!(news.is_empty(), "not in the book:\n{}", news.join("\n"));
    if std::env::var_os("SCXML_TEST").is_none() {
        let is_stale = |name: &&String| !failed.contains_key(name);
        let stale: Vec<_> = listed.iter().filter(is_stale).collect();
        assert!(stale.is_empty(), "in the book, and passed: {stale:?}");
        assert_eq!(results.len(), 316);
    }
}

/// Stopped after each event, stored as JSON and restored, every test comes out as if it had never been stopped.
#[test]
fn stopped_and_restored_anywhere_nothing_is_different() {
    let never = results::<Expressions>(Stops::Never);
    let always = results::<Expressions>(Stops::Always);
    assert_eq!(never, always);
}

/// Nor with an engine, whose functions are had again from the document's scripts. A variable that is a function is not stored, and
/// it is said which.
#[test]
fn with_an_engine_nothing_is_different_either_but_functions_in_variables_are_refused() {
    let never = results::<Ecmascript>(Stops::Never);
    let mut always = results::<Ecmascript>(Stops::Always);
    let is_refused = |result: &Result<(), String>| {
        result
            .as_ref()
            .is_err_and(|why| why.ends_with("is a function, which can't be stored"))
    };
    let refused = always.iter().filter(|(_, result)| is_refused(result));
    let refused: Vec<_> = refused.map(|(name, _)| name.clone()).collect();
    for name in &refused {
        always.insert(name.clone(), never[name].clone());
    }
    assert_eq!(never, always);
    println!("refused: {refused:?}");
    assert!(refused.len() <= 1, "{refused:?}");
}

/// Written and read again, every document does the same; and what is written of that is the same text.
#[test]
fn written_and_read_again_nothing_is_different() {
    let as_it_stands = results::<Ecmascript>(Stops::Never);
    let written = results::<Ecmascript>(Stops::NeverButIsWritten);
    assert_eq!(as_it_stands, written);
}

/// How often a system is stored and restored.
#[derive(Clone, Copy, PartialEq)]
enum Stops {
    Never,
    /// Never; and the document is not the one of the suite, but what was written and read of that.
    NeverButIsWritten,
    /// After each event that is delivered.
    Always,
}

/// A system that may be stopped anywhere.
struct Stopped<M: DataModel> {
    system: Option<System<M>>,
    registry: Registry,
    stops: Stops,
}

impl<M: DataModel> Stopped<M> {
    fn system(&mut self) -> &mut System<M> {
        self.system.as_mut().unwrap()
    }

    /// Does something that may leave events under way.
    fn go(
        &mut self,
        what: impl FnOnce(&mut System<M>) -> Result<(), SystemError>,
    ) -> Result<(), String> {
        let mut done = what(self.system());
        while self.stops == Stops::Always {
            self.stop()?;
            if done.is_ok() {
                return Ok(());
            }
            done = self.system().run();
        }
        done.map_err(|error| error.to_string())
    }

    fn stop(&mut self) -> Result<(), String> {
        let saved = self.system().save().map_err(|error| error.to_string())?;
        let text = serde_json::to_string(&saved).map_err(|error| error.to_string())?;
        let saved: SavedSystem = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        let registry = self.registry.clone();
        let restored = System::restore(saved, registry).map_err(|error| error.to_string())?;
        self.system = Some(restored);
        self.system().set_delivery_limit(1);
        Ok(())
    }

    fn wait(&mut self, long: Duration) -> Result<(), String> {
        let end = self.system().now() + long;
        loop {
            let next = self
                .system()
                .next_timer()
                .filter(|due| *due <= end)
                .unwrap_or(end);
            let by = next - self.system().now();
            self.go(|system| system.advance(by))?;
            let now = self.system().now();
            if now >= end && self.system().next_timer().is_none_or(|due| due > end) {
                return Ok(());
            }
        }
    }
}

/// The tests in a table of the book.
fn listed(heading: &str) -> BTreeSet<String> {
    let section = BOOK.split(&format!("## {heading}")).nth(1);
    let section = section.and_then(|section| section.split("\n## ").next());
    let rows = section.expect("a section of the book").lines();
    let names = rows.filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    names.map(str::to_owned).collect()
}

/// Tests whose outcome somebody has to judge by their logs: they end in `final`, whatever happens.
fn is_judged(name: &str, log: &[LogLine]) -> Option<bool> {
    let labels = || log.iter().map(|line| line.label.trim());
    let values = || log.iter().map(|line| &line.value);
    match name {
        // What is forwarded is what came: two times the same seven fields.
        "w3c-ecma/test230" => {
            let fields = |from| -> Vec<_> { labels().zip(values()).skip(from).take(7).collect() };
            Some(log.len() == 14 && fields(0) == fields(7))
        }
        // States of what is cancelled are left.
        "w3c-ecma/test250" => {
            let said: Vec<_> = values().flatten().filter_map(Value::as_str).collect();
            Some(said == ["Exiting sub01", "Exiting sub0"])
        }
        // A variable that is not yet bound and a field that is not there are alike: undefined, and no error.
        "w3c-ecma/test307" => {
            let first: Vec<_> = log
                .iter()
                .filter(|line| line.label.contains("value of"))
                .collect();
            let errors = labels().filter(|label| label.starts_with("error"));
            Some(first.len() == 2 && first[0].value == first[1].value && errors.count() == 0)
        }
        _ => None,
    }
}

fn results<M: DataModel>(stops: Stops) -> BTreeMap<String, Result<(), String>> {
    let suite = std::env::var_os("SCXML_SUITE").expect(
        "SCXML_SUITE names the folder `test` of the npm package @scion-scxml/test-framework; \
         `cargo xtask test --only scxml` installs it",
    );
    let only = std::env::var("SCXML_TEST").ok();
    let suite = PathBuf::from(suite);
    let mut results = BTreeMap::new();
    let mut folders: Vec<_> = fs::read_dir(&suite)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    folders.sort();
    for folder in folders {
        for entry in fs::read_dir(&folder).unwrap() {
            let file = entry.unwrap().path();
            let expected = file.with_extension("json");
            if file
                .extension()
                .is_none_or(|extension| extension != "scxml")
                || !expected.exists()
            {
                continue;
            }
            let name = file.strip_prefix(&suite).unwrap().with_extension("");
            let name = name.to_string_lossy().replace(".txml", "");
            if only.as_ref().is_some_and(|only| *only != name) {
                continue;
            }
            let result = run::<M>(&name, &file, &expected, stops, only.is_some());
            results.insert(name, result);
        }
    }
    results
}

fn run<M: DataModel>(
    name: &str,
    file: &Path,
    expected: &Path,
    stops: Stops,
    tell: bool,
) -> Result<(), String> {
    let text = fs::read_to_string(file).map_err(|error| error.to_string())?;
    let expected = fs::read_to_string(expected).map_err(|error| error.to_string())?;
    let expected: Value = serde_json::from_str(&expected).map_err(|error| error.to_string())?;
    let folder = file.parent().unwrap_or(Path::new("")).to_owned();
    let registry = Registry::new().load(move |name| {
        let name = name.strip_prefix("file:").unwrap_or(name);
        fs::read_to_string(folder.join(name)).map_err(|error| error.to_string())
    });
    let document = scxml::read(&text, &registry).map_err(|errors| errors.to_string())?;
    let document = match stops {
        Stops::NeverButIsWritten => {
            let text = scxml::write(&document).map_err(|error| format!("not written: {error}"))?;
            let read = scxml::read(&text, &registry).map_err(|errors| errors.to_string())?;
            if tell {
                println!("{text}");
            }
            if scxml::write(&read).as_ref() != Ok(&text) {
                return Err("it is written differently then".to_owned());
            }
            read
        }
        Stops::Never | Stops::Always => document,
    };
    let document = Arc::new(document);
    let registry = registry.actor(
        document.name(),
        ActorSource::document(Arc::clone(&document)),
    );
    let mut running = Stopped {
        system: Some(System::<M>::new(registry.clone())),
        registry,
        stops,
    };
    // What the machine sends itself at first comes after the initial configuration was looked at.
    running.system().set_delivery_limit(0);
    let _ = running.system().start(document);
    let machine = running
        .system()
        .actors()
        .next()
        .ok_or("nothing was started")?;
    running.system().set_delivery_limit(match stops {
        Stops::Never | Stops::NeverButIsWritten => 1_000,
        Stops::Always => 1,
    });
    let compare = |running: &mut Stopped<M>, expected: &Value| {
        // The tests of W3C say by the state that they end in whether they have passed, and wait for that.
        let wanted = expected.as_array().into_iter().flatten();
        let mut wanted: Vec<_> = wanted.filter_map(Value::as_str).collect();
        if wanted == ["pass"] && running.system().active(machine) != wanted {
            running.wait(LONG)?;
        }
        let mut found = running.system().active(machine);
        found.sort();
        wanted.sort();
        if found == wanted {
            return Ok(());
        }
        let found = format!("in {found:?} instead of {wanted:?}");
        if tell {
            println!("{:#?}", running.system().variables(machine));
            println!("{:#?}", running.system().take_reports());
        }
        Err(found)
    };
    if is_judged(name, &[]).is_some() {
        running.go(System::run)?;
        running.wait(LONG)?;
        let reports = running.system().take_reports().into_iter();
        let log = reports.filter_map(|report| match report {
            Report::Log { line, .. } => Some(line),
            _ => None,
        });
        let log: Vec<_> = log.collect();
        return match is_judged(name, &log) {
            Some(true) => Ok(()),
            _ => Err(format!("the log is {log:?}")),
        };
    }
    compare(&mut running, &expected["initialConfiguration"])?;
    running.go(System::run)?;
    for step in expected["events"].as_array().into_iter().flatten() {
        if let Some(after) = step["after"].as_u64() {
            running.wait(Duration::from_millis(after))?;
        }
        let event = &step["event"];
        let name = event["name"].as_str().unwrap_or_default();
        let event = match event.get("data") {
            Some(data) => Event::new(name).with(data.clone()),
            None => Event::new(name),
        };
        running.go(|system| system.send(machine, event))?;
        compare(&mut running, &step["nextConfiguration"])?;
    }
    Ok(())
}
