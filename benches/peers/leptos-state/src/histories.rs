//! Histories of a state of notes.

use harness::histories::{text, Sizes};
use harness::{Case, Entry};
use leptos_state::entities::Entities;
use leptos_state::layers::{ArcUndoHandle, Undo};
use leptos_state::{actions, ArcStore, Layer, State};
use serde::{Deserialize, Serialize};

/// How many steps are kept where they are timed.
const KEPT: usize = 100;

/// Notes in a list.
#[derive(Clone, Default, PartialEq, State, Serialize, Deserialize)]
pub struct Notes {
    notes: Vec<Note>,
}

/// A note.
#[derive(Clone, PartialEq, State, Serialize, Deserialize)]
pub struct Note {
    id: u64,
    text: String,
}

#[actions]
impl Notes {
    /// Gives a note another text.
    #[action(checks_first)]
    pub fn jot(&mut self, id: u64, text: String) {
        if let Some(note) = self.notes.iter_mut().find(|note| note.id == id) {
            note.text = text;
        }
    }
}

/// Notes that copies of the state share.
#[derive(Clone, Default, PartialEq, State)]
pub struct SharedNotes {
    notes: Entities<SharedNote>,
}

/// A note that is known by its identifier.
#[derive(Clone, PartialEq, State)]
pub struct SharedNote {
    #[state(id)]
    id: u64,
    text: String,
}

#[actions]
impl SharedNotes {
    /// Gives a note another text.
    #[action(checks_first)]
    pub fn jot(&mut self, id: u64, text: String) {
        self.notes.update(&id, |note| note.text = text);
    }
}

/// A state of notes.
trait Written: State + Send + Sync {
    fn of(sizes: Sizes) -> Self;

    fn jot(store: &ArcStore<Self>, id: u64, text: String);
}

impl Written for Notes {
    fn of(sizes: Sizes) -> Self {
        let note = |id| Note {
            id,
            text: text(sizes, 0),
        };
        Self {
            notes: (0..sizes.notes).map(note).collect(),
        }
    }

    fn jot(store: &ArcStore<Self>, id: u64, text: String) {
        store.jot(id, text);
    }
}

impl Written for SharedNotes {
    fn of(sizes: Sizes) -> Self {
        let note = |id| SharedNote {
            id,
            text: text(sizes, 0),
        };
        Self {
            notes: (0..sizes.notes).map(note).collect(),
        }
    }

    fn jot(store: &ArcStore<Self>, id: u64, text: String) {
        store.jot(id, text);
    }
}

/// A store with a history, and what is written into it one after the other.
struct Book<S: 'static> {
    store: ArcStore<S>,
    undo: ArcUndoHandle,
    sizes: Sizes,
    count: u64,
}

impl<S: Written> Book<S> {
    fn new<L: Layer<S> + Send + Sync + 'static>(sizes: Sizes, layer: L) -> Self {
        let store = ArcStore::new(S::of(sizes)).layer(layer);
        let undo = Undo::of(&store);
        Self {
            store,
            undo,
            sizes,
            count: 0,
        }
    }

    fn push(&mut self) {
        self.count += 1;
        S::jot(
            &self.store,
            self.sizes.note(self.count),
            text(self.sizes, self.count),
        );
    }

    fn undo(&self) {
        let undone = self.undo.try_undo().is_done();
        assert!(undone, "a step was made");
    }

    fn redo(&self) {
        let redone = self.undo.try_redo().is_done();
        assert!(redone, "a step was undone");
    }
}

fn push<S: Written>(mut book: Book<S>) -> Case {
    // As many as are kept, so that another one goes each time.
    (0..KEPT).for_each(|_| book.push());
    harness::repeat(move || book.push())
}

fn back<S: Written>(mut book: Book<S>) -> Case {
    book.push();
    Box::new(move |meter, iterations| {
        for _ in 0..iterations {
            meter.measure(|| book.undo());
            book.redo();
        }
    })
}

fn again<S: Written>(mut book: Book<S>) -> Case {
    book.push();
    Box::new(move |meter, iterations| {
        for _ in 0..iterations {
            book.undo();
            meter.measure(|| book.redo());
        }
    })
}

/// The cases of each way to keep a history, for a size.
macro_rules! entries {
    ($entries:ident, $($sizes:ident: $push:literal, $back:literal, $again:literal;)*) => {$(
        entries!(@each $entries, $sizes, $push, push);
        entries!(@each $entries, $sizes, $back, back);
        entries!(@each $entries, $sizes, $again, again);
    )*};
    (@each $entries:ident, $sizes:ident, $name:literal, $case:ident) => {
        $entries.push(Entry::new("leptos-state-core", $name, || {
            $case(Book::<Notes>::new(Sizes::$sizes, Undo::limit(KEPT)))
        }));
        $entries.push(Entry::new("leptos-state-core, Entities", $name, || {
            $case(Book::<SharedNotes>::new(Sizes::$sizes, Undo::limit(KEPT)))
        }));
        $entries.push(Entry::new("leptos-state-core, patches", $name, || {
            $case(Book::<Notes>::new(Sizes::$sizes, Undo::limit(KEPT).patches()))
        }));
    };
}

fn steps<S: Written>(mut book: Book<S>) -> Case {
    harness::repeat(move || book.push())
}

/// All cases.
pub fn entries() -> Vec<Entry> {
    let mut entries = Vec::new();
    entries! { entries,
        SMALL: "undo-push-small", "undo-back-small", "undo-again-small";
        LARGE: "undo-push-large", "undo-back-large", "undo-again-large";
        ROWS: "undo-push-rows", "undo-back-rows", "undo-again-rows";
    }
    entries.push(Entry::new("leptos-state-core", "undo-steps", || {
        steps(Book::<Notes>::new(Sizes::LARGE, Undo::unlimited()))
    }));
    entries.push(Entry::new(
        "leptos-state-core, Entities",
        "undo-steps",
        || steps(Book::<SharedNotes>::new(Sizes::LARGE, Undo::unlimited())),
    ));
    entries.push(Entry::new(
        "leptos-state-core, patches",
        "undo-steps",
        || {
            steps(Book::<Notes>::new(
                Sizes::LARGE,
                Undo::unlimited().patches(),
            ))
        },
    ));
    entries
}
