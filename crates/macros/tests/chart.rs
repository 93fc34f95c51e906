//! A chart with everything that `chart!` knows.

use std::task::{Context, Poll, Waker};
use std::time::Duration;

use leptos_state_chart::{
    ActionError, Effect, Effects, Input, Reception, Running, SlotKey, Statechart, Status,
};
use leptos_state_macros::chart;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Song {
    title: String,
    length: f32,
    position: f32,
    starts: u32,
    log: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Pcm(Vec<i16>);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct LoadError(String);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Deck {
    samples: usize,
    seeks: u32,
}

chart! {
    /// Plays songs.
    Player { context: Song, serde, version: 3 }

    #[derive(PartialEq)]
    events {
        /// A song is put in.
        Load(Song),
        Resume,
        Play,
        Pause,
        Seek(f32),
        Jump { to: f32, loudly: bool },
        Mute,
        Stop,
        Skip,
    }

    initial Idle;
    /// Nothing is loaded.
    Idle {
        tags quiet;
        on Load(song) / load(song) => Active;
        on Resume => Last;
        on Skip ignore;
    }
    Active parallel {
        on Stop => Idle;
        Transport {
            initial Loading;
            history deep Last;
            Loading {
                tags busy;
                meta label = "Loading";
                invoke fetch -> Result<Pcm, LoadError> {
                    done(pcm) => Loaded(deck(pcm));
                    error(why) / note(why) => Failed;
                }
                after 10s => Failed;
            }
            Loaded(deck: Deck) {
                initial Playing;
                exit leave(deck);
                on Seek(at) if in_range(at) / seek(deck, at);
                on Jump { to, .. } if in_range(to) && !in Paused / seek(deck, to);
                Playing {
                    entry began;
                    on Pause => Paused;
                    always if ended => Finished;
                    on Skip / skip? ;
                    on error.skip => Failed;
                }
                Paused {
                    on Play => Playing;
                }
            }
            Failed { on Load(song) / load(song) => Loading; }
            final Finished = summary -> String;
        }
        Volume {
            Sound { on Mute => Muted; }
            Muted { on Mute => Sound; }
        }
    }
}

#[derive(Default)]
struct Player {
    samples: Vec<i16>,
}

impl player::Logic for Player {
    fn load(&self, song: &mut Song, new: &Song, _: &mut player::Cx<'_>) {
        *song = new.clone();
    }

    fn deck(&self, _: &Song, pcm: &Pcm) -> Deck {
        Deck {
            samples: pcm.0.len(),
            seeks: 0,
        }
    }

    fn note(&self, song: &mut Song, why: &LoadError, _: &mut player::Cx<'_>) {
        song.log.push(why.0.clone());
    }

    fn leave(&self, song: &mut Song, deck: &mut Deck, _: &mut player::Cx<'_>) {
        assert_eq!(deck.samples, self.samples.len());
        song.log.push("left".to_owned());
    }

    fn in_range(&self, song: &Song, at: &f32) -> bool {
        *at <= song.length
    }

    fn seek(&self, song: &mut Song, deck: &mut Deck, at: &f32, _: &mut player::Cx<'_>) {
        song.position = *at;
        deck.seeks += 1;
    }

    fn began(&self, song: &mut Song, _: &mut player::Cx<'_>) {
        song.starts += 1;
    }

    fn ended(&self, song: &Song) -> bool {
        song.position >= song.length
    }

    fn skip(&self, song: &mut Song, _: &mut player::Cx<'_>) -> Result<(), ActionError> {
        match song.title.as_str() {
            "scratched" => Err(ActionError::new("the needle is stuck")),
            _ => {
                song.position = song.length;
                Ok(())
            }
        }
    }

    async fn fetch(&self, song: Song) -> Result<Pcm, LoadError> {
        match song.title.as_str() {
            "none" => Err(LoadError("no such song".to_owned())),
            _ => Ok(Pcm(self.samples.clone())),
        }
    }

    fn summary(&self, song: &Song) -> String {
        format!("{} was played", song.title)
    }
}

use player::{Event, Loaded, State, Transport, Volume};

struct Test {
    player: Running<Player>,
    effects: Effects<Event, player::Data>,
}

impl Test {
    fn new() -> Self {
        let mut effects = Effects::new();
        let logic = Player {
            samples: vec![1, 2, 3],
        };
        let player = Running::started(logic, Song::default(), &mut effects).unwrap();
        Self { player, effects }
    }

    fn send(&mut self, event: Event) -> Reception {
        self.player.send(&event, &mut self.effects).unwrap()
    }

    fn load(&mut self, title: &str) -> Reception {
        self.send(Event::Load(Song {
            title: title.to_owned(),
            length: 100.0,
            ..Song::default()
        }))
    }

    fn asked(&mut self) -> Vec<Effect<Event, player::Data>> {
        self.effects.drain().collect()
    }

    /// Does the work that was asked for, and tells the machine.
    fn work(&mut self) -> Reception {
        let key = self.task();
        let mut task = self.player.task(key).expect("it is under way");
        let mut cx = Context::from_waker(Waker::noop());
        let Poll::Ready(Some(input)) = task.poll_next(&mut cx) else {
            panic!("it waits for nothing");
        };
        self.player.handle(&input, &mut self.effects).unwrap()
    }

    fn task(&mut self) -> SlotKey {
        let mut asked = self.asked().into_iter();
        let key = asked.find_map(|effect| match effect {
            Effect::StartTask { task } => Some(task),
            _ => None,
        });
        key.expect("work was asked for")
    }
}

#[test]
fn it_begins_where_the_chart_says() {
    let test = Test::new();
    assert!(matches!(test.player.state(), State::Idle));
    assert!(test.player.matches(player::Idle) && !test.player.matches(player::Active));
    assert!(test.player.has_tag("quiet") && !test.player.has_tag("busy"));
    assert!(!test.player.can(&Event::Skip) && test.player.can(&Event::Load(Song::default())));
    assert_eq!(Player::chart().version(), 3);
    assert_eq!(Player::chart().name(), "Player");
}

#[test]
fn what_is_active_is_matched_as_the_chart_is_nested() {
    let mut test = Test::new();
    assert_eq!(test.load("some"), Reception::Handled);
    assert!(matches!(
        test.player.state(),
        State::Active {
            transport: Transport::Loading,
            volume: Volume::Sound
        }
    ));
    assert_eq!(test.work(), Reception::Handled);
    test.send(Event::Mute);
    let State::Active { transport, volume } = test.player.state() else {
        panic!("it is active");
    };
    assert_eq!(volume, Volume::Muted);
    let Transport::Loaded(deck, inside) = transport else {
        panic!("it is loaded: {transport:?}");
    };
    assert_eq!((deck.samples, inside), (3, Loaded::Playing));
    assert_eq!(test.player.context().starts, 1);
}

#[test]
fn guards_and_actions_are_given_what_the_chart_says() {
    let mut test = Test::new();
    test.load("some");
    test.work();
    assert!(test.player.can(&Event::Seek(7.0)) && !test.player.can(&Event::Seek(700.0)));
    assert_eq!(test.send(Event::Seek(7.0)), Reception::Handled);
    assert_eq!(test.send(Event::Seek(700.0)), Reception::Unhandled);
    let jump = |to| Event::Jump { to, loudly: true };
    assert_eq!(test.send(jump(8.0)), Reception::Handled);
    assert_eq!(test.player.context().position, 8.0);
    test.send(Event::Pause);
    assert_eq!(test.send(jump(9.0)), Reception::Unhandled);
    let State::Active {
        transport: Transport::Loaded(deck, Loaded::Paused),
        ..
    } = test.player.state()
    else {
        panic!("it is paused");
    };
    assert_eq!(deck.seeks, 2);
}

#[test]
fn data_is_there_while_its_state_is_active_or_remembered() {
    let mut test = Test::new();
    test.load("some");
    test.work();
    test.send(Event::Seek(5.0));
    test.send(Event::Pause);
    test.send(Event::Stop);
    assert!(matches!(test.player.state(), State::Idle));
    assert_eq!(
        test.player.context().log,
        ["left"],
        "leaving may still read it"
    );
    test.send(Event::Resume);
    let State::Active {
        transport: Transport::Loaded(deck, Loaded::Paused),
        ..
    } = test.player.state()
    else {
        panic!("it is where it was: {:?}", test.player);
    };
    assert_eq!(deck.seeks, 1, "the history remembers it");
    test.send(Event::Play);
    test.send(Event::Skip);
    assert!(matches!(
        test.player.state(),
        State::Active {
            transport: Transport::Finished,
            ..
        }
    ));
    test.send(Event::Stop);
    test.send(Event::Resume);
    assert!(
        matches!(
            test.player.state(),
            State::Active {
                transport: Transport::Finished,
                ..
            }
        ),
        "another state is remembered since"
    );
}

#[test]
fn copies_share_the_data_of_states_until_one_writes_to_it() {
    fn deck(player: &Running<Player>) -> &Deck {
        match player.state() {
            State::Active {
                transport: Transport::Loaded(deck, _),
                ..
            } => deck,
            state => panic!("a deck is there in {state:?}"),
        }
    }
    let mut test = Test::new();
    test.load("some");
    test.work();
    let before = test.player.clone();
    assert_eq!(before.configuration(), test.player.configuration());
    assert!(std::ptr::eq(deck(&before), deck(&test.player)));
    test.send(Event::Seek(5.0));
    assert_eq!((deck(&before).seeks, deck(&test.player).seeks), (0, 1));
    assert_ne!(
        before.configuration(),
        test.player.configuration(),
        "the same states are active, and the data of one is another"
    );
}

#[test]
fn an_invoke_that_fails_hands_over_why() {
    let mut test = Test::new();
    test.load("none");
    assert_eq!(test.work(), Reception::Handled);
    assert!(test.player.matches(player::Failed));
    assert_eq!(test.player.context().log, ["no such song"]);
}

#[test]
fn an_action_that_fails_raises_its_error() {
    let mut test = Test::new();
    test.load("scratched");
    test.work();
    assert_eq!(test.send(Event::Skip), Reception::Handled);
    assert!(test.player.matches(player::Failed));
}

#[test]
fn timers_and_late_results_are_told_apart() {
    let mut test = Test::new();
    test.load("some");
    let asked = test.asked();
    let timer = asked.iter().find_map(|effect| match effect {
        Effect::StartTimer { timer, delay } => Some((*timer, *delay)),
        _ => None,
    });
    let (timer, delay) = timer.expect("a timer was asked for");
    assert_eq!(delay, Duration::from_secs(10));
    let elapsed = Input::Elapsed(timer);
    let handled = test.player.handle(&elapsed, &mut test.effects).unwrap();
    assert_eq!(handled, Reception::Handled);
    assert!(test.player.matches(player::Failed));
    let late = test.player.handle(&elapsed, &mut test.effects).unwrap();
    assert_eq!(late, Reception::Late);
}

#[test]
fn the_active_states_are_those_of_the_chart() {
    let mut test = Test::new();
    test.load("some");
    let chart = Player::chart();
    let paths: Vec<_> = test
        .player
        .active_states()
        .map(|state| chart.path(state))
        .collect();
    assert_eq!(
        paths,
        [
            "",
            "Active",
            "Active.Transport",
            "Active.Transport.Loading",
            "Active.Volume",
            "Active.Volume.Sound"
        ]
    );
    let loading = player::Loading.id();
    assert!(test.player.active_states().any(|state| state == loading));
    assert_eq!(chart.parent(loading), chart.state("Active.Transport"));
}

#[test]
fn ignored_events_and_unhandled_ones_are_told_apart() {
    let mut test = Test::new();
    assert_eq!(test.send(Event::Skip), Reception::Ignored);
    assert_eq!(test.send(Event::Pause), Reception::Unhandled);
    assert_eq!(test.player.next_events(), ["Load", "Resume"]);
}

#[test]
fn a_machine_is_stored_with_the_data_of_its_states() {
    let mut test = Test::new();
    test.load("some");
    test.work();
    test.send(Event::Pause);
    let text = serde_json::to_string(&test.player).unwrap();
    assert!(
        text.starts_with(r#"{"chart":"Player","version":3,"status":"running","active":["Active.Transport.Loaded.Paused","Active.Volume.Sound"]"#),
        "{text}"
    );
    let data = r#""data":{"Active.Transport.Loaded":{"samples":3,"seeks":0}}}"#;
    assert!(text.ends_with(data), "{text}");
    let again: Running<Player> = serde_json::from_str(&text).unwrap();
    assert_eq!(format!("{again:?}"), format!("{:?}", test.player));
    assert_eq!(serde_json::to_string(&again).unwrap(), text);

    let lost = text.replace(data, r#""data":{}}"#);
    let refused = serde_json::from_str::<Running<Player>>(&lost).unwrap_err();
    assert!(
        refused.to_string().starts_with(
            "the state `Active.Transport.Loaded` is active or remembered, and there is no data for it"
        ),
        "{refused}"
    );
}

chart! {
    /// A switch, beside another chart in one module.
    Lamp { deny(unhandled) }
    events { Switch, Break }
    Off { on Switch => On; on Break ignore; }
    On { on Switch => Off; on Break => Broken; }
    final Broken;
}

struct Lamp;

#[test]
fn two_charts_in_one_module_do_not_collide() {
    let mut effects = Effects::new();
    let mut lamp = Running::started(Lamp, (), &mut effects).unwrap();
    lamp.send(&lamp::Event::Switch, &mut effects).unwrap();
    assert_eq!(lamp.state(), lamp::State::On);
    lamp.send(&lamp::Event::Break, &mut effects).unwrap();
    assert_eq!(
        (lamp.state(), lamp.status()),
        (lamp::State::Broken, Status::Finished)
    );
    assert_eq!(
        format!("{lamp:?}"),
        "Lamp { status: Finished, active: [\"Broken\"], context: (), .. }"
    );
    assert_eq!(format!("{:?}", lamp::On), "ActiveState(\"On\")");
}

chart! {
    Match { context: u32 }
    events { Point, Again }
    Game {
        Rally { on Point / count => Won; }
        final Won = prize -> String;
        done(prize) / keep(prize) => Over;
    }
    Over parallel {
        on Again => Game;
        Bell { Rings; }
        Lights { Bright; }
    }
}

struct Match;

impl r#match::Logic for Match {
    fn count(&self, points: &mut u32, cx: &mut r#match::Cx<'_>) {
        *points += 1;
        if *points == 1 {
            cx.raise(r#match::Event::Again);
        }
    }

    fn prize(&self, points: &u32) -> String {
        "x".repeat(*points as usize)
    }

    fn keep(&self, points: &mut u32, prize: &String, _: &mut r#match::Cx<'_>) {
        *points += prize.len() as u32;
    }
}

#[test]
fn a_final_state_hands_over_and_actions_raise() {
    let mut effects = Effects::new();
    let mut game = Running::started(Match, 0, &mut effects).unwrap();
    game.send(&r#match::Event::Point, &mut effects).unwrap();
    assert_eq!(*game.context(), 2);
    assert!(matches!(
        game.state(),
        r#match::State::Over { .. } | r#match::State::Game(_)
    ));
}
