//! A browser's URL and the stores that are bound to its query follow each other.
#![cfg(target_arch = "wasm32")]

mod common;
mod list;

use std::cell::Cell;

use common::{watch, Count};
use futures_channel::oneshot;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::tick;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::hooks::use_navigate;
use leptos_router::{path, NavigateOptions};
use leptos_state::prelude::*;
use leptos_state::testing::TestEnvironment;
use list::{bind, Filter, List};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{History, HtmlElement};

wasm_bindgen_test_configure!(run_in_browser);

fn history() -> History {
    window().history().expect("there is a history")
}

/// The URL without what comes before the path.
fn url() -> String {
    let location = window().location();
    let parts = [location.pathname(), location.search(), location.hash()];
    parts.map(Result::unwrap).concat()
}

/// Lets effects and what they asked for run.
async fn settled() {
    for _ in 0..4 {
        tick().await;
    }
}

/// Goes through the history as a visitor does with the browser's buttons.
async fn go(entries: i32) {
    let (send, arrived) = oneshot::channel();
    let send = Cell::new(Some(send));
    let listener = window_event_listener(ev::popstate, move |_| {
        if let Some(send) = send.take() {
            let _ = send.send(());
        }
    });
    history().go_with_delta(entries).unwrap();
    arrived.await.expect("the browser went there");
    listener.remove();
    settled().await;
}

/// A page whose component made what is in it.
struct Visit<T> {
    made: T,
    test: TestEnvironment,
    _shown: Box<dyn std::any::Any>,
}

/// Opens `url` and shows what `make` makes, inside of a router, beside what it returns to the test.
async fn visit<T: Send + 'static, V: IntoView + 'static>(
    url: &str,
    make: impl FnOnce() -> (T, V) + Send + 'static,
) -> Visit<T> {
    history()
        .replace_state_with_url(&JsValue::NULL, "", Some(url))
        .unwrap();
    let test = TestEnvironment::default();
    let environment = test.environment();
    let (send, mut made) = oneshot::channel();
    let place = document().create_element("div").unwrap();
    document().body().unwrap().append_child(&place).unwrap();
    let shown = mount_to(place.unchecked_into::<HtmlElement>(), move || {
        provide_environment(environment);
        let inside = move || {
            let (made, view) = make();
            let _ = send.send(made);
            view
        };
        view! { <Router>{inside()}</Router> }
    });
    settled().await;
    let made = made.try_recv().expect("the page was shown");
    let made = made.expect("it sent what it made");
    Visit {
        made,
        test,
        _shown: Box::new(shown),
    }
}

/// Opens the page of a list, whose store begins with page 7.
async fn list(url: &str) -> Visit<(Store<List>, Count)> {
    visit(url, || {
        let list = bind(Store::new(List {
            page: 7,
            ..List::default()
        }));
        let changes = watch(move || list.get());
        ((list, changes), ())
    })
    .await
}

#[wasm_bindgen_test]
async fn the_url_decides_first_and_stays_as_it_is() {
    let before = history().length().unwrap();
    let page = list("/first?filter=done&search=a+b#part").await;
    let (list, changes) = page.made;
    assert_eq!(list.get().to_string(), "done 1 a b");
    assert_eq!(changes.take(), 1);
    assert_eq!(url(), "/first?filter=done&search=a+b#part");
    assert_eq!(history().length().unwrap(), before);
    assert_eq!(page.test.reports.take(), [""; 0]);
}

#[wasm_bindgen_test]
async fn the_url_follows_and_has_no_defaults() {
    let page = list("/second?other=%C3%A9%2F+1&page=3#part").await;
    let (list, changes) = page.made;
    changes.take();
    list.filter().set(Filter::Done);
    settled().await;
    assert_eq!(url(), "/second?other=%C3%A9%2F+1&page=3&filter=done#part");
    list.page().set(4);
    settled().await;
    assert_eq!(url(), "/second?other=%C3%A9%2F+1&page=4&filter=done#part");
    list.page().set(1);
    list.filter().set(Filter::All);
    settled().await;
    assert_eq!(url(), "/second?other=%C3%A9%2F+1#part");
    assert_eq!(changes.take(), 4, "nothing came back from the URL");
}

#[wasm_bindgen_test]
async fn a_text_arrives_as_it_was() {
    for text in [
        "100%",
        "%20",
        "%2520",
        "a+b & c=d?#",
        "é 漢字",
        "</script>",
        "'\"\\",
    ] {
        let before = list("/third").await;
        let (store, changes) = &before.made;
        changes.take();
        store.search().set(text.to_owned());
        settled().await;
        assert_eq!(store.search().get(), text);
        assert_eq!(changes.take(), 1);
        let address = url();
        drop(before);
        let after = list(&address).await;
        assert_eq!(after.made.0.search().get(), text, "{address}");
        assert_eq!(url(), address);
    }
}

#[wasm_bindgen_test]
async fn a_visitor_goes_back_and_forward() {
    let page = list("/fourth?page=2").await;
    let (list, changes) = page.made;
    list.page().set(3);
    settled().await;
    list.filter().set(Filter::Done);
    settled().await;
    assert_eq!(url(), "/fourth?page=3&filter=done");
    changes.take();

    go(-1).await;
    assert_eq!(list.get().to_string(), "all 3 ");
    go(-1).await;
    assert_eq!(list.get().to_string(), "all 2 ");
    go(2).await;
    assert_eq!(list.get().to_string(), "done 3 ");
    assert_eq!(changes.take(), 4, "each value once");
    assert_eq!(url(), "/fourth?page=3&filter=done");

    go(-1).await;
    list.page().set(9);
    settled().await;
    assert_eq!(url(), "/fourth?page=9");
    go(-1).await;
    assert_eq!(list.get().to_string(), "all 3 ");
}

#[wasm_bindgen_test]
async fn what_changes_together_is_one_entry_and_a_search_is_none() {
    let page = list("/fifth?page=5").await;
    let (list, _) = page.made;
    let before = history().length().unwrap();
    list.search_for("tea".to_owned());
    settled().await;
    assert_eq!(url(), "/fifth?search=tea");
    assert_eq!(history().length().unwrap(), before + 1);

    list.search().set("green tea".to_owned());
    settled().await;
    assert_eq!(url(), "/fifth?search=green+tea");
    assert_eq!(history().length().unwrap(), before + 1);

    go(-1).await;
    assert_eq!(list.get().to_string(), "all 5 ");
}

#[wasm_bindgen_test]
async fn what_can_not_be_read_is_reported_once_and_gives_way() {
    let page = list("/sixth?page=two&filter=done").await;
    let (list, _) = page.made;
    assert_eq!(list.get().to_string(), "done 7 ");
    assert_eq!(
        page.test.reports.take(),
        ["store `List`: `set page` could not be read: the URL has `page=two`: invalid digit found in string"]
    );
    assert_eq!(url(), "/sixth?page=two&filter=done");
    list.page().set(8);
    settled().await;
    assert_eq!(url(), "/sixth?page=8&filter=done");
    go(-1).await;
    assert_eq!(list.page().get(), 8);
    assert_eq!(page.test.reports.take().len(), 1);
}

#[wasm_bindgen_test]
async fn a_page_that_is_left_does_not_write_into_the_next_ones_url() {
    let page = visit("/lists?filter=done", move || {
        let list = Store::new(List::default());
        let show = move || {
            bind(list);
            view! { <p>{move || list.get().to_string()}</p> }
        };
        let view = view! {
            <Routes fallback=|| "nowhere">
                <Route path=path!("/lists") view=show/>
                <Route path=path!("/about") view=|| "about"/>
            </Routes>
        };
        ((list, use_navigate()), view)
    })
    .await;
    let (list, navigate) = &page.made;
    let to = |url: &str| navigate(url, NavigateOptions::default());
    assert_eq!(list.get().to_string(), "done 1 ");

    // In one go, as a link does whose handler also changes the store.
    list.page().set(2);
    to("/about");
    settled().await;
    assert_eq!(url(), "/about");
    assert_eq!(
        list.get().to_string(),
        "done 2 ",
        "it is not reset by leaving"
    );

    list.page().set(3);
    settled().await;
    assert_eq!(url(), "/about");

    to("/lists?page=4");
    settled().await;
    assert_eq!(list.get().to_string(), "all 4 ");
}
