//! Charts of these tests.

#![allow(dead_code, reason = "each test file uses a part of it")]

use leptos_state_chart::form::{parallel, run, state, to, when, Form};
use leptos_state_chart::Logic;
use leptos_state_model::{FormModel, LogicModel, Model, Path};

/// What the paths are, as their cues.
pub fn told<M: Model>(paths: &[Path<M>]) -> Vec<String> {
    paths.iter().map(ToString::to_string).collect()
}

pub fn model(form: Form) -> FormModel {
    FormModel::of(form).unwrap_or_else(|error| panic!("{error}"))
}

/// A turnstile that wants two coins.
pub fn turnstile() -> LogicModel<u32, &'static str> {
    let form = Form::new("turnstile")
        .state(
            state("locked")
                .on("coin", when("is_enough").to("open"))
                .on("coin", run("count")),
        )
        .state(state("open").on("push", to("locked").run("reset")));
    let logic = Logic::new()
        .guard("is_enough", |cx| *cx.context == 1)
        .action("count", |cx| *cx.context += 1)
        .action("reset", |cx| *cx.context = 0);
    LogicModel::new(form, logic, 0)
        .unwrap()
        .events(["coin", "push"])
}

/// Two traffic lights that nobody keeps from being green together.
pub fn crossing() -> FormModel {
    let light = |name: &str| {
        state(name)
            .state(state("red").on(&format!("{name}_go"), to("green")))
            .state(state("green").on(&format!("{name}_stop"), to("red")))
    };
    model(
        Form::new("crossing").state(
            parallel("lights")
                .state(light("north"))
                .state(light("east")),
        ),
    )
}

/// A counter that never ends.
pub fn counter() -> LogicModel<u64, &'static str> {
    let form = Form::new("counter").state(state("on").on("add", run("add")));
    let logic = Logic::new().action("add", |cx| *cx.context += 1);
    LogicModel::new(form, logic, 0).unwrap().events(["add"])
}
