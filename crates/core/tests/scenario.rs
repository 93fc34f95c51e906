//! Scenarios say what is given, what is done and what is expected, and a wrong expectation fails with what was found.

use std::panic::{catch_unwind, set_hook, take_hook, AssertUnwindSafe};
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::thread::current;
use std::time::Duration;

use leptos_state_core::layers::{Debounce, Validate};
use leptos_state_core::testing::{Recorder, Scenario};
use leptos_state_core::{derived, Cx, Id, Outcome, Store, Timestamp};
use leptos_state_macros::{actions, State};

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Todos {
    #[state(key = id)]
    items: Vec<Todo>,
    saved: usize,
}

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Todo {
    id: u64,
    title: String,
    done: bool,
}

#[actions(no_serde)]
impl Todos {
    fn add(&mut self, cx: &mut Cx<Self>, title: String) -> Result<Id, String> {
        if title.is_empty() {
            return Err("a title is not empty".into());
        }
        let id = cx.id();
        self.items.push(Todo {
            id: u64::try_from(id.as_u128()).map_err(|error| error.to_string())?,
            title,
            done: false,
        });
        cx.effect("save", |todos| async move { todos.count_saved() });
        Ok(id)
    }

    fn toggle(&mut self, id: u64) {
        for item in &mut self.items {
            item.done ^= item.id == id;
        }
    }

    fn count_saved(&mut self) {
        self.saved += 1;
    }
}

impl Todos {
    fn left(&self) -> usize {
        self.items.iter().filter(|item| !item.done).count()
    }
}

fn seldom_saved(todos: &Todos) -> Result<(), &'static str> {
    if todos.saved < 3 {
        Ok(())
    } else {
        Err("saved too often")
    }
}

fn one() -> Todos {
    Todos {
        items: vec![Todo {
            id: 7,
            title: "milk".into(),
            done: false,
        }],
        saved: 0,
    }
}

/// The message of the panic that `run` ends with.
fn refused<T>(run: impl FnOnce() -> T) -> String {
    let Err(panic) = catch_unwind(AssertUnwindSafe(run)) else {
        panic!("the scenario passed");
    };
    panic.downcast_ref::<String>().expect("a text").clone()
}

#[test]
fn what_is_done_and_what_comes_of_it() {
    Scenario::given(Todos::default())
        .watching("left", Todos::left)
        .watching_path(|todos| todos.saved())
        .expect_state(&Todos::default())
        .when(|todos| todos.add("milk".into()))
        .expect_state(&Todos {
            items: vec![Todo {
                id: 1,
                title: "milk".into(),
                done: false,
            }],
            saved: 0,
        })
        .expect_changes(["add"])
        .expect_effects(["save"])
        .expect_woken(["left"])
        .expect_reports([])
        .run_effects()
        .then_state(|todos| assert_eq!(todos.saved, 1))
        .expect_changes(["count_saved"])
        .expect_effects([])
        .expect_woken(["saved"])
        .when(|todos| {
            todos.add(String::new());
            todos.try_add(String::new())
        })
        .expect_changes([
            "add failed: a title is not empty",
            "add failed: a title is not empty",
        ])
        .expect_effects([])
        .expect_woken([])
        .expect_reports(["store `Todos`: `add` failed: a title is not empty"]);
}

#[test]
fn rows_keys_and_derived_values_are_watched_under_names() {
    Scenario::given(one())
        .watching_path(|todos| todos.items().at(7).title())
        .watching_path(|todos| todos.items().at(8).done())
        .watching_by("order", |todos, wake| {
            todos.items().watch_keys(move |_| wake())
        })
        .watching_by("left", |todos, wake| {
            derived("left", todos, Todos::left).watch(move |_| wake())
        })
        .when(|todos| todos.items().at(7).title().set("bread".into()))
        .expect_woken(["items[7].title"])
        .when(|todos| todos.toggle(7))
        .expect_woken(["left"])
        .when(|todos| todos.items().update(|items| items[0].id = 8))
        .expect_woken(["order", "items[7].title", "items[8].done"])
        .when(|todos| {
            todos.toggle(8);
            todos.toggle(8);
        })
        .expect_woken(["left", "items[8].done", "left", "items[8].done"]);
}

#[test]
fn layers_work_and_time_is_moved_by_hand() {
    Scenario::given(Todos::default())
        .layer(Debounce::new(Duration::from_millis(300), |change| {
            Some(change.name().into_owned())
        }))
        .layer(Validate::new(seldom_saved))
        .when(|todos| todos.saved().set(1))
        .expect_changes(["set saved queued"])
        .expect_state(&Todos::default())
        .advance(Duration::from_millis(299))
        .expect_state(&Todos::default())
        .advance(Duration::from_millis(1))
        .then_state(|todos| assert_eq!(todos.saved, 1))
        .when(|todos| todos.saved().set(3))
        .advance(Duration::from_secs(1))
        .expect_reports(["store `Todos`: `set saved` was refused by Validate: saved too often"])
        .then_state(|todos| assert_eq!(todos.saved, 1));
}

#[test]
fn an_action_is_given_the_scenario_s_time() {
    #[derive(Clone, Debug, Default, PartialEq, State)]
    struct Bell {
        rung: Option<Timestamp>,
    }

    #[actions(no_serde)]
    impl Bell {
        fn ring(&mut self, cx: &mut Cx<Self>) {
            self.rung = Some(cx.now());
        }
    }

    let scenario = Scenario::given(Bell::default())
        .advance(Duration::from_secs(2))
        .when(|bell| bell.ring())
        .expect_state(&Bell {
            rung: Some(Timestamp::from_millis(2000)),
        });
    assert_eq!(scenario.environment().clock.pending(), 0);
    assert_eq!(scenario.store().store_name(), "Bell");
    assert_eq!(format!("{scenario:?}"), "Scenario { steps: 2, .. }");
}

#[test]
fn the_environment_may_be_another() {
    use leptos_state_core::testing::SequentialIds;
    use leptos_state_core::IdSource;

    let ids = SequentialIds::default();
    ids.id(Timestamp::default());
    Scenario::given_in(Todos::default(), |environment| environment.ids(ids))
        .when(|todos| todos.add("milk".into()))
        .then_state(|todos| assert_eq!(todos.items[0].id, 2));
}

#[test]
fn a_fake_stands_in_for_a_service() {
    #[derive(Clone, Debug, Default, PartialEq, State)]
    struct Page {
        text: String,
    }

    /// Fetches a page by its address.
    type Fetch = Arc<dyn Fn(&str) -> String + Send + Sync>;

    #[actions(no_serde)]
    impl Page {
        fn open(&mut self, cx: &mut Cx<Self>, address: String) {
            cx.effect_with("fetch", move |page, fetch: Fetch| async move {
                page.show(fetch(&address));
            });
        }

        fn show(&mut self, text: String) {
            self.text = text;
        }
    }

    let fake: Fetch = Arc::new(|address| format!("<{address}>"));
    Scenario::given_in(Page::default(), |environment| {
        environment.with_service(fake)
    })
    .when(|page| page.open("/about".into()))
    .expect_effects(["fetch"])
    .expect_state(&Page::default())
    .run_effects()
    .expect_changes(["show"])
    .expect_state(&Page {
        text: "</about>".into(),
    });
}

#[test]
fn a_state_of_one_thread_is_tested_on_it() {
    Scenario::given_local(Rc::<str>::from("a"))
        .watching("length", |text| text.len())
        .watching("start", |text| text.get(..1).map(Rc::<str>::from))
        .when(|store| store.update(|text| *text = "ab".into()))
        .expect_state(&Rc::from("ab"))
        .expect_woken(["length"]);
}

#[test]
fn what_is_done_between_steps_belongs_to_none() {
    let scenario = Scenario::given(one()).watching("left", Todos::left);
    scenario.store().toggle(7);
    scenario
        .expect_woken([])
        .when(|_| ())
        .expect_woken([])
        .expect_changes([])
        .then_state(|todos| assert_eq!(todos.left(), 0));
}

#[test]
fn a_wrong_state_is_shown_beside_the_one_expected() {
    let text = refused(|| {
        Scenario::given(one())
            .when(|todos| todos.toggle(7))
            .when(|todos| todos.saved().set(2))
            .expect_state(&one())
    });
    assert_eq!(
        text,
        "\
after step 2 (`when`), the state is not as expected
expected: Todos {
    items: [
        Todo {
            id: 7,
            title: \"milk\",
            done: false,
        },
    ],
    saved: 0,
}
   found: Todos {
    items: [
        Todo {
            id: 7,
            title: \"milk\",
            done: true,
        },
    ],
    saved: 2,
}"
    );
    assert_eq!(
        refused(|| Scenario::given(1).expect_state(&2)),
        "before the first step, the state is not as expected\nexpected: 2\n   found: 1"
    );
}

#[test]
fn wrong_lists_are_shown_beside_those_expected() {
    let given = || Scenario::given(one()).watching("left", Todos::left);
    assert_eq!(
        refused(|| given().when(|todos| todos.toggle(7)).expect_woken([])),
        "after step 1 (`when`), the watchers woken are not as expected\nexpected: []\n   found: [\"left\"]"
    );
    assert_eq!(
        refused(|| given().run_effects().expect_effects(["save"])),
        "after step 1 (`run_effects`), the effects are not as expected\nexpected: [\"save\"]\n   found: []"
    );
    assert_eq!(
        refused(|| {
            given()
                .when(|todos| todos.add("bread".into()))
                .advance(Duration::ZERO)
                .expect_effects(["save"])
        }),
        "after step 2 (`advance`), the effects are not as expected\nexpected: [\"save\"]\n   found: []",
        "those of the step before don't count"
    );
    assert_eq!(
        refused(|| {
            given()
                .when(|todos| todos.add(String::new()))
                .expect_reports([])
        }),
        "after step 1 (`when`), the reports are not as expected\nexpected: []\n   \
         found: [\"store `Todos`: `add` failed: a title is not empty\"]"
    );
    assert_eq!(
        refused(|| {
            given()
                .when(|todos| {
                    todos.toggle(7);
                    todos.toggle(7);
                })
                .expect_changes(["toggle"])
        }),
        "after step 1 (`when`), the changes are not as expected\nexpected: [\"toggle\"]\n   \
         found: [\n    \"toggle\",\n    \"toggle\",\n]"
    );
}

#[test]
fn a_wrong_expectation_points_at_its_own_line() {
    let places = Arc::new(Mutex::new(Vec::new()));
    let (noted, before) = (Arc::clone(&places), take_hook());
    set_hook(Box::new(move |panic| {
        if let Some(place) = panic.location() {
            let place = (place.file().to_owned(), place.line());
            noted.lock().unwrap().push((current().id(), place));
        }
        before(panic);
    }));
    let line = line!() + 1;
    refused(|| Scenario::given(1).expect_state(&2));
    let places = places.lock().unwrap();
    let mine = places.iter().find(|(thread, _)| *thread == current().id());
    assert_eq!(mine.unwrap().1, (file!().to_owned(), line));
}

#[test]
fn a_recorder_keeps_names_and_outcomes_wherever_it_stands() {
    let (outer, inner) = (Recorder::default(), Recorder::default());
    let store = Store::new(one())
        .layer(outer.clone())
        .layer(Validate::new(seldom_saved))
        .layer(inner.clone());
    store.toggle(7);
    store.saved().set(5);
    store.transaction(|t| t.toggle(7));
    let recorded = outer.take();
    let texts: Vec<_> = recorded.iter().map(ToString::to_string).collect();
    assert_eq!(
        texts,
        [
            "toggle",
            "set saved refused by Validate: saved too often",
            "batch"
        ]
    );
    assert!(matches!(recorded[2].outcome, Outcome::Done(version) if version.get() == 2));
    assert_eq!(inner.take(), recorded);
    assert!(outer.take().is_empty());
}
