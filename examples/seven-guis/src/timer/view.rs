//! The gauge, the slider and the button.

use std::time::Duration;

use leptos::prelude::*;
use leptos_state::leptos_environment;
use leptos_state::prelude::*;

use super::timer::{self, Event};
use super::{Timer, LONGEST};

/// A timer that runs while it is shown.
#[component]
pub fn View() -> impl IntoView {
    let machine = use_machine(Timer::new(leptos_environment()));
    let share = machine.select(|machine| machine.context().share());
    let elapsed = machine.context().elapsed();
    let duration = machine.context().duration();
    let adjust = move |event| {
        if let Ok(millis) = event_target_value(&event).parse() {
            machine.send(Event::Adjust(Duration::from_millis(millis)));
        }
    };
    let is_over = machine.active(timer::Over);
    view! {
        <div class="column">
            <div class="field">
                <span id="elapsed">"Elapsed time"</span>
                <div
                    class="gauge"
                    role="progressbar"
                    aria-labelledby="elapsed"
                    aria-valuemin="0"
                    aria-valuemax="100"
                    aria-valuenow=move || (share.get() * 100.0).floor().to_string()
                    aria-valuetext=move || seconds(elapsed.get())
                >
                    <div class="filled" style:width=move || format!("{}%", share.get() * 100.0)></div>
                </div>
                <span class="elapsed">{move || seconds(elapsed.get())}</span>
            </div>
            <label class="field">
                <span class="both-ends">
                    "Duration"
                    <span class="value">{move || seconds(duration.get())}</span>
                </span>
                <input
                    type="range"
                    min="0"
                    max=LONGEST.as_millis().to_string()
                    step="100"
                    aria-label="Duration"
                    aria-valuetext=move || seconds(duration.get())
                    prop:value=move || duration.get().as_millis().to_string()
                    on:input=adjust
                />
            </label>
            <p class="hint" role="status">{move || if is_over.get() { "The time is over." } else { "" }}</p>
            <button class="main" on:click=move |_| machine.send(Event::Reset)>"Reset"</button>
        </div>
    }
}

/// A time as it is shown: `12.3 s`.
fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}
