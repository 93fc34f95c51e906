//! The player in a page that it leaves again.
#![cfg(target_arch = "wasm32")]

use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlAudioElement, HtmlElement};

wasm_bindgen_test_configure!(run_in_browser);

fn find<T: JsCast>(place: &Element, selector: &str) -> T {
    place
        .query_selector(selector)
        .unwrap()
        .expect("it is in the page")
        .unchecked_into()
}

/// Waits until the element tells of an event.
async fn next_of(audio: &HtmlAudioElement, event: &str) {
    let happened = js_sys::Promise::new(&mut |resolve, _| {
        audio
            .add_event_listener_with_callback(event, &resolve)
            .unwrap();
    });
    JsFuture::from(happened).await.unwrap();
}

#[wasm_bindgen_test]
async fn a_player_that_leaves_the_page_falls_silent_and_keeps_nothing() {
    let place = document().create_element("div").unwrap();
    document().body().unwrap().append_child(&place).unwrap();
    let handle = mount_to(place.clone().unchecked_into::<HtmlElement>(), player::App);
    let audio: HtmlAudioElement = find(&place, "audio");
    find::<HtmlElement>(&place, ".main").click();
    next_of(&audio, "playing").await;
    assert!(!audio.paused());
    let address = audio.src();
    let window = window();
    let got = JsFuture::from(window.fetch_with_str(&address)).await;
    assert!(got.is_ok(), "the sound is there while it is played");

    drop(handle);
    next_of(&audio, "emptied").await;
    assert!(audio.paused());
    assert_eq!(audio.get_attribute("src"), None);
    let gone = JsFuture::from(window.fetch_with_str(&address)).await;
    let why = gone.expect_err("the sound is given back");
    let name = Reflect::get(&why, &"name".into()).unwrap();
    assert_eq!(name.as_string().as_deref(), Some("TypeError"));
}
