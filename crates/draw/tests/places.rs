//! States are inside of those that they are in, and nothing lies over anything else.

mod common;

use common::{drawn, forms, random, Area, Drawn, DIRECTIONS};
use leptos_state_chart::form::Form;

fn all() -> impl Iterator<Item = (u64, Form)> {
    random().chain([(0, forms::player()), (0, forms::checkout())])
}

/// Whether a state is around another one, or is that.
fn is_around(outer: &str, inner: &str) -> bool {
    outer.is_empty()
        || inner == outer
        || inner
            .strip_prefix(outer)
            .is_some_and(|rest| rest.starts_with('.'))
}

fn is_apart(one: &str, other: &str) -> bool {
    !is_around(one, other) && !is_around(other, one)
}

#[test]
fn states_are_inside_of_their_parents_and_beside_their_siblings() {
    for (seed, form) in all() {
        let svg = drawn(&form, DIRECTIONS[seed as usize % 2]);
        let states = Drawn::of(&svg).states;
        for (path, area) in &states {
            for (other, around) in &states {
                if is_around(other, path) {
                    assert!(
                        around.holds(*area),
                        "SEED={seed}, `{other}` does not hold `{path}`"
                    );
                } else if is_apart(path, other) {
                    assert!(
                        !area.overlaps(*around),
                        "SEED={seed}, `{path}` lies over `{other}`"
                    );
                }
            }
        }
    }
}

#[test]
fn no_label_lies_over_another_one_or_over_a_state() {
    for (seed, form) in all() {
        for direction in DIRECTIONS {
            let svg = drawn(&form, direction);
            let Drawn {
                labels,
                states,
                texts,
                ..
            } = Drawn::of(&svg);
            for (index, (of, area)) in labels.iter().enumerate() {
                for (other, second) in &labels[index + 1..] {
                    assert!(
                        !area.overlaps(*second),
                        "SEED={seed} {direction:?}, {of} lies over {other}"
                    );
                }
                for (path, state) in &states {
                    let is_beside = !state.overlaps(*area) || state.holds(*area);
                    assert!(
                        is_beside,
                        "SEED={seed} {direction:?}, {of} lies over the border of `{path}`"
                    );
                    let holds_states = states
                        .iter()
                        .any(|(other, _)| other != path && is_around(path, other));
                    let is_over = state.overlaps(*area) && !holds_states;
                    assert!(
                        !is_over,
                        "SEED={seed} {direction:?}, {of} lies over `{path}`"
                    );
                }
                for (path, (x, y)) in &texts {
                    let point = Area {
                        left: *x - 1.0,
                        top: *y - 4.0,
                        right: *x + 1.0,
                        bottom: *y + 4.0,
                    };
                    assert!(
                        !area.overlaps(point),
                        "SEED={seed} {direction:?}, {of} lies over what is in `{path}`"
                    );
                }
            }
        }
    }
}

#[test]
fn nothing_is_outside_of_the_drawing() {
    for (seed, form) in all() {
        let svg = drawn(&form, DIRECTIONS[seed as usize % 2]);
        let Drawn {
            size,
            states,
            labels,
            points,
            ..
        } = Drawn::of(&svg);
        for (of, area) in states.iter().chain(&labels) {
            assert!(size.holds(*area), "SEED={seed}, {of} is at {area:?}");
        }
        for (x, y) in points {
            let point = Area {
                left: x,
                top: y,
                right: x,
                bottom: y,
            };
            assert!(size.holds(point), "SEED={seed}, a line goes to {x} {y}");
        }
    }
}
