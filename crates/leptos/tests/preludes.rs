//! Our prelude stands beside those of Leptos, its router and `reactive_stores`: every name of it can be used.
//!
//! The one exception is `Store`, which `reactive_stores` has too: a file that imports all of both says which it means.

#![allow(unused_imports, reason = "the point is what the globs bring")]

use leptos::prelude::*;
use leptos_router::components::*;
use leptos_router::hooks::*;
use leptos_router::*;
use leptos_state::prelude::*;
use reactive_stores::*;

use leptos_state::Store;

mod without_reactive_stores {
    use leptos::prelude::*;
    use leptos_router::components::*;
    use leptos_router::hooks::*;
    use leptos_router::*;
    use leptos_state::prelude::*;

    pub fn store() -> Store<super::Counter> {
        Store::new(super::Counter::default())
    }
}

#[derive(Clone, Default, State)]
struct Counter {
    value: i32,
}

#[actions]
impl Counter {
    fn add(&mut self, cx: &mut Cx<Self>, by: i32) -> Id {
        self.value += by;
        cx.id()
    }
}

#[test]
fn every_name_of_the_prelude_is_unambiguous() {
    enum Marker {}

    let owner = Owner::new();
    owner.set();
    provide_environment(leptos_state::leptos_environment());
    provide_service(7_u8);
    let counter: Store<Counter> = provide_store(without_reactive_stores::store().named("main"));
    provide_marked_store::<Marker, Counter>(counter);
    provide_store(Store::new_local(Counter::default()));
    counter.add(1);
    let outcome: Outcome<Id> = counter.try_add(1);
    assert!(outcome.is_done());
    assert_eq!(use_store::<Counter>().value().get(), 2);
    assert_eq!(use_named_store::<Counter>("main").value().get(), 2);
    assert_eq!(use_marked_store::<Marker, Counter>().value().get(), 2);
    assert_eq!(use_local_store::<Counter>().value().get(), 0);
    assert!(try_use_store::<Counter>().is_some());
}
