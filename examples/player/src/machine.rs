//! The player as a chart, and what its functions do. Nothing here plays or loads: that is for `speaker.rs` and `library.rs`.

use std::future::Future;
use std::pin::Pin;

use leptos_state::prelude::*;

use crate::pcm::Pcm;
use crate::tracks::Track;

/// What the player knows, whatever it is doing.
#[derive(Clone, Debug, Default, PartialEq, State)]
pub struct Song {
    /// The track that is chosen.
    pub chosen: Track,
    /// Where it was left, in seconds, if it was playing or paused before.
    pub left_at: Option<f64>,
}

/// A track that has been loaded.
#[derive(Clone, Debug, PartialEq)]
pub struct Deck {
    /// What is to be heard.
    pub pcm: Pcm,
    /// How far it has been heard, in seconds.
    pub position: f64,
    /// How often somebody has sought. What plays the sound goes to `position` when this changes, and not when the sound itself
    /// has got there.
    pub sought: u32,
}

impl Deck {
    /// What is loaded, if something is.
    pub fn of(machine: &Running<Player>) -> Option<&Self> {
        match machine.state() {
            State::Active {
                transport: Transport::Loaded(deck, _),
                ..
            } => Some(deck),
            _ => None,
        }
    }
}

/// Why a track is not to be heard.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// A server answered something else.
    #[error("Nothing is at its address ({0}).")]
    Missing(u16),
    /// No server answered.
    #[error("It could not be asked for: {0}.")]
    Unreachable(String),
    /// There was an answer that is no sound.
    #[error("What came is no sound.")]
    NoSound,
    /// There was no answer yet.
    #[error("It did not come within ten seconds.")]
    TooSlow,
    /// The browser has the sound and does not play it.
    #[error("The browser can't play it.")]
    Unplayable,
}

chart! {
    /// Plays one track at a time.
    pub Player { context: Song }

    #[derive(PartialEq)]
    events {
        /// Another track is wanted.
        Load(Track),
        /// It is to go on where it was stopped.
        Resume,
        Play,
        Pause,
        /// The sound is to go to this second.
        Seek(f64),
        /// The sound has got to this second.
        Reach(f64),
        /// The sound can't go on.
        Break,
        /// The same track is wanted once more.
        Retry,
        Mute,
        Stop,
    }

    initial Idle;
    // What a sound still says when it is not wanted any more.
    on Reach | Break ignore;

    Idle {
        on Load(track) / load(track) => Transport, Level;
        on Resume => Last, Level;
    }
    Active parallel {
        on Stop => Idle;
        Transport {
            initial Loading;
            history deep Last;
            on Load(track) / load(track) => internal Loading;
            Loading {
                invoke fetch -> Result<Pcm, Trouble> {
                    done(pcm) => Loaded(deck(pcm));
                    error(why) => Failed(refused(why));
                }
                after 10s => Failed(too_slow);
            }
            Loaded(deck: Deck) {
                initial Playing;
                exit leave(deck);
                on Seek(at) if in_range(deck, at) / seek(deck, at);
                on Reach(at) / reach(deck, at);
                on Break => Failed(unplayable);
                Playing {
                    on Pause => Paused;
                    always if ended(deck) => Finished;
                }
                Paused { on Play => Playing; }
            }
            Failed(why: Trouble) { on Retry => Loading; }
            final Finished;
        }
        Volume {
            history Level;
            Sound { on Mute => Muted; }
            Muted { on Mute => Sound; }
        }
    }
}

use self::player::{State, Transport};

/// Where tracks come from.
pub trait Library: Send + Sync {
    /// Asks for a track. Dropping the future gives it up.
    fn fetch(&self, track: Track) -> Fetching;
}

/// A track that is being fetched.
pub type Fetching = Pin<Box<dyn Future<Output = Result<Pcm, Trouble>>>>;

/// The player's logic.
pub struct Player {
    library: Box<dyn Library>,
}

impl Player {
    /// A player of what a library has.
    pub fn new(library: impl Library + 'static) -> Self {
        Self {
            library: Box::new(library),
        }
    }
}

impl player::Logic for Player {
    fn load(&self, song: &mut Song, track: &Track, _: &mut player::Cx<'_>) {
        *song = Song {
            chosen: *track,
            left_at: None,
        };
    }

    async fn fetch(&self, song: Song) -> Result<Pcm, Trouble> {
        self.library.fetch(song.chosen).await
    }

    fn deck(&self, _: &Song, pcm: &Pcm) -> Deck {
        Deck {
            pcm: pcm.clone(),
            position: 0.0,
            sought: 0,
        }
    }

    fn in_range(&self, _: &Song, deck: &Deck, at: &f64) -> bool {
        (0.0..=deck.pcm.length()).contains(at)
    }

    fn seek(&self, _: &mut Song, deck: &mut Deck, at: &f64, _: &mut player::Cx<'_>) {
        deck.position = *at;
        deck.sought += 1;
    }

    fn reach(&self, _: &mut Song, deck: &mut Deck, at: &f64, _: &mut player::Cx<'_>) {
        deck.position = *at;
    }

    fn ended(&self, _: &Song, deck: &Deck) -> bool {
        deck.position >= deck.pcm.length()
    }

    fn leave(&self, song: &mut Song, deck: &mut Deck, _: &mut player::Cx<'_>) {
        song.left_at = Some(deck.position);
    }

    fn refused(&self, _: &Song, why: &Trouble) -> Trouble {
        why.clone()
    }

    fn too_slow(&self, _: &Song) -> Trouble {
        Trouble::TooSlow
    }

    fn unplayable(&self, _: &Song) -> Trouble {
        Trouble::Unplayable
    }
}
