//! What happens to the page, for values that are loaded again.

use std::sync::Arc;

use leptos_state_core::PageEvents;

/// Tells stores when the page is focused or online again, for requests that [load again](crate::Request::refetch_on_focus)
/// then: `provide_service(page_events())`.
///
/// In a browser these are the events `focus`, `visibilitychange` (of a page that can be seen again) and `online`. On a server
/// nothing ever happens to a page.
///
/// ```
/// use leptos::prelude::*;
/// use leptos_state::{page_events, prelude::*};
///
/// #[component]
/// fn App() -> impl IntoView {
///     provide_service(page_events());
///     // Here stand the stores and what shows them.
/// }
/// ```
pub fn page_events() -> Arc<dyn PageEvents> {
    Arc::new(here::Page)
}

#[cfg(target_arch = "wasm32")]
mod here {
    use std::any::Any;
    use std::sync::Arc;

    use leptos::prelude::{document, window_event_listener_untyped, WindowListenerHandle};
    use leptos_state_core::{PageEvent, PageEvents};

    pub(super) struct Page;

    impl PageEvents for Page {
        fn listen(&self, tell: Box<dyn Fn(PageEvent) + Send + Sync>) -> Box<dyn Any + Send + Sync> {
            let tell = Arc::new(tell);
            let on = |name, event, counts: fn() -> bool| {
                let tell = Arc::clone(&tell);
                window_event_listener_untyped(name, move |_| {
                    if counts() {
                        tell(event);
                    }
                })
            };
            Box::new(Listening(vec![
                on("focus", PageEvent::Focus, || true),
                // The document's event, which comes up to the window.
                on("visibilitychange", PageEvent::Focus, || {
                    !document().hidden()
                }),
                on("online", PageEvent::Online, || true),
            ]))
        }
    }

    struct Listening(Vec<WindowListenerHandle>);

    impl Drop for Listening {
        fn drop(&mut self) {
            for handle in self.0.drain(..) {
                handle.remove();
            }
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod here {
    use std::any::Any;

    use leptos_state_core::{PageEvent, PageEvents};

    pub(super) struct Page;

    impl PageEvents for Page {
        fn listen(&self, _: Box<dyn Fn(PageEvent) + Send + Sync>) -> Box<dyn Any + Send + Sync> {
            Box::new(())
        }
    }
}
