//! What is heard: an `<audio>` element that follows the machine and tells it how far it has got.

use leptos::html;
use leptos::prelude::*;
use leptos_state::chart::Running;
use leptos_state::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, HtmlAudioElement};

use crate::library::ObjectUrl;
use crate::machine::player::{self, Event, Loaded, State, Transport};
use crate::machine::{Deck, Player};
use crate::pcm::Pcm;

type Machine = Store<Running<Player>>;

/// Plays what the machine says.
#[component]
pub fn Speaker() -> impl IntoView {
    let machine = use_store::<Running<Player>>();
    let audio = NodeRef::<html::Audio>::new();
    let wanted = machine.select(Wanted::of);
    Effect::new(move |playback: Option<Option<Playback>>| {
        let wanted = wanted.get();
        let audio = audio.get()?;
        let mut playback = playback
            .flatten()
            .unwrap_or_else(|| Playback::new(audio, machine));
        playback.follow(wanted);
        Some(playback)
    });

    let reached = move |_| {
        if let Some(audio) = audio.get_untracked() {
            machine.send(Event::Reach(audio.current_time()));
        }
    };
    let ended = move |_| {
        if let Some(deck) = Deck::of(&machine.read_untracked()) {
            machine.send(Event::Reach(deck.pcm.length()));
        }
    };
    // A keyboard's or a headset's keys, and the browser itself, may stop the element and have it go on.
    let paused = move |_| {
        let stopped = audio
            .get_untracked()
            .is_some_and(|audio| audio.paused() && !audio.ended());
        if stopped && machine.read_untracked().matches(player::Playing) {
            machine.send(Event::Pause);
        }
    };
    let played = move |_| {
        let goes_on = audio.get_untracked().is_some_and(|audio| !audio.paused());
        if goes_on && machine.read_untracked().matches(player::Paused) {
            machine.send(Event::Play);
        }
    };
    view! {
        <audio
            node_ref=audio
            prop:muted=machine.active(player::Muted)
            on:timeupdate=reached
            on:ended=ended
            on:pause=paused
            on:play=played
            on:error=move |_| machine.send(Event::Break)
        />
    }
}

/// What the element is to do. How far the sound has got is no part of it: that comes from the element.
#[derive(Clone, Default, PartialEq)]
struct Wanted {
    pcm: Option<Pcm>,
    sought: u32,
    playing: bool,
}

impl Wanted {
    fn of(machine: &Running<Player>) -> Self {
        match machine.state() {
            State::Active {
                transport: Transport::Loaded(deck, inside),
                ..
            } => Self {
                pcm: Some(deck.pcm.clone()),
                sought: deck.sought,
                playing: inside == Loaded::Playing,
            },
            _ => Self::default(),
        }
    }
}

/// An element, and what it was told last. It falls silent when this is dropped.
struct Playback {
    audio: HtmlAudioElement,
    machine: Machine,
    told: Wanted,
    url: Option<ObjectUrl>,
}

impl Playback {
    fn new(audio: HtmlAudioElement, machine: Machine) -> Self {
        Self {
            audio,
            machine,
            told: Wanted::default(),
            url: None,
        }
    }

    fn follow(&mut self, wanted: Wanted) {
        let is_other = wanted.pcm != self.told.pcm;
        if is_other {
            match &wanted.pcm {
                Some(pcm) => self.insert(pcm),
                None => self.eject(),
            }
        }
        if is_other || wanted.sought != self.told.sought {
            if let Some(deck) = Deck::of(&self.machine.read_untracked()) {
                self.audio.set_current_time(deck.position);
            }
        }
        if wanted.playing && (is_other || !self.told.playing) {
            self.play();
        } else if !wanted.playing && self.told.playing {
            self.pause();
        }
        self.told = wanted;
    }

    fn insert(&mut self, pcm: &Pcm) {
        match ObjectUrl::of_wav(pcm.wav()) {
            Ok(url) => {
                self.audio.set_src(url.address());
                self.url = Some(url);
            }
            Err(_) => self.machine.send(Event::Break),
        }
    }

    fn eject(&mut self) {
        self.pause();
        // An empty address would be that of the page.
        let _ = self.audio.remove_attribute("src");
        self.audio.load();
        self.url = None;
    }

    fn play(&self) {
        let (machine, promise) = (self.machine, self.audio.play());
        leptos::task::spawn_local(async move {
            let played = match promise {
                Ok(promise) => JsFuture::from(promise).await,
                Err(why) => Err(why),
            };
            if let Err(why) = played {
                refused(machine, &why);
            }
        });
    }

    fn pause(&self) {
        // It fails for elements that can't play anything, which then don't.
        let _ = self.audio.pause();
    }
}

impl Drop for Playback {
    fn drop(&mut self) {
        self.eject();
    }
}

/// Tells the machine that the browser does not play.
fn refused(machine: Machine, why: &JsValue) {
    let why = why.dyn_ref().map(DomException::name);
    let event = match why.as_deref() {
        // It was to do something else before it had begun.
        Some("AbortError") => return,
        // It plays only when somebody has pressed something, so they have to press once more.
        Some("NotAllowedError") => Event::Pause,
        _ => Event::Break,
    };
    // The machine may have gone on, or be gone.
    let is_playing = machine
        .try_snapshot()
        .is_some_and(|machine| machine.matches(player::Playing));
    if is_playing {
        machine.send(event);
    }
}
