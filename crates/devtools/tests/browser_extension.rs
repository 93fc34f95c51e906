//! Stores of a page are shown in the browser's Redux DevTools extension, for which something stands here that takes and says the same.
#![cfg(target_arch = "wasm32")]

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Object, Reflect, JSON};
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::Store;
use leptos_state_devtools::{DevTools, Features};
use leptos_state_macros::{actions, State};
use serde::{Deserialize, Serialize};
use serde_json::{json, Value};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Todos {
    titles: Vec<String>,
}

#[actions]
impl Todos {
    pub fn add(&mut self, title: String) {
        self.titles.push(title);
    }

    pub fn fail(&mut self) -> Result<(), String> {
        Err("it fails".to_owned())
    }
}

const NAME: &str = "__REDUX_DEVTOOLS_EXTENSION__";

/// What pages see of an extension, which notes what it is called with.
#[derive(Clone, Default)]
struct Fake {
    /// The calls that were not taken yet: names, and arguments as JSON.
    calls: Rc<RefCell<Vec<(String, Value)>>>,
    listeners: Rc<RefCell<Vec<Function>>>,
}

impl Fake {
    /// Puts one into the page.
    fn installed() -> Self {
        let fake = Self::default();
        let connection = Object::new();
        for name in ["init", "send", "error"] {
            fake.method(&connection, name, |_| JsValue::UNDEFINED);
        }
        let listeners = Rc::clone(&fake.listeners);
        let subscribe = fake.function("subscribe", move |arguments| {
            listeners
                .borrow_mut()
                .push(arguments.get(0).unchecked_into());
            let listeners = Rc::clone(&listeners);
            let unsubscribe = Closure::<dyn Fn()>::new(move || listeners.borrow_mut().clear());
            unsubscribe.into_js_value()
        });
        set(&connection, "subscribe", &subscribe);
        let api = Object::new();
        fake.method(&api, "connect", move |_| connection.clone().into());
        set(&js_sys::global(), NAME, &api);
        fake
    }

    fn method(&self, of: &Object, name: &str, returns: impl Fn(&Array) -> JsValue + 'static) {
        set(of, name, &self.function(name, returns));
    }

    fn function(&self, name: &str, returns: impl Fn(&Array) -> JsValue + 'static) -> JsValue {
        let (calls, name) = (Rc::clone(&self.calls), name.to_owned());
        let called = Closure::<dyn Fn(Array) -> JsValue>::new(move |arguments: Array| {
            let text = String::from(JSON::stringify(&arguments).unwrap());
            let arguments_in_json = serde_json::from_str(&text).unwrap();
            calls.borrow_mut().push((name.clone(), arguments_in_json));
            returns(&arguments)
        });
        // Takes any number of arguments as one list.
        let all = Function::new_with_args("called", "return (...all) => called(all)");
        all.call1(&JsValue::UNDEFINED, &called.into_js_value())
            .unwrap()
    }

    /// What it was called with since the last time.
    fn takes(&self) -> Vec<(String, Value)> {
        self.calls.take()
    }

    /// Says something to the page.
    fn says(&self, message: &Value) {
        let message = JSON::parse(&message.to_string()).unwrap();
        let listeners = self.listeners.borrow().clone();
        for listener in listeners {
            listener.call1(&JsValue::UNDEFINED, &message).unwrap();
        }
    }

    fn asks(&self, action: &Value) {
        self.says(&json!({"type": "DISPATCH", "payload": action, "source": "@devtools-extension"}));
    }

    /// Says something after which it is called once, and with what.
    fn is_told(&self, asked: impl FnOnce(&Self)) -> (String, Value) {
        asked(self);
        let mut calls = self.takes();
        assert_eq!(calls.len(), 1, "{calls:?}");
        calls.remove(0)
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        let _ = Reflect::delete_property(&js_sys::global(), &NAME.into());
    }
}

fn set(of: &Object, name: &str, value: &JsValue) {
    assert!(Reflect::set(of, &name.into(), value).unwrap());
}

fn shown() -> Store<Todos> {
    Store::new(Todos::default()).layer(DevTools::named("todos").max_age(30))
}

/// A store that is shown, and what shows it.
fn started() -> (Fake, Store<Todos>) {
    let fake = Fake::installed();
    let todos = shown();
    fake.says(&json!({"type": "START"}));
    fake.takes();
    (fake, todos)
}

#[wasm_bindgen_test]
fn without_an_extension_nothing_happens() {
    let todos = shown();
    todos.add("milk".into());
    assert_eq!(todos.snapshot().titles, ["milk"]);
    // Nor with something else of this name.
    set(&js_sys::global(), NAME, &Object::new());
    shown().add("milk".into());
    Reflect::delete_property(&js_sys::global(), &NAME.into()).unwrap();
}

#[wasm_bindgen_test]
fn a_store_is_shown_from_when_it_is_looked_at() {
    let fake = Fake::installed();
    let todos = shown();
    let calls = fake.takes();
    let [(connect, options), (subscribe, _)] = &calls[..] else {
        panic!("{calls:?}");
    };
    assert_eq!(
        (connect.as_str(), subscribe.as_str()),
        ("connect", "subscribe")
    );
    assert_eq!(options[0]["name"], "todos");
    assert_eq!(options[0]["maxAge"], 30);
    assert_eq!(options[0]["features"]["jump"], true);

    todos.add("milk".into());
    assert_eq!(fake.takes(), []);
    fake.says(&json!({"type": "START"}));
    let calls = fake.takes();
    let [(send, list)] = &calls[..] else {
        panic!("{calls:?}");
    };
    assert_eq!(send, "send");
    assert_eq!(list[0], json!(null));
    assert_eq!(list[1]["stagedActionIds"], json!([0, 1]));

    todos.add("bread".into());
    let calls = fake.takes();
    let (send, arguments) = &calls[0];
    assert_eq!(send, "send");
    let action = json!({"type": "add", "payload": {"title": "bread"}});
    assert_eq!(arguments[0]["type"], "PERFORM_ACTION");
    assert_eq!(arguments[0]["action"], action);
    assert_eq!(arguments[1], json!({"titles": ["milk", "bread"]}));

    fake.says(&json!({"type": "STOP"}));
    todos.add("salt".into());
    assert_eq!(fake.takes(), []);
    fake.says(&json!({"type": "START"}));
    let calls = fake.takes();
    assert_eq!(calls.len(), 1, "{calls:?}");
    assert_eq!(calls[0].1[1]["nextActionId"], 4);
}

#[wasm_bindgen_test]
fn a_store_that_lacks_a_feature_says_so_before_its_list() {
    let fake = Fake::installed();
    let features = Features {
        dispatch: false,
        ..Features::ALL
    };
    let todos = Store::new(Todos::default()).layer(DevTools::named("todos").features(features));
    assert_eq!(fake.takes()[0].1[0]["features"]["dispatch"], false);
    todos.add("milk".into());
    fake.says(&json!({"type": "START"}));
    let calls = fake.takes();
    let [(init, first), (send, list)] = &calls[..] else {
        panic!("{calls:?}");
    };
    assert_eq!((init.as_str(), send.as_str()), ("init", "send"));
    assert_eq!(first, &json!([{"titles": []}]));
    assert_eq!(list[1]["stagedActionIds"], json!([0, 1]));
}

#[wasm_bindgen_test]
fn what_is_asked_for_there_is_done_here() {
    let (fake, todos) = started();
    for title in ["a", "b", "c"] {
        todos.add(title.into());
    }
    fake.takes();
    let ask = |action: Value| {
        let (send, arguments) = fake.is_told(|fake| fake.asks(&action));
        assert_eq!((send.as_str(), &arguments[0]), ("send", &json!(null)));
        todos.snapshot().titles.concat()
    };
    assert_eq!(ask(json!({"type": "JUMP_TO_ACTION", "actionId": 1})), "a");
    assert_eq!(ask(json!({"type": "JUMP_TO_STATE", "index": 3})), "abc");
    assert_eq!(ask(json!({"type": "TOGGLE_ACTION", "id": 2})), "ac");
    assert_eq!(ask(json!({"type": "SWEEP"})), "ac");
    let reorder = json!({"type": "REORDER_ACTION", "actionId": 3, "beforeActionId": 1});
    assert_eq!(ask(reorder), "ca");
    assert_eq!(ask(json!({"type": "COMMIT"})), "ca");
    assert_eq!(ask(json!({"type": "LOCK_CHANGES", "status": true})), "ca");
    assert!(!todos.try_add("d".into()).is_done());
    assert_eq!(ask(json!({"type": "LOCK_CHANGES", "status": false})), "ca");
    assert_eq!(
        ask(json!({"type": "PAUSE_RECORDING", "status": true})),
        "ca"
    );
    assert_eq!(
        ask(json!({"type": "PAUSE_RECORDING", "status": false})),
        "ca"
    );
    assert_eq!(ask(json!({"type": "ROLLBACK"})), "ca");
    assert_eq!(ask(json!({"type": "RESET"})), "");
    let list = json!([{"type": "add", "payload": {"title": "y"}}]);
    let import = json!({"type": "IMPORT_STATE", "nextLiftedState": list, "preloadedState": {"titles": ["x"]}});
    assert_eq!(ask(import), "xy");
}

#[wasm_bindgen_test]
fn what_is_typed_there_is_dispatched_and_what_is_wrong_is_told() {
    let (fake, todos) = started();
    let typed = |action: &str| json!({"type": "ACTION", "payload": action});
    let (send, _) = fake.is_told(|fake| fake.says(&typed("{type: 'add', title: 'milk'}")));
    assert_eq!(send, "send");
    assert_eq!(todos.snapshot().titles, ["milk"]);
    for (message, wanted) in [
        (typed("{type: 'ad'}"), "did you mean `add`?"),
        (typed("this."), "`this.` can't be read"),
        (json!({"type": "WHAT"}), "`WHAT` is not known"),
        (
            json!({"type": "DISPATCH", "payload": {"type": "TOGGLE_ACTION", "id": 99}}),
            "there is no entry 99",
        ),
    ] {
        let (error, problem) = fake.is_told(|fake| fake.says(&message));
        assert_eq!(error, "error");
        let problem = problem[0].as_str().unwrap();
        assert!(problem.contains(wanted), "{problem}");
    }
    fake.says(&json!({"type": "OPTIONS", "options": {}}));
    assert_eq!(fake.takes(), []);
}

#[wasm_bindgen_test]
fn the_whole_list_is_sent_where_numbers_would_differ() {
    let fake = Fake::installed();
    let todos = Store::new(Todos::default()).layer(DevTools::named("todos").deny(["fail"]));
    fake.says(&json!({"type": "START"}));
    fake.takes();
    todos.add("milk".into());
    assert_eq!(fake.takes()[0].1[0]["type"], "PERFORM_ACTION");
    assert!(!todos.try_fail().is_done());
    todos.add("bread".into());
    let calls = fake.takes();
    let (_, arguments) = &calls[0];
    assert_eq!(arguments[0], json!(null));
    assert_eq!(arguments[1]["stagedActionIds"], json!([0, 1, 3]));
    todos.add("salt".into());
    assert_eq!(fake.takes()[0].1[0]["type"], "PERFORM_ACTION");
}

#[wasm_bindgen_test]
fn a_change_that_failed_is_listed_with_its_error() {
    let (fake, todos) = started();
    assert!(!todos.try_fail().is_done());
    let calls = fake.takes();
    assert_eq!(calls[0].1[1]["computedStates"][1]["error"], "it fails");
}

#[wasm_bindgen_test]
fn a_store_that_is_gone_is_not_told_any_more() {
    let (fake, todos) = started();
    assert_eq!(fake.listeners.borrow().len(), 1);
    drop(todos);
    assert_eq!(fake.listeners.borrow().len(), 0);
}

#[wasm_bindgen_test]
fn an_extension_that_throws_is_reported_and_hurts_nothing() {
    let fake = Fake::installed();
    let throws = Function::new_no_args("throw new Error('no room')");
    let api = Reflect::get(&js_sys::global(), &NAME.into()).unwrap();
    let connection = Object::new();
    fake.method(&connection, "subscribe", |_| JsValue::UNDEFINED);
    fake.method(&connection, "init", |_| JsValue::UNDEFINED);
    set(&connection, "send", &throws);
    set(api.unchecked_ref(), "connect", &throws);
    let test = TestEnvironment::default();
    let todos =
        Store::in_environment(Todos::default(), test.environment()).layer(DevTools::named("todos"));
    let reports = test.reports.take();
    assert_eq!(reports.len(), 1, "{reports:?}");
    assert!(
        reports[0].ends_with("can't be reached: no room"),
        "{reports:?}"
    );
    todos.add("milk".into());
    assert_eq!(todos.snapshot().titles, ["milk"]);
}
