//! What is to hold of a machine is checked on all that it comes to, and what does not hold is told with the way there.

mod common;

use common::{counter, crossing, model, turnstile};
use leptos_state_chart::form::{final_state, run, state, to, when, Form};
use leptos_state_model::{Cut, End, Explore, FormModel, Graph, Model, RustTest, Verdict};

fn end<M: Model>(verdict: &Verdict<M>) -> (String, End) {
    let example = verdict
        .counterexample()
        .unwrap_or_else(|| panic!("{verdict}"));
    (example.path.to_string(), example.end)
}

#[test]
fn a_counterexample_is_told_and_can_be_gone_again() {
    let graph = crossing().explore();
    let verdict = graph.never("both are green", |node| {
        node.is_active("lights.north.green") && node.is_active("lights.east.green")
    });
    assert_eq!(
        verdict.to_string(),
        "`both are green` does not hold here:\n  \
         start -> lights.north.red, lights.east.red\n  \
         east_go -> lights.north.red, lights.east.green\n  \
         north_go -> lights.north.green, lights.east.green\n\n\
         To go the path again:\n\n\
         #[test]\n\
         fn east_go_north_go_leads_to_lights_north_green_lights_east_green() {\n    \
             let path = Path::replay(\n        \
                 &model(),\n        \
                 &[\n            \
                     Cue::start(),\n            \
                     Cue::event(\"east_go\"),\n            \
                     Cue::event(\"north_go\"),\n        \
                 ],\n    \
             );\n    \
             let path = path.unwrap_or_else(|error| panic!(\"{error}\"));\n    \
             assert_ne!(path.active(), [\"lights.north.green\", \"lights.east.green\"], \"`both are green` does not hold here\");\n\
         }\n"
    );
}

#[test]
fn what_holds_everywhere_holds() {
    let graph = turnstile().explore();
    graph
        .always("few coins", |node| node.state.context < 2)
        .assert_holds();
    graph
        .never("an open one has no coin", |node| {
            node.is_active("open") && node.state.context == 0
        })
        .assert_holds();
    graph
        .always("something is active", |node| {
            !node.situation.active.is_empty()
        })
        .assert_holds();
}

#[test]
fn what_was_not_looked_at_is_not_said_to_hold() {
    let graph = Explore::of(&counter()).nodes(10).run();
    let few = graph.always("few", |node| node.state.context < 100);
    assert!(matches!(few, Verdict::HoldsSoFar(Cut::Nodes(10))));
    assert_eq!(
        few.to_string(),
        "it holds as far as was looked: there are more than 10 configurations; contexts that grow without end need a key"
    );
    let many = graph.eventually("many", |node| node.state.context == 100);
    assert!(many.counterexample().is_none(), "the last one may lead on");
    let fairly = graph.fairly_eventually("many", |node| node.state.context == 100);
    assert!(fairly.counterexample().is_none());
    let result =
        std::panic::catch_unwind(|| Verdict::<FormModel>::HoldsSoFar(Cut::Steps(1)).assert_holds());
    assert!(result.is_err());
}

fn job() -> Graph<FormModel> {
    let form = Form::new("job")
        .state(state("idle").on("begin", to("busy")))
        .state(
            state("busy")
                .on("pause", to("paused"))
                .on("finish", to("done"))
                .on("look", run("look")),
        )
        .state(state("paused").on("resume", to("busy")))
        .state(final_state("done"));
    model(form).explore()
}

#[test]
fn going_round_for_ever_is_a_counterexample_unless_it_is_fair() {
    let graph = job();
    let (path, at) = end(&graph.eventually("it is done", |node| node.is_active("done")));
    assert_eq!((path.as_str(), at), ("start, begin, look", End::Circle(2)));
    graph
        .fairly_eventually("it is done", |node| node.is_active("done"))
        .assert_holds();
    graph
        .eventually("it is idle", |node| node.is_active("idle"))
        .assert_holds();
}

#[test]
fn larger_circles_are_found() {
    let form = Form::new("round")
        .state(state("a").on("go", to("b")))
        .state(state("b").on("go", to("c")))
        .state(state("c").on("go", to("b")).on("leave", to("d")))
        .state(state("d"));
    let graph = model(form).explore();
    let (path, at) = end(&graph.eventually("d", |node| node.is_active("d")));
    assert_eq!((path.as_str(), at), ("start, go, go, go", End::Circle(2)));
    graph
        .eventually("c", |node| node.is_active("c"))
        .assert_holds();
}

#[test]
fn stopping_before_is_a_counterexample() {
    let form = Form::new("door")
        .state(
            state("closed")
                .on("go", when("key").to("open"))
                .on("go", to("jammed")),
        )
        .state(state("open"))
        .state(state("jammed"));
    let graph = model(form).explore();
    let open = |graph: &Graph<FormModel>| {
        let fair = graph.fairly_eventually("it opens", |node| node.is_active("open"));
        (
            end(&graph.eventually("it opens", |node| node.is_active("open"))),
            end(&fair),
        )
    };
    let jammed = "start, go if not key".to_owned();
    assert_eq!(
        open(&graph),
        ((jammed.clone(), End::Stop), (jammed, End::TooLate))
    );
}

#[test]
fn a_test_against_it_names_the_model() {
    let verdict = job().never("it pauses", |node| node.is_active("paused"));
    let example = verdict.counterexample().unwrap();
    let text = example.rust_test(&RustTest::new().model("job()"));
    assert!(text.contains("        &job(),\n"), "{text}");
}
