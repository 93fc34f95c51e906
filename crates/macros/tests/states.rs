//! `derive(State)` on every shape it supports: what the handles offer, with which names and visibility.

use leptos_state_core::{State as _, Store};
use leptos_state_macros::State;

mod profile {
    //! A state whose fields are not all visible outside.

    use leptos_state_macros::{actions, State};

    /// Hidden from outside, as is the field that has it.
    #[derive(Clone, Debug, Default, PartialEq)]
    enum Secret {
        #[default]
        Unset,
        Set(String),
    }

    #[derive(Clone, Debug, Default, PartialEq, State)]
    pub struct Profile {
        pub name: String,
        pub address: Address,
        secret: Secret,
    }

    #[derive(Clone, Debug, Default, PartialEq, State)]
    pub struct Address {
        pub city: String,
        pub(super) place: super::Place,
    }

    #[actions(no_serde)]
    impl Profile {
        fn keep(&mut self, secret: Secret) {
            self.secret = secret;
        }
    }

    pub fn set_secret(store: &leptos_state_core::Store<Profile>) -> bool {
        store.keep(Secret::Set("x".into()));
        store.secret().get() == Secret::Set("x".into())
    }
}

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Place(u32, u32);

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Options {
    #[state(handle = current_get)]
    get: u32,
    #[state(skip)]
    update: u32,
    r#type: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, State)]
enum Light {
    #[default]
    Red,
    Green,
}

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Empty;

#[derive(Clone, Debug, PartialEq, State)]
struct Pair<A, B>
where
    B: Default,
{
    left: A,
    right: B,
}

#[test]
fn a_path_leads_through_nested_states_and_prints_their_names() {
    let store = Store::new(profile::Profile::default());
    store.name().set("Ada".into());
    store
        .address()
        .city()
        .update(|city| city.push_str("London"));
    store.address().place().field1().set(7);
    assert_eq!(store.address().city().get(), "London");
    assert_eq!(store.address().place().get(), Place(0, 7));
    assert_eq!(store.name().with(String::len), 3);
    assert_eq!(
        store.address().place().field1().to_string(),
        "address.place.1"
    );
    assert_eq!(format!("{:?}", store.name()), "Field(name)");
    assert_eq!(
        format!("{:?}", store.address().place().clone()),
        "Field(address.place)"
    );
    assert!(profile::set_secret(&store));
}

#[test]
fn a_field_can_have_a_method_of_another_name_or_none() {
    let store = Store::new(Options::default());
    store.current_get().set(1);
    store.r#type().set(2);
    store.update(|options| options.update = 3);
    assert_eq!(
        *store.snapshot(),
        Options {
            get: 1,
            update: 3,
            r#type: 2
        }
    );
    assert_eq!(store.r#type().to_string(), "type");
    assert_eq!(store.current_get().to_string(), "get");
}

#[test]
fn enums_without_fields_and_unit_structs_are_states() {
    let light = Store::new(Light::default());
    light.update(|light| *light = Light::Green);
    assert_eq!(*light.snapshot(), Light::Green);
    assert_eq!((Light::NAME, Empty::NAME), ("Light", "Empty"));
    assert_eq!(*Store::new(Empty).snapshot(), Empty);
}

#[test]
fn a_generic_state_has_fields_too() {
    let store = Store::new(Pair {
        left: vec![1],
        right: 2_u8,
    });
    store.left().update(|left| left.push(2));
    store.right().set(9);
    assert_eq!(
        *store.snapshot(),
        Pair {
            left: vec![1, 2],
            right: 9
        }
    );
}

#[test]
fn a_watcher_of_a_field_is_told_when_that_field_is_another() {
    let store = Store::new(profile::Profile::default());
    let seen = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let kept = seen.clone();
    let _watcher = store
        .address()
        .city()
        .watch(move |city| kept.lock().unwrap().push(city.clone()));
    store.name().set("Ada".into());
    store.address().city().set("London".into());
    store.address().city().set("London".into());
    store.update(|profile| profile.address.city.push('!'));
    assert_eq!(*seen.lock().unwrap(), ["London", "London!"]);
}

/// Has no `PartialEq`.
#[derive(Clone, Debug, Default)]
struct Opaque;

#[derive(Clone, Debug, Default, State)]
struct Holder {
    opaque: Opaque,
    number: u32,
}

#[test]
fn a_field_that_cannot_be_compared_counts_as_changed_by_whatever_may_have_touched_it() {
    let store = Store::new(Holder::default());
    let count = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counted = count.clone();
    let _watcher = store.opaque().watch(move |_| {
        counted.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
    });
    let times = || count.load(std::sync::atomic::Ordering::SeqCst);
    store.number().set(1);
    assert_eq!(times(), 0);
    store.opaque().set(Opaque);
    store.update(|_| {});
    assert_eq!(times(), 2);
}

#[test]
fn a_field_is_written_in_a_transaction_and_with_its_outcome() {
    let store = Store::new(Options::default());
    store.transaction(|t| {
        t.current_get().set(1);
        t.r#type().update(|n| *n += 5);
        assert!(
            !t.current_get().try_set(9).is_done(),
            "inside, nothing is applied yet"
        );
        assert!(format!("{t:?}").contains("set get"));
    });
    assert_eq!(
        *store.snapshot(),
        Options {
            get: 9,
            update: 0,
            r#type: 5
        }
    );
    assert!(store.current_get().try_set(2).is_done());
    assert_eq!(store.current_get().try_update(|n| *n * 10).done(), Some(20));
}

#[test]
fn a_field_may_be_what_an_entity_is_known_by() {
    use leptos_state_core::entities::{Entities, Entity};

    #[derive(Clone, State)]
    struct Named<T> {
        #[state(id, handle = name_of_it)]
        name: String,
        value: T,
    }

    #[derive(Clone, State)]
    struct Pair(#[state(id, skip)] (u8, u8), bool);

    let named: Entities<Named<u8>> = [1, 2]
        .into_iter()
        .map(|value| Named {
            name: format!("n{value}"),
            value,
        })
        .collect();
    let store = Store::new(named);
    store.at("n2".into()).value().set(7);
    assert_eq!(store.at("n2".into()).value().get(), Some(7));
    assert_eq!(
        store.at("n1".into()).name_of_it().get().as_deref(),
        Some("n1")
    );
    assert_eq!(Pair((1, 2), true).key(), &(1, 2));
}
