//! Random changes to entities do what they do to a plain list, and who watches is told of exactly what differs.
//!
//! The seed is printed when a run fails; `SEED=n` repeats it, `ROUNDS=n` runs more.

use std::cmp::Ordering;
use std::collections::hash_map::RandomState;
use std::fmt::Debug;
use std::hash::{BuildHasher, Hasher};
use std::sync::{Arc, Mutex};

use fastrand::Rng;
use leptos_state_core::entities::{Entities, Insertion, Order};
use leptos_state_core::{Change, Snapshot, Store, Subscription};
use leptos_state_macros::{actions, State};

#[derive(Clone, Debug, PartialEq, State)]
struct Item {
    #[state(id)]
    id: u16,
    text: u8,
    parts: Entities<Part>,
}

#[derive(Clone, Debug, PartialEq, State)]
struct Part {
    #[state(id)]
    id: u16,
    size: u8,
}

/// Sorted by text.
#[derive(Debug)]
enum ByText {}

impl Order<Item> for ByText {
    fn compare(a: &Item, b: &Item) -> Ordering {
        a.text.cmp(&b.text)
    }
}

/// The same done to a list, the plain way.
trait Listed: Order<Item> + Debug {
    /// Puts a row where it belongs.
    fn put(list: &mut Vec<Item>, item: Item);

    /// Brings a row that was changed to where it belongs.
    fn settle(list: &mut Vec<Item>, at: usize);

    /// Changes the order at random, if that can be.
    fn rearrange(entities: &mut Entities<Item, Self>, list: &mut Vec<Item>, rng: &mut Rng)
    where
        Self: Sized;
}

impl Listed for Insertion {
    fn put(list: &mut Vec<Item>, item: Item) {
        list.push(item);
    }

    fn settle(_: &mut Vec<Item>, _: usize) {}

    fn rearrange(entities: &mut Entities<Item>, list: &mut Vec<Item>, rng: &mut Rng) {
        if list.is_empty() {
            assert!(!entities.swap(&0, &1));
            assert!(!entities.move_to(&0, 0));
            return;
        }
        let (a, b) = (rng.usize(0..list.len()), rng.usize(0..list.len()));
        match rng.u8(0..16) {
            0..5 => {
                assert!(entities.swap(&list[a].id, &list[b].id));
                list.swap(a, b);
            }
            5..10 => {
                assert!(entities.move_to(&list[a].id, b));
                let item = list.remove(a);
                list.insert(b, item);
            }
            // Again and again to one place, so that there is no room left there.
            10..15 => {
                let place = b.min(3);
                for _ in 0..rng.usize(0..80) {
                    let last = list.len() - 1;
                    assert!(entities.move_to(&list[last].id, place));
                    let item = list.remove(last);
                    list.insert(place.min(last), item);
                }
            }
            _ => {
                entities.sort_by(|a, b| a.text.cmp(&b.text));
                list.sort_by_key(|row| row.text);
            }
        }
    }
}

impl Listed for ByText {
    fn put(list: &mut Vec<Item>, item: Item) {
        let at = list.partition_point(|other| other.text <= item.text);
        list.insert(at, item);
    }

    fn settle(list: &mut Vec<Item>, at: usize) {
        let text = list[at].text;
        let before = at == 0 || list[at - 1].text <= text;
        if !before || list.get(at + 1).is_some_and(|next| next.text < text) {
            let item = list.remove(at);
            Self::put(list, item);
        }
    }

    fn rearrange(_: &mut Entities<Item, Self>, _: &mut Vec<Item>, _: &mut Rng) {}
}

fn item(rng: &mut Rng, id: u16) -> Item {
    let parts = (0..rng.u16(0..3)).map(|id| Part {
        id,
        size: rng.u8(0..3),
    });
    Item {
        id,
        parts: parts.collect(),
        text: rng.u8(0..8),
    }
}

fn items(rng: &mut Rng, keys: u16, most: usize) -> Vec<Item> {
    (0..rng.usize(0..=most))
        .map(|_| {
            let id = rng.u16(0..keys);
            item(rng, id)
        })
        .collect()
}

fn find(list: &[Item], id: u16) -> Option<usize> {
    list.iter().position(|item| item.id == id)
}

fn set<O: Listed>(list: &mut Vec<Item>, item: Item) -> Option<Item> {
    match find(list, item.id) {
        Some(at) => {
            let before = std::mem::replace(&mut list[at], item);
            O::settle(list, at);
            Some(before)
        }
        None => {
            O::put(list, item);
            None
        }
    }
}

/// Gives an item a key that another may have.
fn rekey<O: Listed>(list: &mut Vec<Item>, id: u16, new: u16) {
    if let Some(at) = find(list, id) {
        list[at].id = new;
        if id != new {
            let mut at_most = 0..;
            list.retain(|item| {
                let place = at_most.next();
                place == Some(at) || item.id != new
            });
        }
    }
}

fn scramble<O: Listed>(
    entities: &mut Entities<Item, O>,
    list: &mut Vec<Item>,
    rng: &mut Rng,
    keys: u16,
) {
    let id = rng.u16(0..keys);
    match rng.u8(0..17) {
        0 => {
            let item = item(rng, id);
            let is_new = find(list, id).is_none();
            if is_new {
                O::put(list, item.clone());
            }
            assert_eq!(entities.add(item), is_new);
        }
        1 | 2 => {
            let item = item(rng, id);
            assert_eq!(entities.set(item.clone()), set::<O>(list, item));
        }
        3 => {
            let many = items(rng, keys, 200);
            let before = list.len();
            for item in many.clone() {
                set::<O>(list, item);
            }
            assert_eq!(entities.set_many(many), list.len() - before);
        }
        4 => {
            let many = items(rng, keys, 200);
            let before = list.len();
            for item in many.clone() {
                if find(list, item.id).is_none() {
                    O::put(list, item);
                }
            }
            assert_eq!(entities.add_many(many), list.len() - before);
        }
        5 if rng.u8(0..4) == 0 => {
            let many = items(rng, keys, 2 * usize::from(keys));
            list.clear();
            for item in many.clone() {
                match find(list, item.id) {
                    Some(at) => list[at] = item,
                    None => list.push(item),
                }
            }
            let unsorted = std::mem::take(list);
            unsorted.into_iter().for_each(|item| O::put(list, item));
            assert_eq!(entities.set_all(many), list.len());
        }
        6 | 7 => {
            let (text, at) = (rng.u8(0..8), find(list, id));
            let changed = entities.update(&id, |item| std::mem::replace(&mut item.text, text));
            assert_eq!(changed, at.map(|at| list[at].text));
            if let Some(at) = at {
                list[at].text = text;
                O::settle(list, at);
            }
        }
        8 => {
            let new = rng.u16(0..keys);
            let changed = entities.update(&id, |item| item.id = new);
            assert_eq!(changed.is_some(), find(list, id).is_some());
            rekey::<O>(list, id, new);
        }
        9 => {
            let item = item(rng, id);
            let at = find(list, id);
            let is_new = entities.upsert(item.clone(), |there, new| there.parts = new.parts);
            assert_eq!(is_new, at.is_none());
            match at {
                Some(at) => list[at].parts = item.parts,
                None => O::put(list, item),
            }
        }
        10 | 11 => {
            let removed = find(list, id).map(|at| list.remove(at));
            assert_eq!(entities.remove(&id), removed);
        }
        12 => {
            let ids: Vec<u16> = (0..rng.usize(0..100)).map(|_| rng.u16(0..keys)).collect();
            let before = list.len();
            list.retain(|item| !ids.contains(&item.id));
            assert_eq!(entities.remove_many(&ids), before - list.len());
        }
        13 => {
            let (part, text) = (rng.u16(2..6), rng.u8(0..8));
            let keep = |item: &Item| item.id % part != 1 && item.text != text;
            let before = list.len();
            list.retain(keep);
            assert_eq!(entities.retain(keep), before - list.len());
        }
        14 if rng.u8(0..8) == 0 => {
            assert_eq!(entities.remove_all(), list.len());
            list.clear();
        }
        _ => O::rearrange(entities, list, rng),
    }
}

fn assert_equal<O>(entities: &Entities<Item, O>, list: &[Item], rng: &mut Rng, keys: u16) {
    assert_eq!(
        (entities.len(), entities.is_empty()),
        (list.len(), list.is_empty())
    );
    assert!(entities.iter().eq(list));
    assert!(entities.keys().eq(list.iter().map(|item| &item.id)));
    assert!(entities.iter().rev().eq(list.iter().rev()));
    assert_eq!(
        (entities.first(), entities.last()),
        (list.first(), list.last())
    );
    for _ in 0..4 {
        let id = rng.u16(0..keys);
        let at = find(list, id);
        assert_eq!(entities.position(&id), at);
        assert_eq!(entities.get(&id), at.map(|at| &list[at]));
        let (skip, take) = (rng.usize(0..=list.len() + 2), rng.usize(0..50));
        assert_eq!(entities.nth(skip), list.get(skip));
        let part = entities.iter().skip(skip).take(take);
        assert!(part.eq(list.iter().skip(skip).take(take)));
        let (mut both, mut both_of_list) = (entities.iter(), list.iter());
        for _ in 0..20 {
            match rng.u8(0..3) {
                0 => assert_eq!(both.next(), both_of_list.next()),
                1 => assert_eq!(both.next_back(), both_of_list.next_back()),
                _ => {
                    let n = rng.usize(0..list.len() / 4 + 2);
                    assert_eq!(both.nth(n), both_of_list.nth(n));
                }
            }
            assert_eq!(both.len(), both_of_list.len());
        }
    }
}

fn run_plain<O: Listed>(seed: u64) {
    let mut rng = Rng::with_seed(seed);
    let keys = [8, 60, 3_000][rng.usize(0..3)];
    let mut entities: Entities<Item, O> = Entities::default();
    let mut list: Vec<Item> = Vec::new();
    let mut copies: Vec<(Entities<Item, O>, Vec<Item>)> = Vec::new();
    for step in 0..if cfg!(miri) { 20 } else { 150 } {
        scramble(&mut entities, &mut list, &mut rng, keys);
        assert_equal(&entities, &list, &mut rng, keys);
        match rng.u8(0..12) {
            0 => copies.push((entities.clone(), list.clone())),
            1 if !copies.is_empty() => {
                (entities, list) = copies.swap_remove(rng.usize(0..copies.len()));
            }
            _ => {}
        }
        for (copy, of) in &copies {
            assert!(
                copy.iter().eq(of),
                "SEED={seed}, step {step}: a copy changed"
            );
            assert_eq!(*copy == entities, *of == list, "SEED={seed}, step {step}");
        }
        let again: Entities<Item, O> = list.iter().cloned().collect();
        assert_eq!(again, entities, "SEED={seed}, step {step}");
    }
    assert_eq!(entities.into_iter().collect::<Vec<_>>(), list);
}

/// A state, with plain lists of what its entities should be.
#[derive(Clone, Default, State)]
struct World {
    items: Entities<Item>,
    sorted: Entities<Item, ByText>,
    #[state(skip)]
    plain_items: Vec<Item>,
    #[state(skip)]
    plain_sorted: Vec<Item>,
}

#[actions(no_serde)]
impl World {
    fn scramble(&mut self, seed: u64) {
        let mut rng = Rng::with_seed(seed);
        for _ in 0..rng.u8(1..3) {
            if rng.bool() {
                scramble(&mut self.items, &mut self.plain_items, &mut rng, KEYS);
            } else {
                scramble(&mut self.sorted, &mut self.plain_sorted, &mut rng, KEYS);
            }
        }
    }

    fn fail(&mut self, seed: u64) -> Result<(), String> {
        self.scramble(seed);
        Err("it does".to_owned())
    }
}

/// Few, so that what is watched is often there.
const KEYS: u16 = 8;

/// Who was told, in order.
type Told = Arc<Mutex<Vec<usize>>>;

struct Watcher {
    number: usize,
    /// How many rows deep it looks.
    depth: u32,
    /// What it watches, printed.
    read: Box<dyn Fn(&World) -> String>,
    last: String,
    _subscription: Subscription,
}

fn by_id(list: &[Item], id: u16) -> Option<&Item> {
    list.iter().find(|item| item.id == id)
}

/// Watches something at random.
fn watch(store: &Store<World>, rng: &mut Rng, number: usize, told: &Told) -> Watcher {
    let told = Arc::clone(told);
    let note = move || told.lock().unwrap().push(number);
    let (key, other) = (rng.u16(0..KEYS), rng.u16(0..3));
    macro_rules! watch {
        ($depth:expr, $handle:expr, $read:expr) => {{
            let read = $read;
            let read: Box<dyn Fn(&World) -> String> = Box::new(move |w| format!("{:?}", read(w)));
            ($depth, $handle.watch(move |_| note()), read)
        }};
    }
    macro_rules! watch_keys {
        ($depth:expr, $of:ty, $handle:expr, $read:expr) => {{
            let read = $read;
            let read: Box<dyn Fn(&World) -> String> = Box::new(move |w| format!("{:?}", read(w)));
            let path = $handle.as_path().clone();
            (
                $depth,
                store.watch_keys::<_, $of, _>(path, move |_| note()),
                read,
            )
        }};
    }
    let ids = |list: &[Item]| list.iter().map(|item| item.id).collect::<Vec<_>>();
    let parts = |item: Option<&Item>| {
        item.map_or_else(Vec::new, |item| item.parts.keys().copied().collect())
    };
    let part = move |item: Option<&Item>| Some(item?.parts.get(&other)?.size);
    let (depth, subscription, read) = match rng.u8(0..14) {
        0 | 1 => watch!(1, store.items().at(key).text(), move |w: &World| {
            by_id(&w.plain_items, key).map(|item| item.text)
        }),
        2 | 3 => watch!(1, store.sorted().at(key).text(), move |w: &World| {
            by_id(&w.plain_sorted, key).map(|item| item.text)
        }),
        4 => watch!(1, store.items().at(key), move |w: &World| {
            by_id(&w.plain_items, key).cloned()
        }),
        5 => watch!(
            2,
            store.items().at(key).parts().at(other).size(),
            move |w: &World| { part(by_id(&w.plain_items, key)) }
        ),
        6 => watch!(
            2,
            store.sorted().at(key).parts().at(other).size(),
            move |w: &World| { part(by_id(&w.plain_sorted, key)) }
        ),
        7 => watch_keys!(
            1,
            Entities<Part>,
            store.items().at(key).parts(),
            move |w: &World| { parts(by_id(&w.plain_items, key)) }
        ),
        8 => watch!(0, store.items(), |w: &World| w.plain_items.clone()),
        9 => watch!(0, store.sorted(), |w: &World| w.plain_sorted.clone()),
        10 | 11 => watch_keys!(0, Entities<Item, ByText>, store.sorted(), move |w: &World| {
            ids(&w.plain_sorted)
        }),
        _ => watch_keys!(0, Entities<Item>, store.items(), move |w: &World| {
            ids(&w.plain_items)
        }),
    };
    Watcher {
        number,
        depth,
        last: read(&store.snapshot()),
        read,
        _subscription: subscription,
    }
}

/// Does to the plain lists what was done through a handle.
fn bring_up_to_date(store: &Store<World>) {
    store.update(|world| {
        world.plain_items = world.items.iter().cloned().collect();
        world.plain_sorted = world.sorted.iter().cloned().collect();
        assert!(world.plain_sorted.is_sorted_by_key(|item| item.text));
    });
}

/// Makes a change of any kind.
fn change(store: &Store<World>, rng: &mut Rng, before: &mut Vec<Snapshot<World>>) {
    let (key, other) = (rng.u16(0..KEYS), rng.u16(0..KEYS));
    match rng.u8(0..14) {
        0..6 => store.scramble(rng.u64(..)),
        6 => assert!(!store.try_fail(rng.u64(..)).is_done()),
        7 => drop(store.items().at(key).text().try_set(rng.u8(0..8))),
        8 => drop(store.sorted().at(key).text().try_set(rng.u8(0..8))),
        9 => drop(store.sorted().at(key).id().try_set(other)),
        10 => drop(
            store
                .items()
                .at(key)
                .parts()
                .at(other % 3)
                .id()
                .try_set(key % 3),
        ),
        11 => {
            let equal = World {
                items: store.snapshot().items.iter().cloned().collect(),
                ..World::clone(&store.snapshot())
            };
            assert!(store.submit(Change::restore(equal)).is_done());
        }
        12 => match rng.choice(&mut *before) {
            Some(old) => assert!(store.submit(Change::restore(old.state().clone())).is_done()),
            None => before.push(store.snapshot()),
        },
        _ => store.reset_state(),
    }
    if rng.u8(0..8) == 0 {
        before.push(store.snapshot());
    }
}

fn run_watched(seed: u64) {
    let mut rng = Rng::with_seed(seed);
    let mut first = World::default();
    for _ in 0..6 {
        first.scramble(rng.u64(..));
    }
    let store = Store::new(first);
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
        change(&store, &mut rng, &mut before);
        let told = std::mem::take(&mut *told.lock().unwrap());
        bring_up_to_date(&store);
        let now = store.snapshot();
        let mut expected = Vec::new();
        for watcher in &mut watchers {
            let value = (watcher.read)(&now);
            if value != watcher.last {
                expected.push((watcher.depth, watcher.number));
            }
            watcher.last = value;
        }
        expected.sort_unstable();
        let expected: Vec<usize> = expected.into_iter().map(|(_, number)| number).collect();
        assert_eq!(told, expected, "SEED={seed}, step {step}");
    }
    drop(watchers);
    assert_eq!(store.listener_count(), 0, "SEED={seed}");
}

/// Runs with many seeds, or with the one that is asked for.
fn rounds(run: impl Fn(u64)) {
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
        number("ROUNDS").unwrap_or(40)
    };
    println!("SEED={first} and the {rounds} after it");
    for n in 0..rounds {
        run(first.wrapping_add(n));
    }
}

#[test]
fn entities_in_the_order_of_insertion_change_as_a_list_does() {
    rounds(run_plain::<Insertion>);
}

#[test]
fn sorted_entities_change_as_a_sorted_list_does() {
    rounds(run_plain::<ByText>);
}

#[test]
fn exactly_those_whose_value_differs_are_told() {
    rounds(run_watched);
}
