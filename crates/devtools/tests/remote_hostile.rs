//! A relay that is slow, broken, hostile or not there hurts no store that it shows.

mod relay;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{channel, Receiver, Sender};
use std::sync::Mutex;
use std::time::Duration;

use leptos_state_core::{Environment, Report, Reporter, Store};
use leptos_state_devtools::remote::{Remote, RemoteOptions};
use leptos_state_devtools::DevTools;
use relay::todos::Todos;
use relay::{parsed, polite, Relay};
use serde_json::{json, Value};
use tungstenite::Message;

/// Hands on what is reported.
struct Reports(Mutex<Sender<String>>);

impl Reporter for Reports {
    fn report(&self, report: &Report<'_>) {
        let _ = self.0.lock().unwrap().send(report.to_string());
    }
}

fn reports() -> (Environment, Receiver<String>) {
    let (send, reports) = channel();
    let reporter = Reports(Mutex::new(send));
    (Environment::default().reporter(reporter), reports)
}

/// A connection that is soon tried again.
fn eager(relay: &str) -> RemoteOptions {
    let (soonest, latest) = (Duration::from_millis(5), Duration::from_millis(20));
    Remote::to(relay).retry(soonest, latest)
}

fn shown(remote: &Remote) -> Store<Todos> {
    Store::new(Todos::default()).layer(DevTools::named("todos").via(remote.transport()))
}

/// The titles that a list shows at last.
fn titles(list: &Value) -> Value {
    let list = parsed(&list["payload"]);
    let states = list["computedStates"].as_array().unwrap();
    states.last().unwrap()["state"]["titles"].clone()
}

#[test]
fn that_there_is_no_relay_is_reported_once_until_there_is_one() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let remote = eager(&address.to_string()).connect().unwrap();
    let (environment, reports) = reports();
    let todos = Store::in_environment(Todos::default(), environment)
        .layer(DevTools::named("todos").via(remote.transport()));
    todos.add("milk".into());
    let report = reports.recv().unwrap();
    let wanted =
        format!("store `todos`: `devtools` failed: the devtools at {address} can't be reached: ");
    assert!(report.starts_with(&wanted), "{report}");
    assert!(!remote.is_connected());

    let relay = Relay::on(TcpListener::bind(address).unwrap(), polite);
    let mut program = relay.program();
    program.says_a("START");
    program.is_watched();
    assert_eq!(titles(&program.says_a("STATE")), json!(["milk"]));
    assert!(reports.try_recv().is_err());

    // When it goes, that is told again.
    program.leaves();
    assert!(reports.recv().unwrap().starts_with(&wanted));
}

#[test]
fn a_relay_that_comes_back_gets_all_that_happened_meanwhile() {
    let relay = Relay::polite();
    let remote = eager(relay.address()).connect().unwrap();
    let todos = shown(&remote);
    let mut first = relay.program();
    first.says_a("START");
    first.is_watched();
    let before = first.says_a("STATE");
    first.leaves();
    todos.add("milk".into());

    let mut second = relay.program();
    second.says_a("START");
    second.is_watched();
    let list = second.says_a("STATE");
    assert_eq!(titles(&list), json!(["milk"]));
    assert_ne!(list["instanceId"], before["instanceId"]);
}

#[test]
fn what_is_no_relay_leaves_alone() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let remote = eager(&address).connect().unwrap();
    let (environment, reports) = reports();
    let _todos = Store::in_environment(Todos::default(), environment)
        .layer(DevTools::named("todos").via(remote.transport()));
    let (mut stream, _) = listener.accept().unwrap();
    let _ = stream.read(&mut [0; 1024]).unwrap();
    let answer = "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n";
    stream.write_all(answer.as_bytes()).unwrap();
    drop(stream);
    assert!(reports.recv().unwrap().contains("404"));
    let relay = Relay::on(listener, polite);
    relay.program().says_a("START");
}

#[test]
fn a_relay_that_talks_nonsense_is_tried_again() {
    const NONSENSE: [&str; 9] = [
        "nonsense",
        "{",
        r#"{"rid": 1, "error": {"name": "AuthError", "message": "go away"}}"#,
        r#"{"rid": 1, "data": 7}"#,
        r#"{"rid": 7, "data": {"id": "x"}}"#,
        r##"{"event": "#kickOut"}"##,
        r#"[{"rid": 1, "data": {"id": "x"}}, {"rid": 2, "data": []}]"#,
        r#"[{"rid": 1, "data": {"id": "x"}}, {"rid": 2, "data": "respond"}, {"rid": 3, "error": 1}]"#,
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    ];
    let relay = Relay::with(|connection, message| match NONSENSE.get(connection) {
        Some(nonsense) => vec![(*nonsense).to_owned()],
        None => polite(connection, message),
    });
    let remote = eager(relay.address()).connect().unwrap();
    let todos = shown(&remote);
    for _ in NONSENSE {
        assert!(relay.program().hangs_up());
        todos.add("milk".into());
    }
    let mut program = relay.program();
    program.says_a("START");
    program.is_watched();
    let milk = ["milk"; NONSENSE.len()];
    assert_eq!(titles(&program.says_a("STATE")), json!(milk));
}

#[test]
fn nonsense_on_a_connection_is_told_there_or_passed_over() {
    let relay = Relay::polite();
    let remote = eager(relay.address()).connect().unwrap();
    let todos = shown(&remote);
    let mut program = relay.program();
    program.says_a("START");
    program.is_watched();
    let instance = program.says_a("STATE")["instanceId"].clone();
    for passed_over in [
        Message::binary(vec![0, 159, 146, 150]),
        Message::Ping(vec![1].into()),
        Message::text("null"),
        Message::text(r##"{"event": "#publish", "data": 7}"##),
        Message::text(r#"{"event": "unheard of", "data": {}, "cid": 1}"#),
        Message::text(r#"{"rid": 3}"#),
    ] {
        program.hears(passed_over);
    }
    let channel = format!("sc-{}", program.id);
    for bad in [
        json!({}),
        json!({"type": 7}),
        json!({"type": "DISPATCH"}),
        json!({"type": "DISPATCH", "action": {"type": "JUMP_TO_STATE", "index": -1}}),
        json!({"type": "DISPATCH", "action": {"type": "JUMP_TO_ACTION", "actionId": 1e30}}),
        json!({"type": "DISPATCH", "action": {"type": "TOGGLE_ACTION"}}),
        json!({"type": "DISPATCH", "action": {"type": "LOCK_CHANGES", "status": "yes"}}),
        json!({"type": "DISPATCH", "action": {"type": "IMPORT_STATE"}}),
        json!({"type": "DISPATCH", "action": {"type": "WHAT"}}),
        json!({"type": "DISPATCH", "instanceId": instance, "action": {"type": "TOGGLE_ACTION", "id": 4_000_000_000_u32}}),
        json!({"type": "DISPATCH", "instanceId": instance, "action": {"type": "JUMP_TO_STATE", "index": u32::MAX}}),
        json!({"type": "ACTION", "action": "[".repeat(100_000)}),
        json!({"type": "ACTION", "action": "{".repeat(200)}),
        json!({"type": "ACTION", "action": 7}),
        json!({"type": "ACTION", "action": {"name": "add", "args": ["("]}}),
        json!({"type": "IMPORT", "state": "[".repeat(100_000)}),
        json!({"type": "IMPORT"}),
    ] {
        program.hears_on(&channel, &bad);
        let said = program.says();
        assert_eq!(said["type"], "ERROR", "{said}");
        assert!(said["payload"].as_str().unwrap().len() < 1_000);
    }
    todos.add("milk".into());
    assert_eq!(program.says()["type"], "ACTION");
}

#[test]
fn a_message_that_is_too_long_ends_the_connection_alone() {
    let relay = Relay::polite();
    let remote = eager(relay.address())
        .largest_message(10_000)
        .connect()
        .unwrap();
    let todos = shown(&remote);
    let mut program = relay.program();
    program.says_a("START");
    program.hears(Message::text("x".repeat(10_001)));
    assert!(program.hangs_up());

    let mut program = relay.program();
    program.says_a("START");
    program.is_watched();
    program.says_a("STATE");
    // It does not say such a message either.
    todos.add("x".repeat(10_001));
    let said = program.says();
    assert_eq!(said["type"], "ERROR");
    let problem = said["payload"].as_str().unwrap();
    assert!(
        problem.starts_with("what is to be shown has 2"),
        "{problem}"
    );
    todos.clear();
    assert_eq!(program.says()["type"], "ACTION");
}

#[test]
fn a_slow_relay_gets_whole_lists_and_is_told_what_it_missed() {
    let (let_go, stuck) = channel::<()>();
    let stuck = Mutex::new(Some(stuck));
    let relay = Relay::with(move |connection, message| {
        // It stops reading at the first entry, until the test lets it go on.
        if message["data"]["type"] == "ACTION" {
            if let Some(stuck) = stuck.lock().unwrap().take() {
                let _ = stuck.recv();
            }
        }
        polite(connection, message)
    });
    let remote = eager(relay.address()).queue(10).connect().unwrap();
    let todos = Store::new(Todos::default())
        .layer(DevTools::named("todos").max_age(3).via(remote.transport()));
    let mut program = relay.program();
    program.says_a("START");
    program.is_watched();
    program.says_a("STATE");
    let mut changes = 0;
    while remote.left_out() == 0 {
        changes += 1;
        assert!(changes < 1_000, "the system takes all of it");
        todos.replace(vec![changes.to_string(), "x".repeat(200_000)]);
    }
    let_go.send(()).unwrap();
    let problem = program.says_a("ERROR")["payload"].clone();
    let left_out = remote.left_out();
    let wanted = format!("the connection is too slow: {left_out} messages were left out");
    assert!(problem.as_str().unwrap().starts_with(&wanted), "{problem}");
    let list = program.says_a("STATE");
    assert_eq!(titles(&list)[0], changes.to_string());
    todos.replace(vec!["last".into()]);
    assert_eq!(
        parsed(&program.says_a("ACTION")["payload"]),
        json!({"titles": ["last"]})
    );
}

#[test]
fn a_relay_that_falls_silent_is_tried_again() {
    let relay = Relay::with(|connection, message| {
        let mut answers = polite(connection, message);
        if connection == 0 {
            // The shortest time that it can ask for is a second.
            let hurried = |answer: String| answer.replace("30000", "1");
            answers = answers.into_iter().map(hurried).collect();
        }
        answers
    });
    let remote = eager(relay.address()).connect().unwrap();
    let _todos = shown(&remote);
    let program = relay.program();
    program.says_a("START");
    assert!(program.hangs_up());
    relay.program().says_a("START");
}

#[test]
fn pings_are_answered_in_either_version() {
    let relay = Relay::polite();
    let remote = eager(relay.address()).connect().unwrap();
    let mut program = relay.program();
    program.says_a("START");
    program.hears(Message::text(""));
    assert_eq!(program.answers(), "");
    program.hears(Message::text("#1"));
    assert_eq!(program.answers(), "#2");
    drop(remote);
    assert!(program.hangs_up());
}

#[test]
fn a_store_that_panics_is_told_there_and_ends_nothing() {
    let relay = Relay::polite();
    let remote = eager(relay.address()).connect().unwrap();
    let todos = shown(&remote);
    let mut program = relay.program();
    program.says_a("START");
    program.is_watched();
    let instance = program.says_a("STATE")["instanceId"].clone();
    program.is_typed(&instance, &json!("{type: 'give_up'}"));
    assert_eq!(program.says_a("ERROR")["payload"], "the store panicked");
    todos.add("milk".into());
    program.says_a("ACTION");
    assert_eq!(todos.snapshot().titles, ["milk"]);
}
