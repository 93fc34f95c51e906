//! Histories do what a list of states does, whichever way they keep them.

use leptos_state_core::layers::{Undo, UndoHandle};
use leptos_state_core::{Layer, Store};
use leptos_state_macros::State;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Sheet {
    rows: Vec<Row>,
    title: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Row {
    id: u32,
    cell: u8,
}

/// Changes a sheet at random, perhaps into an equal one.
fn edit(sheet: &mut Sheet, random: &mut fastrand::Rng) {
    let len = sheet.rows.len();
    match random.u8(0..6) {
        0 => sheet.title = random.alphabetic().to_string(),
        1 if len > 0 => sheet.rows[random.usize(0..len)].cell = random.u8(0..4),
        2 if len > 1 => sheet.rows.swap(random.usize(0..len), random.usize(0..len)),
        3 if len > 0 => drop(sheet.rows.remove(random.usize(0..len))),
        _ => {
            let id = random.u32(0..1_000);
            if sheet.rows.iter().all(|row| row.id != id) {
                sheet
                    .rows
                    .insert(random.usize(0..=len), Row { id, cell: 0 });
            }
        }
    }
}

/// The plainest history.
struct Model {
    states: Vec<Sheet>,
    here: usize,
}

const LIMIT: usize = 7;

impl Model {
    fn push(&mut self, sheet: Sheet) {
        if sheet == self.states[self.here] {
            return;
        }
        self.states.truncate(self.here + 1);
        self.states.push(sheet);
        self.here += 1;
        if self.states.len() > LIMIT + 1 {
            self.states.remove(0);
            self.here -= 1;
        }
    }
}

fn goes<L: Layer<Sheet> + Send + Sync + 'static>(seed: u64, layer: L) {
    let mut random = fastrand::Rng::with_seed(seed);
    let sheet = Store::new(Sheet::default()).layer(layer);
    let undo = Undo::of(&sheet);
    let mut model = Model {
        states: vec![Sheet::default()],
        here: 0,
    };
    for _ in 0..200 {
        let n = random.usize(1..4);
        match random.u8(0..8) {
            0 | 1 => {
                assert_eq!(undo.try_undo_by(n).is_done(), model.here > 0);
                model.here = model.here.saturating_sub(n);
            }
            2 => {
                let last = model.states.len() - 1;
                assert_eq!(undo.try_redo_by(n).is_done(), model.here < last);
                model.here = (model.here + n).min(last);
            }
            3 => {
                model.here = random.usize(0..model.states.len());
                undo.jump(undo.steps()[model.here].id());
            }
            _ => {
                let mut next = (*sheet.snapshot()).clone();
                edit(&mut next, &mut random);
                model.push(next.clone());
                sheet.update(move |sheet| *sheet = next);
            }
        }
        assert_eq!(**sheet.snapshot().state(), model.states[model.here]);
        let redos = model.states.len() - 1 - model.here;
        assert_eq!((undo.undos(), undo.redos()), (model.here, redos));
        assert_eq!(undo.steps().len(), model.states.len());
        assert_eq!(
            (undo.can_undo(), undo.can_redo()),
            (model.here > 0, redos > 0)
        );
    }
}

#[test]
fn a_line_of_states() {
    let seed = fastrand::u64(..);
    println!("seed {seed}");
    for seed in (0..40).map(|n| seed.wrapping_add(n)) {
        goes(seed, Undo::limit(LIMIT));
        goes(seed, Undo::limit(LIMIT).patches());
        let all = |sheet: &Sheet| (sheet.rows.clone(), sheet.title.clone());
        let put = |sheet: &mut Sheet, (rows, title): &(Vec<Row>, String)| {
            sheet.rows.clone_from(rows);
            sheet.title.clone_from(title);
        };
        goes(seed, Undo::limit(LIMIT).part(all, put));
    }
}

/// A tree of states: each with its parent and its number.
fn tree(seed: u64, sheet: &Store<Sheet>, undo: &UndoHandle, limit: usize) {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut states = vec![(undo.position(), None, Sheet::default())];
    for _ in 0..200 {
        if random.u8(0..3) == 0 {
            let there = undo.steps();
            undo.jump(there[random.usize(0..there.len())].id());
        } else {
            let before = (*sheet.snapshot()).clone();
            let mut next = before.clone();
            edit(&mut next, &mut random);
            let parent = undo.position();
            sheet.update({
                let next = next.clone();
                move |sheet| *sheet = next
            });
            if next != before {
                states.push((undo.position(), Some(parent), next));
            }
        }
        let there = undo.steps();
        assert!(there.len() <= limit + 1);
        let kept = |id| states.iter().find(|(other, ..)| *other == id).unwrap();
        let (_, _, present) = kept(undo.position());
        assert_eq!(**sheet.snapshot().state(), *present);
        for (n, step) in there.iter().enumerate() {
            let parent = step.parent();
            assert_eq!(parent, kept(step.id()).1.filter(|_| n > 0));
            assert!(parent.is_none_or(|parent| there[..n].iter().any(|step| step.id() == parent)));
        }
        let done = there.iter().filter(|step| step.is_done()).count();
        assert_eq!(done, undo.undos() + 1);
    }
}

#[test]
fn a_tree_of_states() {
    let seed = fastrand::u64(..);
    println!("seed {seed}");
    for seed in (0..40).map(|n| seed.wrapping_add(n)) {
        let whole = Store::new(Sheet::default()).layer(Undo::limit(20).branching());
        tree(seed, &whole, &Undo::of(&whole), 20);
        let patches = Store::new(Sheet::default()).layer(Undo::limit(9).branching().patches());
        tree(seed, &patches, &Undo::of(&patches), 9);
    }
}
