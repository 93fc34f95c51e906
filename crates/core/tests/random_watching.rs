//! Random states, watched paths and changes: those who are told are exactly those whose value differs, in a known order.
//!
//! The seed is printed when a run fails; `SEED=n` repeats it, `ROUNDS=n` runs more.

use std::collections::hash_map::RandomState;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;
use std::hash::{BuildHasher, Hasher};
use std::sync::{Arc, Mutex};

use allocation_counter::measure;
use fastrand::Rng;
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{Change, Root, Snapshot, Store, Subscription};
use leptos_state_macros::{actions, State};

#[derive(Clone, Debug, Default, PartialEq, State)]
struct World {
    title: String,
    pair: Pair,
    shape: Shape,
    choice: Option<Item>,
    list: Vec<Item>,
    #[state(key = id)]
    items: Vec<Item>,
    hashed: HashMap<u8, Item>,
    ordered: BTreeMap<u8, Item>,
    #[state(key = id)]
    shelves: Vec<Shelf>,
}

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Pair(u8, u8);

#[derive(Clone, Debug, Default, PartialEq, State)]
enum Shape {
    #[default]
    Point,
    Circle {
        radius: u8,
        filled: bool,
    },
    Picture(Item),
}

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Item {
    id: u8,
    text: String,
    part: Pair,
}

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Shelf {
    id: u8,
    label: String,
    #[state(key = id)]
    items: Vec<Item>,
}

#[actions(no_serde)]
impl World {
    fn retitle(&mut self, text: String) {
        self.title = text;
    }

    fn rename(&mut self, id: u8, text: String) {
        for item in self.items.iter_mut().filter(|item| item.id == id) {
            item.text = format!("{text} {}", self.pair.0 % 2);
        }
    }

    fn turn(&mut self, shape: Shape) {
        self.shape = shape;
        self.pair.1 = self.pair.1.wrapping_add(1);
    }

    fn everything_at_once(&mut self, seed: u64) {
        let mut rng = Rng::with_seed(seed);
        for _ in 0..4 {
            scramble(self, &mut rng);
        }
    }

    fn fail(&mut self, seed: u64) -> Result<(), String> {
        self.everything_at_once(seed);
        Err("it does".to_owned())
    }
}

const KEYS: u8 = 6;

fn text(rng: &mut Rng) -> String {
    rng.u8(0..3).to_string()
}

fn pair(rng: &mut Rng) -> Pair {
    Pair(rng.u8(0..3), rng.u8(0..3))
}

fn item(rng: &mut Rng, id: u8) -> Item {
    Item {
        id,
        text: text(rng),
        part: pair(rng),
    }
}

fn shape(rng: &mut Rng) -> Shape {
    match rng.u8(0..3) {
        0 => Shape::Point,
        1 => Shape::Circle {
            radius: rng.u8(0..3),
            filled: rng.bool(),
        },
        _ => Shape::Picture(item(rng, 0)),
    }
}

/// Rows with different keys, in any order.
fn items(rng: &mut Rng) -> Vec<Item> {
    let mut keys: Vec<u8> = (0..KEYS).collect();
    rng.shuffle(&mut keys);
    keys.truncate(rng.usize(0..=KEYS.into()));
    keys.into_iter().map(|id| item(rng, id)).collect()
}

/// Puts, takes, moves or changes rows.
fn rearrange(rows: &mut Vec<Item>, rng: &mut Rng) {
    match rng.u8(0..6) {
        0 => *rows = items(rng),
        1 => {
            let unused = (0..KEYS).find(|id| rows.iter().all(|row| row.id != *id));
            if let Some(id) = unused {
                let at = rng.usize(0..=rows.len());
                rows.insert(at, item(rng, id));
            }
        }
        2 if !rows.is_empty() => drop(rows.remove(rng.usize(0..rows.len()))),
        3 if !rows.is_empty() => {
            let n = rows.len();
            rows.swap(rng.usize(0..n), rng.usize(0..n));
        }
        4 => rows.reverse(),
        _ => {
            if let Some(row) = rng.choice(rows) {
                *row = item(rng, row.id);
            }
        }
    }
}

fn scramble(world: &mut World, rng: &mut Rng) {
    match rng.u8(0..9) {
        0 => world.title = text(rng),
        1 => world.pair = pair(rng),
        2 => world.shape = shape(rng),
        3 => world.choice = rng.bool().then(|| item(rng, 0)),
        4 => rearrange(&mut world.list, rng),
        5 => rearrange(&mut world.items, rng),
        6 => world.hashed = items(rng).into_iter().map(|item| (item.id, item)).collect(),
        7 => world.ordered = items(rng).into_iter().map(|item| (item.id, item)).collect(),
        _ => match rng.u8(0..4) {
            0 => {
                let id = rng.u8(0..KEYS);
                if world.shelves.iter().all(|shelf| shelf.id != id) {
                    world.shelves.push(Shelf {
                        id,
                        label: text(rng),
                        items: items(rng),
                    });
                }
            }
            1 if !world.shelves.is_empty() => {
                drop(world.shelves.remove(rng.usize(0..world.shelves.len())));
            }
            2 => rng.shuffle(&mut world.shelves),
            _ => {
                if let Some(shelf) = rng.choice(&mut world.shelves) {
                    rearrange(&mut shelf.items, rng);
                }
            }
        },
    }
}

/// Who was told, in order.
type Told = Arc<Mutex<Vec<usize>>>;

struct Watcher {
    number: usize,
    /// How many rows deep it looks.
    depth: u32,
    /// What it watches, printed.
    read: Box<dyn Fn(&World) -> String>,
    last: String,
    /// Whether it is told of every commit.
    always: bool,
    _subscription: Subscription,
}

fn shown(value: impl Debug) -> String {
    format!("{value:?}")
}

fn by_id<T>(rows: &[T], id: u8, of: impl Fn(&T) -> u8) -> Option<&T> {
    rows.iter().find(|row| of(row) == id)
}

/// Watches something at random.
fn watch(store: &Store<World>, rng: &mut Rng, number: usize, told: &Told) -> Watcher {
    let told = Arc::clone(told);
    let note = move || told.lock().unwrap().push(number);
    let key = rng.u8(0..KEYS);
    let other = rng.u8(0..KEYS);
    let at = usize::from(key);
    /// A watcher of a handle, and what it watches.
    macro_rules! at {
        ($depth:expr, $handle:expr, $read:expr) => {{
            let read: Box<dyn Fn(&World) -> String> = Box::new($read);
            ($depth, $handle.watch(move |_| note()), read)
        }};
    }
    type Read = Box<dyn Fn(&World) -> String>;
    let (depth, subscription, read): (u32, Subscription, Read) = match rng.u8(0..26) {
        0 => at!(0, store.title(), |w| shown(&w.title)),
        1 => at!(0, store.pair(), |w| shown(&w.pair)),
        2 => at!(0, store.pair().field1(), |w| shown(w.pair.1)),
        3 => at!(0, store.shape(), |w| shown(&w.shape)),
        4 => at!(0, store.shape().circle().radius(), |w| match &w.shape {
            Shape::Circle { radius, .. } => shown(Some(radius)),
            _ => shown(None::<u8>),
        }),
        5 => at!(
            0,
            store.shape().picture().part().field0(),
            |w| match &w.shape {
                Shape::Picture(item) => shown(Some(item.part.0)),
                _ => shown(None::<u8>),
            }
        ),
        6 => at!(0, store.choice(), |w| shown(&w.choice)),
        7 => at!(0, store.choice().some().text(), |w| shown(
            w.choice.as_ref().map(|item| &item.text)
        )),
        8 => at!(0, store.list(), |w| shown(&w.list)),
        9 => at!(1, store.list().index(at), move |w| shown(w.list.get(at))),
        10 => at!(1, store.list().index(at).part().field1(), move |w| shown(
            w.list.get(at).map(|item| item.part.1)
        )),
        11 | 12 => at!(1, store.items().at(key).text(), move |w| shown(
            by_id(&w.items, key, |item| item.id).map(|item| &item.text)
        )),
        13 => at!(1, store.items().at(key), move |w| shown(by_id(
            &w.items,
            key,
            |item| item.id
        ))),
        14 => at!(1, store.items().at(key).part().field0(), move |w| shown(
            by_id(&w.items, key, |item| item.id).map(|item| item.part.0)
        )),
        15 => at!(1, store.hashed().at(key).text(), move |w| shown(
            w.hashed.get(&key).map(|item| &item.text)
        )),
        16 => at!(1, store.ordered().at(key).text(), move |w| shown(
            w.ordered.get(&key).map(|item| &item.text)
        )),
        17 => at!(1, store.shelves().at(key).label(), move |w| shown(
            by_id(&w.shelves, key, |shelf| shelf.id).map(|shelf| &shelf.label)
        )),
        18 | 19 => at!(
            2,
            store.shelves().at(key).items().at(other).text(),
            move |w| shown(
                by_id(&w.shelves, key, |shelf| shelf.id)
                    .and_then(|shelf| by_id(&shelf.items, other, |item| item.id))
                    .map(|item| &item.text)
            )
        ),
        20 => at!(
            2,
            store.shelves().at(key).items().index(at),
            move |w| shown(
                by_id(&w.shelves, key, |shelf| shelf.id).and_then(|shelf| shelf.items.get(at))
            )
        ),
        21 => (
            0,
            store.items().watch_keys(move |_| note()),
            Box::new(|w: &World| shown(w.items.iter().map(|item| item.id).collect::<Vec<_>>())),
        ),
        22 => (
            1,
            store.shelves().at(key).items().watch_keys(move |_| note()),
            Box::new(move |w: &World| {
                let shelf = by_id(&w.shelves, key, |shelf| shelf.id);
                let items = shelf.map_or(&[][..], |shelf| &shelf.items);
                shown(items.iter().map(|item| item.id).collect::<Vec<_>>())
            }),
        ),
        23 => (
            0,
            store.watch_keys::<_, HashMap<u8, Item>, _>(*store.hashed().as_path(), move |_| note()),
            Box::new(|w: &World| {
                let mut keys: Vec<u8> = w.hashed.keys().copied().collect();
                keys.sort_unstable();
                shown(keys)
            }),
        ),
        24 => (
            0,
            store.watch_selected(|w| w.items.len() + w.title.len(), move |_| note()),
            Box::new(|w: &World| shown(w.items.len() + w.title.len())),
        ),
        _ => {
            let subscription = store.watch(Root, move |_| note());
            return Watcher {
                number,
                depth: 0,
                read: Box::new(|_| String::new()),
                last: String::new(),
                always: true,
                _subscription: subscription,
            };
        }
    };
    Watcher {
        number,
        depth,
        last: read(&store.snapshot()),
        read,
        always: false,
        _subscription: subscription,
    }
}

/// Makes a change of any kind.
fn change(store: &Store<World>, rng: &mut Rng, before: &mut Vec<Snapshot<World>>) {
    let (key, other) = (rng.u8(0..KEYS), rng.u8(0..KEYS));
    match rng.u8(0..20) {
        0 => store.retitle(text(rng)),
        1 => store.rename(key, text(rng)),
        2 => store.turn(shape(rng)),
        3 => store.everything_at_once(rng.u64(..)),
        4 => assert!(!store.try_fail(rng.u64(..)).is_done()),
        5..=7 => {
            let seed = rng.u64(..);
            store.update(move |world| scramble(world, &mut Rng::with_seed(seed)));
        }
        8 => store.pair().field0().set(rng.u8(0..3)),
        9 => drop(store.items().at(key).text().try_set(text(rng))),
        10 => drop(
            store
                .shelves()
                .at(key)
                .items()
                .at(other)
                .text()
                .try_set(text(rng)),
        ),
        11 => drop(store.list().index(key.into()).part().try_set(pair(rng))),
        12 => drop(store.hashed().at(key).text().try_set(text(rng))),
        13 => drop(store.shape().circle().radius().try_set(rng.u8(0..3))),
        14 => {
            let seed = rng.u64(..);
            store
                .items()
                .update(move |items| rearrange(items, &mut Rng::with_seed(seed)));
        }
        15 => {
            let (title, seed) = (text(rng), rng.u64(..));
            store.transaction(|t| {
                t.retitle(title);
                t.everything_at_once(seed);
                t.pair().field1().set(1);
            });
        }
        16 => {
            let equal = World::clone(&store.snapshot());
            assert!(store.submit(Change::restore(equal)).is_done());
        }
        17 => {
            let same = Arc::clone(store.snapshot().state());
            assert!(store.submit(Change::restore(same)).is_done());
        }
        18 => match rng.choice(&mut *before) {
            Some(old) => assert!(store.submit(Change::restore(old.state().clone())).is_done()),
            None => before.push(store.snapshot()),
        },
        _ => store.reset_state(),
    }
    if rng.u8(0..8) == 0 {
        before.push(store.snapshot());
    }
}

fn run(seed: u64) {
    let mut rng = Rng::with_seed(seed);
    let mut first = World::default();
    for _ in 0..12 {
        scramble(&mut first, &mut rng);
    }
    let test = TestEnvironment::default();
    let store = Store::in_environment(first, test.environment());
    let told = Told::default();
    let mut watchers: Vec<Watcher> = Vec::new();
    let mut before = Vec::new();
    let mut number = 0;
    for step in 0..if cfg!(miri) { 15 } else { 120 } {
        for _ in 0..rng.u8(0..4) {
            watchers.push(watch(&store, &mut rng, number, &told));
            number += 1;
        }
        if rng.u8(0..4) == 0 && !watchers.is_empty() {
            drop(watchers.swap_remove(rng.usize(0..watchers.len())));
        }
        if rng.u8(0..40) == 0 {
            watchers.clear();
        }
        assert_eq!(store.listener_count(), watchers.len());

        let version = store.snapshot().version();
        change(&store, &mut rng, &mut before);
        let now = store.snapshot();
        let mut expected = Vec::new();
        for watcher in &mut watchers {
            let value = (watcher.read)(&now);
            if value != watcher.last || watcher.always && now.version() != version {
                expected.push((watcher.depth, watcher.number));
            }
            watcher.last = value;
        }
        // Restoring the very state that is there touches nothing.
        let told = std::mem::take(&mut *told.lock().unwrap());
        if told.is_empty()
            && expected
                .iter()
                .all(|(_, number)| is_always(&watchers, *number))
        {
            continue;
        }
        expected.sort_unstable();
        let expected: Vec<usize> = expected.into_iter().map(|(_, number)| number).collect();
        assert_eq!(told, expected, "SEED={seed}, step {step}");
    }
    assert_eq!(
        test.reports
            .take()
            .iter()
            .filter(|report| report.contains("touches"))
            .count(),
        0,
        "SEED={seed}: an action touched more than it said"
    );
    drop(watchers);
    assert_eq!(store.listener_count(), 0, "SEED={seed}");
    nothing_stays_behind(&store, &mut rng, seed);
}

fn is_always(watchers: &[Watcher], number: usize) -> bool {
    watchers
        .iter()
        .any(|watcher| watcher.number == number && watcher.always)
}

fn nothing_stays_behind(store: &Store<World>, rng: &mut Rng, seed: u64) {
    let told = Told::default();
    let seed_of_watchers = rng.u64(..);
    let round = || {
        let mut rng = Rng::with_seed(seed_of_watchers);
        let watchers: Vec<Watcher> = (0..40)
            .map(|number| watch(store, &mut rng, number, &told))
            .collect();
        drop(watchers);
        // What the very last one watched may stay until the next commit.
        store.pair().field0().set(0);
    };
    round();
    let kept = measure(round).bytes_current;
    assert_eq!(kept, 0, "SEED={seed}: bytes stayed behind");
}

#[test]
fn exactly_those_whose_value_differs_are_told() {
    let number = |name| {
        std::env::var(name)
            .ok()
            .and_then(|value| value.parse().ok())
    };
    if let Some(seed) = number("SEED") {
        return run(seed);
    }
    let first = RandomState::new().build_hasher().finish();
    let rounds = if cfg!(miri) {
        1
    } else {
        number("ROUNDS").unwrap_or(300)
    };
    println!("SEED={first} and the {rounds} after it");
    for n in 0..rounds {
        run(first.wrapping_add(n));
    }
}
