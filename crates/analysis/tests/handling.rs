//! What happens on each event in each state.

use leptos_state_analysis::{Handling, How};
use leptos_state_chart::form::{final_state, parallel, run, state, to, when, Form};

fn form() -> Form {
    Form::new("player")
        .events(["play", "stop"])
        .state(state("idle").on("play", to("active")).forbid("stop"))
        .state(
            parallel("active")
                .state(
                    state("one")
                        .state(
                            state("a")
                                .on("play", when("x").run("y"))
                                .on("player.*", run("z")),
                        )
                        .state(final_state("b")),
                )
                .state(state("two").on("stop", to("over")).state(state("c"))),
        )
        .state(final_state("over"))
}

#[test]
fn every_pair_is_said() {
    let handling = Handling::of(&form()).unwrap();
    assert_eq!(handling.events, ["play", "stop"]);
    let states: Vec<_> = handling
        .states
        .iter()
        .map(|(state, _)| state.as_str())
        .collect();
    assert_eq!(
        states,
        ["idle", "active.one.a", "active.one.b", "active.two.c"]
    );
    let how = |state, event| handling.how(state, event).unwrap();
    assert_eq!(how("idle", "play"), How::Handled);
    assert_eq!(how("idle", "stop"), How::Forbidden);
    assert_eq!(how("active.one.a", "play"), How::Guarded);
    assert_eq!(how("active.one.a", "stop"), How::Elsewhere);
    assert_eq!(how("active.two.c", "stop"), How::Handled);
    assert_eq!(how("active.two.c", "play"), How::Unhandled);
    assert_eq!(handling.how("over", "play"), None);
    let unhandled: Vec<_> = handling.unhandled().collect();
    assert_eq!(
        unhandled,
        [("active.one.b", "play"), ("active.two.c", "play")]
    );
}

#[test]
fn it_is_a_table() {
    let table = Handling::of(&form()).unwrap().to_string();
    let expected = "              play  stop
idle           ●     × \u{20}
active.one.a   ◐     ○ \u{20}
active.one.b   ·     ○ \u{20}
active.two.c   ·     ● \u{20}";
    assert_eq!(table, expected);
}

#[test]
fn every_way_is_told_from_the_others() {
    let signs: String = How::ALL.iter().map(|how| how.sign()).collect();
    assert_eq!(signs, "●◐○–×·");
    let about: Vec<_> = How::ALL.iter().map(|how| how.about()).collect();
    assert_eq!(
        about,
        [
            "handled",
            "handled if a guard holds",
            "handled in another region",
            "ignored",
            "forbidden",
            "unhandled"
        ]
    );
}
