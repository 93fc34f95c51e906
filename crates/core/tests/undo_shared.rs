//! Each of those who share a state takes back their own steps, and never what others did.

use leptos_state_core::layers::{SharedUndo, UndoHandle};
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{Change, Environment, Origin, Outcome, Store};
use leptos_state_macros::{actions, State};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Board {
    #[state(key = id)]
    notes: Vec<Note>,
    title: String,
}

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Note {
    id: u32,
    text: String,
}

#[actions]
impl Board {
    fn pin(&mut self, who: String, id: u32) {
        let _ = who;
        self.notes.push(Note {
            id,
            text: String::new(),
        });
    }

    fn jot(&mut self, who: String, id: u32, text: String) {
        let _ = who;
        for note in self.notes.iter_mut().filter(|note| note.id == id) {
            note.text.clone_from(&text);
        }
    }

    fn tear(&mut self, who: String, id: u32) {
        let _ = who;
        self.notes.retain(|note| note.id != id);
    }

    fn rename(&mut self, title: String) {
        self.title = title;
    }
}

fn author(change: &Change<'_, Board>) -> Option<String> {
    match change.as_action()? {
        BoardAction::Pin { who, .. }
        | BoardAction::Jot { who, .. }
        | BoardAction::Tear { who, .. } => Some(who.clone()),
        BoardAction::Rename { .. } => None,
    }
}

fn board() -> (Store<Board>, UndoHandle, UndoHandle) {
    let board = Store::new(Board::default()).layer(SharedUndo::limit(100, author));
    let undo = SharedUndo::of(&board);
    (board, undo.author("ann"), undo.author("bob"))
}

fn texts(board: &Store<Board>) -> Vec<(u32, String)> {
    let notes = board.snapshot();
    notes
        .notes
        .iter()
        .map(|note| (note.id, note.text.clone()))
        .collect()
}

fn ids(board: &Store<Board>) -> Vec<u32> {
    texts(board).into_iter().map(|(id, _)| id).collect()
}

#[test]
fn each_takes_back_their_own_steps() {
    let (board, ann, bob) = board();
    board.pin("ann".into(), 1);
    board.pin("bob".into(), 2);
    board.jot("ann".into(), 2, "hers".into());
    board.rename("Board".into());
    assert_eq!((ann.undos(), bob.undos()), (2, 1));
    assert_eq!(ann.undo_label().as_deref(), Some("jot"));

    ann.undo_by(2);
    assert_eq!(texts(&board), [(2, String::new())]);
    assert_eq!(board.snapshot().title, "Board");
    assert_eq!((ann.undos(), ann.redos(), bob.undos()), (0, 2, 1));
    let before = board.snapshot().version();
    assert!(ann.try_redo_by(0).is_done() && bob.try_undo_by(0).is_done());
    assert_eq!(board.snapshot().version(), before);
    ann.redo_by(5);
    assert_eq!(texts(&board), [(1, String::new()), (2, "hers".to_owned())]);
    bob.pause();
    assert_eq!(bob.steps().len(), 1);
    assert_eq!(ann.steps()[1].parent(), Some(ann.steps()[0].id()));
}

#[test]
fn what_somebody_else_has_changed_since_is_a_conflict() {
    let (board, ann, bob) = board();
    board.pin("ann".into(), 1);
    board.jot("ann".into(), 1, "a".into());
    board.jot("bob".into(), 1, "b".into());
    let before = board.snapshot();
    for outcome in [ann.try_undo(), ann.try_undo_by(2)] {
        let Outcome::Refused(refusal) = outcome else {
            panic!("bob has written over it");
        };
        assert_eq!(
            refusal.to_string(),
            "refused by SharedUndo: notes[id=1].text is another than it was: somebody else has changed it"
        );
    }
    assert_eq!(board.snapshot().version(), before.version());
    assert_eq!((ann.undos(), ann.redos()), (2, 0));
    // When the other takes it back, there is no conflict any more.
    bob.undo();
    assert!(ann.try_undo_by(2).is_done());
    assert_eq!(ids(&board), [0_u32; 0]);
    // Now there is nothing for the other to write to.
    assert!(!bob.try_redo().is_done());
}

#[test]
fn rows_are_found_wherever_others_have_put_them() {
    let (board, ann, _) = board();
    for id in 1..=3 {
        board.pin("bob".into(), id);
    }
    board.tear("ann".into(), 2);
    board.tear("bob".into(), 1);
    board.pin("bob".into(), 4);
    // Behind which it was is gone.
    ann.undo();
    assert_eq!(ids(&board), [3, 4, 2]);
    ann.redo();
    assert_eq!(ids(&board), [3, 4]);
}

#[test]
fn a_step_of_somebody_makes_only_what_they_undid_be_forgotten() {
    let (board, ann, bob) = board();
    board.pin("ann".into(), 1);
    board.pin("bob".into(), 2);
    ann.undo();
    bob.undo();
    board.pin("ann".into(), 3);
    assert_eq!((ann.redos(), bob.redos()), (0, 1));
    bob.redo();
    assert_eq!(ids(&board), [3, 2]);
    let Outcome::Refused(refusal) = ann.try_redo() else {
        panic!("there was nothing to redo");
    };
    assert_eq!(refusal.reason(), "there is nothing of `ann` to redo");
}

#[test]
fn everybody_is_told_of_their_own() {
    let (board, ann, bob) = board();
    let told = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let watching = [("ann", &ann), ("bob", &bob)].map(|(name, undo)| {
        let told = std::sync::Arc::clone(&told);
        undo.shown()
            .revision()
            .watch(move |_| told.lock().unwrap().push(name))
    });
    board.pin("ann".into(), 1);
    board.pin("bob".into(), 2);
    bob.undo();
    assert_eq!(*told.lock().unwrap(), ["ann", "bob", "bob"]);
    assert_eq!(
        (ann.can_undo(), bob.can_undo(), bob.can_redo()),
        (true, false, true)
    );
    drop(watching);
}

#[test]
fn it_is_bounded() {
    let board = Store::new(Board::default()).layer(SharedUndo::limit(3, author).max_bytes(100_000));
    let undo = SharedUndo::of(&board);
    let (ann, bob) = (undo.author("ann"), undo.author("bob"));
    for id in 0..2 {
        board.pin("ann".into(), id);
        board.pin("bob".into(), id + 10);
    }
    assert_eq!((ann.undos(), bob.undos()), (1, 2));
    board.jot("bob".into(), 0, "x".repeat(100_000));
    assert_eq!((ann.undos(), bob.undos(), bob.bytes()), (0, 0, 0));
    board.pin("bob".into(), 20);
    bob.clear();
    assert_eq!((bob.undos(), ids(&board).len()), (0, 5));
}

#[test]
fn what_makes_no_sense_for_several_is_refused() {
    let (board, ann, _) = board();
    board.pin("ann".into(), 1);
    let Outcome::Refused(refusal) = ann.try_jump(ann.position()) else {
        panic!("there are no positions");
    };
    assert_eq!(
        refusal.reason(),
        "where several share a state, nobody can jump"
    );
    ann.pause();
    ann.end_run();
    assert!(!ann.is_paused());
}

#[test]
fn changes_from_elsewhere_may_be_steps_of_somebody() {
    let pin = |board: &Store<Board>| {
        let change = Change::action(BoardAction::Pin {
            who: "ann".into(),
            id: 1,
        });
        assert!(board.submit(change.from(Origin::Remote)).is_done());
    };
    let (plain, ann, _) = board();
    pin(&plain);
    assert!(!ann.can_undo());
    let board = Store::new(Board::default()).layer(
        SharedUndo::limit(9, author)
            .also_from(Origin::Remote)
            .identified_by(&["id"]),
    );
    pin(&board);
    assert!(SharedUndo::of(&board).author("ann").can_undo());
}

#[test]
fn it_is_around_local_stores_too_and_once() {
    let board = Store::new_local(Board::default(), Environment::default())
        .layer(SharedUndo::limit(9, author).local());
    let ann = SharedUndo::of(&board).author("ann");
    board.pin("ann".into(), 1);
    ann.undo();
    assert!(board.snapshot().notes.is_empty());
    assert!(board
        .try_layer(SharedUndo::limit(9, author).local())
        .is_err());
    assert!(SharedUndo::try_of(Store::new(1_u8)).is_none());
    let missing = std::panic::catch_unwind(|| drop(SharedUndo::of(Store::new(1_u8))));
    assert!(missing.is_err());
}

#[test]
fn a_step_that_can_not_be_written_is_reported() {
    #[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
    struct Pairs {
        pairs: std::collections::BTreeMap<(u8, u8), u8>,
    }
    let test = TestEnvironment::default();
    let pairs = Store::in_environment(Pairs::default(), test.environment())
        .layer(SharedUndo::limit(9, |_: &Change<'_, Pairs>| Some("ann")));
    pairs.update(|pairs| {
        pairs.pairs.insert((1, 2), 3);
    });
    assert_eq!(test.reports.take().len(), 1);
    assert!(!SharedUndo::of(&pairs).author("ann").can_undo());
}
