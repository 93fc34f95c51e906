//! The cases of machines, the same for every contestant.

use std::hint::black_box;
use std::mem::size_of;

use crate::{Case, Entry};

/// A machine as a contestant has it, for one of the cases. By default it is at the beginning.
pub trait Machine: Default + 'static {
    /// What it is sent: an event without data.
    type Event: Copy + 'static;

    /// The events by their numbers in the case.
    const EVENTS: &'static [Self::Event];

    /// Has it handle an event.
    fn send(&mut self, event: Self::Event);

    /// Where it is.
    fn seen(&self) -> Seen;
}

/// Where a machine is: what it has done so far follows from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// What is active, by a number that the case gives it.
    pub active: u8,
    /// The context, which the actions change.
    pub count: u32,
}

/// An action. None of the three can stand for another or change places with it, so that the count tells what was done.
#[inline]
pub fn add(count: &mut u32) {
    *count = count.wrapping_add(1);
}

/// Another one.
#[inline]
pub fn flip(count: &mut u32) {
    *count ^= 0x2a2a_2a2a;
}

/// The third.
#[inline]
pub fn twist(count: &mut u32) {
    *count = count.rotate_left(1);
}

/// The guard of the case `machine-guard`.
#[inline]
pub fn is_low(count: u32) -> bool {
    count < 1_000
}

/// What a case expects of a machine that is sent the event of this number.
type Model = fn(Seen, u8) -> Seen;

/// Both cases of the flat machine: four states in a circle. Event 0 leads to the next one and adds, 1 to the
/// one before and flips, 2 to the one across and twists.
pub fn flat<M: Machine>(contestant: &'static str) -> Vec<Entry> {
    vec![
        Entry::new(contestant, "machine-flat", || {
            repeat::<M>(&in_turn(3), flat_model)
        }),
        Entry::new(contestant, "machine-flat-random", || {
            repeat::<M>(&at_random(3), flat_model)
        }),
    ]
}

fn flat_model(seen: Seen, event: u8) -> Seen {
    let Seen { active, mut count } = seen;
    let (way, act) = [(1, add as fn(&mut u32)), (3, flip), (2, twist)][usize::from(event)];
    act(&mut count);
    Seen {
        active: (active + way) % 4,
        count,
    }
}

/// Two branches, each three states deep. The outermost state of all leads to branch 0 on event 1, and to branch 1 on event 0.
/// What is left adds, flips and twists, from the inside out, and the outermost state that is entered adds.
pub fn root<M: Machine>(contestant: &'static str) -> Entry {
    Entry::new(contestant, "machine-root", || {
        repeat::<M>(&in_turn(2), |seen, event| {
            let mut count = seen.count;
            [add, flip, twist, add]
                .iter()
                .for_each(|act| act(&mut count));
            Seen {
                active: 1 - event,
                count,
            }
        })
    })
}

/// Two states that lead to each other: if [`is_low`], the transition adds; otherwise another one begins at 0 again.
pub fn guard<M: Machine>(contestant: &'static str) -> Entry {
    Entry::new(contestant, "machine-guard", || {
        repeat::<M>(&in_turn(1), |seen, _| Seen {
            active: 1 - seen.active,
            count: if is_low(seen.count) {
                seen.count + 1
            } else {
                0
            },
        })
    })
}

/// A state that leads to another one and adds, which leads back without an event and flips.
pub fn eventless<M: Machine>(contestant: &'static str) -> Entry {
    Entry::new(contestant, "machine-eventless", || {
        repeat::<M>(&in_turn(1), |mut seen, _| {
            add(&mut seen.count);
            flip(&mut seen.count);
            seen
        })
    })
}

/// Three regions of two states, all of which go to the other one. The first one adds, the second flips, the third twists.
pub fn regions<M: Machine>(contestant: &'static str) -> Entry {
    Entry::new(contestant, "machine-regions", || {
        repeat::<M>(&in_turn(1), |mut seen, _| {
            let acts = [add, flip, twist];
            acts.iter().for_each(|act| act(&mut seen.count));
            Seen {
                active: seen.active ^ 0b111,
                ..seen
            }
        })
    })
}

/// What is active in the case `machine-history` when the regions are not.
pub const AWAY: u8 = 0b100;

/// Two regions of two states, which go to the other one on event 0: the first one flips, the second twists. Event 1 leaves both
/// and adds; event 2 leads to their deep history.
pub fn history<M: Machine>(contestant: &'static str) -> Entry {
    Entry::new(contestant, "machine-history", leave::<M>)
}

/// Flat machines that do nothing: what is kept of them, their contexts left out.
pub fn idle<M: Default + 'static>(contestant: &'static str) -> Entry {
    Entry::new(contestant, "machine-idle", come::<M>)
}

/// How many events there are before they come again. No processor learns that many by heart.
const EVENTS: usize = 1 << 16;

/// The numbers of `kinds` events, again and again.
fn in_turn(kinds: u8) -> Vec<u8> {
    (0..kinds).cycle().take(EVENTS).collect()
}

/// Numbers of `kinds` events in an order that nobody can foresee, and that is the same for all.
fn at_random(kinds: u8) -> Vec<u8> {
    let mut state = 0x2545_f491_u32;
    let numbers = (0..EVENTS).map(|_| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (state % u32::from(kinds)) as u8
    });
    numbers.collect()
}

/// Sends a machine these events, over and over. Each batch goes on where the one before has ended, and then the machine has to
/// be where the model is.
fn repeat<M: Machine>(order: &[u8], model: Model) -> Case {
    let order = order.to_vec();
    let events: Vec<M::Event> = order
        .iter()
        .map(|event| M::EVENTS[usize::from(*event)])
        .collect();
    let mut machine = Box::new(M::default());
    let mut expected = machine.seen();
    assert_eq!(expected.active, 0, "it is at the beginning");
    let mut sent = 0_usize;
    Box::new(move |meter, iterations| {
        let first = sent;
        meter.measure(|| {
            for _ in 0..iterations {
                let event = events[sent % EVENTS];
                sent += 1;
                // Between two events nobody knows where the machine is, as it is with events from outside.
                black_box(&mut *machine).send(event);
            }
        });
        for sent in first..sent {
            expected = model(expected, order[sent % EVENTS]);
        }
        assert_eq!(machine.seen(), expected, "after {sent} events");
    })
}

/// How many machines have their regions left in one measurement: enough for the clock not to matter, and few enough to stay in
/// the processor's cache.
const LEAVING: usize = 64;

fn leave<M: Machine>() -> Case {
    let &[go, leaving, back] = M::EVENTS else {
        panic!("the case has three events");
    };
    let mut machines: Vec<(M, Seen)> = (0..LEAVING)
        .map(|_| (M::default(), Seen::default()))
        .collect();
    let check = |machines: &[(M, Seen)]| {
        for (machine, expected) in machines {
            assert_eq!(machine.seen(), *expected);
        }
    };
    Box::new(move |meter, iterations| {
        let mut left = iterations;
        while left > 0 {
            let now = left.min(LEAVING as u64);
            left -= now;
            let machines = &mut machines[..now as usize];
            meter.measure(|| {
                for (machine, _) in &mut *machines {
                    black_box(machine).send(leaving);
                }
            });
            let before: Vec<u8> = machines.iter().map(|(_, seen)| seen.active).collect();
            for (_, seen) in &mut *machines {
                add(&mut seen.count);
                seen.active = AWAY;
            }
            check(machines);
            for ((machine, seen), before) in machines.iter_mut().zip(&before) {
                machine.send(back);
                seen.active = *before;
            }
            check(machines);
            // So that not all are left from the same states.
            for (machine, seen) in machines.iter_mut().step_by(3) {
                machine.send(go);
                flip(&mut seen.count);
                twist(&mut seen.count);
                seen.active ^= 0b11;
            }
        }
    })
}

fn come<M: Default + 'static>() -> Case {
    Box::new(|meter, machines| {
        let mut kept: Vec<M> = Vec::new();
        meter.measure(|| kept = (0..machines).map(|_| M::default()).collect());
        meter.leave_out(machines * size_of::<u32>() as u64);
        drop(black_box(kept));
    })
}
