//! What is playing, and what can be done with it.

use leptos::prelude::*;
use leptos_state::chart::Running;
use leptos_state::prelude::*;

use super::clock;
use super::icon::{Icon, Picture};
use crate::machine::player::{self, Event, Loaded, State, Transport};
use crate::machine::{Deck, Player};

/// How far the buttons beside the main one skip, in seconds.
const SKIPPED: f64 = 5.0;

/// The chosen track, what becomes of it, and how far it is.
#[component]
pub fn Display() -> impl IntoView {
    let machine = use_store::<Running<Player>>();
    let track = machine.context().chosen();
    let status = machine.select(status);
    let problem = machine.select(problem);
    view! {
        <div class="display" class:playing=machine.active(player::Playing) class:loading=machine.active(player::Loading)>
            <div class="bars" aria-hidden="true"><i/><i/><i/><i/><i/></div>
            <p class="title">{move || track.get().title()}</p>
            <p class="status" role="status">{status}</p>
            <p class="problem" role="alert">{problem}</p>
            <Position/>
        </div>
    }
}

/// How far the track is, to be seen and to be changed.
#[component]
fn Position() -> impl IntoView {
    let machine = use_store::<Running<Player>>();
    let position = machine.select(|machine| Deck::of(machine).map(|deck| deck.position));
    let length = machine.select(|machine| Deck::of(machine).map(|deck| deck.pcm.length()));
    let time = |seconds: Option<f64>| seconds.map_or_else(|| "–:––".to_owned(), clock);
    let seek = move |event| {
        if let Ok(at) = event_target_value(&event).parse() {
            machine.send(Event::Seek(at));
        }
    };
    let spoken = move || match (position.get(), length.get()) {
        (Some(position), Some(length)) => format!("{} of {}", clock(position), clock(length)),
        _ => "nothing is loaded".to_owned(),
    };
    view! {
        <div class="position">
            <span class="time" id="at">{move || time(position.get())}</span>
            // The greatest value has to be there before the value is.
            <input
                type="range"
                aria-label="Position"
                aria-valuetext=spoken
                min="0"
                max=move || length.get().unwrap_or(1.0)
                step="0.5"
                style:--reached=move || format!("{}", position.get().unwrap_or(0.0) / length.get().unwrap_or(1.0))
                disabled=move || length.get().is_none()
                prop:value=move || position.get().unwrap_or(0.0)
                on:input=seek
            />
            <span class="time" id="length">{move || time(length.get())}</span>
        </div>
    }
}

/// The buttons.
#[component]
pub fn Controls() -> impl IntoView {
    let machine = use_store::<Running<Player>>();
    let main = machine.select(Main::of);
    let skip = move |by: f64| {
        let target = Deck::of(&machine.read_untracked())
            .map(|deck| (deck.position + by).clamp(0.0, deck.pcm.length()));
        if let Some(at) = target {
            machine.send(Event::Seek(at));
        }
    };
    let has_deck = move || machine.matches(Loaded);
    let is_muted = machine.active(player::Muted);
    let speaker = Signal::derive(move || {
        if is_muted.get() {
            Icon::Muted
        } else {
            Icon::Sound
        }
    });
    view! {
        <div class="controls" role="group" aria-label="Controls">
            <Control label="Stop" icon=Icon::Stop works=move || machine.can(&Event::Stop) press=move || machine.send(Event::Stop)/>
            <Control label="Back 5 seconds" icon=Icon::Back works=has_deck press=move || skip(-SKIPPED)/>
            <button
                class="main"
                aria-label=move || main.get().label
                aria-disabled=move || main.get().event.is_none().to_string()
                on:click=move |_| if let Some(event) = main.get_untracked().event { machine.send(event) }
            >
                <Picture of=Signal::derive(move || main.get().icon)/>
            </button>
            <Control label="Forward 5 seconds" icon=Icon::Forward works=has_deck press=move || skip(SKIPPED)/>
            <Control
                label="Mute"
                icon=speaker
                works=move || machine.can(&Event::Mute)
                pressed=is_muted
                press=move || machine.send(Event::Mute)
            />
        </div>
    }
}

/// A button that keeps the focus also while it does nothing.
#[component]
fn Control(
    label: &'static str,
    #[prop(into)] icon: Signal<Icon>,
    works: impl Fn() -> bool + Copy + Send + Sync + 'static,
    #[prop(optional, into)] pressed: Option<Signal<bool>>,
    press: impl Fn() + 'static,
) -> impl IntoView {
    let press = move |_| {
        if untrack(works) {
            press();
        }
    };
    view! {
        <button
            aria-label=label
            title=label
            aria-pressed=move || pressed.map(|pressed| pressed.get().to_string())
            aria-disabled=move || (!works()).to_string()
            on:click=press
        >
            <Picture of=icon/>
        </button>
    }
}

/// What the button in the middle does next.
#[derive(Clone, Debug, PartialEq)]
struct Main {
    label: &'static str,
    icon: Icon,
    event: Option<Event>,
}

impl Main {
    fn of(machine: &Running<Player>) -> Self {
        let song = machine.context();
        let (label, icon, event) = match machine.state() {
            State::Idle if song.left_at.is_some() => ("Resume", Icon::Play, Some(Event::Resume)),
            State::Idle => ("Play", Icon::Play, Some(Event::Resume)),
            State::Active { transport, .. } => match transport {
                Transport::Loading => ("Loading", Icon::Play, None),
                Transport::Loaded(_, Loaded::Playing) => ("Pause", Icon::Pause, Some(Event::Pause)),
                Transport::Loaded(_, Loaded::Paused) => ("Play", Icon::Play, Some(Event::Play)),
                Transport::Failed(_) => ("Try again", Icon::Again, Some(Event::Retry)),
                Transport::Finished => ("Play again", Icon::Again, Some(Event::Load(song.chosen))),
            },
        };
        Self { label, icon, event }
    }
}

/// What is said of the track.
fn status(machine: &Running<Player>) -> String {
    let song = machine.context();
    match machine.state() {
        State::Idle => match song.left_at {
            Some(at) => format!("Stopped at {}", clock(at)),
            None => "Press play".to_owned(),
        },
        State::Active { transport, .. } => match transport {
            Transport::Loading => "Loading".to_owned(),
            Transport::Loaded(_, Loaded::Playing) => "Playing".to_owned(),
            Transport::Loaded(_, Loaded::Paused) => "Paused".to_owned(),
            Transport::Failed(_) => "No sound".to_owned(),
            Transport::Finished => "That was all".to_owned(),
        },
    }
}

/// Why there is nothing to be heard, if that is so.
fn problem(machine: &Running<Player>) -> Option<String> {
    match machine.state() {
        State::Active {
            transport: Transport::Failed(why),
            ..
        } => Some(why.to_string()),
        _ => None,
    }
}
