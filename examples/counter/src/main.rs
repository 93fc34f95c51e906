//! The smallest leptos-state program: a store, its actions, a selector.

use leptos::prelude::*;
use leptos_state::prelude::*;

#[derive(Clone, Default, State)]
struct Counter {
    value: i32,
    step: i32,
}

#[actions]
impl Counter {
    pub fn increment(&mut self) {
        self.value = self.value.saturating_add(self.step);
    }

    pub fn decrement(&mut self) {
        self.value = self.value.saturating_sub(self.step);
    }

    pub fn clear(&mut self) {
        self.value = 0;
    }

    pub fn step_by(&mut self, step: i32) -> Result<(), String> {
        if step < 1 {
            return Err(format!("a step of {step} leads nowhere"));
        }
        self.step = step;
        Ok(())
    }
}

#[component]
fn App() -> impl IntoView {
    provide_store(Store::new(Counter { value: 0, step: 1 }));
    view! {
        <main>
            <h1>"Counter"</h1>
            <Buttons/>
            <Step/>
            <Facts/>
        </main>
    }
}

#[component]
fn Buttons() -> impl IntoView {
    let counter = use_store::<Counter>();
    view! {
        <div class="buttons">
            <button id="decrement" aria-label="Decrement" on:click=move |_| counter.decrement()>"−"</button>
            <output id="value" aria-live="polite">{counter.value()}</output>
            <button id="increment" aria-label="Increment" on:click=move |_| counter.increment()>"+"</button>
        </div>
        <button id="clear" on:click=move |_| counter.clear()>"Clear"</button>
    }
}

#[component]
fn Step() -> impl IntoView {
    let counter = use_store::<Counter>();
    let (problem, set_problem) = signal(None);
    let change = move |event| {
        let outcome = match event_target_value(&event).parse() {
            Ok(step) => counter.try_step_by(step),
            Err(_) => Outcome::Failed(format!("a step is a whole number up to {}", i32::MAX)),
        };
        set_problem.set(outcome.failed());
    };
    view! {
        <label>"Step " <input id="step" type="number" prop:value=counter.step() on:input=change/></label>
        <p id="problem" role="alert">{problem}</p>
    }
}

#[component]
fn Facts() -> impl IntoView {
    let counter = use_store::<Counter>();
    // Wakes its readers when the answer changes, not with every step.
    let even = counter.select(|counter| counter.value % 2 == 0);
    view! { <p id="parity">{move || if even.get() { "even" } else { "odd" }}</p> }
}

fn main() {
    console_error_panic_hook::set_once();
    mount_to_body(App);
}
