//! Which changes are steps, which are one, what they are called, how many are kept, and where they branch.

use std::sync::Arc;

use leptos_state_core::layers::{StepId, Undo, UndoHandle};
use leptos_state_core::{Layer, Store};
use leptos_state_macros::{actions, State};

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Drawing {
    x: i32,
    title: String,
    zoom: u8,
}

#[actions]
impl Drawing {
    fn drag(&mut self, x: i32) {
        self.x = x;
    }

    fn drop_at(&mut self, x: i32) {
        self.x = x;
    }

    fn rename(&mut self, title: String) {
        self.title = title;
    }

    fn zoom_to(&mut self, zoom: u8) {
        self.zoom = zoom;
    }
}

fn drawing<L: Layer<Drawing> + Send + Sync + 'static>(undo: L) -> (Store<Drawing>, UndoHandle) {
    let drawing = Store::new(Drawing::default()).layer(undo);
    let undo = Undo::of(&drawing);
    (drawing, undo)
}

fn x(drawing: &Store<Drawing>) -> i32 {
    drawing.snapshot().x
}

fn ids(undo: &UndoHandle) -> Vec<StepId> {
    undo.steps().iter().map(|step| step.id()).collect()
}

#[test]
fn consecutive_steps_of_one_key_are_one() {
    let (drawing, undo) = drawing(Undo::limit(9).coalesce(|change| {
        let name = change.name().into_owned();
        (name == "drag").then_some(name)
    }));
    for x in 1..=5 {
        drawing.drag(x);
    }
    assert_eq!(undo.undos(), 1);
    drawing.drop_at(6);
    drawing.drop_at(7);
    assert_eq!(undo.undos(), 3);
    drawing.drag(8);
    undo.end_run();
    drawing.drag(9);
    assert_eq!(undo.undos(), 5);
    undo.undo();
    assert_eq!(x(&drawing), 8);
    undo.undo_by(3);
    assert_eq!(x(&drawing), 5);
    undo.undo();
    assert_eq!(x(&drawing), 0);
    undo.redo();
    assert_eq!(x(&drawing), 5);
}

#[test]
fn an_undo_ends_a_run() {
    let (drawing, undo) = drawing(Undo::limit(9).coalesce(|_| Some(())));
    drawing.drag(1);
    drawing.drag(2);
    undo.undo();
    drawing.drag(3);
    assert_eq!((undo.undos(), undo.redos()), (1, 0));
    undo.clear();
    drawing.drag(4);
    assert_eq!(undo.undos(), 1);
    undo.undo();
    assert_eq!(x(&drawing), 3);
    undo.redo();
    drawing.drag(5);
    assert_eq!(undo.undos(), 2);
}

#[test]
fn a_run_that_comes_back_to_where_it_began_is_no_step() {
    let (drawing, undo) =
        drawing(Undo::limit(9).coalesce(|change| (change.name() == "drag").then_some(())));
    drawing.zoom_to(1);
    drawing.drag(1);
    drawing.drag(0);
    assert_eq!(undo.undos(), 1);
    drawing.drag(2);
    assert_eq!(undo.undos(), 2);
    undo.undo();
    assert_eq!((x(&drawing), drawing.snapshot().zoom), (0, 1));
}

#[test]
fn a_run_is_changed_in_place_and_called_as_its_last_step() {
    let (drawing, undo) = drawing(
        Undo::limit(9)
            .coalesce(|_| Some(()))
            .label(|change| format!("{change:?}")),
    );
    drawing.drag(1);
    let state = Arc::as_ptr(drawing.snapshot().state());
    drawing.drop_at(2);
    assert_eq!(Arc::as_ptr(drawing.snapshot().state()), state);
    assert_eq!(undo.undo_label().as_deref(), Some("DropAt { x: 2 }"));
}

#[test]
fn labels_may_be_given() {
    let (drawing, undo) = drawing(Undo::limit(9).label(|change| match &*change.name() {
        "drag" => "Move",
        _ => "Edit",
    }));
    drawing.drag(1);
    drawing.rename("a".into());
    undo.undo();
    assert_eq!(undo.undo_label().as_deref(), Some("Move"));
    assert_eq!(undo.redo_label().as_deref(), Some("Edit"));
}

#[test]
fn what_is_filtered_out_goes_back_with_the_step_before_it() {
    let (drawing, undo) = drawing(Undo::limit(9).filter(|change| change.name() != "drag"));
    drawing.drop_at(1);
    drawing.drag(2);
    drawing.drag(3);
    assert_eq!(undo.undos(), 1);
    drawing.drop_at(4);
    undo.undo();
    assert_eq!(x(&drawing), 3);
    undo.undo();
    assert_eq!(x(&drawing), 0);
    undo.redo();
    assert_eq!(x(&drawing), 3);
    // It leaves what can be redone.
    drawing.drag(7);
    assert_eq!(undo.redos(), 1);
}

#[test]
fn what_is_filtered_out_may_be_kept_apart() {
    let (drawing, undo) = drawing(
        Undo::limit(9)
            .filter(|change| change.name() != "drag")
            .apart(),
    );
    drawing.drop_at(1);
    drawing.drag(2);
    drawing.drag(3);
    drawing.drop_at(4);
    undo.undo();
    assert_eq!(x(&drawing), 1);
    drawing.drag(5);
    undo.undo();
    undo.redo();
    assert_eq!(x(&drawing), 1);
}

#[test]
fn filters_are_asked_together() {
    let (drawing, undo) = drawing(
        Undo::limit(9)
            .filter(|change| change.name() != "drag")
            .filter(|change| change.name() != "zoom_to"),
    );
    drawing.drag(1);
    drawing.zoom_to(1);
    assert!(!undo.can_undo());
    drawing.rename("a".into());
    assert!(undo.can_undo());
}

#[test]
fn a_part_of_the_state_is_put_back_and_the_rest_stays() {
    let (drawing, undo) = drawing(Undo::limit(9).part(
        |drawing: &Drawing| (drawing.x, drawing.title.clone()),
        |drawing, (x, title)| {
            drawing.x = *x;
            drawing.title.clone_from(title);
        },
    ));
    drawing.drag(1);
    drawing.zoom_to(3);
    assert_eq!(undo.undos(), 1);
    drawing.rename("a".into());
    drawing.zoom_to(4);
    undo.undo_by(2);
    let state = drawing.snapshot();
    assert_eq!((state.x, &*state.title, state.zoom), (0, "", 4));
    undo.redo();
    assert_eq!((x(&drawing), drawing.snapshot().zoom), (1, 4));
}

#[test]
fn a_part_has_runs_bounds_and_an_equality_too() {
    let (drawing, undo) = drawing(
        Undo::limit(9)
            .part(|drawing: &Drawing| drawing.x, |drawing, x| drawing.x = *x)
            .equality(|a, b| a / 10 == b / 10)
            .max_bytes(8, |_| 4)
            .coalesce(|change| (change.name() == "drag").then_some(())),
    );
    drawing.drop_at(1);
    assert!(!undo.can_undo());
    drawing.drag(20);
    drawing.drag(30);
    assert_eq!((undo.undos(), undo.bytes()), (1, 4));
    drawing.drag(2);
    assert_eq!((undo.undos(), undo.bytes()), (0, 0));
    for x in [100, 200, 300] {
        drawing.drop_at(x);
    }
    assert_eq!((undo.undos(), undo.bytes()), (2, 8));
    undo.undo();
    assert_eq!(x(&drawing), 200);
}

#[test]
fn what_is_equal_may_be_said() {
    let (drawing, undo) =
        drawing(Undo::limit(9).equality(|a: &Drawing, b: &Drawing| a.title == b.title));
    drawing.drag(1);
    assert!(!undo.can_undo());
    drawing.rename("a".into());
    undo.undo();
    assert_eq!((x(&drawing), &*drawing.snapshot().title), (1, ""));
}

#[test]
fn no_more_than_so_many_steps_are_kept() {
    let (drawing, undo) = drawing(Undo::limit(3));
    for x in 1..=10 {
        drawing.drag(x);
    }
    assert_eq!((undo.undos(), undo.steps().len()), (3, 4));
    undo.undo_by(9);
    assert_eq!((x(&drawing), undo.redos()), (7, 3));
    assert_eq!(undo.steps()[0].parent(), None);
    undo.redo();
    assert_eq!(x(&drawing), 8);

    let (drawing, undo) = self::drawing(Undo::limit(0));
    drawing.drag(1);
    assert!(!undo.can_undo());
}

#[test]
fn no_more_than_so_many_bytes_are_kept() {
    let (drawing, undo) =
        drawing(Undo::unlimited().max_bytes(25, |drawing: &Drawing| drawing.title.len()));
    for length in [0_usize, 10, 10, 10, 1] {
        let title = ["a", "b"][undo.undos() % 2].repeat(length);
        drawing.update(move |drawing| {
            drawing.title = title;
            drawing.x += 1;
        });
    }
    // Before the last change there were 0, 10, 10 and 10 bytes.
    assert_eq!((undo.undos(), undo.bytes()), (2, 20));
    // What is left is kept too.
    undo.undo();
    assert_eq!((undo.undos(), undo.redos(), undo.bytes()), (1, 1, 11));
    undo.undo();
    assert_eq!((undo.undos(), undo.redos(), undo.bytes()), (0, 2, 11));
    let (drawing, undo) =
        self::drawing(Undo::unlimited().max_bytes(5, |drawing: &Drawing| drawing.title.len()));
    drawing.rename("12345".into());
    drawing.rename("123456".into());
    // What is redone would take too much.
    undo.undo();
    assert_eq!((undo.redos(), undo.bytes()), (0, 0));
    assert_eq!(drawing.snapshot().title, "12345");
}

#[test]
fn branches_are_kept_when_asked() {
    let (drawing, undo) = drawing(Undo::limit(100).branching());
    drawing.drag(1);
    drawing.drag(2);
    undo.undo();
    drawing.drag(3);
    drawing.drag(4);
    let steps = undo.steps();
    let tree: Vec<_> = steps
        .iter()
        .map(|step| {
            (
                step.id().get(),
                step.parent().map(StepId::get),
                step.is_done(),
            )
        })
        .collect();
    assert_eq!(
        tree,
        [
            (0, None, true),
            (1, Some(0), true),
            (2, Some(1), false),
            (3, Some(1), true),
            (4, Some(3), true)
        ]
    );
    undo.jump(steps[2].id());
    assert_eq!((x(&drawing), undo.undos(), undo.redos()), (2, 2, 0));
    undo.undo();
    // A redo goes where one has been last.
    undo.redo();
    assert_eq!(x(&drawing), 2);
    undo.jump(steps[3].id());
    assert_eq!((x(&drawing), undo.undos(), undo.redos()), (3, 2, 1));
    undo.undo();
    assert_eq!(undo.redos(), 2);
    undo.redo_by(2);
    assert_eq!(x(&drawing), 4);
    undo.jump(steps[0].id());
    assert_eq!((x(&drawing), undo.redos()), (0, 3));
}

#[test]
fn of_branches_the_oldest_end_goes_first() {
    let (drawing, undo) = drawing(Undo::limit(4).branching());
    drawing.drag(1);
    drawing.drag(2);
    undo.undo();
    drawing.drag(3);
    undo.undo();
    drawing.drag(4);
    let all: Vec<u64> = ids(&undo).into_iter().map(StepId::get).collect();
    assert_eq!(all, [0, 1, 2, 3, 4]);
    drawing.drag(5);
    assert_eq!(
        ids(&undo).into_iter().map(StepId::get).collect::<Vec<_>>(),
        [0, 1, 3, 4, 5]
    );
    drawing.drag(6);
    drawing.drag(7);
    // No branch is left, so the beginning goes.
    assert_eq!(
        ids(&undo).into_iter().map(StepId::get).collect::<Vec<_>>(),
        [1, 4, 5, 6, 7]
    );
    assert_eq!(undo.undos(), 4);
    undo.undo_by(4);
    assert_eq!(x(&drawing), 1);
}

#[test]
fn bytes_of_branches_count_too() {
    let (drawing, undo) = drawing(
        Undo::limit(100)
            .branching()
            .max_bytes(6, |drawing: &Drawing| drawing.title.len()),
    );
    let write = |title: &'static str| drawing.rename(title.to_owned());
    write("a");
    undo.undo();
    write("bb");
    undo.undo();
    write("ccc");
    assert_eq!((undo.undos(), undo.steps().len(), undo.bytes()), (1, 4, 3));
    undo.undo();
    assert_eq!((undo.redos(), undo.steps().len(), undo.bytes()), (1, 4, 6));
    // The end of the oldest branch goes.
    undo.redo();
    write("ddd");
    assert_eq!((undo.undos(), undo.steps().len()), (2, 5));
    write("e");
    assert_eq!(undo.bytes(), 6 + 2 - 2);
    assert_eq!(undo.undos(), 3);
}

#[test]
fn redo_leads_to_a_branch_that_is_left_when_another_goes() {
    let (drawing, undo) = drawing(Undo::limit(3).branching());
    drawing.drag(1);
    drawing.drag(2);
    undo.undo();
    drawing.drag(3);
    undo.jump(ids(&undo)[0]);
    assert_eq!(undo.redos(), 2);
    drawing.drag(9);
    // The branch of 2 went; that of 3 is left.
    let after: Vec<u64> = ids(&undo).into_iter().map(StepId::get).collect();
    assert_eq!(after, [0, 1, 3, 4]);
    undo.jump(undo.steps()[1].id());
    assert_eq!((undo.redos(), x(&drawing)), (1, 1));
    undo.redo();
    assert_eq!(x(&drawing), 3);
}
