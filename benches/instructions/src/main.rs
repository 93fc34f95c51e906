//! Counts the instructions of what stores and machines do most, and fails where there are more than there should be.
//!
//! `cargo xtask test --only instructions` runs it. The counts are those of an x86-64 processor, of this repository's compiler
//! and of the profile `instructions`. Each bound is some 10 % above what was counted when it was set: lower it when the count
//! has become lower, and raise it only for a reason.

#![allow(
    missing_docs,
    unused_qualifications,
    reason = "gungraun's macros document nothing of what they write, and name everything in full"
)]

mod charts;
mod counter;
mod entities;
mod table;
mod written;

use std::hint::black_box;

use charts::{Event, Machine};
use counter::Counter;
use gungraun::{
    library_benchmark, library_benchmark_group, main, Callgrind, EventKind, LibraryBenchmarkConfig,
};
use leptos_state_core::{Snapshot, Store};
use table::Watched;
use written::WithGo;

// A request for memory costs the same whatever was requested before, and giving back costs nothing: so what is counted is what is done
// here, and not the state of an allocator. Between folders, counts of entities still differ by up to 7 %.
#[global_allocator]
static ALLOCATOR: bump_alloc::BumpAlloc = bump_alloc::BumpAlloc::new();

// It is an error to take more instructions.
fn at_most(instructions: u64) -> LibraryBenchmarkConfig {
    let mut callgrind = Callgrind::default();
    callgrind.hard_limits([(EventKind::Ir, instructions)]);
    let mut config = LibraryBenchmarkConfig::default();
    config.tool(callgrind);
    config
}

// An action of a store that nobody watches and nothing is around.
#[library_benchmark(config = at_most(440))]
#[bench::unwatched(counter::unwatched())]
fn action(store: Store<Counter>) -> Store<Counter> {
    store.add(black_box(1));
    store
}

// The same in a layer that does nothing.
#[library_benchmark(config = at_most(572))]
#[bench::layered(counter::layered())]
fn action_in_layer(store: Store<Counter>) -> Store<Counter> {
    store.add(black_box(1));
    store
}

// The same while another field is watched.
#[library_benchmark(config = at_most(512))]
#[bench::watched(counter::watched_elsewhere())]
fn action_on_another_field(watched: counter::Watched) -> counter::Watched {
    watched.store.add(black_box(1));
    watched
}

// A write to a field.
#[library_benchmark(config = at_most(426))]
#[bench::unwatched(counter::unwatched())]
fn set(store: Store<Counter>) -> Store<Counter> {
    store.count().set(black_box(1));
    store
}

// A look at the whole state.
#[library_benchmark(config = at_most(46))]
#[bench::unwatched(counter::unwatched())]
fn snapshot(store: Store<Counter>) -> (Snapshot<Counter>, Store<Counter>) {
    (store.snapshot(), store)
}

// Another label for one of 1,000 watched rows, by an action that looks for it.
#[library_benchmark(config = at_most(86_000))]
#[bench::watched(table::watched(1_000))]
fn rename(table: Watched) -> Watched {
    table.rename(black_box(500));
    table
}

// Another selection while 10,000 rows are watched.
#[library_benchmark(config = at_most(535))]
#[bench::watched(table::watched(10_000))]
fn other_field(table: Watched) -> Watched {
    table.select_row(black_box(500));
    table
}

// Another label for one of 100,000 entities, 1,000 of which are watched, this one among them.
#[library_benchmark(config = at_most(10_000))]
#[bench::watched(entities::watched())]
#[bench::held(entities::held())]
fn rename_entity(table: entities::Watched) -> entities::Watched {
    let label = String::from("another label");
    table.store.rename(black_box(50_000), label);
    table
}

// One entity more than 100,000.
#[library_benchmark(config = at_most(8_750))]
#[bench::watched(entities::watched())]
fn push_entity(table: entities::Watched) -> entities::Watched {
    let label = String::from("another row");
    table.store.push(black_box(100_000), label);
    table
}

// Two of 100,000 entities, which are watched, change places.
#[library_benchmark(config = at_most(22_300))]
#[bench::watched(entities::watched())]
fn swap_entities(table: entities::Watched) -> entities::Watched {
    table.store.swap(black_box(100), black_box(99_800));
    table
}

// One of 100,000 entities goes, which is watched.
#[library_benchmark(config = at_most(11_500))]
#[bench::watched(entities::watched())]
fn remove_entity(table: entities::Watched) -> entities::Watched {
    table.store.remove(black_box(50_000));
    table
}

library_benchmark_group!(
    name = store,
    benchmarks = [
        action,
        action_in_layer,
        action_on_another_field,
        set,
        snapshot,
        rename,
        other_field,
        rename_entity,
        push_entity,
        swap_entities,
        remove_entity
    ]
);

// An event that leads from one state to another, with one action; also with a guard, and with a transition without an event.
#[library_benchmark(config = at_most(146))]
#[bench::flat(charts::flat())]
fn event(mut machine: Box<Machine>) -> Box<Machine> {
    machine.send(black_box(Event::Go));
    machine
}

#[library_benchmark(config = at_most(162))]
#[bench::guarded(charts::guarded())]
fn event_with_guard(mut machine: Box<Machine>) -> Box<Machine> {
    machine.send(black_box(Event::Go));
    machine
}

#[library_benchmark(config = at_most(240))]
#[bench::eventless(charts::eventless())]
fn event_and_eventless(mut machine: Box<Machine>) -> Box<Machine> {
    machine.send(black_box(Event::Go));
    machine
}

// A transition of the outermost state that leaves three states and takes four actions.
#[library_benchmark(config = at_most(206))]
#[bench::deep(charts::deep())]
fn outermost_transition(mut machine: Box<Machine>) -> Box<Machine> {
    machine.send(black_box(Event::Go));
    machine
}

// An event that moves three regions.
#[library_benchmark(config = at_most(420))]
#[bench::regions(charts::regions())]
fn three_regions(mut machine: Box<Machine>) -> Box<Machine> {
    machine.send(black_box(Event::Go));
    machine
}

// An event that leaves two regions, which a deep history remembers.
#[library_benchmark(config = at_most(912))]
#[bench::remembered(charts::remembered())]
fn leave_two_regions(mut machine: Box<Machine>) -> Box<Machine> {
    machine.send(black_box(Event::Back));
    machine
}

// An event that enters two regions as a deep history remembers them.
#[library_benchmark(config = at_most(2_950))]
#[bench::left(charts::left())]
fn enter_remembered_regions(mut machine: Box<Machine>) -> Box<Machine> {
    machine.send(black_box(Event::Back));
    machine
}

library_benchmark_group!(
    name = chart,
    benchmarks = [
        event,
        event_with_guard,
        event_and_eventless,
        outermost_transition,
        three_regions,
        leave_two_regions,
        enter_remembered_regions
    ]
);

// The same with charts of `chart!`, which are known when they are compiled.
macro_rules! written {
    ($($name:ident of $chart:ident: $most:literal;)*) => {
        $(
            #[library_benchmark(config = at_most($most))]
            #[bench::written(written::machine())]
            fn $name(mut machine: Box<written::Machine<written::$chart>>) -> Box<written::Machine<written::$chart>> {
                machine.go(black_box(&written::$chart::GO));
                machine
            }
        )*

        library_benchmark_group!(name = written_chart, benchmarks = [$($name),*]);
    };
}

written! {
    written_event of Flat: 46;
    written_event_with_guard of Guarded: 38;
    written_event_and_eventless of Eventless: 33;
    written_outermost_transition of Deep: 31;
    written_three_regions of Regions: 109;
}

main!(library_benchmark_groups = store, chart, written_chart);
