//! What is stored is written as it always was, is read back as it was, and is refused where it is not what it should be.
//!
//! `GOLDEN=overwrite cargo test -p leptos-state-macros --test golden` writes the files of `tests/golden` anew. A file that
//! exists and changes is a change of what users have stored.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use leptos_state_core::json::{self, Kept};
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{
    Change, Cx, Id, Inputs, Origin, Record, RecordedChange, RowAction, Snapshot, State, Store,
    Timestamp, Version,
};
use leptos_state_macros::{actions, State};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A state with a field of every shape.
#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Shop {
    #[state(key = id)]
    items: Vec<Item>,
    view: View,
    note: Option<String>,
    prices: BTreeMap<String, u64>,
    shelves: BTreeMap<u32, Vec<Id>>,
    place: Place,
    opened: Option<Timestamp>,
    r#type: char,
    #[serde(rename = "vat")]
    tax: f64,
}

#[derive(Clone, Debug, PartialEq, State, Serialize, Deserialize)]
struct Item {
    id: Id,
    title: String,
    amount: u32,
}

/// An enum with a variant of every shape.
#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
enum View {
    #[default]
    List,
    Page(u32),
    Range(i64, i64),
    Search {
        text: String,
        exact: bool,
    },
    #[serde(rename = "as_map")]
    Map,
}

/// A tuple struct.
#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Place(i32, i32);

/// A struct of one field, and one of none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cents(i64);

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Nothing;

#[actions]
impl Shop {
    fn clear(&mut self) {
        self.items.clear();
    }

    fn add(&mut self, cx: &mut Cx<Self>, title: String, amount: u32) -> Id {
        let id = cx.id();
        self.opened = Some(cx.now());
        self.items.push(Item { id, title, amount });
        id
    }

    fn r#move(&mut self, id: Id, r#in: u32) {
        self.shelves.entry(r#in).or_default().push(id);
    }

    fn show(&mut self, view: View) {
        self.view = view;
    }

    fn annotate(&mut self, note: Option<String>) {
        self.note = note;
    }

    fn put(&mut self, items: Vec<Item>) {
        self.items = items;
    }

    fn price(&mut self, prices: BTreeMap<String, u64>, each: BTreeMap<u32, bool>) {
        self.prices = prices;
        self.prices
            .retain(|_, price| !each.contains_key(&u32::try_from(*price).unwrap_or(0)));
    }

    fn settle(&mut self, place: Place, pair: (u8, String), cents: Cents, nothing: Nothing) {
        let Nothing = nothing;
        self.place = place;
        self.note = Some(format!("{pair:?} {cents:?}"));
    }

    fn open(&mut self, at: Timestamp, rate: f64, sign: char, big: u128, unit: ()) {
        let () = unit;
        self.opened = Some(at);
        self.tax = rate;
        self.r#type = sign;
        self.prices
            .insert("big".into(), u64::try_from(big).unwrap_or(u64::MAX));
    }
}

/// Shops as slices.
#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Mall {
    #[state(slice)]
    bakery: Shop,
    #[state(slice, key = id)]
    stalls: Vec<Stall>,
}

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Stall {
    id: u32,
    open: bool,
}

#[actions]
impl Stall {
    fn close(&mut self) {
        self.open = false;
    }
}

#[actions(slices(bakery: Shop, stalls: Vec<Stall>))]
impl Mall {}

/// A state without actions that are interesting, whose snapshot is no object.
#[actions]
impl View {}

fn id(number: u128) -> Id {
    Id::from_u128(number)
}

fn row_action() -> MallAction {
    MallAction::Stalls(RowAction {
        key: 7,
        action: StallAction::Close,
    })
}

fn item() -> Item {
    Item {
        id: id(7),
        title: "milk \"fresh\"\n\u{e9}".into(),
        amount: 2,
    }
}

fn full() -> Shop {
    Shop {
        items: vec![item()],
        view: View::Search {
            text: "m".into(),
            exact: true,
        },
        note: Some("soon".into()),
        prices: BTreeMap::from([("milk".into(), 120), ("".into(), 0)]),
        shelves: BTreeMap::from([(3, vec![id(7)]), (10, Vec::new())]),
        place: Place(-1, 2),
        opened: Some(Timestamp::from_millis(1_700_000_000_000)),
        r#type: 'x',
        tax: 0.1,
    }
}

/// One value: how it is written, how it looks, and how it is read to look so.
struct Shape {
    name: &'static str,
    written: String,
    shown: String,
    read: fn(&str) -> Result<String, json::ReadError>,
}

fn shape<T: Serialize + DeserializeOwned + Debug>(name: &'static str, value: &T) -> Shape {
    Shape {
        name,
        written: json::write(value).expect("it can be written") + "\n",
        shown: format!("{value:?}"),
        read: |text| json::read::<T>(text).map(|value| format!("{value:?}")),
    }
}

/// The records of a store that all kinds of changes are made to.
fn records() -> Vec<Record<Shop>> {
    let test = TestEnvironment::default();
    let shop = Store::in_environment(Shop::default(), test.environment());
    let records = Arc::new(Mutex::new(Vec::new()));
    let recording = shop.subscribe({
        let records = Arc::clone(&records);
        move |commit| records.lock().unwrap().push(Record::of(commit))
    });
    test.clock.advance(Duration::from_millis(1500));
    shop.add("milk".into(), 1);
    shop.items().at(id(1)).amount().set(5);
    shop.update(|shop| shop.tax = 0.5);
    shop.transaction(|t| {
        t.add("bread".into(), 2);
        t.clear();
    });
    shop.transaction(|t| {
        t.add("jam".into(), 3);
        t.note().set(Some("sweet".into()));
    });
    assert!(shop.submit(Change::restore(full())).is_done());
    shop.reset_state();
    let remote = Change::action(ShopAction::Annotate { note: None }).from(Origin::Remote);
    assert!(shop.submit(remote).is_done());
    drop(recording);
    let records = records.lock().unwrap();
    records.clone()
}

/// A snapshot of a store of `state` after one change.
fn snapshot<S: State + Send + Sync>(state: S) -> Snapshot<S> {
    let store = Store::new(state.clone());
    store.update(move |present| *present = state);
    store.snapshot()
}

fn shapes() -> Vec<Shape> {
    let mut shapes = vec![
        shape("action_of_nothing", &ShopAction::Clear),
        shape(
            "action_of_arguments",
            &ShopAction::Add {
                title: "milk".into(),
                amount: 2,
            },
        ),
        shape(
            "action_of_raw_identifiers",
            &ShopAction::Move { id: id(7), r#in: 3 },
        ),
        shape(
            "action_of_a_unit_variant",
            &ShopAction::Show { view: View::List },
        ),
        shape(
            "action_of_a_newtype_variant",
            &ShopAction::Show {
                view: View::Page(4),
            },
        ),
        shape(
            "action_of_a_tuple_variant",
            &ShopAction::Show {
                view: View::Range(-1, 9),
            },
        ),
        shape(
            "action_of_a_struct_variant",
            &ShopAction::Show { view: full().view },
        ),
        shape(
            "action_of_a_renamed_variant",
            &ShopAction::Show { view: View::Map },
        ),
        shape("action_of_none", &ShopAction::Annotate { note: None }),
        shape(
            "action_of_some",
            &ShopAction::Annotate {
                note: Some(String::new()),
            },
        ),
        shape(
            "action_of_a_list",
            &ShopAction::Put {
                items: vec![item(), item()],
            },
        ),
        shape(
            "action_of_maps",
            &ShopAction::Price {
                prices: full().prices,
                each: BTreeMap::from([(1, true)]),
            },
        ),
        shape(
            "action_of_tuples",
            &ShopAction::Settle {
                place: Place(1, -2),
                pair: (3, "p".into()),
                cents: Cents(-4),
                nothing: Nothing,
            },
        ),
        shape(
            "action_of_scalars",
            &ShopAction::Open {
                at: Timestamp::from_millis(5),
                rate: 1e-7,
                sign: '"',
                big: u128::MAX,
                unit: (),
            },
        ),
        shape("action_of_a_slice", &MallAction::Bakery(ShopAction::Clear)),
        shape("action_of_a_row", &row_action()),
        shape("action_kept", &Kept::Known(ShopAction::Clear)),
        shape("state", &full()),
        shape("state_by_default", &Shop::default()),
        shape("snapshot_of_a_struct", &snapshot(full())),
        shape("snapshot_of_an_enum", &snapshot(View::Page(1))),
        shape("snapshot_of_a_tuple_struct", &snapshot(Place(0, 1))),
        shape("snapshot_of_a_unit_struct", &snapshot(Nothing)),
        shape("id", &id(u128::MAX)),
        shape("timestamp", &Timestamp::from_millis(u64::MAX)),
        shape("version", &Version::default()),
        shape("inputs_of_nothing", &Inputs::default()),
        shape("inputs", &records()[0].inputs),
        shape("origin_replay", &Origin::Replay),
        shape("origin_restore", &Origin::Restore),
    ];
    let names = [
        "record_of_an_action",
        "record_of_a_write_to_a_place",
        "record_of_a_closure",
        "record_of_a_batch",
        "record_of_a_batch_with_a_write",
        "record_of_a_restore",
        "record_of_a_reset",
        "record_of_a_remote_action",
    ];
    let records = records();
    assert_eq!(names.len(), records.len());
    let of_records = names.iter().zip(&records);
    shapes.extend(of_records.map(|(name, record)| shape(name, record)));
    shapes
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

#[test]
fn every_shape_is_written_as_it_always_was_and_read_back_equal() {
    let overwrite = std::env::var_os("GOLDEN").is_some_and(|value| value == "overwrite");
    for shape in shapes() {
        let file = folder().join(shape.name).with_extension("json");
        if overwrite {
            fs::write(&file, &shape.written).expect("a golden file can be written");
        }
        let golden = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file:?}: {error}"));
        assert_eq!(shape.written, golden, "{}", shape.name);
        assert_eq!((shape.read)(&golden), Ok(shape.shown), "{}", shape.name);
    }
}

#[test]
fn every_golden_file_is_of_a_shape() {
    let names: BTreeSet<_> = shapes()
        .iter()
        .map(|shape| format!("{}.json", shape.name))
        .collect();
    let files = fs::read_dir(folder()).expect("the golden files can be listed");
    let files: BTreeSet<_> = files
        .map(|file| {
            file.expect("a file")
                .file_name()
                .into_string()
                .expect("a name")
        })
        .collect();
    assert_eq!(files, names);
}

#[test]
fn records_that_were_stored_do_the_same_again() {
    let test = TestEnvironment::default();
    let shop = Store::in_environment(Shop::default(), test.environment());
    let texts = records()
        .into_iter()
        .map(|record| json::write(&record).expect("it can be written"));
    let mut reached = Vec::new();
    for text in texts {
        let record: Record<Shop> = json::read(&text).expect("it can be read");
        let done = shop.submit(record.replay()).done().expect("it is accepted");
        assert_eq!(done.version(), record.version);
        if let RecordedChange::Write { state, .. } | RecordedChange::Restore { state, .. } =
            &record.change
        {
            assert_eq!(shop.snapshot().state(), state);
        }
        reached.push(shop.snapshot().items.len());
    }
    assert_eq!(reached, [1, 1, 1, 0, 1, 1, 0, 0]);
    assert!(test.effects.names().is_empty());
}

#[test]
fn actions_of_slices_are_stored_from_the_root() {
    let mall = Store::new(Mall {
        stalls: vec![Stall { id: 7, open: true }],
        ..Mall::default()
    });
    let records = Arc::new(Mutex::new(Vec::new()));
    let recording = mall.subscribe({
        let records = Arc::clone(&records);
        move |commit| records.lock().unwrap().push(Record::of(commit).change)
    });
    mall.bakery().add("bread".into(), 1);
    mall.stalls().at(7).close();
    drop(recording);
    let records = records.lock().unwrap();
    let written = json::write(&*records).expect("they can be written");
    assert_eq!(
        written,
        r#"[{"action":{"bakery":{"add":{"title":"bread","amount":1}}}},{"action":{"stalls":{"key":7,"action":"close"}}}]"#
    );
    let refused = |text: &str| json::read::<MallAction>(text).expect_err(text).to_string();
    assert_eq!(
        refused(r#"{"bakery":{"add":{"title":"bread","amount":"1"}}}"#),
        "bakery.add.amount: expected u32, found string \"1\""
    );
    assert_eq!(
        refused(r#"{"stalls":{"key":7,"action":"clos"}}"#),
        "stalls.action: unknown variant `clos`, did you mean `close`?"
    );
}

#[test]
fn a_snapshot_that_was_stored_can_be_restored() {
    let shop = Store::new(Shop::default());
    let text =
        fs::read_to_string(folder().join("snapshot_of_a_struct.json")).expect("a golden file");
    let stored: Snapshot<Shop> = json::read(&text).expect("it can be read");
    assert_eq!(stored.version().get(), 1);
    assert!(shop
        .submit(Change::restore(Arc::clone(stored.state())))
        .is_done());
    assert_eq!(*shop.snapshot(), full());
}

#[test]
fn older_and_foreign_actions_are_refused_where_they_differ() {
    let refusals = [
        (r#""clean""#, "unknown variant `clean`, did you mean `clear`?"),
        (
            r#"{"explode":{}}"#,
            "unknown variant `explode`, expected `clear`, `add`, `move`, `show`, `annotate`, `put`, `price`, `settle`, `open`",
        ),
        (r#"{"add":{"title":"milk"}}"#, "add: missing field `amount`"),
        (
            r#"{"add":{"title":"milk","amount":2,"colour":"red"}}"#,
            "add.colour: unknown field `colour`, expected `title`, `amount`",
        ),
        (
            r#"{"add":{"titel":"milk","amount":2}}"#,
            "add.titel: unknown field `titel`, did you mean `title`?",
        ),
        (
            r#"{"add":{"title":"milk","amount":"two"}}"#,
            "add.amount: expected u32, found string \"two\"",
        ),
        (
            r#"{"add":{"title":"milk","amount":-2}}"#,
            "add.amount: expected u32, found integer `-2`",
        ),
        (
            r#"{"add":{"title":"milk","amount":2.5}}"#,
            "add.amount: expected u32, found floating point `2.5`",
        ),
        (
            r#"{"add":{"title":"milk","amount":2,"amount":3}}"#,
            "add: the field `amount` is there twice",
        ),
        (
            r#"{"add":["milk",2]}"#,
            "add: expected struct variant ShopAction::Add, found a list",
        ),
        (
            r#""add""#,
            "expected struct variant, found unit variant",
        ),
        (
            r#"{"clear":{},"add":{}}"#,
            "expected an object with one entry, the name of a variant, found one with 2",
        ),
        (r#"{"clear":7}"#, "clear: expected unit, found integer `7`"),
        ("[0]", "expected enum ShopAction, found a list"),
        (
            r#"{"move":{"id":"seven","in":3}}"#,
            "move.id: UUID parsing failed: invalid character: found `s` at 0",
        ),
        (
            r#"{"show":{"view":{"Search":{"text":"m","exact":1}}}}"#,
            "show.view.Search.exact: expected a boolean, found integer `1`",
        ),
        (
            r#"{"show":{"view":"Map"}}"#,
            "show.view: unknown variant `Map`, expected `List`, `Page`, `Range`, `Search`, `as_map`",
        ),
        (
            r#"{"show":{"view":{"Range":[1,2,3]}}}"#,
            "show.view.Range: expected 2 elements, found 3 elements",
        ),
        (
            r#"{"show":{"view":{"Range":[1]}}}"#,
            "show.view.Range: expected tuple variant View::Range with 2 elements, found 1 elements",
        ),
        (
            r#"{"put":{"items":[{"id":"00000000-0000-0000-0000-000000000007","title":"a","amount":1},{"id":7}]}}"#,
            "put.items[1].id: expected a formatted UUID string, found integer `7`",
        ),
        (
            r#"{"price":{"prices":{"milk":null},"each":{}}}"#,
            "price.prices.milk: expected u64, found null",
        ),
        (
            r#"{"price":{"prices":{},"each":{"one":true}}}"#,
            "price.each.one: expected u32, found string \"one\"",
        ),
        (r#"{"add":{"title":"milk","#, "not JSON: EOF while parsing an object at line 1 column 23"),
        ("", "not JSON: EOF while parsing a value at line 1 column 0"),
        (r#""clear" "clear""#, "not JSON: trailing characters at line 1 column 9"),
    ];
    for (text, expected) in refusals {
        let error = json::read::<ShopAction>(text).expect_err(text);
        assert_eq!(error.to_string(), expected, "{text}");
    }
}

#[test]
fn older_and_foreign_records_and_snapshots_are_refused_where_they_differ() {
    let record = |text: &str| {
        json::read::<Record<Shop>>(text)
            .expect_err(text)
            .to_string()
    };
    let action = |rest: &str| {
        record(&format!(
            r#"{{"version":1,"origin":"local","time":0,"change":{{"action":"clear"}}{rest}}}"#
        ))
    };
    assert_eq!(
        action(r#","by":"ada""#),
        "by: unknown field `by`, expected `version`, `origin`, `time`, `inputs`, `change`"
    );
    assert_eq!(
        action(r#","inputs":{"clock":1}"#),
        "inputs.clock: unknown field `clock`, expected `now`, `ids`"
    );
    assert_eq!(
        record(r#"{"version":1,"origin":"elsewhere","time":0,"change":{"action":"clear"}}"#),
        "origin: unknown variant `elsewhere`, expected `local`, `remote`, `replay`, `restore`"
    );
    assert_eq!(
        record(
            r#"{"version":1,"origin":"local","time":0,"change":{"batch":[{"action":"clear"},{"action":"cleer"}]}}"#
        ),
        "change.batch[1].action: unknown variant `cleer`, did you mean `clear`?"
    );
    assert_eq!(
        record(
            r#"{"version":1,"origin":"local","time":0,"change":{"restore":{"name":"restore"}}}"#
        ),
        "change.restore: missing field `state`"
    );
    let snapshot = |text: &str| {
        json::read::<Snapshot<Place>>(text)
            .expect_err(text)
            .to_string()
    };
    assert_eq!(snapshot(r#"{"version":1}"#), "missing field `state`");
    assert_eq!(
        snapshot(r#"{"version":1,"state":[0,1,2]}"#),
        "state: expected 2 elements, found 3 elements"
    );
    let mut text = json::write(&full()).expect("it can be written");
    text = text.replace("\"vat\"", "\"tax\"");
    assert_eq!(
        json::read::<Shop>(&text).expect_err(&text).to_string(),
        "tax: unknown field `tax`, expected `items`, `view`, `note`, `prices`, `shelves`, `place`, `opened`, `type`, `vat`"
    );
}
