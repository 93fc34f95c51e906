//! Services are provided to components, and found by the effects of stores that are made below.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_state::prelude::*;
use leptos_state::testing::TestEnvironment;

trait Http: Send + Sync {
    fn title(&self) -> String;
}

struct Says(&'static str);

impl Http for Says {
    fn title(&self) -> String {
        self.0.to_owned()
    }
}

type Client = Arc<dyn Http>;

#[derive(Clone, Default, State)]
struct Article {
    title: String,
}

#[actions]
impl Article {
    fn open(&mut self, cx: &mut Cx<Self>) {
        self.title = "..".into();
        cx.effect_with("open", |article, http: Client| async move {
            article.title().set(http.title());
        });
    }
}

fn opened(test: &TestEnvironment) -> String {
    let article = Store::new(Article::default());
    article.open();
    test.effects.run();
    article.title().get_untracked()
}

#[test]
fn a_service_is_for_the_stores_made_below_and_one_further_down_hides_it() {
    let test = TestEnvironment::default();
    let outer = Owner::new();
    outer.with(|| {
        provide_environment(test.environment());
        provide_service(Arc::new(Says("outer")) as Client);
        provide_service(7_u8);
    });
    let inner = outer.with(Owner::new);
    inner.with(|| provide_service(Arc::new(Says("inner")) as Client));

    assert_eq!(inner.with(|| opened(&test)), "inner");
    assert_eq!(outer.with(|| opened(&test)), "outer");
    let number = outer.with(|| Store::new(0_i32).environment().unwrap().service::<u8>());
    assert_eq!(number, Some(7), "one type does not hide another");
    assert!(test.reports.take().is_empty());
}

#[test]
fn what_is_missing_is_reported_and_nothing_panics() {
    let test = TestEnvironment::default();
    let owner = Owner::new();
    owner.with(|| provide_environment(test.environment()));
    assert_eq!(owner.with(|| opened(&test)), "..");
    let reports = test.reports.take();
    assert!(
        reports[0].starts_with("store `Article`: `open` failed: it needs the service `"),
        "{reports:?}"
    );
}
