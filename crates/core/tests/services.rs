//! Effects reach outside with the services of the store's environment, and tests put others in their place.

use std::convert::Infallible;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{Action, Commit, Cx, Environment, Store};

/// What a client can be asked for.
trait Http: Send + Sync {
    fn get(&self, url: &str) -> String;
}

struct Production;

impl Http for Production {
    fn get(&self, url: &str) -> String {
        format!("the real {url}")
    }
}

/// Answers the same to everything, and keeps what it was asked for.
#[derive(Default)]
struct Fake(Mutex<Vec<String>>);

impl Http for Fake {
    fn get(&self, url: &str) -> String {
        self.0.lock().unwrap().push(url.to_owned());
        "a fake".to_owned()
    }
}

type Client = Arc<dyn Http>;

#[derive(Clone, Debug)]
enum Page {
    Open,
    OpenHere,
    Show(String),
}

impl Action<String> for Page {
    type Reply = ();
    type Error = Infallible;

    fn name(&self) -> &'static str {
        "page"
    }

    fn apply(self, state: &mut String, cx: &mut Cx<String>) -> Result<(), Infallible> {
        match self {
            Self::Open => cx.effect_with("open", |store, http: Client| async move {
                store.dispatch(Self::Show(http.get("/page")));
            }),
            Self::OpenHere => cx.effect_local_with("open here", |store, http: Client| {
                let here = Rc::new("/here");
                async move { store.dispatch(Self::Show(http.get(&here))) }
            }),
            Self::Show(text) => *state = text,
        }
        Ok(())
    }
}

#[test]
fn a_service_is_found_by_its_type() {
    let environment = Environment::default()
        .with_service(7_u8)
        .with_service("text")
        .with_service(Arc::new(Production) as Client);
    assert_eq!(environment.service::<u8>(), Some(7));
    assert_eq!(environment.service::<&str>(), Some("text"));
    assert_eq!(
        environment.service::<Client>().unwrap().get("page"),
        "the real page"
    );
    assert_eq!(environment.service::<u16>(), None);
    assert!(environment.service::<Arc<Production>>().is_none());
    assert_eq!(Environment::default().service::<u8>(), None);
}

#[test]
fn the_service_added_last_hides_the_one_before_and_copies_stay_as_they_were() {
    let first = Environment::default().with_service(1_u8).with_service('a');
    let second = first.clone().with_service(2_u8);
    assert_eq!(first.service::<u8>(), Some(1));
    assert_eq!(second.service::<u8>(), Some(2));
    assert_eq!(second.service::<char>(), Some('a'));
}

#[test]
fn an_effect_is_given_the_service_of_its_store_s_environment() {
    let test = TestEnvironment::default();
    let fake = Arc::new(Fake::default());
    let production = test
        .environment()
        .with_service(Arc::new(Production) as Client);
    let replaced = production.clone().with_service(fake.clone() as Client);

    let real = Store::in_environment(String::new(), production);
    let tested = Store::in_environment(String::new(), replaced);
    real.dispatch(Page::Open);
    tested.dispatch(Page::Open);
    assert_eq!(test.effects.names(), ["open", "open"]);
    test.effects.run();
    assert_eq!(**real.snapshot().state(), "the real /page");
    assert_eq!(**tested.snapshot().state(), "a fake");
    tested.dispatch(Page::OpenHere);
    test.effects.run();
    assert_eq!(*fake.0.lock().unwrap(), ["/page", "/here"]);
    assert!(test.reports.take().is_empty());
}

#[test]
fn a_missing_service_is_reported_with_its_name_the_store_s_and_the_effect_s() {
    let test = TestEnvironment::default();
    let store = Store::in_environment("as it was".to_owned(), test.environment()).named("reader");
    store.dispatch(Page::Open);
    store.dispatch(Page::OpenHere);
    test.effects.run();
    assert!(test.effects.names().is_empty(), "they came to their end");
    assert_eq!(**store.snapshot().state(), "as it was");
    let reports = test.reports.take();
    assert_eq!(reports.len(), 2);
    for (report, effect) in reports.iter().zip(["open", "open here"]) {
        let start = format!("store `reader`: `{effect}` failed: it needs the service `");
        assert!(report.starts_with(&start), "{report}");
        assert!(report.contains("::Http>"), "{report}");
        assert!(
            report.ends_with("with `Environment::with_service`"),
            "{report}"
        );
    }
}

#[test]
fn a_replay_needs_no_service() {
    let test = TestEnvironment::default();
    let environment = test
        .environment()
        .with_service(Arc::new(Production) as Client);
    let store = Store::in_environment(String::new(), environment);
    let replays = Arc::new(Mutex::new(Vec::new()));
    let kept = replays.clone();
    let _subscription = store.subscribe(move |commit: &Commit<String>| {
        kept.lock().unwrap().extend(commit.replay());
    });
    store.dispatch(Page::Open);
    test.effects.run();

    let replica = Store::in_environment(String::new(), test.environment());
    for replay in replays.lock().unwrap().drain(..) {
        assert!(replica.submit(replay).is_done());
    }
    test.effects.run();
    assert_eq!(*replica.snapshot(), *store.snapshot());
    assert!(test.reports.take().is_empty());
}

#[test]
fn services_are_dropped_with_the_environment() {
    let service = Arc::new(Production) as Client;
    let environment = Environment::default().with_service(service.clone());
    let store = Store::in_environment(0_i32, environment);
    assert_eq!(Arc::strong_count(&service), 2);
    drop(store);
    assert_eq!(Arc::strong_count(&service), 1);
}
