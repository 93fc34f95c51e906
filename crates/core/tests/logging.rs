//! The feature `tracing`: the `Log` layer, and the spans and events of the pipeline itself.

mod common;

use std::convert::Infallible;
use std::io;
use std::sync::{Arc, Mutex};

use common::{write, Log, LogAction};
use leptos_state_core::layers::{Debounce, Log as LogLayer};
use leptos_state_core::{Action, Change, Cx, Store};
use tracing::Level;

/// Where a subscriber writes.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The lines of the events down to `level` that happen during `run`.
fn lines(level: Level, run: impl FnOnce()) -> Vec<String> {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(move || writer.clone())
        .without_time()
        .with_ansi(false)
        .with_target(false)
        .finish();
    tracing::subscriber::with_default(subscriber, run);
    let bytes = lines.0.lock().unwrap().clone();
    String::from_utf8(bytes)
        .unwrap()
        .lines()
        .map(|line| line.trim().to_owned())
        .collect()
}

/// An action with something secret in it, whose `Debug` knows nothing of that.
#[derive(Clone, Debug)]
struct SignIn {
    name: &'static str,
    token: String,
}

impl Action<String> for SignIn {
    type Reply = ();
    type Error = Infallible;

    fn name(&self) -> &'static str {
        "sign_in"
    }

    fn apply(self, state: &mut String, _: &mut Cx<String>) -> Result<(), Infallible> {
        *state = format!("{} {}", self.name, self.token);
        Ok(())
    }

    fn redact(&mut self) {
        self.token.clear();
    }
}

#[test]
fn no_line_tells_what_is_secret_in_an_action() {
    let lines = lines(Level::TRACE, || {
        let store = Store::new(String::new()).layer(LogLayer::new());
        store.dispatch(SignIn {
            name: "Ada",
            token: "d6f0c3".into(),
        });
        assert_eq!(**store.snapshot().state(), "Ada d6f0c3");
    });
    let lines = lines.join("\n");
    assert!(
        lines.contains(r#"SignIn { name: \"Ada\", token: \"\" }"#),
        "{lines}"
    );
    assert!(!lines.contains("d6f0c3"), "{lines}");
}

#[test]
fn the_layer_writes_a_line_for_every_change() {
    let lines = lines(Level::INFO, || {
        let store = Store::new(Log::default())
            .named("journal")
            .layer(LogLayer::new());
        store.dispatch(write("a"));
        store.dispatch(LogAction::Add(-1));
        let quiet = store.layer(Debounce::new(
            std::time::Duration::ZERO,
            |change: &Change<'_, Log>| Some(change.kind()),
        ));
        quiet.dispatch(write("b"));
    });
    let own: Vec<_> = lines
        .iter()
        .filter(|line| line.contains("journal"))
        .collect();
    assert_eq!(own.len(), 3, "{lines:#?}");
    assert!(
        own[0].starts_with("INFO")
            && own[0].contains(r#"change="Write(\"a\")""#)
            && own[0].contains("version=1")
    );
    assert!(
        own[1].starts_with("WARN")
            && own[1].contains("failed")
            && own[1].contains("the log does not take this")
    );
    assert!(own[2].starts_with("INFO") && own[2].contains("queued"));
}

#[test]
fn the_layer_s_level_and_arguments_can_be_chosen() {
    for level in [
        Level::ERROR,
        Level::WARN,
        Level::INFO,
        Level::DEBUG,
        Level::TRACE,
    ] {
        let lines = lines(Level::TRACE, || {
            let store =
                Store::new(Log::default()).layer(LogLayer::default().level(level).names_only());
            store.dispatch(write("secret"));
        });
        let line = lines
            .iter()
            .find(|line| line.contains("done"))
            .expect("the change is written down");
        assert!(line.starts_with(level.as_str()), "{line}");
        assert!(
            line.contains(r#"change="write""#) && !line.contains("secret"),
            "{line}"
        );
    }
}

#[test]
fn the_pipeline_tells_of_refusals_and_failures_without_a_layer() {
    let lines = lines(Level::DEBUG, || {
        let store = Store::new(Log::default()).layer(leptos_state_core::layers::Validate::new(
            |log: &Log| {
                if log.total > 3 {
                    Err("too much")
                } else {
                    Ok(())
                }
            },
        ));
        store.dispatch(LogAction::Add(1));
        store.dispatch(LogAction::Add(-7));
        store.dispatch(LogAction::Add(7));
    });
    let text = lines.join("\n");
    for part in [
        "store=\"Log\"",
        "change=add",
        "committed version=1",
        "failed failure=",
        "refused refusal=refused by Validate: too much",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
}
