//! Invariant 5: an error leaves the state exactly as it was, and nothing that is refused or fails is swallowed.

mod common;

use common::{write, Log, LogAction, Refused};
use leptos_state_core::layers::Validate;
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{Failure, Outcome, Problem, Refusal, Report, Store};

fn store() -> (Store<Log>, TestEnvironment) {
    let test = TestEnvironment::default();
    let store = Store::in_environment(Log::default(), test.environment());
    store.dispatch(write("first"));
    (store, test)
}

#[test]
fn an_error_leaves_the_state_and_the_version_as_they_were() {
    let (store, _) = store();
    let before = store.snapshot();
    assert_eq!(
        store.try_dispatch(LogAction::Add(-1)),
        Outcome::Failed(Refused)
    );
    assert_eq!(*store.snapshot(), *before);
    assert_eq!(store.snapshot().version(), before.version());
}

#[test]
fn an_error_leaves_the_state_as_it_was_when_nobody_else_holds_it() {
    let (store, _) = store();
    let copy = (*store.snapshot()).clone();
    assert_eq!(
        store.try_dispatch(LogAction::Add(-1)),
        Outcome::Failed(Refused)
    );
    assert_eq!(*store.snapshot(), copy);
}

#[test]
fn a_transaction_is_applied_whole_or_not_at_all() {
    let (store, _) = store();
    let outcome = store.try_transaction(|t| {
        t.dispatch(write("second"));
        t.dispatch(LogAction::Add(5));
        t.dispatch(LogAction::Add(-100));
    });
    assert_eq!(
        outcome.failed().map(|failure| failure.to_string()),
        Some(Refused.to_string())
    );
    assert_eq!(store.snapshot().lines, ["first"]);
    assert_eq!(store.snapshot().total, 0);

    assert!(store
        .try_transaction(|t| t.dispatch(LogAction::Add(5)))
        .is_done());
    assert_eq!(store.snapshot().total, 5);
}

#[test]
fn what_nobody_looks_at_is_reported_once_with_its_place() {
    let (store, test) = store();
    let store = store.named("journal").layer(Validate::new(|log: &Log| {
        if log.lines.len() > 2 {
            Err("the journal is full")
        } else {
            Ok(())
        }
    }));
    store.dispatch(LogAction::Add(-1));
    store.dispatch(write("second"));
    store.dispatch(write("third"));
    store.transaction(|t| t.dispatch(LogAction::Add(-1)));
    store.update(|log| log.lines.push("third".into()));
    assert_eq!(
        test.reports.take(),
        [
            "store `journal`: `add` failed: the log does not take this",
            "store `journal`: `write` was refused by Validate: the journal is full",
            "store `journal`: `batch` failed: the log does not take this",
            "store `journal`: `update` was refused by Validate: the journal is full",
        ]
    );
    assert_eq!(store.snapshot().lines, ["first", "second"]);
}

#[test]
fn what_the_caller_gets_is_not_reported_too() {
    let (store, test) = store();
    assert_eq!(
        store.try_dispatch(LogAction::Add(-1)),
        Outcome::Failed(Refused)
    );
    assert!(test.reports.take().is_empty());
}

#[test]
fn a_promise_to_check_first_is_verified_in_debug_builds() {
    let (store, test) = store();
    assert_eq!(
        store.try_dispatch(LogAction::AddEven(3)),
        Outcome::Failed(Refused)
    );
    assert!(
        test.reports.take().is_empty(),
        "a kept promise is not mentioned"
    );

    assert_eq!(
        store.try_dispatch(LogAction::Liar),
        Outcome::Failed(Refused)
    );
    assert_eq!(store.snapshot().lines, ["first"], "what it wrote is undone");
    let [report] = &test.reports.take()[..] else {
        panic!("one report")
    };
    assert!(
        report.starts_with("store `Log`: `liar` promised to check first, but had written"),
        "{report}"
    );
}

#[test]
fn an_outcome_says_all_there_is() {
    let done: Outcome<i32, &str> = Outcome::Done(1);
    assert!(done.is_done());
    assert_eq!(done.clone().map(|n| n + 1), Outcome::Done(2));
    assert_eq!(done.clone().map_err(str::len), Outcome::Done(1));
    assert_eq!((done.clone().done(), done.failed()), (Some(1), None));

    let failed: Outcome<i32, &str> = Outcome::Failed("no");
    assert_eq!(failed.clone().map(|n| n + 1), Outcome::Failed("no"));
    assert_eq!(failed.clone().map_err(str::len), Outcome::Failed(2));
    assert_eq!((failed.clone().done(), failed.failed()), (None, Some("no")));

    let refusal = Refusal::new("Access", "not yours");
    assert_eq!((refusal.layer(), refusal.reason()), ("Access", "not yours"));
    for other in [
        Outcome::<i32, &str>::Refused(refusal),
        Outcome::Queued,
        Outcome::Disposed,
    ] {
        assert!(!other.is_done());
        let text = format!("{other:?}");
        assert_eq!(
            format!("{:?}", other.map(|n| n + 1).map_err(str::len)),
            text
        );
    }
}

#[test]
fn a_report_s_text_is_what_it_prints() {
    let refusal = Refusal::new("Validate", "too long");
    let failure = Failure::new("no such todo");
    let texts = [
        (Problem::Failed(&failure), "failed: no such todo"),
        (
            Problem::Refused(&refusal),
            "was refused by Validate: too long",
        ),
        (
            Problem::Disposed,
            "came after the store was disposed of with its owner; nothing was written",
        ),
    ];
    for (problem, text) in texts {
        let report = Report::new("Todos", "add", problem);
        assert_eq!(report.text(), format!("store `Todos`: `add` {text}"));
        assert_eq!(report.text(), report.to_string());
    }
}
