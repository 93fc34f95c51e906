//! A program's stores are shown in the application of the Redux DevTools, by a relay.

mod relay;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;

use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::Store;
use leptos_state_devtools::remote::Remote;
use leptos_state_devtools::DevTools;
use relay::todos::Todos;
use relay::{parsed, Program, Relay};
use serde_json::{json, Value};

/// A store that is shown, and where.
struct Shown {
    todos: Store<Todos>,
    test: TestEnvironment,
    program: Program,
    /// What those who watch call the store.
    instance: Value,
    /// Keeps the connection.
    _remote: Remote,
}

fn shown(relay: &Relay) -> Shown {
    let remote = Remote::connect(relay.address()).unwrap();
    let test = TestEnvironment::default();
    let todos = Store::in_environment(Todos::default(), test.environment())
        .layer(DevTools::named("todos").via(remote.transport()));
    let mut program = relay.program();
    program.says_a("START");
    program.is_watched();
    let instance = program.says_a("STATE")["instanceId"].clone();
    Shown {
        todos,
        test,
        program,
        instance,
        _remote: remote,
    }
}

impl Shown {
    /// The titles of the state that the last list shows, after something was done.
    fn list(&self) -> (Value, Value) {
        let list = parsed(&self.program.says_a("STATE")["payload"]);
        let index = list["currentStateIndex"].as_u64().unwrap() as usize;
        let titles = list["computedStates"][index]["state"]["titles"].clone();
        (list, titles)
    }
}

#[test]
fn a_store_is_shown_when_somebody_watches() {
    let relay = Relay::polite();
    let remote = Remote::connect(relay.address()).unwrap();
    let todos =
        Store::new(Todos::default()).layer(DevTools::named("todos").via(remote.transport()));
    todos.add("milk".into());

    let mut program = relay.program();
    let start = program.says();
    assert_eq!(start, json!({"type": "START", "id": program.id}));
    program.is_watched();
    let list = program.says();
    assert_eq!(list["type"], "STATE");
    assert_eq!(list["name"], "todos");
    assert_eq!(list["id"], program.id.as_str());
    assert_eq!(list["libConfig"]["name"], "todos");
    assert_eq!(list["libConfig"]["features"]["import"], "custom");
    let lifted = parsed(&list["payload"]);
    assert_eq!(lifted["stagedActionIds"], json!([0, 1]));
    let first = &lifted["actionsById"]["1"]["action"];
    assert_eq!(first, &json!({"type": "add", "payload": {"title": "milk"}}));
    assert_eq!(
        lifted["computedStates"][1]["state"],
        json!({"titles": ["milk"]})
    );

    todos.add("bread".into());
    let entry = program.says();
    assert_eq!(entry["type"], "ACTION");
    assert_eq!(entry["instanceId"], list["instanceId"]);
    assert_eq!(entry["nextActionId"], 3);
    assert_eq!(entry["maxAge"], 50);
    let action = parsed(&entry["action"]);
    assert_eq!(action["type"], "PERFORM_ACTION");
    assert_eq!(
        action["action"],
        json!({"type": "add", "payload": {"title": "bread"}})
    );
    assert_eq!(
        parsed(&entry["payload"]),
        json!({"titles": ["milk", "bread"]})
    );
    assert!(remote.is_connected());
    assert_eq!(remote.left_out(), 0);
}

#[test]
fn what_is_asked_for_there_is_done_here() {
    let relay = Relay::polite();
    let mut shown = shown(&relay);
    for title in ["a", "b", "c"] {
        shown.todos.add(title.into());
        shown.program.says_a("ACTION");
    }
    let mut ask = |action: Value| {
        shown.program.is_asked(&shown.instance, &action);
        shown.list().1
    };
    let jump = json!({"type": "JUMP_TO_ACTION", "actionId": 1});
    assert_eq!(ask(jump), json!(["a"]));
    assert_eq!(
        ask(json!({"type": "JUMP_TO_STATE", "index": 3})),
        json!(["a", "b", "c"])
    );
    assert_eq!(
        ask(json!({"type": "TOGGLE_ACTION", "id": 2})),
        json!(["a", "c"])
    );
    let reorder = json!({"type": "REORDER_ACTION", "actionId": 3, "beforeActionId": 1});
    assert_eq!(ask(reorder), json!(["c", "a"]));
    let all = json!({"type": "SET_ACTIONS_ACTIVE", "start": 1, "end": 4, "active": true});
    assert_eq!(ask(all), json!(["c", "a", "b"]));
    assert_eq!(
        ask(json!({"type": "TOGGLE_ACTION", "id": 1})),
        json!(["c", "b"])
    );
    assert_eq!(ask(json!({"type": "SWEEP"})), json!(["c", "b"]));
    assert_eq!(ask(json!({"type": "COMMIT"})), json!(["c", "b"]));
    assert_eq!(shown.todos.snapshot().titles, ["c", "b"]);
}

#[test]
fn a_store_goes_back_to_where_its_list_begins_or_it_began() {
    let relay = Relay::polite();
    let mut shown = shown(&relay);
    let mut ask = |kind: &str| {
        shown.todos.add("b".into());
        shown.program.says_a("ACTION");
        shown
            .program
            .is_asked(&shown.instance, &json!({"type": kind, "timestamp": 7}));
        shown.list().1
    };
    assert_eq!(ask("COMMIT"), json!(["b"]));
    assert_eq!(ask("ROLLBACK"), json!(["b"]));
    assert_eq!(ask("RESET"), json!([]));
}

#[test]
fn what_is_typed_there_is_dispatched_here() {
    let relay = Relay::polite();
    let mut shown = shown(&relay);
    for typed in [
        json!("{type: 'add', payload: {title: 'milk'}}"),
        json!(r#"{"type": "add", "payload": {"title": "milk"}}"#),
        json!("{ type: 'add', title: 'milk', }"),
        json!({"name": "add", "selected": 0, "args": ["{title: 'milk'}"], "rest": "[]"}),
    ] {
        shown.program.is_typed(&shown.instance, &typed);
        let entry = shown.program.says_a("ACTION");
        let action = parsed(&entry["action"])["action"].clone();
        assert_eq!(
            action,
            json!({"type": "add", "payload": {"title": "milk"}}),
            "{typed}"
        );
    }
    assert_eq!(shown.todos.snapshot().titles.len(), 4);
    shown
        .program
        .is_typed(&shown.instance, &json!("{type: 'clear'}"));
    shown.program.says_a("ACTION");
    assert_eq!(shown.todos.snapshot().titles.len(), 0);
}

#[test]
fn what_can_not_be_done_is_told_there() {
    let relay = Relay::polite();
    let mut shown = shown(&relay);
    let mut problem = |typed: Value| {
        shown.program.is_typed(&shown.instance, &typed);
        let error = shown.program.says_a("ERROR");
        error["payload"].as_str().unwrap().to_owned()
    };
    let mut says = |typed: &str, wanted: &str| {
        let problem = problem(json!(typed));
        assert!(problem.contains(wanted), "{typed}: {problem}");
    };
    says("this.", "`this.` can't be read");
    says("{type: 'ad', payload: {title: 'x'}}", "add");
    says("{payload: 1, more: 2}", "an action has a `type`");
    says("{type: 'add', payload: {titel: 'x'}}", "title");
    says("{type: 'remove', payload: {at: 7}}", "there is no title 7");
    assert_eq!(shown.todos.snapshot().titles.len(), 0);
    assert!(shown.test.reports.take().is_empty());
}

#[test]
fn a_change_that_failed_is_listed_with_its_error() {
    let relay = Relay::polite();
    let shown = shown(&relay);
    assert!(!shown.todos.try_remove(7).is_done());
    let (list, _) = shown.list();
    assert_eq!(list["computedStates"][1]["error"], "there is no title 7");
}

#[test]
fn a_list_that_was_exported_is_imported() {
    let relay = Relay::polite();
    let mut shown = shown(&relay);
    for title in ["a", "b"] {
        shown.todos.add(title.into());
        shown.program.says_a("ACTION");
    }
    shown.program.is_watched();
    let exported = shown.program.says_a("STATE")["payload"].clone();
    shown.todos.clear();
    let channel = format!("sc-{}", shown.program.id);
    let mut import = |state: Value| {
        let message = json!({"type": "IMPORT", "state": state, "instanceId": shown.instance});
        shown.program.hears_on(&channel, &message);
        loop {
            let said = shown.program.says();
            if said["type"] == "STATE" || said["type"] == "ERROR" {
                return said;
            }
        }
    };
    assert_eq!(import(exported.clone())["type"], "STATE");
    assert_eq!(shown.todos.snapshot().titles, ["a", "b"]);

    // As other programs than this one export: actions, and the state before them.
    let actions = json!([{"type": "add", "payload": {"title": "y"}}]).to_string();
    let first = json!({"titles": ["x"]}).to_string();
    let wrapped = json!({"payload": actions, "preloadedState": first}).to_string();
    assert_eq!(import(json!(wrapped))["type"], "STATE");
    assert_eq!(shown.todos.snapshot().titles, ["x", "y"]);

    for bad in [
        json!("no JSON"),
        json!("7"),
        json!(r#"{"payload": "{"}"#),
        json!({"hello": 1}),
        json!(null),
    ] {
        assert_eq!(import(bad.clone())["type"], "ERROR", "{bad}");
    }
    assert_eq!(shown.todos.snapshot().titles, ["x", "y"]);
}

#[test]
fn what_is_for_all_stores_is_done_to_all() {
    let relay = Relay::polite();
    let mut shown = shown(&relay);
    let other =
        Store::new(Todos::default()).layer(DevTools::named("other").via(shown._remote.transport()));
    let list = shown.program.says_a("STATE");
    assert_eq!(list["name"], "other");
    assert_ne!(list["instanceId"], shown.instance);

    let lock = |status: bool| json!({"type": "DISPATCH", "action": {"type": "LOCK_CHANGES", "status": status}, "instanceId": shown.instance});
    let locked = lock(true);
    shown.program.hears_on("respond", &locked);
    for _ in 0..2 {
        let list = parsed(&shown.program.says_a("STATE")["payload"]);
        assert_eq!(list["isLocked"], true);
    }
    assert!(!shown.todos.try_add("a".into()).is_done());
    assert!(!other.try_add("a".into()).is_done());
    let unlocked = lock(false);
    shown.program.hears_on("respond", &unlocked);
    shown.program.says_a("STATE");
    shown.program.says_a("STATE");
    assert!(shown.todos.try_add("a".into()).is_done());

    let channel = format!("sc-{}", shown.program.id);
    let pause = json!({"type": "DISPATCH", "action": {"type": "PAUSE_RECORDING", "status": true}, "instanceId": list["instanceId"]});
    shown.program.hears_on(&channel, &pause);
    let said = shown.program.says_a("STATE");
    assert_eq!(said["instanceId"], list["instanceId"]);
    assert_eq!(parsed(&said["payload"])["isPaused"], true);
}

#[test]
fn a_store_that_is_gone_is_not_asked_any_more() {
    let relay = Relay::polite();
    let mut shown = shown(&relay);
    let gone =
        Store::new(Todos::default()).layer(DevTools::named("gone").via(shown._remote.transport()));
    let instance = shown.program.says_a("STATE")["instanceId"].clone();
    gone.add("a".into());
    drop(gone);
    shown.program.is_asked(&instance, &json!({"type": "RESET"}));
    shown.program.is_watched();
    let list = shown.program.says_a("STATE");
    assert_eq!(list["name"], "todos");
    shown.todos.add("b".into());
    assert_eq!(shown.program.says()["name"], "todos");
}

#[test]
fn nothing_is_said_when_nobody_watches_any_more() {
    let relay = Relay::polite();
    let mut shown = shown(&relay);
    let id = json!("somebody");
    shown
        .program
        .hears_on("respond", &json!({"type": "DISCONNECTED", "id": id}));
    // Whether somebody else watches.
    assert_eq!(shown.program.says()["type"], "START");
    shown.todos.add("a".into());
    shown.program.is_watched();
    assert_eq!(shown.program.says()["type"], "STATE");

    shown.program.hears_on("respond", &json!({"type": "STOP"}));
    shown.program.hears_on("respond", &json!({"type": "SYNC"}));
    shown.program.hears_on("respond", &json!({"type": "WHAT"}));
    let error = shown.program.says();
    assert_eq!(error["payload"], "`WHAT` is not known");
    shown.todos.add("b".into());
    shown
        .program
        .hears_on("respond", &json!({"type": "UPDATE"}));
    assert_eq!(shown.program.says()["type"], "STATE");
}

#[test]
fn a_program_ends_its_connection_with_its_last_store() {
    let relay = Relay::polite();
    let Shown {
        todos,
        program,
        _remote: remote,
        ..
    } = shown(&relay);
    drop(remote);
    todos.add("a".into());
    assert_eq!(program.says()["type"], "ACTION");
    drop(todos);
    assert!(program.hangs_up());
}

#[test]
fn what_is_said_adds_up_while_lists_are_asked_for() {
    const LISTS: usize = 20;
    let relay = Relay::polite();
    let mut shown = shown(&relay);
    let is_enough = Arc::new(AtomicBool::new(false));
    let changes = std::thread::spawn({
        let (todos, is_enough) = (shown.todos, Arc::clone(&is_enough));
        move || {
            for change in 0_u64.. {
                todos.replace(vec![change.to_string()]);
                if is_enough.load(Ordering::Relaxed) {
                    return;
                }
            }
        }
    });
    // As the application does it: a list, then entries one after the other, each with the number of the next.
    let (mut next, mut lists) = (1, 0);
    while lists < LISTS {
        let said = shown.program.says();
        match said["type"].as_str() {
            Some("STATE") => {
                let list = parsed(&said["payload"]);
                next = list["nextActionId"].as_u64().unwrap();
                let last = list["stagedActionIds"].as_array().unwrap().last().unwrap();
                assert_eq!(last.as_u64(), Some(next - 1));
                lists += 1;
            }
            Some("ACTION") => {
                next += 1;
                assert_eq!(said["nextActionId"], next);
                if next % 3 == 0 {
                    shown.program.is_watched();
                }
            }
            _ => {}
        }
    }
    is_enough.store(true, Ordering::Relaxed);
    changes.join().unwrap();
}
