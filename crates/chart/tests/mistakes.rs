//! What is wrong with a form is said with its place, all at once.

use leptos_state_chart::form::{
    deep_history, final_state, history, invoke, parallel, run, state, stay, to, when, within, Form,
};
use leptos_state_chart::FormProblem;

fn mistakes(form: Form) -> Vec<String> {
    let text = form.compile().expect_err("the form is wrong").to_string();
    let prefix = "chart `chart`, ";
    let lines = text
        .lines()
        .map(|line| line.strip_prefix(prefix).expect("the chart is named"));
    lines.map(str::to_owned).collect()
}

fn chart() -> Form {
    Form::new("chart")
}

#[test]
fn targets() {
    let form = chart()
        .on("go", to("pausd"))
        .state(
            state("playing")
                .on("pause stop", to("pausd"))
                .on("jump", to("player.x"))
                .always(when(within("plying")).to("paused")),
        )
        .state(state("paused").state(state("same")))
        .state(
            state("other")
                .state(state("same"))
                .state(state("left").on("x", to("left"))),
        )
        .state(state("third").on("go", to("same")));
    assert_eq!(
        mistakes(form),
        [
            "outermost state, `on go`: there is no state `pausd`; did you mean `paused`?",
            "state `playing`, `on pause stop`: there is no state `pausd`; did you mean `paused`?",
            "state `playing`, `on jump`: there is no state `player.x`",
            "state `playing`, `always`: there is no state `plying`; did you mean `playing`?",
            "state `third`, `on go`: `same` may be any of `paused.same`, `other.same`; write the path",
        ]
    );
}

#[test]
fn targets_that_exclude_each_other() {
    let region = |name: &str| {
        state(name)
            .state(state(format!("{name}1")))
            .state(state(format!("{name}2")))
    };
    let both = parallel("both")
        .state(region("a"))
        .state(region("b"))
        .state(history("last"));
    let form = |targets: [&str; 2]| {
        chart()
            .state(state("off").on("go", to(targets)))
            .state(both.clone())
    };
    for targets in [["a", "b"], ["a1", "b2"], ["b", "a2"]] {
        assert!(form(targets).compile().is_ok(), "{targets:?}");
    }
    for (targets, named) in [
        (["a1", "a2"], "`both.a.a1` and `both.a.a2`"),
        (["a", "a2"], "`both.a` and `both.a.a2`"),
        (["a1", "a1"], "`both.a.a1` and `both.a.a1`"),
        (["a1", "off"], "`both.a.a1` and `off`"),
        (["both", "b1"], "`both` and `both.b.b1`"),
        (["last", "b1"], "`both.last` and `both.b.b1`"),
    ] {
        assert_eq!(
            mistakes(form(targets)),
            [format!(
                "state `off`, `on go`: {named} can't be active together: their targets have to be in different regions"
            )]
        );
    }
}

#[test]
fn names() {
    let form = chart()
        .state(state("a b"))
        .state(state(""))
        .state(state("c.d"))
        .state(state("e").state(state("f")).state(final_state("f")));
    assert_eq!(
        mistakes(form),
        [
            "state `a b`: a state can't be called `a b`: a name is not empty and has neither dots nor spaces",
            "outermost state: a state can't be called ``: a name is not empty and has neither dots nor spaces",
            "state `c.d`: a state can't be called `c.d`: a name is not empty and has neither dots nor spaces",
            "state `e`: there are two states called `f` here",
        ]
    );
}

#[test]
fn empty_states_and_regions() {
    assert_eq!(
        mistakes(chart()),
        ["outermost state: there is no state inside"]
    );
    assert_eq!(
        mistakes(Form::parallel("chart")),
        ["outermost state: there is no state inside"]
    );
    let form = chart()
        .state(parallel("empty"))
        .state(state("only").state(history("last")))
        .state(parallel("ending").state(final_state("end")));
    assert_eq!(
        mistakes(form),
        [
            "state `empty`: there is no state inside",
            "state `only`: there is no state inside",
            "state `ending`: there is no state inside",
            "state `ending`: a region can't be a final state; put one inside",
        ]
        .into_iter()
        .filter(|line| *line != "state `ending`: there is no state inside")
        .collect::<Vec<_>>()
    );
}

#[test]
fn beginnings() {
    let form = chart()
        .initial("nowhere")
        .state(state("a").initial("b").state(state("a1")))
        .state(state("b"))
        .state(
            state("c").state(state("c1")).state(
                state("c2")
                    .state(history("last").initial("c1"))
                    .state(state("c3")),
            ),
        );
    assert_eq!(
        mistakes(form),
        [
            "outermost state, `initial`: there is no state `nowhere`",
            "state `a`, `initial`: it has to begin inside, and `b` is not",
            "state `c.c2.last`, `initial`: where it leads has to be inside of its parent, and `c.c1` is not",
        ]
    );
    let form = chart()
        .state(state("atomic").initial("atomic"))
        .state(parallel("both").initial("r").state(state("r")));
    assert_eq!(
        mistakes(form),
        [
            "state `atomic`: it begins nowhere: there is no state inside",
            "state `both`: a parallel state begins in all of its regions",
        ]
    );
}

#[test]
fn final_states_and_histories() {
    let end = final_state("end")
        .on("x", stay())
        .invoke(invoke("y"))
        .state(state("z"));
    let last = history("last")
        .entry("a")
        .exit("b")
        .on("x", stay())
        .data("d");
    let form = chart()
        .state(end)
        .state(state("a").data("d").state(state("a1")).state(last))
        .state(deep_history("all"));
    assert_eq!(
        mistakes(form),
        [
            "state `end`: a final state has no states inside",
            "state `end`: a final state has no transitions",
            "state `end`: a final state has no invokes",
            "state `a`: only a final state makes data",
            "state `a.last`: a history has no transitions",
            "state `a.last`: a history has no entry actions",
            "state `a.last`: a history has no exit actions",
            "state `a.last`: only a final state makes data",
            "state `all`: the outermost state is never entered again, so nothing is to be remembered of it",
        ]
    );
    let histories = state("a")
        .state(state("a1"))
        .state(history("one").initial("two"))
        .state(history("two"));
    assert_eq!(
        mistakes(chart().state(histories)),
        ["state `a.one`, `initial`: `a.two` is a history of the same state; name a state"]
    );
}

#[test]
fn events() {
    let form = chart()
        .events(["play", "pause"])
        .state(
            state("a")
                .on("paly", stay())
                .on("play.*", stay())
                .on(
                    "error.load done.invoke.fetch done.state.b error.play",
                    run("load"),
                )
                .invoke(invoke("fetch")),
        )
        .state(state("b").state(final_state("end")));
    assert_eq!(
        mistakes(form),
        [
            "state `a`, `on paly`: there is no event `paly`; did you mean `play`?",
            "state `a`, `on error.load done.invoke.fetch done.state.b error.play`: there is no event `error.play`",
        ]
    );
    let form = chart().state(
        state("a")
            .on("", stay())
            .on("a.*.b", stay())
            .on("a..b *x", stay()),
    );
    assert_eq!(
        mistakes(form),
        [
            "state `a`, `on `: no events are named",
            "state `a`, `on a.*.b`: `a.*.b` describes no events: write `name`, `name.*` or `*`",
            "state `a`, `on a..b *x`: `a..b` describes no events: write `name`, `name.*` or `*`",
            "state `a`, `on a..b *x`: `*x` describes no events: write `name`, `name.*` or `*`",
        ]
    );
}

#[test]
fn transitions_that_are_never_or_always_taken() {
    let form = chart()
        .root(|root| root.done(to("a")))
        .state(state("a").always(run("spin")).done(to("b")))
        .state(state("b").done(to("a")).state(state("b1")))
        .state(
            parallel("c")
                .done(to("a"))
                .state(state("c1").state(final_state("end")))
                .state(state("c2")),
        );
    assert_eq!(
        mistakes(form),
        [
            "outermost state, `done`: when the outermost state finishes, so does the machine, so it never finishes",
            "state `a`, `always`: it would be taken without end: give it a condition or a target",
            "state `a`, `done`: there is no state inside, so it never finishes",
            "state `b`, `done`: not everything in it that has to can reach a final state, so it never finishes",
            "state `c`, `done`: not everything in it that has to can reach a final state, so it never finishes",
        ]
    );
}

#[test]
fn invokes() {
    let form = chart().state(
        state("a")
            .invoke(invoke("fetch"))
            .invoke(invoke("other").id("fetch"))
            .invoke_done("fetsh", stay())
            .invoke_failed("x", stay()),
    );
    assert_eq!(
        mistakes(form),
        [
            "state `a`: there are two invokes with the identifier `fetch` here",
            "state `a`, `invoke_done fetsh`: the state has no invoke `fetsh`; did you mean `fetch`?",
            "state `a`, `invoke_failed x`: the state has no invoke `x`",
        ]
    );
}

#[test]
fn errors_can_be_looked_at() {
    let form = chart().state(state("a").on("x", to("")));
    let errors = form.compile().unwrap_err();
    let error = errors.iter().next().unwrap();
    assert_eq!((error.state(), error.part()), ("a", Some("on x")));
    assert!(
        matches!(error.problem(), FormProblem::UnknownTarget { target, .. } if target.is_empty())
    );
}

#[test]
fn a_chart_has_a_size_that_it_can_t_exceed() {
    let states = (0..40_000).map(|index| state(format!("s{index}")));
    let form = states.fold(chart(), Form::state);
    assert_eq!(
        mistakes(form),
        ["outermost state: there are more states than a chart can have"]
    );
}
