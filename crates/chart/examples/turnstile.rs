//! A machine, its effects and its timer, run by hand: `cargo run -p leptos-state-chart --example turnstile`.

use std::time::Duration;

use leptos_state_chart::form::{state, to, Form};
use leptos_state_chart::{Effect, Effects, Input, Logic, Machine};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let form = Form::new("turnstile")
        .state(state("locked").on("coin", to("open").run("count")))
        .state(
            state("open")
                .on("push", to("locked"))
                .after(Duration::from_secs(5), to("locked").run("beep")),
        );
    let logic = Logic::<u32, &'static str>::new()
        .action("count", |cx| *cx.context += 1)
        .action("beep", |cx| cx.send_to("speaker", "beep"));
    let machine = Machine::new(form.compile()?, logic)?;

    let mut snapshot = machine.create(0);
    let mut effects = Effects::new();
    machine.start(&mut snapshot, &mut effects)?;
    let mut timer = None;
    for event in ["push", "coin", "push", "coin"] {
        let reception = machine.send(&mut snapshot, &event, &mut effects)?;
        println!("{event}: {reception:?}");
        for effect in effects.drain() {
            println!("    asks for {effect:?}");
            if let Effect::StartTimer { timer: started, .. } = effect {
                timer = Some(started);
            }
        }
    }
    // Nobody has pushed: the time of the second coin is over.
    if let Some(timer) = timer {
        let reception = machine.handle(&mut snapshot, &Input::Elapsed(timer), &mut effects)?;
        println!("5 seconds: {reception:?}");
        effects
            .drain()
            .for_each(|effect| println!("    asks for {effect:?}"));
    }
    println!("{} paid", snapshot.context);
    Ok(())
}
