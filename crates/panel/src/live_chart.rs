//! A machine, drawn while it runs.

use std::collections::BTreeSet;

use leptos::html::Div;
use leptos::prelude::*;
use leptos_state::chart::{Running, Statechart};
use leptos_state::{State, Store};
use wasm_bindgen::JsCast;

use crate::marks::{Parts, ACTIVE, ENABLED, TAKEN};
use crate::steps::{enabled, last, Transitions};

/// Its own look, as far as the drawing has not got one. A page may have another: everything is in `.live-chart`.
const STYLE: &str = "\
.live-chart{display:grid;gap:.75rem;min-width:0}\
.live-chart-drawing{overflow:auto}\
.live-chart-events{display:flex;flex-wrap:wrap;gap:.5rem;margin:0;padding:0;list-style:none}\
.live-chart-said{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}";

/// A machine, drawn while it runs: what is active and what was taken last stand out in the drawing of its chart, and each event that
/// would be taken has a button.
///
/// `drawing` is what `leptos-state draw` or `leptos_state_draw::Drawing` makes of the machine's chart: SVG whose parts have `data-state` and
/// `data-transition`. It is put into the page as it is, so it has to be one that you made. Nothing is drawn anew while the
/// machine runs; the parts of the drawing get the classes `is-active`, `is-taken` and `is-enabled`.
///
/// `events` are those that the buttons send, each with its name: a component can't make up what events carry. Those that would not be taken
/// are disabled.
#[component]
pub fn LiveChart<L>(
    /// The machine.
    machine: Store<Running<L>>,
    /// The drawing of its chart.
    #[prop(into)]
    drawing: String,
    /// The events that can be sent, each with what its button says.
    #[prop(optional)]
    events: Vec<(&'static str, L::Event)>,
) -> impl IntoView
where
    L: Statechart<Context: State + Send + Sync, Event: Clone + Send + Sync> + Send + Sync,
    L: Statechart<Data: Send + Sync, Held: Send + Sync, Inner: Send + Sync>,
{
    let chart = L::chart();
    let active = machine.select(|machine| {
        let states = machine.active_states();
        states
            .map(|state| L::chart().path(state).to_owned())
            .collect::<BTreeSet<String>>()
    });
    let last = last(machine);
    let samples = StoredValue::new(events.clone());
    let possible = Memo::new(move |_| {
        machine.with(|machine| {
            samples.with_value(|samples| {
                let samples = samples.iter();
                samples
                    .flat_map(|(_, event)| enabled(machine, event))
                    .collect::<Transitions>()
            })
        })
    });

    let place = NodeRef::<Div>::new();
    let parts = StoredValue::new_local(None::<Parts>);
    Effect::new(move || {
        if let Some(place) = place.get() {
            parts.set_value(Some(Parts::of(place.unchecked_ref())));
        }
        active.with(|active| {
            with(parts, |parts| {
                parts.mark_states(ACTIVE, |path| active.contains(path));
            });
        });
        last.with(|last| with(parts, |parts| parts.mark_transitions(TAKEN, &last.taken)));
        possible.with(|possible| with(parts, |parts| parts.mark_transitions(ENABLED, possible)));
    });

    let said = move || {
        let atomic = active.with(|active| {
            let leaves = active.iter().filter(|path| {
                let inside = format!("{path}.");
                !path.is_empty() && !active.iter().any(|other| other.starts_with(&inside))
            });
            leaves.cloned().collect::<Vec<_>>().join(", ")
        });
        last.with(|last| match last.name.as_str() {
            "" => atomic,
            name => format!("{name}: {atomic}"),
        })
    };
    let buttons = events.into_iter().map(|(name, event)| {
        let asked = event.clone();
        let can = move || machine.can(&asked);
        let send = move |_| machine.send(event.clone());
        view! {
            <li>
                <button type="button" disabled=move || !can() on:click=send>
                    {name}
                </button>
            </li>
        }
    });
    view! {
        <section class="live-chart" aria-label=format!("{}, drawn while it runs", chart.name())>
            <style>{STYLE}</style>
            <div class="live-chart-drawing" tabindex="0" node_ref=place inner_html=drawing></div>
            <p class="live-chart-said" role="status">{said}</p>
            <ul class="live-chart-events">{buttons.collect_view()}</ul>
        </section>
    }
}

fn with(parts: StoredValue<Option<Parts>, LocalStorage>, what: impl FnOnce(&Parts)) {
    parts.with_value(|parts| {
        if let Some(parts) = parts {
            what(parts);
        }
    });
}
