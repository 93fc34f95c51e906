//! Stores in a page: what Leptos renders from them, what two-way binding writes, and the environment in a browser.
#![cfg(target_arch = "wasm32")]

mod common;

use std::cell::Cell;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::Arc;
use std::time::Duration;

use common::Form;
use leptos::prelude::*;
use leptos::task::tick;
use leptos_state::layers::Debounce;
use leptos_state::prelude::*;
use leptos_state::testing::TestEnvironment;
use leptos_state::{page_events, Change, Cx, LoadView, Loadable, Request};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, Event, EventInit, EventTarget, HtmlElement, HtmlInputElement};

wasm_bindgen_test_configure!(run_in_browser);

/// A part of the page with `view` in it, for as long as the returned handle lives.
fn mount<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> (Element, impl Sized) {
    let place = document().create_element("div").unwrap();
    document().body().unwrap().append_child(&place).unwrap();
    let handle = mount_to(place.clone().unchecked_into::<HtmlElement>(), view);
    (place, handle)
}

fn find<T: JsCast>(place: &Element, selector: &str) -> T {
    place
        .query_selector(selector)
        .unwrap()
        .expect("it is in the page")
        .unchecked_into()
}

/// Where a view leaves its store.
type Slot = Rc<Cell<Option<Store<Form>>>>;

/// The store of the view that is mounted next.
fn shared() -> (Slot, impl Fn() -> Store<Form>) {
    let slot = Rc::new(Cell::new(None));
    let kept = slot.clone();
    (slot, move || kept.get().expect("the view was made"))
}

#[wasm_bindgen_test]
async fn a_field_is_text_attribute_property_class_and_style() {
    let (slot, form) = shared();
    let (place, _handle) = mount(move || {
        let form = Store::new(Form::default());
        slot.set(Some(form));
        view! {
            <p id="text" title=form.name() class=form.name() class:agreed=form.agreed() style:color=form.address().city()>
                {form.name()} " is " {form.age()}
            </p>
            <input prop:value=form.name()/>
            <b inner_html=form.name()></b>
        }
    });
    let form = form();
    form.rename("Ada".into());
    form.birthday();
    form.agreed().set(true);
    form.address().city().set("red".into());
    tick().await;
    let text: HtmlElement = find(&place, "#text");
    assert_eq!(text.inner_text(), "Ada is 1");
    assert_eq!(text.title(), "Ada");
    assert_eq!(text.class_name(), "Ada agreed");
    assert!(text.get_attribute("style").unwrap().contains("red"));
    assert_eq!(find::<HtmlInputElement>(&place, "input").value(), "Ada");
    assert_eq!(find::<Element>(&place, "b").inner_html(), "Ada");
}

#[wasm_bindgen_test]
async fn a_derived_value_is_text_attribute_and_class() {
    let (slot, form) = shared();
    let (place, _handle) = mount(move || {
        let form = Store::new(Form::default());
        slot.set(Some(form));
        let label = derived("label", (form.name(), form.age()), |(name, age)| {
            format!("{name} ({age})")
        });
        let known = derived("known", form.name(), |name| !name.is_empty());
        view! { <p id="label" title=label class:known=known>{label}</p> }
    });
    let form = form();
    form.rename("Ada".into());
    form.birthday();
    tick().await;
    let label: HtmlElement = find(&place, "#label");
    assert_eq!(label.inner_text(), "Ada (1)");
    assert_eq!(label.title(), "Ada (1)");
    assert_eq!(label.class_name(), "known");
}

#[wasm_bindgen_test]
async fn binding_goes_both_ways_through_the_pipeline() {
    let (slot, form) = shared();
    let (place, _handle) = mount(move || {
        let form = Store::new(Form::default());
        slot.set(Some(form));
        view! {
            <input id="name" bind:value=form.name()/>
            <input id="agreed" type="checkbox" bind:checked=form.agreed()/>
        }
    });
    let form = form();
    let name: HtmlInputElement = find(&place, "#name");
    let agreed: HtmlInputElement = find(&place, "#agreed");

    form.rename("Ada".into());
    form.agreed().set(true);
    tick().await;
    assert_eq!((name.value(), agreed.checked()), ("Ada".to_owned(), true));

    let commits = form.snapshot().version().get();
    name.set_value("Eve");
    name.dispatch_event(&Event::new("input").unwrap()).unwrap();
    agreed.set_checked(false);
    agreed
        .dispatch_event(&Event::new("change").unwrap())
        .unwrap();
    assert_eq!(
        (form.name().get_untracked(), form.agreed().get_untracked()),
        ("Eve".to_owned(), false)
    );
    assert_eq!(
        form.snapshot().version().get(),
        commits + 2,
        "each input is one commit"
    );
}

#[wasm_bindgen_test]
async fn what_a_view_read_is_released_with_it() {
    let owner = Owner::new();
    let form = owner.with(|| Store::new(Form::default()));
    let (place, handle) =
        mount(move || view! { <p>{form.name()} {form.select(|form| form.age)}</p> });
    assert_eq!(form.listener_count(), 2);
    form.rename("Ada".into());
    tick().await;
    assert_eq!(find::<HtmlElement>(&place, "p").inner_text(), "Ada0");
    drop(handle);
    form.rename("Eve".into());
    assert_eq!(form.listener_count(), 0);
}

#[derive(Clone, Default, State)]
struct Clocked {
    ids: Vec<Id>,
    at: u64,
    done: bool,
}

#[actions]
impl Clocked {
    fn start(&mut self, cx: &mut Cx<Self>) {
        self.ids = vec![cx.id(), cx.id()];
        self.at = cx.now().as_millis();
        cx.effect_local("finish", |store| async move {
            tick().await;
            assert_eq!(use_context(), Some("from above"));
            store.finish();
        });
    }

    fn finish(&mut self) {
        self.done = true;
    }
}

#[wasm_bindgen_test]
async fn time_identifiers_effects_and_timers_are_the_browser_s() {
    let owner = Owner::new();
    owner.set();
    provide_context("from above");
    let clocked = Store::new(Clocked::default());
    clocked.start();
    let state = clocked.snapshot();
    assert!(state.ids[0] != state.ids[1], "they differ");
    assert!(state.at > 1_700_000_000_000, "after the autumn of 2023");
    assert!(!state.done, "an effect is performed after the change");
    while !clocked.done().get_untracked() {
        next_turn().await;
    }

    let slow = Store::new(0_i32).layer(Debounce::new(
        Duration::from_millis(1),
        |change: &Change<'_, i32>| Some(change.kind()),
    ));
    slow.update(|n| *n += 1);
    slow.update(|n| *n += 10);
    assert_eq!(slow.get_untracked(), 0);
    let cancelled = clocked
        .environment()
        .unwrap()
        .after(Duration::from_millis(1), || {
            unreachable!("it was cancelled")
        });
    drop(cancelled);
    while slow.get_untracked() == 0 {
        next_turn().await;
    }
    assert_eq!(slow.get_untracked(), 10);
}

/// Lets the browser run what waits, timers included.
async fn next_turn() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        window().set_timeout_with_callback(&resolve).unwrap();
    });
    wasm_bindgen_futures::JsFuture::from(promise).await.unwrap();
}

#[wasm_bindgen_test]
fn reports_and_warnings_reach_the_console_without_a_panic() {
    let owner = Owner::new();
    let form = owner.with(|| Store::new(Form::default()));
    form.rename(String::new());
    owner.cleanup();
    form.birthday();
    assert_eq!(form.try_birthday(), Outcome::Disposed);
}

type Calls = Arc<AtomicU32>;

#[derive(Clone, Default, State)]
struct Counted {
    answers: Loadable<u32, String>,
}

#[actions]
impl Counted {
    /// Asks how often it has been asked, by what stays on this thread.
    fn count(&mut self, cx: &mut Cx<Self>) {
        let request = Request::local_with(|calls: Calls| async move {
            next_turn().await;
            Ok(calls.fetch_add(1, Ordering::SeqCst) + 1)
        });
        let request = request.refetch_on_focus().refetch_on_reconnect();
        cx.load(self, |counted| counted.answers(), request);
    }
}

#[wasm_bindgen_test]
async fn a_value_is_loaded_again_when_the_page_is_focused_or_online() {
    let owner = Owner::new();
    owner.set();
    let calls = Calls::default();
    provide_service(calls.clone());
    provide_service(page_events());
    let counted = Store::new(Counted::default());
    counted.count();
    assert!(counted.answers().get_untracked().is_loading());
    let answer = || async move { counted.answers().settled().await.into_value() };
    assert_eq!(answer().await, Some(1));

    let say = |target: &EventTarget, name: &str| {
        target.dispatch_event(&Event::new(name).unwrap()).unwrap();
    };
    let init = EventInit::new();
    init.set_bubbles(true);
    let visible = Event::new_with_event_init_dict("visibilitychange", &init).unwrap();
    for (nth, happens) in [
        &(|| say(&window(), "focus")) as &dyn Fn(),
        &|| say(&window(), "online"),
        &|| {
            document().dispatch_event(&visible).unwrap();
        },
    ]
    .into_iter()
    .enumerate()
    {
        next_turn().await;
        happens();
        while !counted.answers().get_untracked().is_pending() {
            next_turn().await;
        }
        assert_eq!(answer().await, Some(nth as u32 + 2));
    }

    owner.cleanup();
    next_turn().await;
    say(&window(), "focus");
    next_turn().await;
    next_turn().await;
    assert_eq!(calls.load(Ordering::SeqCst), 4, "nobody listens any more");
}

#[wasm_bindgen_test]
async fn suspense_shows_the_fallback_until_the_value_is_there() {
    let slot = Rc::new(Cell::new(None));
    let kept = slot.clone();
    let (place, _handle) = mount(move || {
        provide_service(Calls::default());
        provide_service(page_events());
        let counted = Store::new(Counted::default());
        kept.set(Some(counted));
        counted.count();
        view! {
            <Transition fallback=|| view! { <i>"wait"</i> }>
                <p>
                    {move || Suspend::new(async move {
                        match counted.answers().settled().await.view() {
                            LoadView::Ready(answer) => answer.to_string(),
                            other => format!("{other:?}"),
                        }
                    })}
                </p>
            </Transition>
        }
    });
    tick().await;
    let text = || place.text_content().unwrap();
    assert_eq!(text(), "wait");
    while text() == "wait" {
        next_turn().await;
    }
    assert_eq!(text(), "1");
    let counted = slot.get().expect("the view was made");
    counted.answers().value().set(7);
    while text() == "1" {
        next_turn().await;
    }
    assert_eq!(text(), "7", "what awaits it reads it");
}

chart! {
    Egg { context: u32 }
    events { Take }
    Boiling { after 5min => Done; on Take => Raw; }
    Done { entry count; }
    Raw;
}

struct Egg;

impl egg::Logic for Egg {
    fn count(&self, eggs: &mut u32, _: &mut egg::Cx<'_>) {
        *eggs += 1;
    }
}

#[wasm_bindgen_test]
async fn a_machine_begins_when_it_is_in_the_page_and_ends_with_it() {
    let test = TestEnvironment::default();
    let environment = test.environment();
    let (place, handle) = mount(move || {
        provide_environment(environment);
        let egg = use_machine(Egg);
        let now = move || match egg.read().state() {
            egg::State::Boiling => "boiling",
            egg::State::Done => "done",
            egg::State::Raw => "raw",
        };
        view! {
            <p>{now} ", " {egg.context()}</p>
            <button disabled=move || !egg.matches(egg::Boiling) on:click=move |_| egg.send(egg::Event::Take)>"Take"</button>
        }
    });
    tick().await;
    test.effects.run();
    let text: HtmlElement = find(&place, "p");
    assert_eq!(text.inner_text(), "boiling, 0");
    assert_eq!(test.clock.pending(), 1);
    test.clock.advance(Duration::from_secs(300));
    test.effects.run();
    tick().await;
    assert_eq!(text.inner_text(), "done, 1");
    assert!(find::<HtmlElement>(&place, "button").has_attribute("disabled"));
    drop(handle);
    assert_eq!(test.clock.pending(), 0);
}
