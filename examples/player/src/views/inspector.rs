//! The machine: all states of its chart, what happened last, and what can happen next.

use leptos::prelude::*;
use leptos_state::chart::{Chart, Running, StateId, StateKind, Statechart};
use leptos_state::prelude::*;

use crate::journal::Journal;
use crate::machine::player::Event;
use crate::machine::{Deck, Player};
use crate::tracks::Track;

/// A second that no track has.
const BEYOND: f64 = 999.0;

/// The machine beside the player.
#[component]
pub fn Inspector() -> impl IntoView {
    view! {
        <section class="machine" aria-labelledby="machine">
            <h2 id="machine">"Its machine"</h2>
            <div class="columns">
                <States/>
                <div class="past-and-future">
                    <Next/>
                    <Last/>
                </div>
            </div>
        </section>
    }
}

/// The states, nested as they are in the chart.
#[component]
fn States() -> impl IntoView {
    let machine = use_store::<Running<Player>>();
    let active = machine.select(|machine| machine.active_states().collect::<Vec<_>>());
    let chart = Player::chart();
    view! {
        <div>
            <h3 id="states">"States"</h3>
            <ul class="states" aria-labelledby="states">
                {inside(chart, None, active)}
            </ul>
        </div>
    }
}

/// The states directly inside of one, with what is inside of them.
fn inside(
    chart: &'static Chart,
    around: Option<StateId>,
    active: ReadSignal<Vec<StateId>>,
) -> Option<AnyView> {
    let states = chart
        .states()
        .filter(|state| chart.parent(*state) == around);
    let entries: Vec<_> = states
        .map(|state| {
            let is_active = move || active.with(|active| active.contains(&state));
            let path = chart.path(state);
            let name = match path.rsplit('.').next() {
                Some("") | None => chart.name(),
                Some(name) => name,
            };
            let inner = inside(chart, Some(state), active);
            view! {
                <li data-state=path aria-current=move || is_active().then_some("true")>
                    <span>{name}</span>
                    {kind(chart.kind(state)).map(|kind| view! { <small>{kind}</small> })}
                    {inner.map(|inner| view! { <ul>{inner}</ul> })}
                </li>
            }
        })
        .collect();
    (!entries.is_empty()).then(|| entries.into_any())
}

/// What is to be said of a kind of states, if it is not the usual one.
const fn kind(kind: StateKind) -> Option<&'static str> {
    match kind {
        StateKind::Atomic | StateKind::Compound => None,
        StateKind::Parallel => Some("parallel"),
        StateKind::Final => Some("final"),
        StateKind::Shallow => Some("history"),
        StateKind::Deep => Some("deep history"),
    }
}

/// The events, and whether they would be taken now.
#[component]
fn Next() -> impl IntoView {
    let machine = use_store::<Running<Player>>();
    let middle =
        machine.select(|machine| Deck::of(machine).map_or(1.0, |deck| deck.pcm.length() / 2.0));
    let event = |name: &'static str, make: fn(middle: f64, track: Track) -> Event| {
        let track = machine.context().chosen();
        let taken = move || machine.can(&make(middle.get(), track.get_untracked()));
        let send = move |_| machine.send(make(middle.get_untracked(), track.get_untracked()));
        view! {
            <li>
                <button class="event" class:taken=taken on:click=send>
                    {name}
                    <span class="unseen">{move || if taken() { ", would be taken" } else { "" }}</span>
                </button>
            </li>
        }
    };
    view! {
        <div>
            <h3 id="events">"Events"</h3>
            <p class="hint">"Those in colour would be taken now. Send any, and see what becomes of it."</p>
            <ul class="events" aria-labelledby="events">
                {event("Load", |_, track| Event::Load(track))}
                {event("Resume", |_, _| Event::Resume)}
                {event("Play", |_, _| Event::Play)}
                {event("Pause", |_, _| Event::Pause)}
                {event("Seek to the middle", |middle, _| Event::Seek(middle))}
                {event("Seek beyond the end", |_, _| Event::Seek(BEYOND))}
                {event("Retry", |_, _| Event::Retry)}
                {event("Mute", |_, _| Event::Mute)}
                {event("Stop", |_, _| Event::Stop)}
            </ul>
        </div>
    }
}

/// What happened last, the latest first.
#[component]
fn Last() -> impl IntoView {
    let journal = use_store::<Journal>();
    view! {
        <div>
            <h3 id="journal">"What happened"</h3>
            <ol class="journal" aria-labelledby="journal">
                <For each=move || journal.entries().keys() key=|number| *number let:number>
                    <Happened number/>
                </For>
            </ol>
        </div>
    }
}

/// One entry of the journal.
#[component]
fn Happened(number: u64) -> impl IntoView {
    let entry = use_store::<Journal>().entries().at(number);
    let times = entry.times().or(1);
    let became = move || entry.became().get().unwrap_or_default();
    view! {
        <li>
            <span class="name">{entry.name()}</span>
            <span class="times">{move || (times.get() > 1).then(|| format!("× {}", times.get()))}</span>
            <span class=move || format!("became {}", became())>{became}</span>
        </li>
    }
}
