//! Machines inside of machines, and work that tells something on its way.

use std::cell::RefCell;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use leptos_state_chart::{Children, Emitter, MachineAction, Reception, Running};
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{Change, Layer, Next, Outcome, RowAction, Store, Verdict};
use leptos_state_macros::{chart, State};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Level {
    volume: u32,
}

// Fades in step by step, says so, and is done with the volume that it has reached.
chart! {
    Fader { context: Level, serde }
    events { Up, Hold, Go, End }
    emits { Louder(u32), Full }

    Fading {
        on Hold => Waiting;
        on Up / louder;
        after 1s / louder => Fading;
        always if is_full / full => Full;
    }
    Waiting { on Go => Fading; }
    on End => Ended;
    final Full = reached -> u32;
    final Ended = come_to -> u32;
}

#[derive(Default)]
struct Fader;

impl fader::Logic for Fader {
    fn louder(&self, level: &mut Level, cx: &mut fader::Cx<'_>) {
        level.volume += 10;
        cx.emit(fader::Emitted::Louder(level.volume));
    }

    fn is_full(&self, level: &Level) -> bool {
        level.volume >= 30
    }

    fn full(&self, _: &mut Level, cx: &mut fader::Cx<'_>) {
        cx.emit(fader::Emitted::Full);
    }

    fn reached(&self, level: &Level) -> u32 {
        level.volume
    }

    fn come_to(&self, level: &Level) -> u32 {
        level.volume
    }
}

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Song {
    start: u32,
    heard: Vec<u32>,
    reached: Option<u32>,
    notes: Vec<String>,
}

chart! {
    Player { context: Song, serde }
    events { Play, Stop, Louder, Add(u8), Tell(u8), Drop(u8), All }

    on Add(track) / add(tracks, track);
    on Tell(track) / tell(tracks, track);
    on Drop(track) / take_out(tracks, track);
    on All / tell_all(tracks);
    spawn tracks: Fader by u8 {
        next(track, what) / track_heard(track, what);
        done(track, level) / track_done(track, level);
    }
    Silent { on Play => Playing; }
    Playing {
        entry note;
        on Stop => Silent;
        on Louder / push(fader);
        on Play if is_held(fader) => Silent;
        invoke fader: Fader {
            next(what) / hear(what);
            done(level) / keep(level) => Steady;
        }
        always if is_at(fader) / quick => Quick;
    }
    Quick { on Play => Playing; }
    Steady { on Play => Playing; }
}

#[derive(Default)]
struct Player;

use player::Event;

impl player::Logic for Player {
    fn fader(&self, song: &Song) -> Running<Fader> {
        Running::new(Fader, Level { volume: song.start })
    }

    fn note(&self, song: &mut Song, _: &mut player::Cx<'_>) {
        song.notes.push("playing".into());
    }

    fn push(&self, _: &mut Song, fader: &mut Running<Fader>, _: &mut player::Cx<'_>) {
        fader.tell(fader::Event::Up);
    }

    fn is_held(&self, _: &Song, fader: &Running<Fader>) -> bool {
        fader.matches(fader::Waiting)
    }

    /// A level that no fading comes to.
    fn is_at(&self, _: &Song, fader: &Running<Fader>) -> bool {
        fader.context().volume == 7
    }

    fn quick(&self, song: &mut Song, _: &mut player::Cx<'_>) {
        song.notes.push("quick".into());
    }

    fn hear(&self, song: &mut Song, what: &fader::Emitted, _: &mut player::Cx<'_>) {
        match what {
            fader::Emitted::Louder(volume) => song.heard.push(*volume),
            fader::Emitted::Full => song.notes.push("full".into()),
        }
    }

    fn keep(&self, song: &mut Song, level: &u32, _: &mut player::Cx<'_>) {
        song.reached = Some(*level);
    }

    fn add(
        &self,
        song: &mut Song,
        tracks: &mut Children<u8, Fader>,
        track: &u8,
        _: &mut player::Cx<'_>,
    ) {
        tracks.spawn(*track, Running::new(Fader, Level { volume: song.start }));
    }

    fn tell(
        &self,
        song: &mut Song,
        tracks: &mut Children<u8, Fader>,
        track: &u8,
        _: &mut player::Cx<'_>,
    ) {
        if !tracks.tell(track, fader::Event::Up) {
            song.notes.push(format!("no {track}"));
        }
    }

    fn take_out(
        &self,
        _: &mut Song,
        tracks: &mut Children<u8, Fader>,
        track: &u8,
        _: &mut player::Cx<'_>,
    ) {
        tracks.stop(track);
    }

    fn tell_all(&self, _: &mut Song, tracks: &mut Children<u8, Fader>, _: &mut player::Cx<'_>) {
        tracks.tell_all(&fader::Event::Up);
    }

    fn track_heard(
        &self,
        song: &mut Song,
        track: &u8,
        what: &fader::Emitted,
        _: &mut player::Cx<'_>,
    ) {
        song.notes.push(format!("{track}: {what:?}"));
    }

    fn track_done(&self, song: &mut Song, track: &u8, level: &u32, _: &mut player::Cx<'_>) {
        song.notes.push(format!("{track} done at {level}"));
    }
}

fn player(test: &TestEnvironment, start: u32) -> Store<Running<Player>> {
    let song = Song {
        start,
        ..Song::default()
    };
    let store = Store::in_environment(Running::new(Player, song), test.environment());
    store.begin();
    test.effects.run();
    store
}

fn wait(test: &TestEnvironment, seconds: u64) {
    for _ in 0..seconds {
        test.effects.run();
        test.clock.advance(Duration::from_secs(1));
        test.effects.run();
    }
}

fn song(store: &Store<Running<Player>>) -> Song {
    store.snapshot().state().context().clone()
}

fn is_active(store: &Store<Running<Player>>, path: &str) -> bool {
    let snapshot = store.snapshot();
    let active: Vec<String> = snapshot.state().save().active;
    active.iter().any(|known| known == path)
}

#[test]
fn a_machine_is_there_while_its_state_is_active_and_runs_by_itself() {
    let test = TestEnvironment::default();
    let store = player(&test, 0);
    let fader = || store.inside(player::fader).get();
    assert!(fader().is_none());
    store.send(Event::Play);
    assert_eq!(fader().unwrap().context().volume, 0);
    wait(&test, 2);
    assert_eq!(fader().unwrap().context().volume, 20);
    assert_eq!(song(&store).heard, [10, 20]);
    wait(&test, 1);
    assert!(is_active(&store, "Steady"));
    let Song {
        heard,
        reached,
        notes,
        ..
    } = song(&store);
    assert_eq!((heard, reached), (vec![10, 20, 30], Some(30)));
    assert_eq!(notes, ["playing", "full"]);
    assert!(fader().is_none());
    // A new one each time.
    store.send(Event::Play);
    assert_eq!(fader().unwrap().context().volume, 0);
}

#[test]
fn leaving_its_state_ends_what_a_machine_has_under_way() {
    let test = TestEnvironment::default();
    let store = player(&test, 0);
    // Somebody keeps what was, as a history does.
    store.send(Event::Play);
    test.effects.run();
    let kept = store.snapshot();
    store.send(Event::Stop);
    test.effects.run();
    assert_eq!(test.clock.pending(), 0);
    wait(&test, 5);
    assert!(song(&store).heard.is_empty());
    assert!(kept.state().inside(player::fader).is_some());
    assert!(is_active(&store, "Silent"));
}

#[test]
fn it_is_told_by_actions_and_by_a_path() {
    let test = TestEnvironment::default();
    let store = player(&test, 0);
    store.send(Event::Play);
    store.send(Event::Louder);
    // Not within what told it, but after it.
    assert!(song(&store).heard.is_empty());
    test.effects.run();
    assert_eq!(song(&store).heard, [10]);
    let fader = store.inside(player::fader).some();
    fader.send(fader::Event::Up);
    assert_eq!(song(&store).heard, [10, 20]);
    assert_eq!(
        fader.try_send(fader::Event::Hold),
        Outcome::Done(Reception::Handled)
    );
    // The parent's guard sees it held.
    store.send(Event::Play);
    assert!(is_active(&store, "Silent"));
    // It is not there any more.
    assert_eq!(
        fader.try_send(fader::Event::Up),
        Outcome::Done(Reception::Unhandled)
    );
    test.effects.run();
    assert_eq!(
        test.reports.take(),
        ["store `Player`: `fader.Up` failed: there is no such machine"]
    );
}

#[test]
fn a_change_inside_has_the_eventless_transitions_around_it_looked_at() {
    let test = TestEnvironment::default();
    let store = player(&test, 0);
    store.send(Event::Play);
    store.inside(player::fader).some().context().volume().set(7);
    assert!(is_active(&store, "Playing"));
    store.inside(player::fader).some().send(fader::Event::Hold);
    assert!(is_active(&store, "Quick"));
    assert_eq!(song(&store).notes, ["playing", "quick"]);
}

#[test]
fn one_that_is_done_at_once_is_heard_at_once() {
    let test = TestEnvironment::default();
    let store = player(&test, 30);
    store.send(Event::Play);
    assert!(is_active(&store, "Steady"));
    assert_eq!(song(&store).reached, Some(30));
    assert_eq!(song(&store).notes, ["playing", "full"]);
}

#[test]
fn many_machines_have_keys() {
    let test = TestEnvironment::default();
    let store = player(&test, 0);
    for track in [3, 1, 2] {
        store.send(Event::Add(track));
    }
    assert_eq!(store.inside(player::tracks).keys(), [1, 2, 3]);
    store.send(Event::Tell(2));
    store.send(Event::Tell(9));
    test.effects.run();
    assert_eq!(song(&store).notes, ["no 9", "2: Louder(10)"]);
    store.inside(player::tracks).at(2).send(fader::Event::End);
    assert_eq!(
        song(&store).notes,
        ["no 9", "2: Louder(10)", "2 done at 10"]
    );
    // One that is done is not kept.
    assert_eq!(store.inside(player::tracks).keys(), [1, 3]);
    store.send(Event::Drop(1));
    test.effects.run();
    assert_eq!(test.clock.pending(), 1);
    store.send(Event::All);
    wait(&test, 2);
    assert_eq!(
        song(&store).notes[3..],
        [
            "3: Louder(10)",
            "3: Louder(20)",
            "3: Louder(30)",
            "3: Full",
            "3 done at 30"
        ]
    );
    assert!(store.inside(player::tracks).keys().is_empty());
    assert_eq!(test.clock.pending(), 0);
}

#[test]
fn another_of_the_same_key_replaces_it() {
    let test = TestEnvironment::default();
    let store = player(&test, 0);
    store.send(Event::Add(1));
    store.send(Event::Tell(1));
    test.effects.run();
    store.send(Event::Add(1));
    test.effects.run();
    assert_eq!(test.clock.pending(), 1);
    let tracks = store.inside(player::tracks);
    assert_eq!(tracks.at(1).context().volume().get(), Some(0));
}

/// Notes names and texts of what comes, and that it can be stored.
struct Notes(Arc<Mutex<Vec<String>>>);

impl Layer<Running<Player>> for Notes {
    fn name(&self) -> &'static str {
        "Notes"
    }

    fn handle(
        &self,
        change: Change<'_, Running<Player>>,
        next: Next<'_, Running<Player>>,
    ) -> Verdict<Running<Player>> {
        let action = change.as_action().unwrap();
        let text = serde_json::to_string(action).unwrap();
        let stored: MachineAction<Player> = serde_json::from_str(&text).unwrap();
        assert_eq!(format!("{stored:?}"), format!("{action:?}"));
        self.0
            .lock()
            .unwrap()
            .push(format!("{} {text}", change.name()));
        next.run(change)
    }
}

#[test]
fn what_it_is_told_passes_the_layers_of_the_store_and_can_be_stored() {
    let test = TestEnvironment::default();
    let notes = Arc::new(Mutex::new(Vec::new()));
    let machine = Running::new(Player, Song::default());
    let store = Store::in_environment(machine, test.environment()).layer(Notes(notes.clone()));
    store.send(Event::Play);
    store.inside(player::fader).some().send(fader::Event::Up);
    store.send(Event::Add(4));
    store.inside(player::tracks).at(4).send(fader::Event::Up);
    wait(&test, 1);
    assert_eq!(
        *notes.lock().unwrap(),
        [
            r#"Play {"event":"Play"}"#,
            r#"fader.Up {"inside":{"fader":{"event":"Up"}}}"#,
            r#"Add {"event":{"Add":4}}"#,
            r#"tracks[4].Up {"inside":{"tracks":{"key":4,"action":{"event":"Up"}}}}"#,
            r#"fader.after {"inside":{"fader":{"after":{"slot":"Fading:after.1s","turn":1}}}}"#,
            r#"tracks[4].after {"inside":{"tracks":{"key":4,"action":{"after":{"slot":"Fading:after.1s","turn":1}}}}}"#,
        ]
    );
    let action = MachineAction::<Player>::Inner(player::Inner::Tracks(RowAction {
        key: 9,
        action: MachineAction::event(fader::Event::Up),
    }));
    assert_eq!(
        store.try_dispatch(action),
        Outcome::Done(Reception::Unhandled)
    );
}

#[test]
fn it_is_stored_and_goes_on_where_it_was() {
    let test = TestEnvironment::default();
    let store = player(&test, 0);
    store.send(Event::Play);
    store.send(Event::Add(4));
    wait(&test, 1);
    let text = serde_json::to_string(&**store.snapshot().state()).unwrap();
    let test = TestEnvironment::default();
    let machine: Running<Player> = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_string(&machine).unwrap(), text);
    let store = Store::in_environment(machine, test.environment());
    store.begin();
    wait(&test, 2);
    assert_eq!(song(&store).reached, Some(30));
    assert_eq!(song(&store).heard, [10, 20, 30]);
    assert_eq!(
        song(&store).notes,
        [
            "playing",
            "4: Louder(10)",
            "4: Louder(20)",
            "4: Louder(30)",
            "4: Full",
            "4 done at 30",
            "full"
        ]
    );
}

#[test]
fn one_that_what_was_stored_knows_nothing_of_begins() {
    let test = TestEnvironment::default();
    let store = player(&test, 5);
    store.send(Event::Play);
    let mut saved = serde_json::to_value(&**store.snapshot().state()).unwrap();
    saved["data"]
        .as_object_mut()
        .unwrap()
        .remove("Playing:fader");
    let machine: Running<Player> = serde_json::from_value(saved).unwrap();
    let fader = machine.inside(player::fader).as_ref();
    assert_eq!(fader.unwrap().context().volume, 5);
}

#[test]
fn watchers_of_what_is_inside_wake_for_that_alone() {
    let test = TestEnvironment::default();
    let store = player(&test, 0);
    store.send(Event::Add(1));
    store.send(Event::Add(2));
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (one, start) = (Arc::clone(&seen), Arc::clone(&seen));
    let _watchers = (
        store
            .inside(player::tracks)
            .at(1)
            .context()
            .volume()
            .watch(move |volume| one.lock().unwrap().push(format!("{volume:?}"))),
        store
            .context()
            .start()
            .watch(move |new| start.lock().unwrap().push(format!("start {new}"))),
    );
    store.send(Event::Tell(2));
    test.effects.run();
    assert!(seen.lock().unwrap().is_empty());
    store.send(Event::Tell(1));
    test.effects.run();
    assert_eq!(*seen.lock().unwrap(), ["Some(10)"]);
}

// Three deep: what the innermost says goes all the way out, and leaving the outermost ends it all.
chart! {
    Middle { serde }
    events { Quit }
    emits { Passed(u32) }
    Only {
        invoke fader: Fader {
            next(what) / pass(what);
            done(level) => Over;
        }
        on Quit => Over;
    }
    final Over;
}

#[derive(Default)]
struct Middle;

impl middle::Logic for Middle {
    fn fader(&self) -> Running<Fader> {
        Running::new(Fader, Level::default())
    }

    fn pass(&self, what: &fader::Emitted, cx: &mut middle::Cx<'_>) {
        if let fader::Emitted::Louder(volume) = what {
            cx.emit(middle::Emitted::Passed(*volume));
        }
    }
}

chart! {
    Outer { context: Vec<u32>, serde }
    events { Leave }
    In {
        invoke middle: Middle { next(what) / note(what); done => Out; }
        on Leave => Out;
    }
    Out;
}

#[derive(Default)]
struct Outer;

impl outer::Logic for Outer {
    fn middle(&self, _: &Vec<u32>) -> Running<Middle> {
        Running::new(Middle, ())
    }

    fn note(&self, passed: &mut Vec<u32>, what: &middle::Emitted, _: &mut outer::Cx<'_>) {
        let middle::Emitted::Passed(volume) = what;
        passed.push(*volume);
    }
}

#[test]
fn machines_inside_have_machines_inside() {
    let test = TestEnvironment::default();
    let outer = || {
        let store = Store::in_environment(Running::new(Outer, Vec::new()), test.environment());
        store.begin();
        store
    };
    let store = outer();
    let fader = store
        .inside(outer::middle)
        .some()
        .inside(middle::fader)
        .some();
    fader.send(fader::Event::Up);
    wait(&test, 1);
    assert_eq!(store.context().get(), [10, 20]);
    wait(&test, 1);
    assert_eq!(store.context().get(), [10, 20, 30]);
    assert!(store.active(outer::Out).get());
    let store = outer();
    wait(&test, 1);
    store.send(outer::Event::Leave);
    test.effects.run();
    assert_eq!(test.clock.pending(), 0);
    assert_eq!(store.context().get(), [10]);
}

// One that begins another whenever it is done, which is done at once.
chart! {
    Endless;
    events { Go }
    Rest { on Go => Busy; }
    Busy { invoke inner: Brief { done => Again; } }
    Again { invoke inner_too: Brief { done => Busy; } }
}

chart! {
    Brief;
    final Only;
}

struct Brief;
struct Endless;

impl endless::Logic for Endless {
    fn inner(&self) -> Running<Brief> {
        Running::new(Brief, ())
    }

    fn inner_too(&self) -> Running<Brief> {
        Running::new(Brief, ())
    }
}

#[test]
fn machines_that_follow_each_other_without_end_are_an_error() {
    let test = TestEnvironment::default();
    let store = Store::in_environment(Running::new(Endless, ()), test.environment());
    let outcome = store.try_send(endless::Event::Go);
    let Outcome::Failed(error) = outcome else {
        panic!("{outcome:?}");
    };
    assert!(
        error.to_string().contains("did not come to rest"),
        "{error}"
    );
    assert!(store.active(endless::Rest).get());
}

// Work that tells something on its way.
chart! {
    Download { context: Vec<u32> }
    events { Cancel }
    Loading {
        invoke fetch -> Result<u32, String> next u32 {
            next(part) if is_last(part) => Enough;
            next(part) / show(part);
            done(sum) / show(sum) => Done;
            error => Failed;
        }
        on Cancel => Canceled;
    }
    Done;
    Enough;
    Failed;
    Canceled;
}

thread_local! {
    static EMITTER: RefCell<Option<Emitter<u32>>> = const { RefCell::new(None) };
}

struct Download {
    parts: Vec<u32>,
}

impl download::Logic for Download {
    async fn fetch(&self, _: Vec<u32>, parts: Emitter<u32>) -> Result<u32, String> {
        for part in &self.parts {
            parts.emit(*part);
        }
        if self.parts.is_empty() {
            EMITTER.set(Some(parts));
            std::future::pending::<()>().await;
        }
        Ok(self.parts.iter().sum())
    }

    fn show(&self, shown: &mut Vec<u32>, part: &u32, _: &mut download::Cx<'_>) {
        shown.push(*part);
    }

    fn is_last(&self, _: &Vec<u32>, part: &u32) -> bool {
        *part == 99
    }
}

#[test]
fn work_tells_something_on_its_way() {
    let test = TestEnvironment::default();
    let download = |parts: &[u32]| {
        let logic = Download {
            parts: parts.to_vec(),
        };
        let store = Store::in_environment(Running::new(logic, Vec::new()), test.environment());
        store.begin();
        test.effects.run();
        store
    };
    let store = download(&[1, 2, 3]);
    assert_eq!(store.context().get(), [1, 2, 3, 6]);
    assert!(store.active(download::Done).get());

    // From a callback, at any time; what comes when nobody waits for it any more is lost.
    let store = download(&[]);
    let emitter = EMITTER.take().unwrap();
    emitter.emit(5);
    emitter.clone().emit(6);
    test.effects.run();
    assert_eq!(store.context().get(), [5, 6]);
    store.send(download::Event::Cancel);
    emitter.emit(7);
    test.effects.run();
    assert_eq!(store.context().get(), [5, 6]);
}

/// What can be seen of a player.
#[derive(Debug, PartialEq)]
struct Seen {
    active: Vec<String>,
    song: Song,
    tracks: Vec<(u8, String)>,
    fader: Option<String>,
}

/// A machine in a store on a clock of its own.
struct Run {
    test: TestEnvironment,
    store: Store<Running<Player>>,
}

impl Run {
    fn of(machine: Running<Player>) -> Self {
        let test = TestEnvironment::default();
        let store = Store::in_environment(machine, test.environment());
        store.begin();
        test.effects.run();
        Self { test, store }
    }

    fn restored(&self) -> Self {
        let text = serde_json::to_string(&**self.store.snapshot().state()).unwrap();
        Self::of(serde_json::from_str(&text).unwrap())
    }

    fn step(&self, choice: u8, track: u8) {
        let fader = self.store.inside(player::fader).some();
        let tracks = self.store.inside(player::tracks);
        match choice {
            0 => self.store.send(Event::Play),
            1 => self.store.send(Event::Stop),
            2 => self.store.send(Event::Louder),
            3 => self.store.send(Event::Add(track)),
            4 => self.store.send(Event::Tell(track)),
            5 => self.store.send(Event::Drop(track)),
            6 => self.store.send(Event::All),
            7 => fader.send(fader::Event::Hold),
            8 => fader.send(fader::Event::Go),
            9 => tracks.at(track).send(fader::Event::Hold),
            10 => tracks.at(track).send(fader::Event::End),
            _ => wait(&self.test, 1),
        }
        self.test.effects.run();
    }

    /// What happens at the same time may happen in any order.
    fn seen(&self) -> Seen {
        let snapshot = self.store.snapshot();
        let machine = snapshot.state();
        let mut song = machine.context().clone();
        song.notes.sort();
        let whole = |machine: &Running<Fader>| {
            format!("{:?} {:?}", machine.save().active, machine.context())
        };
        let tracks = machine.inside(player::tracks).iter();
        Seen {
            active: machine.save().active,
            song,
            tracks: tracks
                .map(|(key, machine)| (*key, whole(machine)))
                .collect(),
            fader: machine.inside(player::fader).as_ref().map(whole),
        }
    }
}

#[test]
fn stopped_anywhere_and_restored_they_go_on_as_if_they_had_never_been_stopped() {
    let seed =
        std::env::var("SEED").map_or_else(|_| fastrand::u64(..), |seed| seed.parse().unwrap());
    println!("SEED={seed}");
    let mut rng = fastrand::Rng::with_seed(seed);
    for _ in 0..100 {
        let never = Run::of(Running::new(Player, Song::default()));
        let mut stopped = Run::of(Running::new(Player, Song::default()));
        for _ in 0..60 {
            let (choice, track) = (rng.u8(0..15), rng.u8(0..3));
            never.step(choice, track);
            stopped.step(choice, track);
            assert_eq!(never.seen(), stopped.seen(), "after {choice} for {track}");
            assert_eq!(never.test.clock.pending(), stopped.test.clock.pending());
            if rng.u8(0..4) == 0 {
                stopped = stopped.restored();
            }
        }
    }
}
