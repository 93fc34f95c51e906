//! What is secret is in nothing that leaves a recording, and all of it is there when entries are done again.

#[path = "common/screen.rs"]
mod screen;

use leptos_state_core::Store;
use leptos_state_devtools::transport::Command;
use leptos_state_devtools::{DevTools, EntryId, Recorder, Replay, Session};
use leptos_state_macros::{actions, State};
use screen::Screen;
use serde::{Deserialize, Serialize};

/// It is in every secret.
const SECRET: &str = "d6f0a7";

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Account {
    name: String,
    #[state(secret)]
    token: String,
}

#[actions]
impl Account {
    fn log_in(&mut self, name: String, #[secret] token: String) {
        self.name = name;
        self.token = token;
    }

    fn refuse(&mut self, #[secret] token: String) -> Result<(), String> {
        match token.is_empty() {
            true => Ok(()),
            false => Err("not that one".into()),
        }
    }

    fn rename(&mut self, name: String) {
        self.name = name;
    }
}

fn token(n: u32) -> String {
    format!("{SECRET}-{n}")
}

/// An account with an entry of every kind, in each of which there is a secret.
fn account() -> (Store<Account>, Screen) {
    let screen = Screen::default();
    let devtools = DevTools::named("account").via(screen.clone());
    let account = Account {
        token: token(0),
        ..Account::default()
    };
    let store = Store::new(account).layer(devtools);
    screen.controls().command(Command::Start);
    store.log_in("Ada".to_owned(), token(1));
    store.refuse(token(2));
    store.token().set(token(3));
    store.transaction(|account| {
        account.log_in("Grace".to_owned(), token(4));
        account.rename("Grace H.".to_owned());
    });
    let recording = Recorder::of(&store);
    recording.pause(true);
    store.token().set(token(5));
    recording.pause(false);
    store.reset_state();
    store.log_in("Ada".to_owned(), token(6));
    (store, screen)
}

fn assert_clean(what: &str, text: &str) {
    assert!(!text.contains(SECRET), "{what}: {text}");
    assert!(text.contains("Ada"), "{what} has nothing: {text}");
}

#[test]
fn no_secret_is_in_what_leaves_the_recording() {
    let (store, screen) = account();
    let recording = Recorder::of(&store);
    let session = recording.session().unwrap();
    assert_clean("the session", &session.write().unwrap());
    assert_clean("the test", &session.to_test("it").unwrap());
    for told in screen.take() {
        let told = told.to_string();
        assert!(!told.contains(SECRET), "{told}");
    }
    let whole = screen.ask(Command::Start);
    assert_clean("the recording", &whole[0].to_string());
    let entries = recording.entries();
    let records: Vec<_> = entries.iter().filter_map(|entry| entry.record()).collect();
    assert_clean("the records", &serde_json::to_string(&records).unwrap());
    let debug = format!("{recording:?} {session:?} {store:?} Ada");
    assert_clean("what is printed", &debug);
    let other = session.write().unwrap().replacen("Ada", "Eve", 1);
    let replayed = Session::<Account>::read(&other).unwrap().replay();
    assert_clean("the differences", &format!("{replayed:?} Ada"));
}

#[test]
fn what_is_done_again_in_the_store_has_its_secrets() {
    let (store, _) = account();
    let recording = Recorder::of(&store);
    assert_eq!(store.snapshot().token, token(6));
    recording.toggle(EntryId::new(1));
    recording.toggle(EntryId::new(7));
    assert_eq!(store.snapshot().token, token(0));
    recording.toggle(EntryId::new(6));
    assert_eq!(store.snapshot().token, token(5));
    recording.jump_to(EntryId::new(4));
    assert_eq!(store.snapshot().token, token(4));
}

#[test]
fn what_was_written_without_secrets_is_replayed_without_differences() {
    let (store, _) = account();
    let text = Recorder::of(&store).session().unwrap().write().unwrap();
    let session = Session::<Account>::read(&text).unwrap();
    let differences = session.replay();
    // The refused action is the one whose outcome hangs on its secret.
    let differences: Vec<&str> = differences
        .differences()
        .iter()
        .map(|difference| difference.name.as_str())
        .collect();
    assert_eq!(differences, ["refuse"]);
}

#[test]
fn a_test_compares_what_may_be_written() {
    let mut replay = Replay::<Account>::of(r#"{"name":"","token":"what was secret once"}"#);
    replay.does(
        r#"{"version":1,"origin":"local","time":0,"change":{"action":{"rename":{"name":"Ada"}}}}"#,
    );
    replay.has(r#"{"name":"Ada","token":""}"#);
}
