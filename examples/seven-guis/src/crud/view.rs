//! The list, and the fields and buttons beside it.

use leptos::prelude::*;
use leptos_state::prelude::*;

use super::{shown, People};

/// Shows the people who were provided above.
#[component]
pub fn View() -> impl IntoView {
    let people = use_store::<People>();
    let shown = derived("shown", (people.all(), people.prefix()), |(all, prefix)| {
        shown(all, prefix)
    });
    let selects = people.select(|people| people.selected.is_some());
    let (problem, set_problem) = signal(String::new());
    let tell = move |problem: Option<String>| set_problem.set(problem.unwrap_or_default());
    let create = move |_| tell(failure(people.try_create()));
    let rename = move |_| tell(failure(people.try_rename()));
    let remove = move |_| tell(failure(people.try_remove()));
    let select = move |event| {
        if let Ok(id) = event_target_value(&event).parse() {
            tell(failure(people.try_choose(id)));
        }
    };
    view! {
        <div class="people">
            <label class="field prefix">
                "Filter by surname"
                <input
                    type="text"
                    autocomplete="off"
                    prop:value=people.prefix()
                    on:input=move |event| people.filter(event_target_value(&event))
                />
            </label>
            <select class="list" size="8" aria-label="People" on:change=select>
                <For each=move || shown.get() key=|id| *id let:id>
                    <Entry id/>
                </For>
            </select>
            <div class="column names">
                <label class="field">
                    "Name"
                    <input
                        type="text"
                        autocomplete="off"
                        prop:value=people.name()
                        on:input=move |event| people.enter_name(event_target_value(&event))
                    />
                </label>
                <label class="field">
                    "Surname"
                    <input
                        type="text"
                        autocomplete="off"
                        prop:value=people.surname()
                        on:input=move |event| people.enter_surname(event_target_value(&event))
                    />
                </label>
                <p class="hint" role="status">
                    {move || match shown.with(Vec::len) {
                        1 => "1 person is shown.".to_owned(),
                        count => format!("{count} people are shown."),
                    }}
                </p>
            </div>
            <div class="in-line buttons">
                <button class="main" on:click=create>"Create"</button>
                <button disabled=move || !selects.get() on:click=rename>"Update"</button>
                <button disabled=move || !selects.get() on:click=remove>"Delete"</button>
            </div>
            <p class="problem" role="alert">{problem}</p>
        </div>
    }
}

/// A line of the list.
#[component]
fn Entry(id: Id) -> impl IntoView {
    let people = use_store::<People>();
    let entry = people.select(move |people| {
        let person = people.all.get(&id);
        person.map(super::Person::entry).unwrap_or_default()
    });
    let is_selected = people.select(move |people| people.selected == Some(id));
    view! {
        <option value=id.to_string() prop:selected=is_selected>{entry}</option>
    }
}

/// Why an action failed, if it did.
fn failure<T, E: std::fmt::Display>(outcome: Outcome<T, E>) -> Option<String> {
    match outcome {
        Outcome::Failed(why) => Some(why.to_string()),
        _ => None,
    }
}
