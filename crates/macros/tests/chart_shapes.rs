//! Charts of every shape: what types are made of them, and what their machines do.
#![deny(missing_docs, unused)]

use std::task::{Context, Poll, Waker};
use std::time::Duration;

use leptos_state_chart::{
    ActionError, Effect, Effects, Event as _, Input, Reception, Running, Statechart, Status,
};
use leptos_state_macros::chart;

type Asked<L> = Effects<<L as Statechart>::Event, <L as Statechart>::Data>;

fn started<L: Statechart>(logic: L, context: L::Context) -> (Running<L>, Asked<L>) {
    let mut effects = Effects::new();
    let running = Running::started(logic, context, &mut effects).unwrap();
    (running, effects)
}

chart! {
    /// What is parallel from the outset.
    Keyboard parallel { context: u32 }
    events { Caps, Num }
    Letters {
        Small { on Caps / count => Large; }
        Large { on Caps => Small; }
    }
    Digits {
        Off { on Num => On; }
        On { on Num => Off; }
    }
    Power;
}

struct Keyboard;

impl keyboard::Logic for Keyboard {
    fn count(&self, times: &mut u32, _: &mut keyboard::Cx<'_>) {
        *times += 1;
    }
}

#[test]
fn a_chart_may_be_parallel_from_the_outset() {
    use keyboard::{Digits, Event, Letters, State};
    let (mut running, mut effects) = started(Keyboard, 0);
    running.send(&Event::Caps, &mut effects).unwrap();
    running.send(&Event::Num, &mut effects).unwrap();
    let State { letters, digits } = running.state();
    assert_eq!((letters, digits), (Letters::Large, Digits::On));
    assert!(running.matches(keyboard::Power));
    assert_eq!(*running.context(), 1);
}

chart! {
    Studio;
    events { Record(String), Cut, Restart(String), Stop }
    Idle { on Record(title) => Tape(tape(title)), Light(light); }
    Session parallel {
        on Stop => Idle;
        on Restart(title) => Session.Tape(tape(title)).Cutting, Session.Light(light);
        Tape(tape: Vec<String>) {
            Rolling { on Cut / cut(tape) => Cutting; }
            Cutting { on Cut / cut(tape) => Rolling; }
        }
        Desk parallel {
            Left { LeftOff { on Cut => LeftOn; } LeftOn; }
            Right { RightOff { on Cut if in LeftOff => RightOn; } RightOn; }
        }
        Light(light: u8);
    }
}

struct Studio;

impl studio::Logic for Studio {
    fn tape(&self, title: &String) -> Vec<String> {
        vec![title.clone()]
    }

    fn light(&self) -> u8 {
        7
    }

    fn cut(&self, tape: &mut Vec<String>, _: &mut studio::Cx<'_>) {
        let next = format!("{} {}", tape[0], tape.len());
        tape.push(next);
    }
}

#[test]
fn regions_may_hold_data_and_be_parallel() {
    use studio::{Desk, Event, Left, Right, State, Tape};
    let (mut running, mut effects) = started(Studio, ());
    assert!(matches!(running.state(), State::Idle));
    let record = Event::Record("some".to_owned());
    running.send(&record, &mut effects).unwrap();
    running.send(&Event::Cut, &mut effects).unwrap();
    let State::Session {
        tape: (tape, part),
        desk: Desk { left, right },
        light,
    } = running.state()
    else {
        panic!("{running:?}");
    };
    assert_eq!(
        (&tape[..], *light),
        (&["some".into(), "some 1".into()][..], 7)
    );
    assert!(matches!(part, Tape::Cutting));
    assert_eq!((left, right), (Left::LeftOn, Right::RightOn));
    let restart = Event::Restart("other".to_owned());
    running.send(&restart, &mut effects).unwrap();
    let State::Session { tape, .. } = running.state() else {
        panic!("{running:?}");
    };
    assert_eq!(tape.0, &["other"], "the data is made anew");
    running.send(&Event::Stop, &mut effects).unwrap();
    assert!(running.matches(studio::Idle));
}

chart! {
    Pause;
    Waiting { after 10ms => Over; }
    final Over;
}

struct Pause;

#[test]
fn a_chart_needs_neither_events_nor_a_context_nor_logic() {
    let (mut running, mut effects) = started(Pause, ());
    let timer = effects.drain().find_map(|effect| match effect {
        Effect::StartTimer { timer, delay } => Some((timer, delay)),
        _ => None,
    });
    let (timer, delay) = timer.expect("it is started");
    assert_eq!(delay, Duration::from_millis(10));
    running
        .handle(&Input::Elapsed(timer), &mut effects)
        .unwrap();
    assert_eq!(running.state(), pause::State::Over);
    assert_eq!(running.status(), Status::Finished);
}

/// What paths lead to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Here(u8);

/// Has a type.
pub trait Typed {
    /// A type.
    type Of: Clone + std::fmt::Debug;
}

mod outer {
    #[derive(Clone, Debug, Default, PartialEq)]
    pub struct Song(pub Vec<String>);

    impl crate::Typed for Song {
        type Of = u16;
    }

    pub mod inner {
        use std::borrow::Cow;
        use std::collections::BTreeMap;

        use leptos_state_macros::chart;

        #[derive(Clone, Debug, PartialEq)]
        pub struct Near<T>(pub T);

        chart! {
            /// Deep inside.
            pub(crate) Deep { context: super::Song }

            /// All kinds of types.
            #[derive(PartialEq)]
            events {
                /// Of this module.
                Own(Near<self::Near<u8>>, crate::Here, super::super::Here),
                Far(BTreeMap<String, Option<Vec<super::Song>>>, Cow<'static, str>),
                Of { what: <super::Song as crate::Typed>::Of, other: [Near<(u8, &'static str)>; 2] },
            }

            /// It waits.
            Waiting {
                on Own(near, ..) / own(near);
                on Far(map, text) / far(map, text);
                on Of { what: number, .. } / of(number) => Ready(near(number));
            }
            Ready(near: Near<super::Song>) { always => Over; }
            Over;
        }

        pub(crate) struct Deep;

        impl deep::Logic for Deep {
            fn own(&self, song: &mut super::Song, near: &Near<Near<u8>>, _: &mut deep::Cx<'_>) {
                song.0.push(near.0 .0.to_string());
            }

            fn far(
                &self,
                song: &mut super::Song,
                map: &BTreeMap<String, Option<Vec<super::Song>>>,
                text: &Cow<'static, str>,
                _: &mut deep::Cx<'_>,
            ) {
                song.0.push(format!("{} {text}", map.len()));
            }

            fn of(&self, song: &mut super::Song, number: &u16, _: &mut deep::Cx<'_>) {
                song.0.push(number.to_string());
            }

            fn near(&self, song: &super::Song, _: &u16) -> Near<super::Song> {
                Near(song.clone())
            }
        }
    }
}

#[test]
fn types_are_those_of_the_module_around_the_chart() {
    use outer::inner::{deep::Event, Deep, Near};
    let (mut running, mut effects) = started(Deep, outer::Song::default());
    let events = [
        Event::Own(Near(Near(1)), Here(2), Here(3)),
        Event::Far([("a".to_owned(), None)].into(), "b".into()),
        Event::Of {
            what: 300,
            other: [Near((1, "c")), Near((2, "d"))],
        },
    ];
    for event in &events {
        running.send(event, &mut effects).unwrap();
    }
    assert_eq!(running.context().0, ["1", "1 b", "300"]);
    assert!(running.matches(outer::inner::deep::Over));
}

chart! {
    Flow { context: Vec<&'static str> }
    events { Go, Back, Again, Inside, Outside, Both, Leave, Other }
    initial Second / begin;
    on Leave => Away;
    on Other forbid;
    First;
    Second {
        entry enter_second;
        exit leave_second;
        initial Inner / begin_second, begin_second;
        on Inside => internal Inner;
        on Outside / passed => Inner;
        on Both => OneOn, TwoOn;
        Inner { on Go => Further; }
        Further;
    }
    Away {
        on Back => Last;
        on Again => Kept;
        on * / seen;
    }
    Kept {
        history Last / to_nothing => Kept.Two;
        on Leave => Away;
        One { on Go => Two; }
        Two { on Go => One; }
    }
    Pair parallel {
        A { OneOff; OneOn { on Back => OneOff; } }
        B { TwoOff; TwoOn { on Back => TwoOff; } }
    }
    on Go => First;
}

struct Flow;

impl Flow {
    fn note(log: &mut Vec<&'static str>, what: &'static str) {
        log.push(what);
    }
}

impl flow::Logic for Flow {
    fn begin(&self, log: &mut Vec<&'static str>, _: &mut flow::Cx<'_>) {
        Self::note(log, "begin");
    }

    fn enter_second(&self, log: &mut Vec<&'static str>, _: &mut flow::Cx<'_>) {
        Self::note(log, "enter");
    }

    fn leave_second(&self, log: &mut Vec<&'static str>, _: &mut flow::Cx<'_>) {
        Self::note(log, "leave");
    }

    fn begin_second(&self, log: &mut Vec<&'static str>, _: &mut flow::Cx<'_>) {
        Self::note(log, "begin inside");
    }

    fn passed(&self, log: &mut Vec<&'static str>, _: &mut flow::Cx<'_>) {
        Self::note(log, "passed");
    }

    fn seen(&self, log: &mut Vec<&'static str>, _: &mut flow::Cx<'_>) {
        Self::note(log, "seen");
    }

    fn to_nothing(&self, log: &mut Vec<&'static str>, _: &mut flow::Cx<'_>) {
        Self::note(log, "nothing remembered");
    }
}

#[test]
fn transitions_of_every_kind() {
    use flow::{Event, Kept, Second, State, A, B};
    let (mut running, mut effects) = started(Flow, Vec::new());
    let mut log = {
        let mut before = 0;
        move |running: &Running<Flow>| -> Vec<&'static str> {
            let log = running.context()[before..].to_vec();
            before += log.len();
            log
        }
    };
    let mut send = |running: &mut Running<Flow>, event| running.send(&event, &mut effects).unwrap();
    assert_eq!(
        log(&running),
        ["begin", "enter", "begin inside", "begin inside"]
    );
    assert_eq!(send(&mut running, Event::Other), Reception::Unhandled);
    send(&mut running, Event::Go);
    assert_eq!(running.state(), State::Second(Second::Further));
    send(&mut running, Event::Inside);
    assert_eq!(running.state(), State::Second(Second::Inner));
    assert!(log(&running).is_empty(), "it was not left");
    send(&mut running, Event::Outside);
    assert_eq!(log(&running), ["leave", "passed", "enter"]);
    send(&mut running, Event::Both);
    let both = State::Pair {
        a: A::OneOn,
        b: B::TwoOn,
    };
    assert_eq!(running.state(), both);
    send(&mut running, Event::Leave);
    send(&mut running, Event::Inside);
    assert_eq!(log(&running), ["leave", "seen"]);
    send(&mut running, Event::Back);
    assert_eq!(running.state(), State::Kept(Kept::Two));
    assert_eq!(log(&running), ["nothing remembered"]);
    send(&mut running, Event::Go);
    send(&mut running, Event::Leave);
    send(&mut running, Event::Again);
    assert_eq!(running.state(), State::Kept(Kept::One));
    send(&mut running, Event::Go);
    send(&mut running, Event::Leave);
    send(&mut running, Event::Back);
    assert_eq!(running.state(), State::Kept(Kept::Two));
    assert!(log(&running).is_empty(), "it is remembered");
    send(&mut running, Event::Leave);
    assert_eq!(send(&mut running, Event::Go), Reception::Handled);
    assert_eq!(log(&running), ["seen"], "what is inside comes first");
}

chart! {
    /// Names that Rust has other plans with.
    Super { context: std::vec::Vec<std::string::String> }
    #[derive(serde::Serialize, serde::Deserialize)]
    events {
        None,
        Some { r#type: std::string::String, r#match: u8 },
        Ok(#[serde(default)] u8),
        Err { #[serde(default)] context: u8, cx: u8 },
        r#Box,
    }
    Type {
        on Some { r#type, r#match: r#in } / r#move(r#type, r#in) => Option;
        on Ok(held) if r#if(held) / r#try?;
        on error.r#try => Vec;
        on Err { context, cx } / both(context, cx);
    }
    Option parallel {
        on None => Type;
        Self_ { Some; }
        Crate { None; }
        Fn { Ok; }
        Super { Err; }
    }
    Vec {
        String { Clone { Default { Debug { Copy; } } } }
        on Box => Result;
    }
    Result { Iterator; }
}

struct Super;

impl super_::Logic for Super {
    fn r#move(&self, log: &mut Vec<String>, r#type: &String, r#in: &u8, _: &mut super_::Cx<'_>) {
        log.push(format!("{type} {in}"));
    }

    fn r#if(&self, _: &Vec<String>, held: &u8) -> bool {
        *held > 0
    }

    fn r#try(&self, _: &mut Vec<String>, _: &mut super_::Cx<'_>) -> Result<(), ActionError> {
        Err(ActionError::new("no"))
    }

    fn both(&self, log: &mut Vec<String>, context: &u8, cx: &u8, _: &mut super_::Cx<'_>) {
        log.push(format!("{context} {cx}"));
    }
}

#[test]
fn names_may_be_those_of_rust() {
    use super_::{Event, State};
    let (mut running, mut effects) = started(Super, Vec::new());
    let json = r#"{"Some": {"type": "a", "match": 2}}"#;
    let event: Event = serde_json::from_str(json).unwrap();
    let given = serde_json::from_str(r#"{"Err": {"cx": 4}}"#).unwrap();
    running.send(&given, &mut effects).unwrap();
    running.send(&event, &mut effects).unwrap();
    assert_eq!(running.context(), &["0 4", "a 2"]);
    let State::Option {
        self_: super_::Self_::Some,
        crate_: super_::Crate::None,
        r#fn: super_::Fn::Ok,
        super_: super_::Super::Err,
    } = running.state()
    else {
        panic!("{running:?}");
    };
    running.send(&Event::None, &mut effects).unwrap();
    running.send(&Event::Ok(1), &mut effects).unwrap();
    assert!(running.matches(super_::Copy));
    assert_eq!(Event::Box.name(), "Box");
    running.send(&Event::Box, &mut effects).unwrap();
    assert!(running.matches(super_::Result));
}

chart! {
    /// Two works at once.
    Kitchen { context: u32 }
    events { Open }
    Cooking {
        tags hot, busy;
        meta label = "Cooking";
        meta colour = "red";
        invoke boil -> u32 {
            done(water) if is_hot(water) / pour(water);
        }
        invoke r#await;
        invoke fry -> Result<(), String> {
            done => Served;
            error(why) / tell(why) => Burnt(smoke(why));
        }
    }
    Burnt(smoke: String) {
        tags hot;
        on Open / air(smoke);
    }
    final Served = serve -> String;
}

struct Kitchen {
    burns: bool,
}

impl kitchen::Logic for Kitchen {
    async fn boil(&self, _: u32) -> u32 {
        100
    }

    async fn r#await(&self, _: u32) {}

    fn is_hot(&self, _: &u32, water: &u32) -> bool {
        *water > 90
    }

    fn pour(&self, glass: &mut u32, water: &u32, _: &mut kitchen::Cx<'_>) {
        *glass += water;
    }

    async fn fry(&self, _: u32) -> Result<(), String> {
        match self.burns {
            true => Err("smoke".to_owned()),
            false => Ok(()),
        }
    }

    fn tell(&self, glass: &mut u32, why: &String, _: &mut kitchen::Cx<'_>) {
        *glass += why.len() as u32;
    }

    fn smoke(&self, _: &u32, why: &String) -> String {
        why.clone()
    }

    fn air(&self, _: &mut u32, smoke: &mut String, _: &mut kitchen::Cx<'_>) {
        smoke.clear();
    }

    fn serve(&self, glass: &u32) -> String {
        format!("{glass}")
    }
}

/// The machine after all the work that was asked for is done.
fn cooked(burns: bool) -> Running<Kitchen> {
    let (mut running, mut effects) = started(Kitchen { burns }, 0);
    let asked: Vec<_> = effects.drain().collect();
    for effect in asked {
        let Effect::StartTask { task } = effect else {
            continue;
        };
        let mut work = running.task(task).expect("it is under way");
        let done = work.poll_next(&mut Context::from_waker(Waker::noop()));
        let Poll::Ready(Some(input)) = done else {
            panic!("it waits for nothing");
        };
        running.handle(&input, &mut effects).unwrap();
    }
    running
}

#[test]
fn a_state_may_invoke_several_works() {
    let served = cooked(false);
    assert_eq!(served.status(), Status::Finished);
    assert!(matches!(served.output(), Some(kitchen::Data::Served(glass)) if glass == "100"));
    let mut burnt = cooked(true);
    assert!(matches!(burnt.state(), kitchen::State::Burnt(smoke) if smoke == "smoke"));
    assert_eq!(*burnt.context(), 105);
    burnt
        .send(&kitchen::Event::Open, &mut Effects::new())
        .unwrap();
    assert!(matches!(burnt.state(), kitchen::State::Burnt(smoke) if smoke.is_empty()));
}

#[test]
fn states_have_tags_and_notes() {
    let (running, _) = started(Kitchen { burns: false }, 0);
    assert!(running.has_tag("hot") && running.has_tag("busy") && !running.has_tag("cold"));
    let label = Kitchen::chart().meta(kitchen::Cooking.id(), "colour");
    assert_eq!(label, Some("red"));
    assert!(!cooked(true).has_tag("busy") && cooked(true).has_tag("hot"));
}

chart! {
    /// What is handed over is called as an event is.
    Game { context: u32 }
    events { Won(u32), Rest, Play }
    Round {
        Rally { on Won(points) / add(points) => Won; }
        final Won = points -> u32;
        done(points) / add(points) => Break;
    }
    Break { Sitting { on Rest => Lying; } Lying; on Play => Round; }
}

struct Game;

impl game::Logic for Game {
    fn add(&self, sum: &mut u32, points: &u32, _: &mut game::Cx<'_>) {
        *sum += points;
    }

    fn points(&self, sum: &u32) -> u32 {
        sum * 10
    }
}

#[test]
fn one_action_may_be_taken_for_an_event_and_for_what_is_handed_over() {
    let (mut running, mut effects) = started(Game, 0);
    running.send(&game::Event::Won(2), &mut effects).unwrap();
    assert_eq!(*running.context(), 22);
    running.send(&game::Event::Rest, &mut effects).unwrap();
    assert!(running.matches(game::Lying));
    running.send(&game::Event::Play, &mut effects).unwrap();
    assert_eq!(running.state(), game::State::Round(game::Round::Rally));
}

chart! {
    Door;
    /// It has documentation, and there are no events before it.
    Open { after 1s => Shut; }
    Shut;
}

struct Door;

#[test]
fn what_comes_first_may_have_documentation() {
    let (running, _) = started(Door, ());
    assert_eq!(running.state(), door::State::Open);
}

const LEN: usize = 2;

fn same(here: Here) -> Here {
    here
}

macro_rules! chart_of {
    ($name:ident, $ty:ty, $event:ident, $state:ident, $other:ident) => {
        chart! {
            $name { context: [$ty; self::LEN] }
            events { $event(&'static [$ty; LEN], fn(self::Here) -> Here, ($ty,)), Back }
            $state {
                on $event(new, change, ..) if is_change(change) / put(new) => $other;
                on $event(_, _, other) / keep(other);
            }
            $other { on Back => $state; }
        }
    };
}

chart_of!(Made, u8, Put, Here2, There);

struct Made;

impl made::Logic for Made {
    fn is_change(&self, _: &[u8; LEN], change: &fn(Here) -> Here) -> bool {
        change(Here(1)) == Here(1)
    }

    fn keep(&self, context: &mut [u8; LEN], other: &(u8,), _: &mut made::Cx<'_>) {
        context[0] = other.0;
    }

    fn put(&self, context: &mut [u8; LEN], new: &&'static [u8; LEN], _: &mut made::Cx<'_>) {
        *context = **new;
    }
}

#[test]
fn a_macro_may_write_a_chart() {
    let (mut running, mut effects) = started(Made, [0; LEN]);
    let put = made::Event::Put(&[1, 2], same, (3,));
    running.send(&put, &mut effects).unwrap();
    assert_eq!(
        (running.context(), running.state()),
        (&[1, 2], made::State::There)
    );
    running.send(&made::Event::Back, &mut effects).unwrap();
    assert!(running.matches(made::Here2));
}

chart! {
    /// Data around histories and around regions.
    pub(in crate) Deck { context: u32 }
    events { Load, Eject, Flip, Next, Swap, Stop }
    Empty {
        on Load => Loaded(tape);
        on Flip => Loaded(tape).Last;
        on Swap => Both(pair).Off1, Side(side);
    }
    Loaded(tape: u32) {
        history Last;
        on Eject => Empty;
        on Load => Loaded(tape);
        Front { on Flip / turn(tape) => Back; }
        Back { on Flip => Front; on Next => internal Front; }
    }
    Both parallel(pair: u32) {
        on Stop => Empty;
        done => Empty;
        One { Off1 { on Swap => Over1; on Flip => Both(pair).Off2, Side(side); } final Over1; }
        Two { On2 { on Next => Off2; } Off2 { on Swap => Over2; } final Over2; }
        Side(side: u32) { Wide { on Swap => Over3; } final Over3; }
    }
}

struct Deck;

impl deck::Logic for Deck {
    fn tape(&self, made: &u32) -> u32 {
        made * 10
    }

    fn turn(&self, made: &mut u32, tape: &mut u32, _: &mut deck::Cx<'_>) {
        *made += 1;
        *tape += 1;
    }

    fn pair(&self, made: &u32) -> u32 {
        made + 100
    }

    fn side(&self, made: &u32) -> u32 {
        made + 200
    }
}

#[test]
fn data_may_be_around_histories_and_regions() {
    use deck::{Event, Loaded, State};
    let (mut running, mut effects) = started(Deck, 1);
    let mut send = |running: &mut Running<Deck>, event| running.send(&event, &mut effects).unwrap();
    send(&mut running, Event::Load);
    assert!(matches!(running.state(), State::Loaded(10, Loaded::Front)));
    send(&mut running, Event::Flip);
    assert!(matches!(running.state(), State::Loaded(11, Loaded::Back)));
    send(&mut running, Event::Eject);
    assert!(matches!(running.state(), State::Empty));
    send(&mut running, Event::Flip);
    assert!(matches!(running.state(), State::Loaded(20, Loaded::Back)));
    send(&mut running, Event::Load);
    assert!(matches!(running.state(), State::Loaded(20, Loaded::Front)));
    send(&mut running, Event::Eject);
    send(&mut running, Event::Swap);
    let State::Both {
        data, side, two, ..
    } = running.state()
    else {
        panic!("{running:?}");
    };
    assert_eq!((*data, *side.0, two), (102, 202, deck::Two::On2));
    send(&mut running, Event::Next);
    send(&mut running, Event::Stop);
    assert!(running.matches(deck::Empty));
    send(&mut running, Event::Swap);
    send(&mut running, Event::Flip);
    assert!(running.matches(deck::Off2) && running.matches(deck::Wide));
    send(&mut running, Event::Swap);
    assert!(
        running.matches(deck::Empty),
        "all regions are over: {running:?}"
    );
}
