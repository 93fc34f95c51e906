//! What is secret never leaves the process by what this library does: no text that it writes down or prints of a state or an action has
//! it, while the state itself keeps it.

mod told;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use leptos_state_core::entities::Entities;
use leptos_state_core::json::Schema;
use leptos_state_core::layers::Validate;
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{
    redacted, Change, Cx, Loadable, Looked, Record, RecordedChange, Redact, State, Store,
};
use leptos_state_macros::{actions, State};
use serde::{Deserialize, Serialize};

use told::{assert_told_nothing, key, secret, telling, written, Key, Tell};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Leaf(String);

#[derive(Clone, Debug, PartialEq, State, Serialize, Deserialize)]
struct Device {
    #[state(id)]
    id: u32,
    key: Key,
}

/// A state that has itself inside.
#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Folder {
    keys: Vec<Key>,
    folders: BTreeMap<String, Folder>,
}

/// A type parameter that is bound is looked into.
#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Page<T: State> {
    number: u32,
    rows: Vec<T>,
    #[state(skip)]
    first: Option<T>,
}

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
enum Login {
    #[default]
    Out,
    Asked(#[state(secret)] String, u32),
    #[state(secret)]
    Answered {
        code: String,
        leaf: Leaf,
    },
    In(Key),
}

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Tuple(u32, #[state(secret)] String, Key);

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Account {
    #[serde(rename = "called", default)]
    name: String,
    #[state(secret)]
    #[serde(rename = "pin")]
    token: String,
    #[state(secret, skip)]
    leaf: Leaf,
    #[state(secret)]
    numbers: Option<Vec<Leaf>>,
    key: Key,
    #[state(skip)]
    unseen: Key,
    option: Option<Key>,
    list: Vec<Key>,
    boxed: Box<Key>,
    #[serde(skip)]
    shared: Arc<Key>,
    #[serde(skip)]
    deep: Option<Vec<Arc<Key>>>,
    queue: VecDeque<Key>,
    ordered: BTreeSet<Key>,
    hashed: HashSet<Key>,
    sorted: BTreeMap<String, Key>,
    map: HashMap<String, Key>,
    array: [Key; 2],
    pair: (u32, Key),
    loaded: Loadable<Key, String>,
    devices: Entities<Device>,
    folder: Folder,
    page: Page<Key>,
    login: Login,
    logins: Vec<Login>,
    tuple: Tuple,
}

fn account() -> Account {
    let folder = |inside| Folder {
        keys: vec![key("folder")],
        folders: inside,
    };
    let mut devices = Entities::new();
    devices.add(Device {
        id: 7,
        key: key("device"),
    });
    Account {
        name: "Ada".into(),
        token: secret("token"),
        leaf: Leaf(secret("leaf")),
        numbers: Some(vec![Leaf(secret("number"))]),
        key: key("key"),
        unseen: key("unseen"),
        option: Some(key("option")),
        list: vec![key("list")],
        boxed: Box::new(key("boxed")),
        shared: Arc::new(key("shared")),
        deep: Some(vec![Arc::new(key("deep"))]),
        queue: [key("queue")].into(),
        ordered: [key("set"), key("set too")].into(),
        hashed: [key("hashed"), key("hashed too")].into(),
        sorted: [("a".into(), key("sorted"))].into(),
        map: [("a".into(), key("map"))].into(),
        array: [key("array"), key("array too")],
        pair: (1, key("pair")),
        loaded: Loadable::ready(key("loaded")),
        devices,
        folder: folder(BTreeMap::from([("in".to_owned(), folder(BTreeMap::new()))])),
        page: Page {
            number: 1,
            rows: vec![key("row")],
            first: Some(key("first")),
        },
        login: Login::Asked(secret("asked"), 3),
        logins: vec![
            Login::Out,
            Login::In(key("in")),
            Login::Answered {
                code: secret("answered"),
                leaf: Leaf(secret("answer")),
            },
        ],
        tuple: Tuple(2, secret("tuple"), key("in tuple")),
    }
}

#[derive(Debug, thiserror::Error)]
#[error("no")]
struct No;

#[actions]
impl Account {
    pub fn sign_in(&mut self, name: String, #[secret] token: String) -> usize {
        self.name = name;
        self.token = token;
        self.token.len()
    }

    pub fn give(&mut self, key: Key, keys: Vec<Key>, f: u32) {
        self.key = key;
        self.list = keys;
        self.page.number = f;
    }

    pub fn hide(&mut self, cx: &mut Cx<Self>, #[secret] leaf: Leaf, f: u32) -> Result<(), No> {
        cx.effect("hide", |_| async {});
        self.leaf = leaf;
        (f > 0).then_some(()).ok_or(No)
    }

    pub fn clear(&mut self) {}
}

#[test]
fn a_state_is_written_down_and_printed_without_what_is_secret() {
    let store = Store::new(account());
    let texts = written(&store);
    assert_told_nothing(&texts);
    // What is no secret is there, and the store keeps everything.
    let names = [
        "Ada",
        "unseen",
        "deep",
        "hashed too",
        "device",
        "folder",
        "row",
        "first",
        "in tuple",
    ];
    for name in names {
        assert!(texts.contains(name), "{name}: {texts}");
    }
    assert_eq!(**store.snapshot().state(), account());
    let read = Schema::<Account>::version(1);
    let read = read.read(&read.write(&store.snapshot()).unwrap()).unwrap();
    assert_eq!((&*read.token, &*read.shared.value), ("", ""));
    assert_eq!(read.login, Login::Asked(String::new(), 3));
}

#[test]
fn nothing_that_happens_to_a_store_tells_it() {
    let test = TestEnvironment::default();
    let (store, told, listener) = telling(account(), &test);
    store.sign_in("Bob".into(), secret("new"));
    store.give(key("given"), vec![key("and given")], 4);
    store.hide(Leaf(secret("hidden")), 1);
    store.hide(Leaf(secret("refused")), 0);
    store.clear();
    assert_eq!(store.token().get(), secret("new"));
    store.token().set(secret("written"));
    store.update(|account| account.boxed.value = secret("updated"));
    store.transaction(|all| {
        all.sign_in("Cay".into(), secret("in a batch"));
        all.token().set(secret("in it too"));
    });
    store.submit(Change::restore(account())).done().unwrap();
    store.reset_state();
    test.effects.run();
    let told = told.take();
    assert_told_nothing(&told);
    assert!(told.contains(r#"SignIn { name: "Bob", token: … }"#) || !cfg!(debug_assertions));
    assert!(
        told.contains(r#"{"sign_in":{"name":"Bob","token":""}}"#),
        "{told}"
    );
    let reports = format!("{:?}", test.reports.take());
    assert_told_nothing(&reports);
    assert_told_nothing(&written(&store));
    drop(listener);
}

#[test]
fn the_debug_form_of_an_action_does_not_show_it_either() {
    let shown = [
        AccountAction::SignIn {
            name: "Ada".into(),
            token: secret("token"),
        },
        AccountAction::Hide {
            leaf: Leaf(secret("leaf")),
            f: 2,
        },
        AccountAction::Clear,
    ];
    assert_eq!(
        format!("{shown:?}"),
        r#"[SignIn { name: "Ada", token: … }, Hide { leaf: …, f: 2 }, Clear]"#
    );
}

#[test]
fn a_record_done_again_comes_to_the_default() {
    let store = Store::new(Account::default());
    let records = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&records);
    let listener = store.subscribe(move |commit| kept.lock().unwrap().push(Record::of(commit)));
    store.sign_in("Ada".into(), secret("token"));
    store.token().set(secret("written"));
    let records = records.lock().unwrap();
    assert_told_nothing(&format!("{records:?}"));
    let again = Store::new(Account::default());
    for record in &*records {
        assert!(again.submit(record.replay()).is_done());
    }
    assert!(matches!(&records[0].change, RecordedChange::Action(_)));
    assert_eq!(
        (again.name().get(), again.token().get()),
        ("Ada".into(), String::new())
    );
    drop(listener);
}

#[test]
fn a_refusal_does_not_tell_it() {
    let test = TestEnvironment::default();
    let store = Store::in_environment(account(), test.environment());
    let store = store.layer(Validate::new(|account: &Account| {
        (account.token.len() < 3)
            .then_some(())
            .ok_or("too long a token")
    }));
    store.sign_in("Ada".into(), secret("token"));
    let reports = test.reports.take();
    assert_eq!(reports.len(), 1);
    assert_told_nothing(&reports.concat());
}

#[derive(Clone, Debug, State, Serialize, Deserialize)]
struct Shop {
    #[state(slice)]
    account: Account,
    #[state(slice)]
    by_name: HashMap<String, Account>,
    #[state(slice)]
    guest: Option<Account>,
}

#[actions(slices(account: Account, by_name: HashMap<String, Account>, guest: Option<Account>))]
impl Shop {
    pub fn open(&mut self) {}
}

#[test]
fn slices_pass_it_on() {
    let test = TestEnvironment::default();
    let shop = Shop {
        account: account(),
        by_name: [("a".to_owned(), account())].into(),
        guest: Some(account()),
    };
    let (shop, told, listener) = telling(shop, &test);
    let shop = shop.layer_on(|shop| shop.account(), Tell(told.clone()));
    shop.open();
    shop.account().sign_in("Ada".into(), secret("slice"));
    shop.by_name()
        .at("a".into())
        .sign_in("Bob".into(), secret("row"));
    shop.guest()
        .some()
        .give(key("guest"), vec![key("guest too")], 1);
    let one = shop.account().to_store();
    one.sign_in("Cay".into(), secret("followed"));
    one.token().set(secret("set"));
    one.reset_state();
    let told = told.take();
    assert_told_nothing(&told);
    assert_told_nothing(&written(&shop));
    assert!(
        told.contains(r#"{"account":{"sign_in":{"name":"Ada","token":""}}}"#),
        "{told}"
    );
    drop(listener);
}

/// A container of one's own.
#[derive(Clone, Debug, PartialEq)]
struct Cell<T>(T);

impl<T: Redact> Redact for Cell<T> {
    fn has_secrets(looked: &mut Looked) -> bool {
        T::has_secrets(looked)
    }

    fn redact(&mut self) {
        self.0.redact();
    }
}

#[derive(Clone, Debug, State)]
struct Cells {
    one: Cell<Key>,
    either: Result<Key, Key>,
    counted: Rc<Key>,
    plain: (u8, f64, Leaf),
    text: Cow<'static, str>,
}

#[test]
fn containers_of_ones_own_and_of_local_stores_are_looked_into() {
    let cells = Cells {
        one: Cell(key("cell")),
        either: Err(key("error")),
        counted: Rc::new(key("counted")),
        plain: (1, 2.0, Leaf("leaf".into())),
        text: "text".into(),
    };
    assert_told_nothing(&format!("{:?}", redacted(&cells)));
    let either = Cells {
        either: Ok(key("ok")),
        ..cells
    };
    assert_told_nothing(&format!("{:?}", redacted(&either)));
    // Collections as whole states.
    assert_told_nothing(&format!("{:?}", redacted(&vec![key("list")])));
    assert_told_nothing(&format!("{:?}", redacted(&Some(key("option")))));
    let map = BTreeMap::from([(1, key("map"))]);
    assert_told_nothing(&format!("{:?}", redacted(&map)));
    let hashed = HashMap::from([(1, key("map"))]);
    assert_told_nothing(&format!("{:?}", redacted(&hashed)));
    let mut devices = Entities::<Device>::new();
    devices.add(Device {
        id: 1,
        key: key("device"),
    });
    assert_told_nothing(&format!("{:?}", redacted(&devices)));
}

#[test]
fn where_nothing_is_secret_nothing_is_copied() {
    #[derive(Clone, State)]
    struct Plain {
        list: Vec<Leaf>,
        inner: Option<Box<Plain>>,
    }
    let plain = Plain {
        list: vec![Leaf("a".into())],
        inner: None,
    };
    assert!(matches!(redacted(&plain), Cow::Borrowed(_)));
    assert!(matches!(redacted(&account()), Cow::Owned(_)));
    assert!(plain.inner.is_none() && plain.list.len() == 1);
    // What others hold too stays as it is.
    let whole: Arc<Account> = Arc::new(account());
    let shown = redacted(&*whole);
    assert_eq!(whole.shared.value, secret("shared"));
    assert_eq!(shown.shared.value, "");
}
