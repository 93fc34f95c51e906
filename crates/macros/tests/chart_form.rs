//! The form of a chart of `chart!`, for tools: in the program, and read from its source.

use std::time::Duration;

use leptos_state_chart::form::{
    all, any, deep_history, final_state, invoke, not, parallel, run, state, stay, to, when, within,
    Form,
};
use leptos_state_chart::Statechart;
use leptos_state_macros::chart;

/// A chart, and its source.
macro_rules! written {
    ($source:ident: $($chart:tt)*) => {
        chart! { $($chart)* }
        const $source: &str = stringify!($($chart)*);
    };
}

struct Washer;

written! { WASHER:
    pub Washer { context: u32, version: 3, microsteps: 50 }
    events { Start(u32), Stop, Open, Note }
    initial Idle;
    on Note ignore;
    Idle { on Start(n) if is_many(n) && !in Idle / count(n) => Running; on Start / first => Drum, Hot; on Stop forbid; }
    Running parallel {
        history deep Last => Turning;
        on Stop if in Cold || is_late => Idle;
        on Open | Note / beep;
        after 1500ms => Last;
        Drum {
            tags moving, loud;
            meta colour = "red";
            entry beep, count_all;
            exit beep;
            initial Turning / beep;
            Turning { invoke turn -> Result<u32, String> { done => internal Ended; error / beep; } on error.* => Stopped; }
            Stopped { always if is_late => Turning; }
            final Ended;
            done / beep;
        }
        Water { initial Cold; Cold { on Open => Hot; } Hot { on * / beep; } }
    }
}

impl washer::Logic for Washer {
    fn is_many(&self, _: &u32, n: &u32) -> bool {
        *n > 3
    }
    fn is_late(&self, context: &u32) -> bool {
        *context > 3
    }
    fn count(&self, context: &mut u32, n: &u32, _: &mut washer::Cx) {
        *context += n;
    }
    fn first(&self, _: &mut u32, _: &mut washer::Cx) {}
    fn beep(&self, _: &mut u32, _: &mut washer::Cx) {}
    fn count_all(&self, _: &mut u32, _: &mut washer::Cx) {}
    async fn turn(&self, context: u32) -> Result<u32, String> {
        Ok(context)
    }
}

fn washer() -> Form {
    Form::new("Washer")
        .version(3)
        .microstep_limit(50)
        .events(["Start", "Stop", "Open", "Note"])
        .initial("Idle")
        .root(|root| root.ignore("Note"))
        .state(
            state("Idle")
                .on(
                    "Start",
                    when(all([not(within("Idle")), "is_many".into()]
                        .into_iter()
                        .rev()))
                    .to("Running")
                    .run("count"),
                )
                .on(
                    "Start",
                    to(["Running.Drum", "Running.Water.Hot"]).run("first"),
                )
                .forbid("Stop"),
        )
        .state(
            parallel("Running")
                .state(deep_history("Last").initial("Running.Drum.Turning"))
                .on(
                    "Stop",
                    when(any([within("Running.Water.Cold"), "is_late".into()])).to("Idle"),
                )
                .on("Open Note", run("beep"))
                .after(Duration::from_millis(1_500), to("Running.Last"))
                .state(
                    state("Drum")
                        .tag("moving")
                        .tag("loud")
                        .meta("colour", "red")
                        .entry(["beep", "count_all"])
                        .exit("beep")
                        .initial("Running.Drum.Turning")
                        .initial_run("beep")
                        .state(
                            state("Turning")
                                .invoke(invoke("turn"))
                                .invoke_done("turn", to("Running.Drum.Ended").internal())
                                .invoke_failed("turn", run("beep"))
                                .on("error.*", to("Running.Drum.Stopped")),
                        )
                        .state(state("Stopped").always(when("is_late").to("Running.Drum.Turning")))
                        .state(final_state("Ended"))
                        .done(run("beep")),
                )
                .state(
                    state("Water")
                        .initial("Running.Water.Cold")
                        .state(state("Cold").on("Open", to("Running.Water.Hot")))
                        .state(state("Hot").on("*", run("beep"))),
                ),
        )
}

#[test]
fn a_program_has_the_form_of_its_chart() {
    let form = Form::of::<Washer>();
    assert_eq!(form, washer());
    let compiled = form.compile().unwrap();
    let own = Washer::chart();
    let paths = |chart: &leptos_state_chart::Chart| -> Vec<String> {
        let states = chart.states();
        states.map(|state| chart.path(state).to_owned()).collect()
    };
    assert_eq!(paths(&compiled), paths(own));
    assert_eq!(compiled.actions(), own.actions());
    assert_eq!(compiled.guards(), own.guards());
}

#[test]
fn tools_read_the_same_form_from_the_source() {
    let reading = leptos_state_syntax::read(WASHER.parse().unwrap());
    assert!(reading.errors.is_empty(), "{:?}", reading.errors);
    let chart = reading.chart.unwrap();
    assert_eq!(chart.form, washer());
    assert_eq!(chart.context().as_deref(), Some("u32"));
}

#[test]
fn what_is_wrong_is_said_as_the_compiler_says_it_and_the_rest_is_read() {
    let source = "Lamp; events { Switch } Off { on Switch => Onn; } On;";
    let reading = leptos_state_syntax::read(source.parse().unwrap());
    let messages: Vec<_> = reading.errors.iter().map(ToString::to_string).collect();
    assert_eq!(messages, ["there is no state `Onn`; did you mean `On`?"]);
    let chart = reading.chart.unwrap();
    assert_eq!(
        chart.form,
        Form::new("Lamp")
            .events("Switch")
            .state(state("Off").on("Switch", stay()))
            .state(state("On"))
    );
    let doubts = chart.form.check().unwrap_err();
    let said: Vec<_> = doubts
        .iter()
        .map(|doubt| chart.explain(doubt).to_string())
        .collect();
    assert_eq!(
        said,
        ["nothing leads to `On`: let a transition or an `initial` lead there, or leave it out"]
    );
}
