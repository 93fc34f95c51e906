//! The canvas, its menu and its dialogue.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::svg;
use leptos_state::layers::{Undo, UndoHandle};
use leptos_state::prelude::*;

use super::{Doing, Drawing, Point, DIAMETERS};
use crate::dialog::Dialog;

/// How far an arrow key moves, in pixels; with Shift, one.
const STRIDE: f64 = 10.0;

/// Shows the drawing that was provided above.
#[component]
pub fn View() -> impl IntoView {
    let drawing = use_store::<Drawing>();
    let canvas = NodeRef::<svg::Svg>::new();
    let undo = Undo::of(drawing);
    // Who has opened a menu or a dialogue from the canvas is on the canvas again when it has gone.
    let is_idle = drawing.select(|drawing| drawing.doing == Doing::Nothing);
    Effect::new(move |was_idle: Option<bool>| {
        let is_idle = is_idle.get();
        if is_idle && was_idle == Some(false) {
            focus(canvas);
        }
        is_idle
    });
    view! {
        <div class="circles">
            <div class="in-line">
                <button disabled=move || !undo.can_undo() on:click=move |_| undo.undo()>"Undo"</button>
                <button disabled=move || !undo.can_redo() on:click=move |_| undo.redo()>"Redo"</button>
            </div>
            <Canvas canvas undo/>
            <p class="hint" id="circles-keys">
                "Click to create a circle, right-click one to adjust it. With the keyboard: arrow keys move (with Shift, by
                one pixel), Enter creates a circle or opens the menu of the one that is filled."
            </p>
            <Diameter undo/>
        </div>
    }
}

/// Where the circles are.
#[component]
fn Canvas(canvas: NodeRef<svg::Svg>, undo: UndoHandle) -> impl IntoView {
    let drawing = use_store::<Drawing>();
    // Whether the pointer is moved by keys. There is a mouse's own picture of it otherwise.
    let (by_keys, set_by_keys) = signal(false);
    let place_of = move |x: i32, y: i32| {
        let corner = canvas.get_untracked()?.get_bounding_client_rect();
        Some(Point {
            x: f64::from(x) - corner.left(),
            y: f64::from(y) - corner.top(),
        })
    };
    let key = move |event: KeyboardEvent| {
        let Some(room) = canvas
            .get_untracked()
            .map(|canvas| canvas.get_bounding_client_rect())
        else {
            return;
        };
        let at = drawing.pointer().get_untracked().unwrap_or(Point {
            x: room.width() / 2.0,
            y: room.height() / 2.0,
        });
        let stride = if event.shift_key() { 1.0 } else { STRIDE };
        let moved = |x: f64, y: f64| {
            drawing.point(Some(Point {
                x: (at.x + x * stride).clamp(0.0, room.width()),
                y: (at.y + y * stride).clamp(0.0, room.height()),
            }));
        };
        let is_on_circle = drawing.read_untracked().selected().is_some();
        // What a menu or a dialogue is open for is not taken away from under it.
        let is_idle = drawing.doing().get_untracked() == Doing::Nothing;
        let command = is_idle && (event.ctrl_key() || event.meta_key());
        match event.key().as_str() {
            "ArrowLeft" => moved(-1.0, 0.0),
            "ArrowRight" => moved(1.0, 0.0),
            "ArrowUp" => moved(0.0, -1.0),
            "ArrowDown" => moved(0.0, 1.0),
            "Enter" | " " if is_on_circle => drawing.open_menu(at),
            "Enter" | " " => drawing.press(at),
            "ContextMenu" => drawing.open_menu(at),
            "F10" if event.shift_key() => drawing.open_menu(at),
            "z" if command => undo.undo(),
            "y" if command => undo.redo(),
            _ => return,
        }
        event.prevent_default();
        set_by_keys.set(true);
    };
    let status = drawing.select(status);
    view! {
        <div class="canvas">
            <svg
                node_ref=canvas
                tabindex="0"
                role="application"
                aria-label="Canvas"
                aria-describedby="circles-keys"
                on:click=move |event| if let Some(place) = place_of(event.client_x(), event.client_y()) {
                    drawing.press(place);
                }
                on:contextmenu=move |event| {
                    event.prevent_default();
                    if let Some(place) = place_of(event.client_x(), event.client_y()) {
                        drawing.open_menu(place);
                    }
                }
                on:pointermove=move |event| {
                    set_by_keys.set(false);
                    drawing.point(place_of(event.client_x(), event.client_y()));
                }
                on:pointerleave=move |event| if event.pointer_type() == "mouse" {
                    drawing.point(None);
                }
                on:keydown=key
            >
                <For each=move || drawing.circles().keys() key=|id| *id let:id>
                    <Drawn id/>
                </For>
                <Show when=move || by_keys.get()>
                    <path
                        class="crosshair"
                        d="M-8 0H8M0 -8V8"
                        transform=move || drawing.pointer().get().map(|at| format!("translate({} {})", at.x, at.y))
                    />
                </Show>
            </svg>
            <Menu/>
        </div>
        <p class="status" role="status">{status}</p>
    }
}

/// A circle on the canvas.
#[component]
fn Drawn(id: Id) -> impl IntoView {
    let drawing = use_store::<Drawing>();
    let circle = drawing.circles().at(id);
    let centre = circle.centre().or(Point::default());
    let diameter = circle.diameter().or(0.0);
    let is_selected = drawing.select(move |drawing| drawing.selected() == Some(id));
    view! {
        <circle
            class:selected=is_selected
            cx=move || centre.get().x.to_string()
            cy=move || centre.get().y.to_string()
            r=move || (diameter.get() / 2.0).to_string()
        />
    }
}

/// The menu of a circle.
#[component]
fn Menu() -> impl IntoView {
    let drawing = use_store::<Drawing>();
    let is_open = drawing.select(|drawing| matches!(drawing.doing, Doing::Choosing(_)));
    let key = move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Escape" | "Tab") {
            event.prevent_default();
            drawing.close_menu();
        }
    };
    let item = NodeRef::<html::Button>::new();
    Effect::new(move || {
        if let Some(item) = item.get() {
            // A button that is in the page takes the focus.
            let _ = item.focus();
        }
    });
    view! {
        <Show when=move || is_open.get()>
            // Whatever is pressed beside the menu closes it and does nothing else.
            <div
                class="beside-menu"
                on:click=move |_| drawing.close_menu()
                on:contextmenu=move |event| {
                    event.prevent_default();
                    drawing.close_menu();
                }
            ></div>
            <div
                class="menu"
                role="menu"
                aria-label="Circle"
                style:--x=move || pixels(drawing.pointer().get(), |at| at.x)
                style:--y=move || pixels(drawing.pointer().get(), |at| at.y)
                on:contextmenu=move |event| event.prevent_default()
            >
                <button node_ref=item role="menuitem" on:click=move |_| drawing.adjust() on:keydown=key>
                    "Adjust diameter.."
                </button>
            </div>
        </Show>
    }
}

/// The dialogue that adjusts a diameter.
#[component]
fn Diameter(undo: UndoHandle) -> impl IntoView {
    let drawing = use_store::<Drawing>();
    let is_open = drawing.select(|drawing| matches!(drawing.doing, Doing::Adjusting(_)));
    let diameter = drawing.select(|drawing| match drawing.doing {
        Doing::Adjusting(id) => drawing.circle(id).map(|circle| circle.diameter),
        _ => None,
    });
    let about = drawing.select(|drawing| match drawing.doing {
        Doing::Adjusting(id) => drawing.circle(id).map(|circle| {
            let Point { x, y } = circle.centre;
            format!("Adjust diameter of circle at ({x:.0}, {y:.0}).")
        }),
        _ => None,
    });
    let about = Signal::derive(move || about.get().unwrap_or_default());
    let adjust = move |event| {
        if let Ok(diameter) = event_target_value(&event).parse() {
            drawing.set_diameter(diameter);
        }
    };
    let close = move || {
        drawing.finish();
        undo.end_run();
    };
    view! {
        <Dialog label=about open=is_open close>
            <label class="field">
                <span class="both-ends">
                    {about}
                    <span class="value">{move || diameter.get()}</span>
                </span>
                <input
                    type="range"
                    min=DIAMETERS.start().to_string()
                    max=DIAMETERS.end().to_string()
                    aria-label="Diameter"
                    prop:value=move || diameter.get().unwrap_or_default().to_string()
                    on:input=adjust
                />
            </label>
        </Dialog>
    }
}

/// What is to be said of the drawing to those who do not see it.
fn status(drawing: &Drawing) -> String {
    let count = match drawing.circles.len() {
        1 => "1 circle".to_owned(),
        count => format!("{count} circles"),
    };
    match drawing.selected().and_then(|id| drawing.circle(id)) {
        Some(circle) => format!("{count}. One of diameter {} is selected.", circle.diameter),
        None => format!("{count}."),
    }
}

/// A length for a style sheet.
fn pixels(place: Option<Point>, side: fn(Point) -> f64) -> String {
    format!("{}px", place.map_or(0.0, side))
}

fn focus(canvas: NodeRef<svg::Svg>) {
    if let Some(canvas) = canvas.get_untracked() {
        // A canvas that is in the page takes the focus.
        let _ = canvas.focus();
    }
}
