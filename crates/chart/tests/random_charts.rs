//! On random charts and traces the kernel does what the algorithm of SCXML says: the same states are active, the same actions are
//! taken in the same order and for the same reasons, and the same effects are asked for.
//!
//! The seed of a chart that fails is printed; `SEED=n` repeats it, `LEPTOS_STATE_CHARTS=n` tries more charts.

mod random;

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

use fastrand::Rng;
use random::compare::{differ, outline};
use random::generate::{form, trace, Choice};
use random::reference::Bug;
use random::shrink::shrink;

use leptos_state_chart::form::Form;

fn made_from(seed: u64) -> (Form, Vec<Choice>) {
    let mut rng = Rng::with_seed(seed);
    (form(&mut rng), trace(&mut rng))
}

fn fails(form: &Form, trace: &[Choice], bug: Option<Bug>) -> bool {
    matches!(differ(form, trace, bug), Some(Err(_)))
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn the_kernel_and_the_algorithm_agree() {
    let wanted = number("LEPTOS_STATE_CHARTS").unwrap_or(5_000);
    let first = number("SEED").unwrap_or_else(|| RandomState::new().build_hasher().finish());
    let (mut valid, mut seed) = (0, first);
    while valid < if number("SEED").is_some() { 1 } else { wanted } {
        let (form, trace) = made_from(seed);
        match differ(&form, &trace, None) {
            None => {}
            Some(Ok(())) => valid += 1,
            Some(Err(_)) => {
                let (form, trace) = shrink(form, trace, |form, trace| fails(form, trace, None));
                let Some(Err(difference)) = differ(&form, &trace, None) else {
                    unreachable!("what was made smaller fails too");
                };
                let form = outline(&form);
                panic!("repeat it with SEED={seed}\n{form}{trace:#?}\n{difference}");
            }
        }
        seed = seed.wrapping_add(1);
        assert!(
            seed.wrapping_sub(first) < 4 * wanted + 1_000,
            "too few of the charts are valid: {valid}"
        );
    }
}

/// A test of the test: mistakes in the algorithm, which are as good as mistakes in the kernel, are found.
#[test]
fn planted_bugs_are_found() {
    let mut missed = Vec::new();
    for bug in Bug::ALL {
        let mut seeds = 0..5_000;
        let found = seeds.find(|seed| {
            let (form, trace) = made_from(*seed);
            fails(&form, &trace, Some(bug)) && !fails(&form, &trace, None)
        });
        match found {
            None => missed.push(bug),
            Some(seed) => println!("{bug:?}: seed {seed}"),
        }
    }
    assert!(missed.is_empty(), "not found in 5,000 charts: {missed:?}");
}

/// A failure is shown as a chart that one can read.
#[test]
fn failures_shrink() {
    let bug = Some(Bug::ExitsInDocumentOrder);
    let mut seeds = 0..5_000;
    let seed = seeds.find(|seed| {
        let (form, trace) = made_from(*seed);
        fails(&form, &trace, bug)
    });
    let (form, trace) = made_from(seed.expect("the bug is found"));
    let before = outline(&form).lines().count();
    let (form, trace) = shrink(form, trace, |form, trace| fails(form, trace, bug));
    let after = outline(&form).lines().count();
    assert!(fails(&form, &trace, bug));
    assert!(after < before && trace.len() <= 3, "{}", outline(&form));
}
