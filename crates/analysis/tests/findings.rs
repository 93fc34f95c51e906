//! Each rule finds what it is for, at its place, and leaves alone what only looks like it.

use std::collections::BTreeSet;

use leptos_state_analysis::{findings, Rule, Severity};
use leptos_state_chart::form::{
    deep_history, final_state, parallel, run, state, stay, to, when, Form, State,
};

fn said(form: &Form) -> Vec<String> {
    findings(form).iter().map(ToString::to_string).collect()
}

fn pair(one: State, other: State) -> Form {
    Form::new("pair").state(one).state(other)
}

#[test]
fn a_chart_without_faults_has_none() {
    let form = Form::new("player")
        .events(["load", "play", "pause", "stop"])
        .state(state("idle").on("load", to("active")))
        .state(
            parallel("active")
                .on("stop", to("idle"))
                .state(
                    state("transport")
                        .state(state("playing").on("pause", to("paused")))
                        .state(state("paused").on("play", to("playing"))),
                )
                .state(state("volume").state(state("sound"))),
        );
    assert_eq!(said(&form), [""; 0]);
}

#[test]
fn what_can_not_run_is_all_that_is_said() {
    let form = pair(state("alpha").on("go", to("btea")), state("beta"));
    assert_eq!(
        said(&form),
        ["error[mistake]: state `alpha`, `on go`: there is no state `btea`; did you mean `beta`?"]
    );
    assert_eq!(findings(&form)[0].transition, Some(0));
}

#[test]
fn states_that_nothing_leads_to() {
    let lost = state("lost")
        .state(state("in").on("go", to("in")))
        .state(state("out"));
    assert_eq!(
        said(&pair(state("here").on("stay", run("x")), lost)),
        ["warning[unreachable]: state `lost`: nothing leads to it"]
    );
}

#[test]
fn states_that_nothing_leads_out_of() {
    let form = pair(state("on").on("off", to("end")), state("end"));
    assert_eq!(
        said(&form),
        ["warning[dead-end]: state `end`: nothing leads out of it, and nothing happens in it; if it is the end, make it `final`"]
    );
    // The end, something that happens, what leads out from around or from another region.
    let final_one = pair(state("on").on("off", to("end")), final_state("end"));
    let busy = pair(
        state("on").on("off", to("end")),
        state("end").on("go", run("x")),
    );
    let around = Form::new("around")
        .state(
            state("outer")
                .on("back", to("other"))
                .state(state("a").on("go", to("b")))
                .state(state("b")),
        )
        .state(state("other").on("go", to("outer")));
    let region = Form::new("regions")
        .state(
            parallel("both")
                .state(
                    state("one")
                        .state(state("a").on("go", to("b")))
                        .state(state("b")),
                )
                .state(state("two").state(state("c").on("back", to("other")))),
        )
        .state(state("other").on("go", to("both")));
    for form in [final_one, busy, around, region] {
        assert_eq!(said(&form), [""; 0], "{}", form.name);
    }
    // A transition to itself leads nowhere.
    let itself = pair(
        state("on").on("off", to("end")),
        state("end").on("again", to("end")),
    );
    assert_eq!(findings(&itself)[0].rule, Rule::DeadEnd);
}

#[test]
fn transitions_that_are_never_taken() {
    let form = pair(
        state("a").on("*", run("note")).on("go", to("b")),
        state("b").on("go", to("a")),
    );
    assert_eq!(
        said(&form),
        ["warning[shadowed]: state `a`, `on go`: it is never taken: earlier ones are for the same events without a condition"]
    );
    let inner = |guarded: bool| {
        let last = if guarded { when("x").to("a") } else { to("a") };
        Form::new("outer").state(
            state("outer")
                .on("go", run("note"))
                .state(state("a").on("go", to("b")))
                .state(state("b").on("go", last)),
        )
    };
    let found = findings(&inner(false));
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].to_string(),
        "warning[shadowed]: state `outer`, `on go`: it is never taken: each state inside does something on the same, whatever holds"
    );
    assert_eq!(found[0].related[0].state, "outer.a");
    assert_eq!(said(&inner(true)), [""; 0]);
}

#[test]
fn histories_that_are_asked_too_early() {
    let form = Form::new("early").state(
        state("outer")
            .state(deep_history("last"))
            .state(state("a").on("go", to("b")))
            .state(state("b").on("back", to("last"))),
    );
    assert_eq!(findings(&form)[0].rule, Rule::HistoryFromInside);
}

#[test]
fn loops_without_end() {
    let round = |condition: bool| {
        let back = if condition {
            when("x").to("a")
        } else {
            to("a")
        };
        Form::new("round")
            .state(state("idle").on("go", to("a")))
            .state(state("a").always(to("b")))
            .state(state("b").always(back).on("stop", to("idle")))
    };
    let found = findings(&round(false));
    assert_eq!(
        found[0].to_string(),
        "error[endless]: state `a`, `always`: this leads round without end, and without a condition: `a`, `b`, and again"
    );
    assert_eq!(found[0].related[0].state, "b");
    assert!(findings(&round(true))
        .iter()
        .all(|finding| finding.rule != Rule::Endless));
}

#[test]
fn loops_without_exit() {
    let form = |way_out: bool| {
        let second = state("second").on("go", to("first"));
        let second = if way_out {
            second.on("end", to("done"))
        } else {
            second
        };
        Form::new("loop")
            .state(state("idle").on("go", to("first")).on("end", to("done")))
            .state(state("first").on("go", to("second")))
            .state(second)
            .state(final_state("done"))
    };
    assert_eq!(
        said(&form(false)),
        ["warning[no-exit]: state `first`: neither the end of the outermost state can be reached from here nor a way out: `first`, `second` lead to each other only"]
    );
    assert_eq!(said(&form(true)), [""; 0]);
    // Who is left from outside does not have to end.
    let inside = Form::new("inside")
        .state(
            state("outer")
                .on("back", to("other"))
                .state(state("a").on("go", to("b")).on("end", to("z")))
                .state(state("b").on("go", to("c")))
                .state(state("c").on("go", to("b")))
                .state(final_state("z")),
        )
        .state(state("other").on("go", to("outer")));
    assert_eq!(said(&inside), [""; 0]);
}

#[test]
fn transitions_that_exclude_each_other() {
    let form = |second: State| {
        Form::new("two")
            .state(
                parallel("both")
                    .state(state("one").state(state("a").on("stop", to("idle"))))
                    .state(second),
            )
            .state(state("idle").on("go", to("both")))
    };
    let leaves = state("two")
        .state(state("b").on("stop", to("c")))
        .state(state("c").on("go", to("b")));
    let found = findings(&form(leaves));
    assert_eq!(
        found[0].to_string(),
        "warning[conflict]: state `both.two.b`, `on stop`: on `stop` it is not taken: `both.one.a` does something on it in another \
         region of `both`, and both leave `both.two.b`"
    );
    assert_eq!(found[0].related[0].state, "both.one.a");
    // What leaves nothing is in nobody's way, and neither is another event.
    let stays = state("two").state(state("b").on("stop", run("note")));
    let other = state("two")
        .state(state("b").on("pause", to("c")))
        .state(state("c").on("go", to("b")));
    for form in [form(stays), form(other)] {
        assert_eq!(said(&form), [""; 0]);
    }
}

#[test]
fn names_that_differ_by_a_letter() {
    let form = Form::new("names")
        .events(["switch", "unused", "step1", "step2"])
        .state(
            state("closed")
                .on("switch", when("is_ready").to("opened"))
                .on("step1 step2", run(["save1", "save2"])),
        )
        .state(state("opened").on("switch", when("is_raedy").to("closed")));
    let found = findings(&form);
    let said: Vec<_> = found.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "warning[unused-event]: outermost state: the event `unused` is declared, and nothing is done on it",
            "note[similar-names]: state `opened`: the guards `is_raedy` and `is_ready` differ by a letter: are both meant?"
        ]
    );
    assert_eq!(found[1].transition, Some(0));
    assert_eq!(found[1].related[0].state, "closed");
    assert_eq!(found[1].rule.severity(), Severity::Note);
}

#[test]
fn rules_have_names_of_their_own() {
    let mut names: Vec<_> = Rule::ALL.iter().map(|rule| rule.name()).collect();
    names.dedup();
    assert_eq!(names.len(), Rule::ALL.len());
    for rule in Rule::ALL {
        let written = serde_json::to_string(&rule).unwrap();
        assert_eq!(written, format!("\"{}\"", rule.name()));
    }
}

#[test]
fn what_only_expects_an_event_is_no_use_of_it() {
    let form = pair(state("a").on("go", to("b")), state("b").on("go", stay()));
    assert_eq!(said(&form), [""; 0]);
}

#[test]
fn every_rule_has_a_name_and_a_sentence_of_its_own() {
    let names: BTreeSet<_> = Rule::ALL.iter().map(|rule| rule.name()).collect();
    let about: BTreeSet<_> = Rule::ALL.iter().map(|rule| rule.about()).collect();
    assert_eq!(
        (names.len(), about.len()),
        (Rule::ALL.len(), Rule::ALL.len())
    );
    assert!(about.iter().all(|text| !text.ends_with('.')), "{about:?}");
}

#[test]
fn what_begins_by_default_beside_a_target_and_behind_a_history_is_reached() {
    let form = Form::new("begins")
        .state(
            state("start")
                .on("in", to("both.one.b"))
                .on("back", to("both.one.last")),
        )
        .state(
            parallel("both")
                .on("out", to("start"))
                .state(
                    state("one")
                        .state(state("a").on("go", to("b")))
                        .state(state("b").on("go", to("a")))
                        .state(deep_history("last").initial("b")),
                )
                .state(
                    state("two").state(
                        parallel("c").state(state("d")).state(
                            state("e")
                                .initial("g")
                                .state(state("f").on("go", to("g")))
                                .state(state("g").on("go", to("f"))),
                        ),
                    ),
                ),
        );
    assert_eq!(said(&form), [""; 0]);
}
