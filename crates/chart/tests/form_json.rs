//! A form written as JSON is read as the same form, and what is no form is refused at its place.

#[path = "random/generate.rs"]
#[allow(dead_code)]
mod generate;

use std::time::Duration;

use fastrand::Rng;
use leptos_state_chart::form::{
    all, any, final_state, history, invoke, not, state, to, when, within, Form,
};

#[test]
fn random_forms_come_back_as_they_were() {
    let seed = std::env::var("SEED").map_or(0x5EED, |seed| seed.parse().unwrap());
    println!("SEED={seed}");
    let mut rng = Rng::with_seed(seed);
    for _ in 0..2_000 {
        let form = generate::form(&mut rng);
        assert_eq!(Form::from_json(&form.to_json()), Ok(form));
    }
}

#[test]
fn everything_that_a_form_has_is_written() {
    let guard = all([
        not(within("b")),
        any(["one".into(), not("two")]),
        "three".into(),
    ]);
    let mut form = Form::new("all")
        .version(7)
        .events(["go", "stop"])
        .microstep_limit(9)
        .strict_scxml()
        .always_after_each_event()
        .initial("a")
        .on("go stop", to("b").run(["x", "y"]).when(guard).internal())
        .state(
            state("a")
                .initial_run("begin")
                .state(state("inner"))
                .state(history("last").initial("inner"))
                .entry(["x", "y"])
                .entry("z")
                .exit("w")
                .invoke(invoke("work").id("job"))
                .invoke_done("job", to("b"))
                .invoke_failed("job", to("b"))
                .invoke_next("job", to("b"))
                .after(Duration::new(1, 1), to("b"))
                .after(Duration::from_micros(3), to("b"))
                .always(when("one").to("b"))
                .done(to("b"))
                .ignore("go")
                .forbid("stop")
                .tag("busy")
                .meta("colour", "red"),
        )
        .state(final_state("b").data("result"));
    form.scopes.insert((String::new(), 0), "a".to_owned());
    assert_eq!(Form::from_json(&form.to_json()), Ok(form));
}

#[test]
fn what_is_no_form_is_refused_at_its_place() {
    let said = |text: &str| Form::from_json(text).unwrap_err().to_string();
    let root =
        |root: &str| format!("{{\"leptos-state-chart\": 1, \"name\": \"x\",\n\"root\": {root}}}");
    assert_eq!(said("{"), "1:1: EOF while parsing an object");
    assert_eq!(
        said(r#"{"leptos-state-chart": 2, "name": "x", "root": {}}"#),
        "1:1: the format has the version 2, and what is read here has 1"
    );
    assert_eq!(
        said(&root(r#"{"kind": "paralel"}"#)),
        "2:26: unknown variant `paralel`, expected one of `plain`, `parallel`, `final`, `shallowHistory`, `deepHistory`"
    );
    assert_eq!(
        said(&root(r#"{"transitions": [{"trigger": {"after": "ten"}}]}"#)),
        "2:53: `ten` is no delay: write `1.5s` or `200ms`"
    );
    assert_eq!(
        said(&root(r#"{"transitions": [{"trigger": "always", "guard": 3}]}"#)),
        "2:57: invalid type: integer `3`, expected the name of a guard, or one of `in`, `not`, `all`, `any`"
    );
}
