//! Stores in a page that a browser takes over: what a server wrote is read by a real one; what waits for the end of hydration.
#![cfg(target_arch = "wasm32")]

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use any_spawner::Executor;
use futures_util::StreamExt;
use hydration_context::{HydrateSharedContext, SharedContext, SsrSharedContext};
use leptos::prelude::*;
use leptos::task::tick;
use leptos_state::{after_hydration, prelude::*};
use serde::{Deserialize, Serialize};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::Event;

wasm_bindgen_test_configure!(run_in_browser);

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Notes {
    texts: Vec<String>,
}

/// Every character that means something to HTML, JavaScript or JSON, and some that are written by their numbers.
fn hostile() -> Vec<String> {
    let mut texts: Vec<String> = (0..0x100)
        .chain(0x2000..0x2100)
        .chain([0x301, 0xfeff, 0xe000, 0x1f680, 0x10_ffff])
        .filter_map(char::from_u32)
        .flat_map(|sign| {
            [
                format!("{sign}1"),
                format!("\\{sign}a"),
                format!("<{sign}script>"),
            ]
        })
        .collect();
    let pieces = [
        "</script>",
        "<!--",
        "-->",
        "</SCRIPT ",
        "]]>",
        "&lt;",
        "\\u003c",
        "${}",
        "`",
    ];
    texts.extend(pieces.map(str::to_owned));
    texts
}

#[wasm_bindgen_test]
async fn a_browser_reads_what_a_server_wrote() {
    let server: Arc<dyn SharedContext + Send + Sync> = Arc::new(SsrSharedContext::new());
    let request = Owner::new_root(Some(Arc::clone(&server)));
    request.with(|| Store::new(Notes { texts: hostile() }).hydrated());
    let mut scripts = server.pending_data().expect("a server has data");
    while let Some(script) = scripts.next().await {
        assert!(!script.contains('<'), "{script}");
        let run = js_sys::Function::new_no_args(&script);
        run.call0(&window()).expect("it is JavaScript");
    }
    drop(request);

    let page = Owner::new_root(Some(Arc::new(HydrateSharedContext::new())));
    let notes = page.with(|| Store::new(Notes::default()).hydrated());
    for (read, written) in notes.texts().get_untracked().iter().zip(hostile()) {
        assert_eq!(*read, written);
    }
    assert_eq!(notes.texts().get_untracked().len(), hostile().len());
}

#[wasm_bindgen_test]
async fn what_waits_for_the_end_of_hydration_runs_once_after_it() {
    let _ = Executor::init_wasm_bindgen();
    let context = Arc::new(HydrateSharedContext::new());
    let page = Owner::new_root(Some(
        Arc::clone(&context) as Arc<dyn SharedContext + Send + Sync>
    ));
    let runs = Rc::new(Cell::new(0));
    let (count, gone) = (Rc::clone(&runs), Rc::clone(&runs));
    let part = page.child();
    page.with(|| {
        provide_context(7_u32);
        after_hydration(move || count.set(count.get() + use_context::<u32>().unwrap_or_default()));
    });
    part.with(|| after_hydration(move || gone.set(100)));
    drop(part);
    assert_eq!(runs.get(), 0, "not while the page is being hydrated");
    context.hydration_complete();
    tick().await;
    assert_eq!(
        runs.get(),
        7,
        "once, with its context, and not for a part that has gone"
    );
}

#[wasm_bindgen_test]
async fn what_a_page_loads_bit_by_bit_is_waited_for() {
    let _ = Executor::init_wasm_bindgen();
    let context = Arc::new(HydrateSharedContext::new());
    let page = Owner::new_root(Some(
        Arc::clone(&context) as Arc<dyn SharedContext + Send + Sync>
    ));
    let (done, ran) = futures_channel::oneshot::channel();
    page.with(|| after_hydration(move || done.send(()).expect("the test waits")));
    tick().await;
    context.hydration_complete();
    ran.await.expect("it runs");
}

#[wasm_bindgen_test]
fn without_hydration_nothing_waits() {
    let ran = Rc::new(Cell::new(false));
    let run = Rc::clone(&ran);
    Owner::new().with(|| after_hydration(move || run.set(true)));
    assert!(ran.get());
}

#[wasm_bindgen_test]
fn the_state_is_kept_when_the_page_is_left() {
    let page = Owner::new();
    let notes = page.with(|| Store::new(Notes::default()).named("kept").kept_on_reload());
    notes.texts().set(vec!["one".to_owned()]);
    window()
        .dispatch_event(&Event::new("pagehide").unwrap())
        .unwrap();
    let storage = window().session_storage().unwrap().expect("a storage");
    let kept = storage.get_item("leptos-state/reload/kept").unwrap();
    assert_eq!(
        kept.as_deref(),
        Some(r#"{"schema":0,"codec":"json","version":1,"state":{"texts":["one"]}}"#)
    );

    // This page was not loaded again, so what is there is from elsewhere.
    let again = page.with(|| Store::new(Notes::default()).named("kept").kept_on_reload());
    assert!(again.texts().get_untracked().is_empty());
    assert_eq!(storage.get_item("leptos-state/reload/kept").unwrap(), None);
}
