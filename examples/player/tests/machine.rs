//! The player without a browser: what its machine does with events, time, and what a library answers.
#![cfg(not(target_arch = "wasm32"))]

use std::time::Duration;

use leptos_state::chart::{Running, Statechart};
use leptos_state::testing::Scenario;
use player::machine::player::{Event, Loaded, State, Transport, Volume};
use player::machine::{player as chart, Deck, Fetching, Library, Player, Song, Trouble};
use player::pcm::{wav, Pcm, RATE};
use player::tracks::Track;

const LENGTH: f64 = 4.0;

/// Has every track at once, but for those that are lost or on their way.
struct Shelf;

impl Library for Shelf {
    fn fetch(&self, track: Track) -> Fetching {
        Box::pin(async move {
            match track {
                Track::LostTape => Err(Trouble::Missing(404)),
                Track::DonkeyPost => std::future::pending().await,
                Track::FrereJacques | Track::OdeToJoy => Ok(sound()),
            }
        })
    }
}

fn sound() -> Pcm {
    let file = wav(&vec![0.0; LENGTH as usize * RATE as usize]);
    Pcm::read(&file).expect("it is a sound")
}

fn idle() -> Scenario<Running<Player>> {
    Scenario::given(Running::new(Player::new(Shelf), Song::default()))
}

fn playing() -> Scenario<Running<Player>> {
    idle()
        .when(|player| player.send(Event::Load(Track::OdeToJoy)))
        .run_effects()
}

fn transport(machine: &Running<Player>) -> Transport<'_> {
    match machine.state() {
        State::Active { transport, .. } => transport,
        State::Idle => panic!("it is idle"),
    }
}

fn deck(machine: &Running<Player>) -> &Deck {
    Deck::of(machine).expect("something is loaded")
}

#[test]
fn a_track_is_loaded_and_plays() {
    idle()
        .when(|player| player.send(Event::Load(Track::OdeToJoy)))
        .expect_effects(["after", "fetch"])
        .then_state(|machine| {
            assert!(matches!(transport(machine), Transport::Loading));
            assert_eq!(machine.context().chosen, Track::OdeToJoy);
        })
        .run_effects()
        .then_state(|machine| {
            assert!(machine.matches(chart::Playing) && machine.matches(chart::Sound));
            assert_eq!(deck(machine).position, 0.0);
            assert_eq!(deck(machine).pcm.length(), LENGTH);
        });
}

#[test]
fn resuming_what_was_never_stopped_begins() {
    idle()
        .when(|player| player.send(Event::Resume))
        .run_effects()
        .then_state(|machine| {
            assert!(machine.matches(chart::Playing));
            assert_eq!(machine.context().chosen, Track::default());
        });
}

#[test]
fn it_pauses_and_goes_on() {
    playing()
        .when(|player| player.send(Event::Pause))
        .then_state(|machine| {
            assert!(machine.matches(chart::Paused) && !machine.can(&Event::Pause))
        })
        .when(|player| player.send(Event::Play))
        .then_state(|machine| {
            assert!(machine.matches(chart::Playing) && !machine.can(&Event::Play))
        });
}

#[test]
fn seeking_stays_within_the_track() {
    playing()
        .when(|player| player.send(Event::Seek(2.5)))
        .then_state(|machine| {
            assert_eq!((deck(machine).position, deck(machine).sought), (2.5, 1));
            for at in [-0.1, LENGTH + 0.1, f64::NAN] {
                assert!(!machine.can(&Event::Seek(at)), "{at}");
            }
            assert!(machine.can(&Event::Seek(0.0)) && machine.can(&Event::Seek(LENGTH)));
        })
        .when(|player| player.send(Event::Reach(3.0)))
        .then_state(|machine| {
            assert_eq!((deck(machine).position, deck(machine).sought), (3.0, 1));
        });
}

#[test]
fn the_end_is_reached_by_playing_and_by_seeking() {
    for last in [Event::Reach(LENGTH), Event::Seek(LENGTH)] {
        playing()
            .when(|player| player.send(last))
            .then_state(|machine| assert!(matches!(transport(machine), Transport::Finished)));
    }
}

#[test]
fn a_paused_track_ends_when_it_is_to_go_on() {
    playing()
        .when(|player| player.send(Event::Pause))
        .when(|player| player.send(Event::Seek(LENGTH)))
        .then_state(|machine| assert!(machine.matches(chart::Paused)))
        .when(|player| player.send(Event::Play))
        .then_state(|machine| assert!(machine.matches(chart::Finished)));
}

#[test]
fn a_track_that_is_not_there_fails_and_is_asked_for_again() {
    idle()
        .when(|player| player.send(Event::Load(Track::LostTape)))
        .run_effects()
        .then_state(|machine| {
            let Transport::Failed(why) = transport(machine) else {
                panic!("it failed");
            };
            assert_eq!(*why, Trouble::Missing(404));
        })
        .when(|player| player.send(Event::Retry))
        .then_state(|machine| assert!(machine.matches(chart::Loading)));
}

#[test]
fn nobody_waits_longer_than_ten_seconds() {
    let failed = |machine: &Running<Player>| match transport(machine) {
        Transport::Failed(why) => Some(why.clone()),
        _ => None,
    };
    idle()
        .when(|player| player.send(Event::Load(Track::DonkeyPost)))
        .run_effects()
        .advance(Duration::from_millis(9_999))
        .run_effects()
        .then_state(move |machine| assert_eq!(failed(machine), None))
        .advance(Duration::from_millis(1))
        .run_effects()
        .then_state(move |machine| assert_eq!(failed(machine), Some(Trouble::TooSlow)));
}

#[test]
fn another_track_ends_the_waiting_for_the_first() {
    idle()
        .when(|player| player.send(Event::Load(Track::DonkeyPost)))
        .run_effects()
        .when(|player| player.send(Event::Load(Track::OdeToJoy)))
        .run_effects()
        .advance(Duration::from_secs(60))
        .run_effects()
        .then_state(|machine| assert!(machine.matches(chart::Playing)));
}

#[test]
fn what_was_stopped_is_resumed_where_it_was() {
    playing()
        .when(|player| player.send(Event::Reach(1.5)))
        .when(|player| player.send(Event::Pause))
        .when(|player| player.send(Event::Mute))
        .when(|player| player.send(Event::Stop))
        .then_state(|machine| {
            assert!(matches!(machine.state(), State::Idle));
            assert_eq!(machine.context().left_at, Some(1.5));
        })
        .when(|player| player.send(Event::Resume))
        .then_state(|machine| {
            let State::Active {
                transport: Transport::Loaded(deck, Loaded::Paused),
                volume: Volume::Muted,
            } = machine.state()
            else {
                panic!("it is paused and muted: {machine:?}");
            };
            assert_eq!(deck.position, 1.5);
        });
}

#[test]
fn a_muted_player_stays_so_with_the_next_track() {
    playing()
        .when(|player| player.send(Event::Mute))
        .when(|player| player.send(Event::Load(Track::FrereJacques)))
        .then_state(|machine| {
            assert!(machine.matches(chart::Muted) && machine.matches(chart::Loading))
        })
        .when(|player| player.send(Event::Stop))
        .when(|player| player.send(Event::Load(Track::OdeToJoy)))
        .then_state(|machine| {
            assert!(machine.matches(chart::Muted) && machine.matches(chart::Loading))
        });
}

#[test]
fn what_a_sound_says_too_late_means_nothing() {
    playing()
        .when(|player| player.send(Event::Stop))
        .when(|player| player.send(Event::Reach(2.0)))
        .when(|player| player.send(Event::Break))
        .then_state(|machine| assert!(matches!(machine.state(), State::Idle)))
        .expect_reports([]);
}

#[test]
fn a_sound_that_breaks_off_is_a_failure() {
    playing()
        .when(|player| player.send(Event::Break))
        .then_state(|machine| {
            assert!(matches!(
                transport(machine),
                Transport::Failed(Trouble::Unplayable)
            ));
        });
}

#[test]
fn the_chart_has_a_name_for_each_state() {
    let chart = Player::chart();
    let paths: Vec<_> = chart.states().map(|state| chart.path(state)).collect();
    for path in [
        "Active.Transport.Loaded.Playing",
        "Active.Transport.Last",
        "Active.Volume.Muted",
    ] {
        assert!(paths.contains(&path), "{paths:?}");
    }
}
