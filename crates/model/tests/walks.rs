//! Random walks are paths of the model, and shrink.

mod common;

use common::{crossing, turnstile};
use leptos_state_model::{walks, Coverage, Model, Path};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, TestRunner};

#[test]
fn each_walk_is_a_path_of_the_model() {
    let mut runner = TestRunner::new(Config {
        failure_persistence: None,
        ..Config::with_cases(64)
    });
    let walked = runner.run(&walks(turnstile().explore(), 30), |walk| {
        let cues: Vec<_> = walk.cues().cloned().collect();
        let again = Path::replay(&turnstile(), &cues).expect("it is a path");
        assert_eq!(again.record(), walk.record());
        assert!(walk.steps.len() <= 31);
        Ok(())
    });
    walked.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn some_walks_reach_all_there_is() {
    let graph = crossing().explore();
    let mut coverage = Coverage::new(graph.form());
    let mut runner = TestRunner::deterministic();
    let strategy = walks(crossing().explore(), 30);
    for _ in 0..20 {
        let walk = strategy.new_tree(&mut runner).unwrap().current();
        coverage.note(&walk);
    }
    assert_eq!(coverage.ratio(), 1.0, "{coverage}");
}

#[test]
fn a_walk_on_which_a_test_fails_shrinks_to_what_is_needed() {
    let mut runner = TestRunner::new(Config {
        failure_persistence: None,
        ..Config::default()
    });
    let failed = runner.run(&walks(crossing().explore(), 60), |walk| {
        let are_green = |node: &leptos_state_model::Node<_>| {
            node.is_active("lights.north.green") && node.is_active("lights.east.green")
        };
        match walk.steps.iter().any(|step| are_green(&step.node)) {
            true => Err(proptest::test_runner::TestCaseError::fail("both are green")),
            false => Ok(()),
        }
    });
    match failed {
        Err(proptest::test_runner::TestError::Fail(_, walk)) => assert_eq!(walk.steps.len(), 3),
        other => panic!("{other:?}"),
    }
}
