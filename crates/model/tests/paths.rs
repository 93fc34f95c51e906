//! Paths: shortest ones, those that come to nothing twice, and a few that take every transition. What XState's `@xstate/graph` is
//! tested for holds here: `xstate_graph.rs` compares both.

mod common;

use std::time::Duration;

use common::{counter, crossing, model, told, turnstile};
use leptos_state_chart::form::{
    all, any, final_state, history, invoke, not, run, state, to, when, within, Form,
};
use leptos_state_model::{
    without_beginnings, Coverage, Cue, Cut, Explore, FormModel, Model, Path, PathsRecord,
    ReplayError,
};

#[test]
fn there_is_a_shortest_path_to_each_configuration() {
    let graph = crossing().explore();
    assert_eq!(graph.nodes().len(), 4);
    assert_eq!(graph.steps(), 9, "eight, and the start");
    assert_eq!(
        told(&graph.shortest()),
        [
            "start",
            "start, east_go",
            "start, north_go",
            "start, east_go, north_go"
        ]
    );
}

#[test]
fn what_leads_where_can_be_seen() {
    let graph = crossing().explore();
    let first = graph.begins().next().unwrap();
    assert_eq!((first.cue.to_string().as_str(), first.to), ("start", 0));
    let leads: Vec<_> = graph.leads(0).collect();
    assert_eq!(leads[0].cue.to_string(), "east_go");
    assert_eq!(leads[0].taken, [("lights.east.red".to_owned(), 0)]);
    assert!(graph.nodes()[leads[0].to].is_active("lights.east.green"));
    assert_eq!(leads.len(), 2);
}

#[test]
fn simple_paths_come_to_nothing_twice() {
    let graph = crossing().explore();
    let (paths, is_whole) = graph.simple(1_000);
    assert!(is_whole);
    // One to where it begins; to each neighbour directly and around; two to the opposite.
    assert_eq!(paths.len(), 1 + 2 + 2 + 2);
    for path in &paths {
        let mut active: Vec<_> = path.steps.iter().map(|step| &step.node.situation).collect();
        active.sort();
        active.dedup();
        assert_eq!(active.len(), path.steps.len());
    }
    let (some, is_whole) = graph.simple(3);
    assert_eq!((some.len(), is_whole), (3, false));
}

#[test]
fn a_chain_has_one_path_to_each_of_its_links() {
    let (paths, is_whole) = Explore::of(&counter()).nodes(300).run().simple(10_000);
    assert!(is_whole);
    assert_eq!(paths.len(), 300);
}

#[test]
fn a_few_paths_take_every_transition() {
    let graph = turnstile().explore();
    let paths = graph.covering();
    assert_eq!(told(&paths), ["start, coin, coin, push"]);
    let graph = crossing().explore();
    let coverage = Coverage::of(graph.form(), &graph.covering());
    assert_eq!(coverage.ratio(), 1.0, "{coverage}");
}

#[test]
fn paths_that_others_begin_with_can_be_left_out() {
    let graph = turnstile().explore();
    let paths = graph.shortest();
    assert_eq!(paths.len(), 3);
    assert_eq!(told(&without_beginnings(paths)), ["start, coin, coin"]);
    let crossing = crossing().explore().shortest();
    assert_eq!(
        told(&without_beginnings(crossing)),
        ["start, north_go", "start, east_go, north_go"]
    );
}

#[test]
fn each_guard_may_hold_or_not_and_has_one_answer() {
    let form = Form::new("chart")
        .state(
            state("a")
                .on("go", when("x").to("b"))
                .on("go", when(all(["y", "z"])).to("c"))
                .on("either", when(any(["x", "y"])).to("d")),
        )
        .state(state("b").always(when(not("x")).to("never")))
        .state(state("c"))
        .state(state("d").always(when(within("never")).to("c")))
        .state(state("never"));
    let graph = model(form).explore();
    assert_eq!(
        told(&graph.shortest()),
        [
            "start",
            "start, either if x",
            "start, go if x",
            "start, go if not x, y, z",
        ]
    );
    // `either` by `y` alone leads to the same.
    assert_eq!(graph.steps(), 5);
    let missing = Coverage::of(graph.form(), &graph.covering());
    assert_eq!(
        missing.to_string(),
        "chart: 4 of 5 states, 3 of 5 transitions\n  \
         not active: `never`\n  \
         not taken: `b`, always to never\n  \
         not taken: `d`, always to c"
    );
}

#[test]
fn what_is_under_way_ends() {
    let form = Form::new("chart")
        .state(
            state("loading")
                .invoke(invoke("fetch"))
                .invoke_done("fetch", to("ready"))
                .invoke_failed("fetch", when("fatal").to("broken"))
                .invoke_next("fetch", run("note"))
                .after(Duration::from_secs(10), to("broken")),
        )
        .state(state("ready").on("again", to("loading")))
        .state(final_state("broken"));
    let graph = model(form).explore();
    assert_eq!(
        told(&graph.shortest()),
        [
            "start",
            "start, after 10s of loading",
            "start, fetch of loading is done",
            "start, fetch of loading fails if not fatal",
        ]
    );
    let first = &graph.nodes()[0].situation;
    let under_way: Vec<_> = first.under_way.iter().collect();
    assert_eq!(under_way, ["loading:after.10s", "loading:fetch"]);
    assert!(graph.nodes()[1].situation.is_finished);
    assert!(graph.stuck().is_empty());
}

#[test]
fn what_histories_remember_is_told_apart() {
    let form = Form::new("chart")
        .state(
            state("on")
                .state(state("a").on("next", to("b")))
                .state(state("b"))
                .state(history("last"))
                .on("off", to("off")),
        )
        .state(state("off").on("on", to("on.last")));
    let graph = model(form).explore();
    assert_eq!(
        told(&graph.shortest()),
        [
            "start",
            "start, next",
            "start, off",
            "start, next, off",
            "start, off, on",
            "start, next, off, on",
            "start, off, on, next",
        ]
    );
}

#[test]
fn descriptors_stand_for_an_event_of_their_own() {
    let form = Form::new("chart")
        .state(
            state("a")
                .ignore("nothing")
                .on("load.*", to("b"))
                .on("*", to("c")),
        )
        .state(state("b"))
        .state(state("c"));
    let paths = model(form).explore().shortest();
    assert_eq!(told(&paths), ["start", "start, load.*", "start, *"]);
}

#[test]
fn a_machine_may_start_in_several_ways_and_finish_at_once() {
    let form = Form::new("chart")
        .state(state("a").always(when("ready").to("end")))
        .state(final_state("end"));
    let graph = model(form).explore();
    assert_eq!(
        told(&graph.shortest()),
        ["start if ready", "start if not ready"]
    );
    assert_eq!(told(&graph.stuck()), ["start if not ready"]);
}

#[test]
fn what_does_not_come_to_rest_is_told_with_its_path() {
    let form = Form::new("chart")
        .state(state("a").on("go", to("b")))
        .state(state("b").always(when("x").to("c")))
        .state(state("c").always(when("y").to("b")));
    let graph = model(form).explore();
    let endless = graph.endless();
    let [(path, cue, limit)] = endless.as_slice() else {
        panic!("{endless:?}");
    };
    assert_eq!(
        (path.to_string().as_str(), cue.to_string().as_str()),
        ("start", "go if x, y")
    );
    assert_eq!(limit.limit(), 1_000);
    assert_eq!(graph.nodes().len(), 3);
}

#[test]
fn an_exploration_has_limits() {
    let graph = Explore::of(&counter()).nodes(5).run();
    assert_eq!((graph.nodes().len(), graph.cut()), (5, Some(Cut::Nodes(5))));
    let graph = Explore::of(&counter()).steps(5).run();
    assert_eq!(graph.cut(), Some(Cut::Steps(5)));
    assert!(
        graph.stuck().is_empty(),
        "what was not looked at is not stuck"
    );
    let graph = Explore::of(&counter())
        .only(|node, _| node.state.context < 5)
        .run();
    assert_eq!((graph.nodes().len(), graph.cut()), (6, None));
}

#[test]
fn contexts_are_told_apart_by_a_key() {
    let form = Form::new("counter").state(state("on").on("add", run("add")));
    let logic = leptos_state_chart::Logic::<u64, &str>::new().action("add", |cx| *cx.context += 1);
    let counter = leptos_state_model::LogicModel::keyed(form, logic, 0, |count| count % 3).unwrap();
    let graph = counter.events(["add"]).explore();
    assert_eq!(graph.nodes().len(), 3);
    let goal = graph.shortest_to(|node| node.state.context == 2);
    assert_eq!(told(&goal), ["start, add, add"]);
}

#[test]
fn paths_are_json() {
    let door = || {
        let form = Form::new("door")
            .version(3)
            .state(state("closed").on("lock", when("has_key").to("locked")))
            .state(state("locked"));
        FormModel::of(form).unwrap()
    };
    let paths = door().explore().covering();
    let record = PathsRecord::of(&door(), &paths);
    let text = serde_json::to_string(&record).unwrap();
    assert_eq!(
        text,
        r#"{"chart":"door","version":3,"paths":[[{"cue":{"kind":"start"},"taken":[],"to":{"is_finished":false,"active":["closed"]}},{"cue":{"kind":"event","name":"lock","answers":{"has_key":true}},"taken":[["closed",0]],"to":{"is_finished":false,"active":["locked"]}}]]}"#
    );
    assert_eq!(
        serde_json::to_string(&paths).unwrap(),
        serde_json::to_string(&record.paths).unwrap()
    );
    let read: PathsRecord = serde_json::from_str(&text).unwrap();
    assert_eq!(read, record);
    let cues: Vec<_> = read.paths[0].iter().map(|step| step.cue.clone()).collect();
    assert_eq!(
        Path::replay(&door(), &cues).unwrap().record(),
        read.paths[0]
    );
}

#[test]
fn a_path_that_is_not_there_is_refused_with_what_is() {
    let form = Form::new("door")
        .state(
            state("closed")
                .on("go", when("x").to("open"))
                .on("go", to("locked")),
        )
        .state(state("open"))
        .state(state("locked"));
    let door = FormModel::of(form).unwrap();
    let path = Path::replay(&door, &[Cue::event("go").answer("x", false)]).unwrap();
    assert_eq!(path.active(), ["locked"]);
    let unclear = Path::replay(&door, &[Cue::event("go")]).unwrap_err();
    assert!(matches!(unclear, ReplayError::Ambiguous { .. }));
    assert_eq!(
        unclear.to_string(),
        "after `start`, in closed: `go` may be: go if x, go if not x"
    );
    let gone = Path::replay(
        &door,
        &[Cue::event("go").answer("x", true), Cue::event("go")],
    );
    assert_eq!(
        gone.unwrap_err().to_string(),
        "after `start, go if x`, in open: `go` does nothing; what does something is: nothing"
    );
}

#[test]
fn a_model_is_refused_with_what_is_wrong() {
    let wrong = FormModel::of(Form::new("chart").state(state("a").on("go", to("b"))));
    assert!(wrong
        .unwrap_err()
        .to_string()
        .contains("there is no state `b`"));
    let invoke = turnstile().done("locked:fetch", ()).unwrap_err();
    assert_eq!(
        invoke.to_string(),
        "chart `turnstile`: there is no invoke `locked:fetch`; they are called by the path of the state and their name, as none"
    );
}
