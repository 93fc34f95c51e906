//! Which stores stay when a visitor goes from one route to another, and which end with theirs.
#![cfg(target_arch = "wasm32")]

use std::rc::Rc;

use futures_channel::oneshot;
use leptos::prelude::*;
use leptos::task::tick;
use leptos_router::components::{Outlet, ParentRoute, Route, Router, Routes};
use leptos_router::hooks::{use_navigate, use_params_map};
use leptos_router::{path, NavigateOptions};
use leptos_state::{page_store, prelude::*};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlElement};

wasm_bindgen_test_configure!(run_in_browser);

/// What was written last where somebody can write.
#[derive(Clone, Default, State)]
struct Note {
    text: String,
}

/// Goes to a URL and shows what is there.
type Go = Rc<dyn Fn(&str)>;

/// Shows `app` inside of a router, beginning with `url`.
async fn open<V: IntoView + 'static>(
    url: &str,
    app: impl FnOnce() -> V + Send + 'static,
) -> (Element, Go, impl Sized) {
    let history = window().history().unwrap();
    history
        .replace_state_with_url(&JsValue::NULL, "", Some(url))
        .unwrap();
    let place = document().create_element("div").unwrap();
    document().body().unwrap().append_child(&place).unwrap();
    let (send, mut go) = oneshot::channel();
    let handle = mount_to(place.clone().unchecked_into::<HtmlElement>(), move || {
        let inside = move || {
            let _ = send.send(use_navigate());
            app()
        };
        view! { <Router>{inside()}</Router> }
    });
    settled().await;
    let navigate = go.try_recv().expect("the router was made");
    let navigate = navigate.expect("it sent how to navigate");
    let go: Go = Rc::new(move |url| navigate(url, NavigateOptions::default()));
    (place, go, handle)
}

/// Lets routes and effects run.
async fn settled() {
    for _ in 0..4 {
        tick().await;
    }
}

fn text(place: &Element) -> String {
    place.text_content().unwrap_or_default()
}

#[wasm_bindgen_test]
async fn the_pages_own_store_stays() {
    fn show() -> impl IntoView {
        let note = page_store(|| Store::new(Note::default()));
        note.text().update(|text| text.push('!'));
        view! { "Note: " {note.text()} }
    }

    let (place, go, _handle) = open("/note", || {
        view! {
            <Routes fallback=|| "nowhere">
                <Route path=path!("/note") view=show/>
                <Route path=path!("/about") view=|| "About"/>
            </Routes>
        }
    })
    .await;
    assert_eq!(text(&place), "Note: !");
    go("/about");
    settled().await;
    assert_eq!(text(&place), "About");
    go("/note");
    settled().await;
    assert_eq!(text(&place), "Note: !!");
}

#[wasm_bindgen_test]
async fn a_routes_store_is_that_of_the_routes_inside_and_ends_with_it() {
    fn outer(made: RwSignal<Vec<Store<Note>>>) -> impl IntoView {
        let note = provide_store(Store::new(Note::default()));
        made.write_untracked().push(note);
        view! { <Outlet/> }
    }

    fn inner() -> impl IntoView {
        let note = use_store::<Note>();
        note.text().update(|text| text.push('!'));
        view! { "Note: " {note.text()} }
    }

    let owner = Owner::new();
    let made = owner.with(|| RwSignal::new(Vec::new()));
    let (place, go, _handle) = open("/order/address", move || {
        view! {
            <Routes fallback=|| "nowhere">
                <ParentRoute path=path!("/order") view=move || outer(made)>
                    <Route path=path!("address") view=inner/>
                    <Route path=path!("pay") view=inner/>
                </ParentRoute>
                <Route path=path!("/about") view=|| "About"/>
            </Routes>
        }
    })
    .await;
    assert_eq!(text(&place), "Note: !");
    go("/order/pay");
    settled().await;
    assert_eq!(text(&place), "Note: !!");
    let first = made.read_untracked()[0];
    assert!(!first.is_disposed());

    go("/about");
    settled().await;
    assert_eq!(text(&place), "About");
    assert!(first.is_disposed());

    go("/order/pay");
    settled().await;
    assert_eq!(text(&place), "Note: !");
    assert_eq!(made.read_untracked().len(), 2);
}

#[wasm_bindgen_test]
async fn a_component_that_is_made_for_each_parameter_has_a_store_for_each() {
    fn thread(id: String) -> impl IntoView {
        let note = Store::new(Note::default());
        note.text().update(|text| text.push('!'));
        view! { {id} ": " {note.text()} }
    }

    fn threads() -> impl IntoView {
        let params = use_params_map();
        let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
        move || thread(id.get())
    }

    let (place, go, _handle) = open("/threads/1", || {
        view! {
            <Routes fallback=|| "nowhere">
                <Route path=path!("/threads/:id") view=threads/>
            </Routes>
        }
    })
    .await;
    assert_eq!(text(&place), "1: !");
    go("/threads/2");
    settled().await;
    assert_eq!(text(&place), "2: !");
}
