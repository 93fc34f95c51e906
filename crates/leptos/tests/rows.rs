//! Rows of a store as Leptos values: which effects run for which change, counted.

mod common;

use std::collections::BTreeMap;

use common::{owner, watch, Count};
use leptos::prelude::*;
use leptos_state::prelude::*;
use leptos_state::Gone;

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Table {
    #[state(key = id)]
    rows: Vec<Row>,
    selected: Option<Row>,
    by_name: BTreeMap<String, Row>,
    clicks: u32,
}

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Row {
    id: u32,
    label: String,
    done: bool,
}

#[actions]
impl Table {
    fn rename(&mut self, id: u32, label: String) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.id == id) {
            row.label = label;
        }
    }

    fn push(&mut self, id: u32) {
        self.rows.push(row(id));
    }

    fn swap(&mut self, a: usize, b: usize) {
        self.rows.swap(a, b);
    }

    fn remove(&mut self, id: u32) {
        self.rows.retain(|row| row.id != id);
    }

    fn click(&mut self) {
        self.clicks += 1;
    }
}

fn row(id: u32) -> Row {
    Row {
        id,
        label: format!("row {id}"),
        done: false,
    }
}

fn table(n: u32) -> Store<Table> {
    Store::new(Table {
        rows: (0..n).map(row).collect(),
        ..Table::default()
    })
}

/// Effects that read the keys, and each row's label.
fn read_all(table: Store<Table>, n: u32) -> (Count, Vec<Count>) {
    let keys = watch(move || table.rows().keys());
    let labels = (0..n)
        .map(|id| watch(move || table.rows().at(id).label().get()))
        .collect();
    (keys, labels)
}

fn take(labels: &[Count]) -> usize {
    labels.iter().map(Count::take).sum()
}

#[test]
fn of_a_thousand_rows_those_run_whose_value_differs() {
    const N: u32 = 1_000;
    let _owner = owner();
    let table = table(N);
    let (keys, labels) = read_all(table, N);
    assert_eq!((keys.take(), take(&labels)), (1, N as usize));
    assert_eq!(table.listener_count(), N as usize + 1);

    table.rename(500, "x".into());
    assert_eq!((keys.take(), labels[500].take(), take(&labels)), (0, 1, 0));
    table.rows().at(7).label().set("y".into());
    assert_eq!((keys.take(), labels[7].take(), take(&labels)), (0, 1, 0));
    table.push(N);
    assert_eq!((keys.take(), take(&labels)), (1, 0));
    table.swap(1, 998);
    assert_eq!((keys.take(), take(&labels)), (1, 0));
    table.remove(3);
    assert_eq!((keys.take(), labels[3].take(), take(&labels)), (1, 1, 0));
    table.rows().at(9).done().set(true);
    table.click();
    assert_eq!((keys.take(), take(&labels)), (0, 0));
}

#[test]
fn effects_that_are_gone_leave_nothing_behind() {
    let owner = owner();
    let table = table(100);
    let child = owner.child();
    let (keys, labels) = child.with(|| read_all(table, 100));
    for n in 0..50 {
        table.rename(n, "x".into());
        table.swap(0, 99);
    }
    assert_eq!(
        table.listener_count(),
        101,
        "an effect that runs again is the same reader"
    );
    keys.take();
    take(&labels);
    child.cleanup();
    assert_eq!(table.listener_count(), 0);
    table.push(100);
    assert_eq!((keys.take(), take(&labels)), (0, 0));
}

#[test]
fn the_readers_of_one_place_share_a_watcher() {
    let _owner = owner();
    let table = table(3);
    let readers: Vec<Count> = (0..10)
        .map(|_| watch(move || table.rows().at(1).label().get()))
        .collect();
    assert_eq!(table.listener_count(), 1);
    take(&readers);
    table.rename(1, "x".into());
    assert_eq!(take(&readers), 10);
}

#[test]
fn a_row_that_is_gone_is_none_or_a_default() {
    let _owner = owner();
    let table = table(3);
    let label = table.rows().at(1).label();
    let or = label.or("gone".into());
    assert_eq!(label.get().as_deref(), Some("row 1"));
    assert_eq!(label.with(|label| label.as_ref().map(String::len)), Some(5));
    assert_eq!(*or.read(), "row 1");
    or.update(|label| label.push('!'));
    or.write().push('?');
    assert_eq!(label.get_untracked().as_deref(), Some("row 1!?"));

    let signal: Signal<Option<String>> = label.into();
    let total: Signal<String> = or.clone().into();
    let seen = watch(move || (signal.get(), total.get()));
    seen.take();
    table.remove(1);
    assert_eq!(seen.take(), 1);
    assert_eq!((label.get(), or.get()), (None, "gone".to_owned()));
    assert_eq!((signal.get(), total.get()), (None, "gone".to_owned()));
    assert_eq!(
        label.try_set("x".into()),
        Outcome::Failed(Gone::at(&"rows[1].label"))
    );
    assert_eq!(
        format!("{:?} {:?} {label}", label.read(), or.read()),
        "None \"gone\" rows[1].label"
    );
    assert_eq!(table.rows().keys(), [0, 2]);
}

#[test]
fn options_and_maps_are_read_finely_too() {
    let _owner = owner();
    let table = table(1);
    let selected = watch(move || table.selected().some().label().get());
    let named = watch(move || table.by_name().at("a".into()).label().get());
    let names = watch(move || table.by_name().keys());
    let counts = move |selected: &Count, named: &Count, names: &Count| {
        (selected.take(), named.take(), names.take())
    };
    counts(&selected, &named, &names);
    table.selected().set(Some(row(7)));
    assert_eq!(counts(&selected, &named, &names), (1, 0, 0));
    table.selected().some().done().set(true);
    assert_eq!(counts(&selected, &named, &names), (0, 0, 0));
    table
        .by_name()
        .update(|by_name| drop(by_name.insert("a".into(), row(1))));
    assert_eq!(counts(&selected, &named, &names), (0, 1, 1));
    table.by_name().at("a".into()).label().set("x".into());
    assert_eq!(counts(&selected, &named, &names), (0, 1, 0));
}

#[test]
fn a_local_store_s_rows_are_read_as_any() {
    let _owner = owner();
    let table = Store::new_local(Table {
        rows: vec![row(1)],
        ..Table::default()
    });
    let label = watch(move || table.rows().at(1).label().get());
    label.take();
    table.rename(1, "x".into());
    assert_eq!(label.take(), 1);
}

#[test]
fn a_store_of_a_collection_has_rows() {
    let _owner = owner();
    let numbers = Store::new(vec![1_i32, 2]);
    let scores = Store::new(BTreeMap::from([("a", 1_i32)]));
    let second = watch(move || numbers.index(1).get());
    let keys = watch(move || scores.keys());
    second.take();
    keys.take();
    numbers.index(0).set(7);
    scores.at("a").set(7);
    assert_eq!((second.take(), keys.take()), (0, 0));
    numbers.index(1).set(7);
    scores.update(|scores| scores.extend([("b", 2)]));
    assert_eq!((second.take(), keys.take()), (1, 1));
    assert_eq!(scores.keys(), ["a", "b"]);
}
