//! Every state and every transition is in the drawing, once, and lines go from and to the right states.

mod common;

use common::{drawn, random, states, Drawn, DIRECTIONS};

#[test]
fn every_state_and_every_transition_is_drawn_once() {
    for (seed, form) in random() {
        let svg = drawn(&form, DIRECTIONS[seed as usize % 2]);
        let drawn = Drawn::of(&svg);
        let mut expected = Vec::new();
        let mut transitions = Vec::new();
        for (path, state) in states(&form) {
            let places = 0..state.transitions.len();
            transitions.extend(places.map(|index| format!("{path}#{index}")));
            expected.push(path);
        }
        let mut found: Vec<_> = drawn.states.iter().map(|(path, _)| path.clone()).collect();
        expected.sort();
        found.sort();
        assert_eq!(found, expected, "SEED={seed}");
        let mut found: Vec<_> = drawn
            .transitions
            .iter()
            .map(|arrow| arrow.of.clone())
            .collect();
        transitions.sort();
        found.sort();
        assert_eq!(found, transitions, "SEED={seed}");
    }
}

#[test]
fn an_arrow_begins_at_its_source_and_ends_at_its_targets() {
    for (seed, form) in random() {
        let svg = drawn(&form, DIRECTIONS[seed as usize % 2]);
        let drawn = Drawn::of(&svg);
        let all = states(&form);
        for (path, state) in &all {
            for (index, transition) in state.transitions.iter().enumerate() {
                let of = format!("{path}#{index}");
                let arrow = drawn
                    .transitions
                    .iter()
                    .find(|arrow| arrow.of == of)
                    .unwrap();
                let Some(first) = arrow.ways.first() else {
                    assert!(
                        transition.targets.is_empty(),
                        "SEED={seed}, {of} has no line"
                    );
                    continue;
                };
                assert!(
                    drawn.state(path).touches(first[0]),
                    "SEED={seed}, {of} begins at {:?}",
                    first[0]
                );
                // The names in random charts are of one state each.
                for target in &transition.targets {
                    let is_target =
                        |(path, _): &&(String, &_)| path.rsplit('.').next() == Some(target);
                    let area = drawn.state(&all.iter().find(is_target).unwrap().0);
                    let mut tips = arrow.tips.iter();
                    assert!(
                        tips.any(|tip| area.touches(*tip)),
                        "SEED={seed}, {of} does not lead to {target}"
                    );
                }
            }
        }
    }
}
