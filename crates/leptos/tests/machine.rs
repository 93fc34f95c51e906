//! Machines in components: stores like any other, read finely.
#![cfg(not(target_arch = "wasm32"))]

mod common;
mod page;

use any_spawner::{CustomExecutor, Executor, PinnedFuture, PinnedLocalFuture};
use common::{owner, watch};
use leptos::prelude::*;
use leptos_state::prelude::*;
use leptos_state::testing::TestEnvironment;
use page::{Mode, Page};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use tokio::task::LocalSet;

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Song {
    title: String,
    seconds: u32,
}

chart! {
    Player { context: Song, serde }
    events { Load(String), Play, Pause, Tick }
    Idle { on Load(title) / load(title) => Ready; }
    Ready {
        on Load(title) / load(title);
        Paused { on Play => Playing; }
        Playing {
            tags audible;
            on Pause => Paused;
            on Tick / tick;
            after 1min => Paused;
        }
    }
}

#[derive(Default)]
struct Player;

impl player::Logic for Player {
    fn load(&self, song: &mut Song, title: &String, _: &mut player::Cx<'_>) {
        song.title.clone_from(title);
    }

    fn tick(&self, song: &mut Song, _: &mut player::Cx<'_>) {
        song.seconds += 1;
    }
}

use player::{Event, Ready, State as Now};

fn load(title: &str) -> Event {
    Event::Load(title.to_owned())
}

/// Leptos's effects do not run, as on a server.
struct Idle;

impl CustomExecutor for Idle {
    fn spawn(&self, _: PinnedFuture<()>) {}

    fn spawn_local(&self, _: PinnedLocalFuture<()>) {}

    fn poll_local(&self) {}
}

fn outside() -> (Owner, TestEnvironment) {
    // Another test of this program may have set it.
    let _ = Executor::init_custom_executor(Idle);
    let owner = owner();
    let test = TestEnvironment::default();
    provide_environment(test.environment());
    (owner, test)
}

#[test]
fn readers_of_a_state_wake_when_it_is_entered_or_left() {
    let (_owner, _) = outside();
    let player = use_machine(Player);
    let playing = watch(move || player.matches(player::Playing));
    let title = watch(move || player.context().title().get());
    let all = watch(move || player.read().context().seconds);
    assert_eq!((playing.take(), title.take(), all.take()), (1, 1, 1));
    player.send(load("one"));
    player.send(load("one"));
    assert_eq!((playing.take(), title.take(), all.take()), (0, 1, 2));
    player.send(Event::Play);
    player.send(Event::Tick);
    player.send(Event::Tick);
    assert_eq!((playing.take(), title.take()), (1, 0));
    assert!(matches!(
        player.read_untracked().state(),
        Now::Ready(Ready::Playing)
    ));
    assert!(player.has_tag("audible") && player.can(&Event::Pause) && !player.can(&Event::Play));
    player.send(Event::Pause);
    assert_eq!(playing.take(), 1);
    assert!(!player.has_tag("audible"));
}

#[test]
fn readers_of_what_is_active_wake_when_that_changes() {
    let (_owner, _) = outside();
    let player = use_machine(Player);
    let shown = watch(move || match player.configuration().read().state() {
        Now::Idle => "idle",
        Now::Ready(Ready::Paused) => "paused",
        Now::Ready(Ready::Playing) => "playing",
    });
    let audible = watch(move || player.has_tag("audible"));
    assert_eq!((shown.take(), audible.take()), (1, 1));
    player.send(load("one"));
    assert_eq!((shown.take(), audible.take()), (1, 1));
    player.send(load("two"));
    assert_eq!((shown.take(), audible.take()), (0, 0));
    player.send(Event::Play);
    assert_eq!((shown.take(), audible.take()), (1, 1));
    player.send(Event::Tick);
    assert_eq!((shown.take(), audible.take()), (0, 0));
}

#[test]
fn a_machine_is_found_in_the_context() {
    let (_owner, _) = outside();
    let player = provide_machine(Player);
    let found = use_store::<Running<Player>>();
    found.send(load("one"));
    assert_eq!(player.context().title().get_untracked(), "one");
    assert_eq!(found.store_name(), "Player");
}

#[test]
fn time_is_that_of_the_environment() {
    let (_owner, test) = outside();
    let player = use_machine_with(Player, Song::default());
    player.send(load("one"));
    player.send(Event::Play);
    test.effects.run();
    test.clock.advance(Duration::from_secs(60));
    test.effects.run();
    assert!(player.matches(player::Paused));
}

#[test]
fn a_view_shows_a_machine() {
    let (_owner, _) = outside();
    let player = use_machine(Player);
    player.send(load("one"));
    let shown = view! {
        <p>{player.context().title()}</p>
        <Show when=move || player.matches(Ready)>"ready"</Show>
    };
    let html = shown.to_html();
    assert!(html.contains("one") && html.contains("ready"), "{html}");
}

#[derive(Clone, State)]
struct Room {
    #[state(slice)]
    player: Running<Player>,
}

#[actions(slices(player: Running<Player>))]
impl Room {}

#[test]
fn a_machine_is_a_slice_of_a_store() {
    let (_owner, _) = outside();
    let room = Store::new(Room {
        player: Running::new(Player, Song::default()),
    });
    let ready = watch(move || room.player().active(Ready).get());
    assert_eq!(ready.take(), 1);
    room.player().send(load("one"));
    room.player().send(Event::Play);
    assert_eq!(ready.take(), 1);
    assert_eq!(room.player().context().title().get_untracked(), "one");
}

#[tokio::test]
async fn a_machine_travels_in_a_page() {
    let travel = async {
        let rendering = Page::rendered(Mode::ALL[0], || {
            let player = use_machine(Player).hydrated();
            player.send(load("one"));
            view! { <p>{player.context().title()}</p> }
        });
        let page = rendering.await;
        assert!(page.html().contains("one"), "{}", page.all());
        page.hydrate(|| {
            let player = use_machine(Player).hydrated();
            assert_eq!(player.context().title().get_untracked(), "one");
            assert!(matches!(
                player.read_untracked().state(),
                Now::Ready(Ready::Paused)
            ));
        });
    };
    LocalSet::new().run_until(travel).await;
}
