//! The circles, and what can be undone of them.
#![cfg(not(target_arch = "wasm32"))]

use leptos_state::layers::Undo;
use leptos_state::testing::Scenario;
use leptos_state::ArcStore;
use seven_guis::circles::{undoable, Doing, Drawing, Point, DIAMETER, DIAMETERS};

const fn at(x: f64, y: f64) -> Point {
    Point { x, y }
}

fn empty() -> Scenario<Drawing> {
    Scenario::given(Drawing::default()).layer(undoable())
}

/// Ends an adjusting as the dialogue does.
fn finish(drawing: &ArcStore<Drawing>) {
    drawing.finish();
    Undo::of(drawing).end_run();
}

fn centres(drawing: &Drawing) -> Vec<f64> {
    drawing
        .circles
        .iter()
        .map(|circle| circle.centre.x)
        .collect()
}

fn diameters(drawing: &Drawing) -> Vec<f64> {
    drawing
        .circles
        .iter()
        .map(|circle| circle.diameter)
        .collect()
}

fn selected(drawing: &Drawing) -> Option<f64> {
    let circle = drawing.selected().and_then(|id| drawing.circle(id));
    circle.map(|circle| circle.centre.x)
}

#[test]
fn pressing_where_nothing_is_creates_a_circle() {
    empty()
        .when(|drawing| drawing.press(at(100.0, 50.0)))
        .then_state(|drawing| {
            assert_eq!(
                (centres(drawing), diameters(drawing)),
                (vec![100.0], vec![DIAMETER])
            );
        })
        .when(|drawing| drawing.press(at(119.0, 50.0)))
        .then_state(|drawing| assert_eq!(drawing.circles.len(), 1, "a circle is there"))
        .when(|drawing| drawing.press(at(120.0, 50.0)))
        .then_state(|drawing| {
            assert_eq!(centres(drawing), [100.0, 120.0], "its edge is not in it")
        });
}

#[test]
fn the_nearest_circle_around_the_pointer_is_selected() {
    let select = |x: f64, expected: Option<f64>| {
        empty()
            .when(|drawing| drawing.press(at(100.0, 0.0)))
            .when(|drawing| drawing.press(at(130.0, 0.0)))
            .when(|drawing| drawing.point(Some(at(x, 0.0))))
            .then_state(|drawing| assert_eq!(selected(drawing), expected, "at {x}"));
    };
    select(80.0, None);
    select(81.0, Some(100.0));
    select(114.0, Some(100.0));
    select(116.0, Some(130.0));
    select(150.0, None);
    empty()
        .when(|drawing| drawing.press(at(100.0, 0.0)))
        .when(|drawing| drawing.point(None))
        .then_state(|drawing| assert_eq!(selected(drawing), None));
}

#[test]
fn however_often_a_diameter_changes_it_is_one_step() {
    empty()
        .when(|drawing| drawing.press(at(100.0, 0.0)))
        .when(|drawing| drawing.open_menu(at(100.0, 0.0)))
        .when(|drawing| drawing.adjust())
        .when(|drawing| drawing.set_diameter(60.0))
        .then_state(|drawing| assert_eq!(diameters(drawing), [60.0], "at once"))
        .when(|drawing| drawing.set_diameter(80.0))
        .when(|drawing| drawing.set_diameter(90.0))
        .when(finish)
        .when(|drawing| Undo::of(drawing).undo())
        .then_state(|drawing| assert_eq!(diameters(drawing), [DIAMETER]))
        .when(|drawing| Undo::of(drawing).redo())
        .then_state(|drawing| assert_eq!(diameters(drawing), [90.0]))
        .when(|drawing| drawing.open_menu(at(100.0, 0.0)))
        .when(|drawing| drawing.adjust())
        .when(|drawing| drawing.set_diameter(20.0))
        .when(finish)
        .when(|drawing| Undo::of(drawing).undo())
        .then_state(|drawing| assert_eq!(diameters(drawing), [90.0], "another adjusting"))
        .when(|drawing| Undo::of(drawing).undo_by(2))
        .then_state(|drawing| assert!(drawing.circles.is_empty()))
        .when(|drawing| {
            let undo = Undo::of(drawing);
            assert_eq!((undo.undos(), undo.redos()), (0, 3));
        });
}

#[test]
fn a_diameter_that_is_as_it_was_is_no_step() {
    empty()
        .when(|drawing| drawing.press(at(100.0, 0.0)))
        .when(|drawing| drawing.press(at(200.0, 0.0)))
        .when(|drawing| Undo::of(drawing).undo())
        .when(|drawing| drawing.open_menu(at(100.0, 0.0)))
        .when(|drawing| drawing.adjust())
        .when(|drawing| drawing.set_diameter(DIAMETER))
        .when(finish)
        .when(|drawing| Undo::of(drawing).redo())
        .then_state(|drawing| assert_eq!(centres(drawing), [100.0, 200.0]));
}

#[test]
fn a_new_change_takes_the_place_of_what_was_undone() {
    empty()
        .when(|drawing| drawing.press(at(100.0, 0.0)))
        .when(|drawing| drawing.press(at(200.0, 0.0)))
        .when(|drawing| Undo::of(drawing).undo())
        .when(|drawing| drawing.press(at(300.0, 0.0)))
        .when(|drawing| assert!(!Undo::of(drawing).can_redo()))
        .then_state(|drawing| assert_eq!(centres(drawing), [100.0, 300.0]));
}

#[test]
fn a_menu_opens_on_a_circle_and_holds_it() {
    empty()
        .when(|drawing| drawing.open_menu(at(5.0, 5.0)))
        .then_state(|drawing| assert_eq!(drawing.doing, Doing::Nothing))
        .when(|drawing| drawing.press(at(100.0, 0.0)))
        .when(|drawing| drawing.open_menu(at(105.0, 0.0)))
        .when(|drawing| drawing.point(Some(at(500.0, 0.0))))
        .then_state(|drawing| assert_eq!(selected(drawing), Some(100.0)))
        .when(|drawing| drawing.press(at(500.0, 0.0)))
        .then_state(|drawing| {
            assert_eq!(
                (drawing.circles.len(), &drawing.doing),
                (1, &Doing::Nothing),
                "it closes"
            );
        });
}

#[test]
fn a_diameter_stays_within_its_bounds() {
    empty()
        .when(|drawing| drawing.set_diameter(60.0))
        .when(|drawing| drawing.press(at(100.0, 0.0)))
        .when(|drawing| drawing.open_menu(at(100.0, 0.0)))
        .when(|drawing| drawing.adjust())
        .when(|drawing| drawing.set_diameter(1e9))
        .then_state(|drawing| assert_eq!(diameters(drawing), [*DIAMETERS.end()]))
        .when(|drawing| drawing.set_diameter(-1.0))
        .then_state(|drawing| assert_eq!(diameters(drawing), [*DIAMETERS.start()]));
}

#[test]
fn moving_the_pointer_wakes_the_circles_that_it_enters_and_leaves() {
    empty()
        .when(|drawing| drawing.press(at(100.0, 0.0)))
        .watching_path(|drawing| drawing.circles())
        .watching("selected", Drawing::selected)
        .when(|drawing| drawing.point(Some(at(101.0, 0.0))))
        .expect_woken([])
        .when(|drawing| drawing.point(Some(at(200.0, 0.0))))
        .expect_woken(["selected"]);
}

#[test]
fn where_the_pointer_is_can_not_be_undone() {
    empty()
        .when(|drawing| drawing.press(at(100.0, 0.0)))
        .when(|drawing| drawing.point(Some(at(7.0, 7.0))))
        .when(|drawing| Undo::of(drawing).undo())
        .then_state(|drawing| {
            assert_eq!(
                (drawing.circles.len(), drawing.pointer),
                (0, Some(at(7.0, 7.0)))
            );
        });
}
