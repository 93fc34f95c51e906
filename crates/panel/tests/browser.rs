//! A machine that is drawn while it runs.
#![cfg(target_arch = "wasm32")]

use leptos::prelude::*;
use leptos_state::chart::form::Form;
use leptos_state::chart::Running;
use leptos_state::prelude::*;
use leptos_state_draw::{Drawing, Mark};
use leptos_state_panel::LiveChart;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlElement};

wasm_bindgen_test_configure!(run_in_browser);

chart! {
    Door { context: Visits }
    events { Open, Close, Lock }
    Closed { on Open => Opened; on Lock if is_visited => Locked; }
    Opened { on Close / count => Closed; }
    Locked;
}

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Visits {
    count: u32,
}

struct Door;

impl door::Logic for Door {
    fn is_visited(&self, visits: &Visits) -> bool {
        visits.count > 0
    }

    fn count(&self, visits: &mut Visits, _: &mut door::Cx<'_>) {
        visits.count += 1;
    }
}

#[component]
fn Page(keep: impl Fn(Store<Running<Door>>) + 'static) -> impl IntoView {
    let machine = use_machine(Door);
    keep(machine);
    let drawing = Drawing::of(&Form::of::<Door>()).svg();
    let events = vec![
        ("Open", door::Event::Open),
        ("Close", door::Event::Close),
        ("Lock", door::Event::Lock),
    ];
    view! { <LiveChart machine drawing events/> }
}

/// What has a class, by what it stands for.
fn marked(place: &Element, mark: Mark) -> Vec<String> {
    let list = place
        .query_selector_all(&format!(".{}", mark.class()))
        .unwrap();
    let elements = (0..list.length()).map(|at| list.get(at).unwrap().unchecked_into::<Element>());
    let mut marked: Vec<String> = elements
        .map(|element| {
            let state = element.get_attribute("data-state");
            state
                .or_else(|| element.get_attribute("data-transition"))
                .unwrap()
        })
        .collect();
    marked.sort();
    marked.dedup();
    marked
}

fn buttons(place: &Element) -> Vec<HtmlElement> {
    let list = place.query_selector_all("button").unwrap();
    let buttons = (0..list.length()).map(|at| list.get(at).unwrap());
    buttons.map(JsCast::unchecked_into).collect()
}

fn can_be_pressed(place: &Element) -> Vec<String> {
    let buttons = buttons(place).into_iter();
    let enabled = buttons.filter(|button| !button.has_attribute("disabled"));
    enabled
        .map(|button| button.text_content().unwrap())
        .collect()
}

/// Lets effects run.
async fn settle() {
    for _ in 0..3 {
        leptos::task::tick().await;
    }
}

#[wasm_bindgen_test]
async fn what_is_active_taken_and_possible_stands_out() {
    let place = document().create_element("div").unwrap();
    document().body().unwrap().append_child(&place).unwrap();
    let machine = StoredValue::new(None);
    let page = place.clone().unchecked_into::<HtmlElement>();
    let handle = mount_to(page, move || {
        view! { <Page keep=move |store| machine.set_value(Some(store))/> }
    });
    settle().await;
    assert_eq!(marked(&place, Mark::Active), ["", "Closed"]);
    assert_eq!(marked(&place, Mark::Enabled), ["Closed#0"]);
    assert_eq!(can_be_pressed(&place), ["Open"]);

    buttons(&place)[0].click();
    settle().await;
    assert_eq!(marked(&place, Mark::Active), ["", "Opened"]);
    assert_eq!(marked(&place, Mark::Taken), ["Closed#0"]);
    assert_eq!(can_be_pressed(&place), ["Close"]);
    let said = place.query_selector("[role=status]").unwrap().unwrap();
    assert_eq!(said.text_content().as_deref(), Some("Open: Opened"));

    // What happens elsewhere is shown, too.
    let store: Store<Running<Door>> = machine.get_value().unwrap();
    store.send(door::Event::Close);
    settle().await;
    assert_eq!(marked(&place, Mark::Taken), ["Opened#0"]);
    assert_eq!(marked(&place, Mark::Enabled), ["Closed#0", "Closed#1"]);
    assert_eq!(can_be_pressed(&place), ["Open", "Lock"]);
    drop(handle);
    place.remove();
}
