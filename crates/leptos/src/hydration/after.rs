//! What waits for the end of hydration.

/// Runs `run` in the browser when the page has been hydrated, or at once if it is not being hydrated; never on a server.
///
/// It is for what only the browser knows, such as what it has stored or how wide its window is: the first rendering in the
/// browser has to equal the server's, and what it knows more comes right after. `run` finds in the context what it would find
/// here, and does not run if that part of the page has gone by then.
///
/// # Examples
///
/// ```
/// use leptos::prelude::*;
/// use leptos_state::{after_hydration, prelude::*};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Clone, Default, State, Serialize, Deserialize)]
/// struct Layout {
///     wide: bool,
/// }
///
/// #[component]
/// fn App() -> impl IntoView {
///     let layout = Store::new(Layout::default()).hydrated();
///     after_hydration(move || {
///         let width = window().inner_width().ok().and_then(|width| width.as_f64());
///         layout.wide().set(width.is_some_and(|width| width > 900.0));
///     });
///     view! { <main class:wide=layout.wide()></main> }
/// }
/// ```
pub fn after_hydration(run: impl FnOnce() + 'static) {
    #[cfg(target_arch = "wasm32")]
    browser::after_hydration(run);
    #[cfg(not(target_arch = "wasm32"))]
    drop(run);
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use std::sync::Arc;
    use std::time::Duration;

    use hydration_context::SharedContext;
    use leptos::prelude::{queue_microtask, set_timeout, Owner};
    use leptos::reactive::owner::WeakOwner;

    type Context = Arc<dyn SharedContext + Send + Sync>;

    pub(super) fn after_hydration(run: impl FnOnce() + 'static) {
        // Parts of an island that are made only when they are shown do not see that it is being hydrated.
        match Owner::current_shared_context().filter(|context| context.during_hydration()) {
            None => run(),
            Some(context) => {
                let owner = Owner::current().map(|owner| owner.downgrade());
                queue_microtask(move || when_done(context, owner, run));
            }
        }
    }

    /// Whether a page, or an island, is being hydrated. A page with islands is forever
    /// [during hydration](SharedContext::during_hydration).
    fn is_hydrating(context: &Context) -> bool {
        context.during_hydration() && context.get_is_hydrating()
    }

    /// A page that is hydrated in one go is done in the next microtask; one that loads its parts when it needs them, some time.
    fn when_done(context: Context, owner: Option<WeakOwner>, run: impl FnOnce() + 'static) {
        if is_hydrating(&context) {
            #[allow(unused_must_use, reason = "Leptos 0.9 returns a handle, 0.8 nothing")]
            set_timeout(|| when_done(context, owner, run), Duration::ZERO);
            return;
        }
        match owner {
            None => run(),
            Some(owner) => {
                if let Some(owner) = owner.upgrade() {
                    owner.with(run);
                }
            }
        }
    }
}
