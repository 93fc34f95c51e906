//! What a history takes is bounded, is given back, and is for patches what a step changed.

use allocation_counter::{measure, AllocationInfo};
use leptos_state_core::entities::Entities;
use leptos_state_core::layers::{Undo, UndoHandle};
use leptos_state_core::{Layer, Store};
use leptos_state_macros::State;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Notes {
    notes: Vec<Note>,
}

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Note {
    #[state(id)]
    id: u64,
    text: String,
}

#[derive(Clone, Debug, Default, PartialEq, State)]
struct SharedNotes {
    notes: Entities<Note>,
}

const NOTES: u64 = 100;
const BYTES: usize = 1_000;

fn text(n: u64) -> String {
    format!("{n:0BYTES$}")
}

fn notes() -> impl Iterator<Item = Note> {
    (0..NOTES).map(|id| Note { id, text: text(0) })
}

fn book<L: Layer<Notes> + Send + Sync + 'static>(undo: L) -> (Store<Notes>, UndoHandle) {
    let notes = Notes {
        notes: notes().collect(),
    };
    let store = Store::new(notes).layer(undo);
    let undo = Undo::of(&store);
    (store, undo)
}

/// Writes `n` texts, one after the other.
fn write(store: &Store<Notes>, n: u64) {
    for n in 1..=n {
        store.update(move |notes| notes.notes[(n % NOTES) as usize].text = text(n));
    }
}

/// The bytes that are kept of what is made meanwhile.
fn kept(make: impl FnOnce()) -> i64 {
    measure(make).bytes_current
}

#[test]
fn a_thousand_states_are_a_thousand_copies() {
    let (store, undo) = book(Undo::limit(1_000));
    let copies = kept(|| write(&store, 1_000));
    let state = (NOTES as usize * BYTES * 1_000) as i64;
    assert!(copies >= state && copies < state * 11 / 10, "{copies}");
    // At the bound, no more is kept, but for one: the first state was the store's own, to be reset to.
    let more = kept(|| write(&store, 1_000));
    assert!(more < state / 900, "{more}");
    assert!(kept(|| write(&store, 1_000)) < 1_000);
    let given_back = kept(|| undo.clear());
    assert!(given_back <= -state, "{given_back}");
}

#[test]
fn a_thousand_patches_are_what_changed() {
    let (store, undo) = book(Undo::limit(1_000).patches());
    let patches = kept(|| write(&store, 1_000));
    // Each has the text from before and the one after, and the way there. Eleven values are in that, whose size depends on how
    // `serde_json` is asked to keep fields.
    let texts = 2 * 1_000 * BYTES as i64;
    let ways = 1_000 * (648 + 11 * size_of::<serde_json::Value>() as i64);
    assert!(
        patches >= texts && patches < texts + ways,
        "{patches} of {texts} and {ways}"
    );
    let counted = undo.bytes() as i64;
    assert!(
        counted >= patches * 7 / 10 && counted <= patches * 11 / 10,
        "{counted} of {patches}"
    );
    assert!(kept(|| undo.clear()) <= -texts);
}

#[test]
fn a_thousand_states_that_share_are_what_changed() {
    let state = SharedNotes {
        notes: notes().collect(),
    };
    let store = Store::new(state).layer(Undo::limit(1_000));
    let undo = Undo::of(&store);
    let shared = kept(|| {
        for n in 1..=1_000 {
            store.update(move |notes| {
                notes.notes.update(&(n % NOTES), |note| note.text = text(n));
            });
        }
    });
    let (texts, copies) = (
        1_000 * BYTES as i64,
        (NOTES as usize * BYTES * 1_000) as i64,
    );
    assert!(shared >= texts && shared < copies / 4, "{shared}");
    drop(undo);
}

#[test]
fn a_run_copies_nothing() {
    let (store, _undo) = book(Undo::limit(9).coalesce(|_| Some(())));
    let AllocationInfo { bytes_max, .. } = measure(|| write(&store, 1));
    assert!(bytes_max >= NOTES * BYTES as u64, "the first has to");
    // Panics unwind here, so an update is made to a copy all the same; one that says that it writes at once is not.
    let path = *store.notes().as_path();
    let notes: Vec<Note> = notes().collect();
    let AllocationInfo { bytes_max, .. } = measure(|| {
        let change = leptos_state_core::Change::set(path, notes);
        assert!(store.submit(change).is_done());
    });
    assert!(bytes_max < 10_000, "{bytes_max}");
}

#[test]
fn an_undo_and_a_redo_copy_nothing() {
    let (store, undo) = book(Undo::limit(9));
    write(&store, 2);
    for _ in 0..2 {
        let AllocationInfo { bytes_max, .. } = measure(|| {
            undo.undo();
            undo.redo();
        });
        assert!(bytes_max < 10_000, "{bytes_max}");
    }
}
