//! A URL decides what a server shows of the stores that are bound to its query.
#![cfg(not(target_arch = "wasm32"))]

mod list;

use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::location::RequestUrl;
use leptos_router::path;
use leptos_state::testing::TestEnvironment;
use leptos_state::{layers::Validate, prelude::*};
use list::{bind, Filter, List};
use tokio::runtime::Builder;
use tokio::task::LocalSet;

/// What a server sends of `app` to a request for `url`, and what was reported.
fn served<V: IntoView + 'static>(url: &str, app: impl FnOnce() -> V) -> (String, Vec<String>) {
    // Another test of this program may have set it.
    let _ = any_spawner::Executor::init_tokio();
    let runtime = Builder::new_current_thread().build().expect("it is built");
    LocalSet::new().block_on(&runtime, async {
        let test = TestEnvironment::default();
        let owner = Owner::new();
        let html = owner.with(|| {
            provide_environment(test.environment());
            provide_context(RequestUrl::new(url));
            app().into_view().to_html()
        });
        (html, test.reports.take())
    })
}

/// A page that shows a list as this store has it.
#[component]
fn Shown(list: Store<List>) -> impl IntoView {
    let list = bind(list);
    view! { <p>{move || list.get().to_string()}</p> }
}

/// What of a list a request for `url` is shown, if its store begins with `list`, and what was reported.
fn shown(url: &str, list: List) -> (String, Vec<String>) {
    let (html, reports) = served(url, || {
        let list = Store::new(list);
        view! { <Router><Shown list/></Router> }
    });
    let inside = html
        .split_once("<p>")
        .and_then(|(_, rest)| rest.split_once("</p>"));
    (inside.expect("there is a paragraph").0.to_owned(), reports)
}

#[test]
fn what_the_url_has_is_shown() {
    let (shown, reports) = shown(
        "/?page=3&other=x&search=100%25+%2520%26%C3%A9&filter=done",
        List::default(),
    );
    assert_eq!(shown, "done 3 100% %20&amp;é");
    assert_eq!(reports, [""; 0]);
}

#[test]
fn what_the_url_does_not_have_is_the_default() {
    let list = List {
        filter: Filter::Done,
        page: 7,
        search: "tea".to_owned(),
    };
    assert_eq!(
        shown("/?search=milk", list),
        ("all 1 milk".to_owned(), vec![])
    );
}

#[test]
fn the_last_of_several_counts() {
    assert_eq!(shown("/?page=2&page=3", List::default()).0, "all 3 ");
}

#[test]
fn what_can_not_be_read_is_reported_and_changes_nothing() {
    let list = List {
        filter: Filter::Done,
        page: 7,
        ..List::default()
    };
    let (shown, reports) = shown("/?filter=some&page=-1", list);
    assert_eq!(shown, "done 7 ");
    assert_eq!(
        reports,
        [
            "store `List`: `set filter` could not be read: the URL has `filter=some`: there is no such filter",
            "store `List`: `set page` could not be read: the URL has `page=-1`: invalid digit found in string",
        ]
    );
}

#[test]
fn what_a_layer_refuses_is_not_shown() {
    let few = Validate::new(|list: &List| match list.page {
        0..10 => Ok(()),
        page => Err(format!("there is no page {page}")),
    });
    let (html, reports) = served("/?page=12&filter=done", || {
        let list = Store::new(List::default()).layer(few);
        view! { <Router><Shown list/></Router> }
    });
    assert!(html.contains("<p>done 0 </p>"), "{html}");
    assert_eq!(reports.len(), 1, "{reports:?}");
    assert!(reports[0].contains("there is no page 12"), "{reports:?}");
}

#[test]
fn a_route_sees_the_query_of_its_url() {
    let (html, reports) = served("/lists/5?filter=done", || {
        view! {
            <Router>
                <Routes fallback=|| "nowhere">
                    <Route path=path!("/lists/:id") view=|| view! { <Shown list=Store::new(List::default())/> }/>
                </Routes>
            </Router>
        }
    });
    assert!(html.contains("<p>done 1 </p>"), "{html}");
    assert_eq!(reports, [""; 0]);
}
