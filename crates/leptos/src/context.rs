//! Stores in Leptos's context.

use std::marker::PhantomData;
use std::sync::OnceLock;

use leptos::prelude::{provide_context, use_context, Owner};
use leptos_state_core::{Confined, Environment, Shared, State};

use crate::environment::leptos_environment;
use crate::mode::Keeps;
use crate::store::Store;

/// Provides a store to all components below this one, and returns it.
///
/// Below, [`use_store`] finds it by the type of its state and [`use_named_store`] also by its name. A store that is
/// provided further down hides it.
///
/// # Examples
///
/// ```
/// use leptos::prelude::*;
/// use leptos_state::prelude::*;
///
/// #[derive(Clone, Default, State)]
/// struct Settings {
///     dark: bool,
/// }
///
/// #[component]
/// fn App() -> impl IntoView {
///     provide_store(Store::new(Settings::default()));
///     view! { <Switch/> }
/// }
///
/// #[component]
/// fn Switch() -> impl IntoView {
///     let settings = use_store::<Settings>();
///     view! { <input type="checkbox" bind:checked=settings.dark()/> }
/// }
/// ```
pub fn provide_store<S: State, M: Keeps<S>>(store: Store<S, M>) -> Store<S, M> {
    let mut names = use_context::<Names<S, M>>().unwrap_or_else(|| Names(Vec::new()));
    names.add(store);
    provide_context(names);
    provide_context(store);
    store
}

/// Provides a store under a marker type, beside other stores of the same state, and returns it.
///
/// The marker may be any type; it is never made. Below, [`use_marked_store`] finds the store.
///
/// ```
/// # use leptos::prelude::*;
/// # use leptos_state::prelude::*;
/// # let owner = Owner::new();
/// # owner.set();
/// enum Left {}
/// enum Right {}
///
/// provide_marked_store::<Left, i32>(Store::new(1));
/// provide_marked_store::<Right, i32>(Store::new(2));
/// assert_eq!(use_marked_store::<Left, i32>().get(), 1);
/// ```
pub fn provide_marked_store<K: 'static, S: State + Send + Sync>(store: Store<S>) -> Store<S> {
    provide_context(Marked::<K, S> {
        store,
        marker: PhantomData,
    });
    store
}

/// The nearest store of this state that was provided above.
///
/// Call it where a component is set up, and keep the handle: it looks the store up in the context, and event handlers run
/// outside of it.
///
/// # Panics
///
/// If there is none. [`try_use_store`] returns `None` then.
#[track_caller]
pub fn use_store<S: State + Send + Sync>() -> Store<S> {
    try_use_store().unwrap_or_else(|| missing::<S>("", "provide_store(Store::new(..))"))
}

/// The nearest store of this state that was provided above, if there is one.
pub fn try_use_store<S: State + Send + Sync>() -> Option<Store<S>> {
    use_context()
}

/// The nearest local store of this state that was provided above.
///
/// # Panics
///
/// If there is none.
#[track_caller]
pub fn use_local_store<S: State>() -> Store<S, Confined> {
    use_context().unwrap_or_else(|| missing::<S>("local ", "provide_store(Store::new_local(..))"))
}

/// The nearest store of this state and name that was provided above.
///
/// # Panics
///
/// If there is none.
#[track_caller]
pub fn use_named_store<S: State + Send + Sync>(name: &str) -> Store<S> {
    try_use_named_store(name).unwrap_or_else(|| {
        let kind = format!("store named `{name}`, a ");
        missing::<S>(
            &kind,
            &format!("provide_store(Store::new(..).named(\"{name}\"))"),
        )
    })
}

/// The nearest store of this state and name that was provided above, if there is one.
pub(crate) fn try_use_named_store<S: State + Send + Sync>(name: &str) -> Option<Store<S>> {
    use_context::<Names<S, Shared>>()?.find(name)
}

/// The owner of all others here: that of a page, of a request.
pub(crate) fn root() -> Option<Owner> {
    let mut root = Owner::current()?;
    while let Some(parent) = root.parent() {
        root = parent;
    }
    Some(root)
}

/// The nearest store of this state that was provided above under the marker `K`.
///
/// # Panics
///
/// If there is none.
#[track_caller]
pub fn use_marked_store<K: 'static, S: State + Send + Sync>() -> Store<S> {
    let found = use_context::<Marked<K, S>>().map(|marked| marked.store);
    found.unwrap_or_else(|| {
        let marker = std::any::type_name::<K>();
        let kind = format!("store marked `{marker}`, a ");
        missing::<S>(
            &kind,
            &format!("provide_marked_store::<{marker}, _>(Store::new(..))"),
        )
    })
}

/// Gives all stores that are made below this component another environment: a test's clock, a server's reporter.
pub fn provide_environment(environment: Environment) {
    FIND.get_or_init(|| use_context);
    provide_context(environment);
}

/// How to find the environment that was provided above. It is set with the first that is provided: where none ever is, nobody
/// looks, and how to look is not in the program. It says nothing of any store or environment.
static FIND: OnceLock<fn() -> Option<Environment>> = OnceLock::new();

/// Adds a service to the environment of all stores that are made below this component: something that their effects use to
/// reach outside. It is [`Environment::with_service`], on the environment that a store would have here.
///
/// # Examples
///
/// ```
/// use leptos::prelude::*;
/// use leptos_state::{prelude::*, Cx};
/// use std::sync::Arc;
///
/// trait Http: Send + Sync {
///     fn title(&self) -> String;
/// }
///
/// #[derive(Clone, Default, State)]
/// struct Article {
///     title: String,
/// }
///
/// #[actions]
/// impl Article {
///     pub fn open(&mut self, cx: &mut Cx<Self>) {
///         cx.effect_with("open", |article, http: Arc<dyn Http>| async move {
///             article.title().set(http.title());
///         });
///     }
/// }
///
/// struct Browser;
///
/// impl Http for Browser {
///     fn title(&self) -> String {
///         // Here stands a request.
/// #       String::new()
///     }
/// }
///
/// #[component]
/// fn App() -> impl IntoView {
///     provide_service(Arc::new(Browser) as Arc<dyn Http>);
///     let article = provide_store(Store::new(Article::default()));
///     view! { <button on:click=move |_| article.open()>{article.title()}</button> }
/// }
/// ```
pub fn provide_service<T: Send + Sync + 'static>(service: T) {
    provide_environment(environment().with_service(service));
}

/// The environment for a new store.
pub(crate) fn environment() -> Environment {
    let found = FIND.get().and_then(|find| find());
    found.unwrap_or_else(leptos_environment)
}

#[track_caller]
fn missing<S: State>(kind: &str, remedy: &str) -> ! {
    let name = S::NAME;
    panic!(
        "no {kind}store of `{name}` was provided above: call `{remedy}` in a component further up"
    );
}

/// The stores of one state by their names, the nearest last.
struct Names<S: State, M: Keeps<S>>(Vec<Named<S, M>>);

struct Named<S: State, M: Keeps<S>> {
    store: Store<S, M>,
    /// What [`Owner::debug_id`] says of the owner that provided it.
    owner: Option<usize>,
}

impl<S: State, M: Keeps<S>> Names<S, M> {
    /// Adds a store; a debug build warns if its owner has provided another under this name.
    fn add(&mut self, store: Store<S, M>) {
        let owner = Owner::current().map(|owner| owner.debug_id());
        if cfg!(debug_assertions) {
            let same = |named: &&Named<S, M>| {
                named.owner == owner && named.store.store_name() == store.store_name()
            };
            if self
                .0
                .iter()
                .find(same)
                .is_some_and(|named| named.store != store)
            {
                leptos::logging::warn!(
                    "two stores of `{}` were provided under the name `{}` in one component, and the second hides the \
                     first: give one another name with `Store::named`",
                    S::NAME,
                    store.store_name(),
                );
            }
        }
        self.0.push(Named { store, owner });
    }

    fn find(&self, name: &str) -> Option<Store<S, M>> {
        let named = self
            .0
            .iter()
            .rev()
            .find(|named| named.store.store_name() == name)?;
        Some(named.store)
    }
}

impl<S: State, M: Keeps<S>> Clone for Names<S, M> {
    fn clone(&self) -> Self {
        let copy = |named: &Named<S, M>| Named {
            store: named.store,
            owner: named.owner,
        };
        Self(self.0.iter().map(copy).collect())
    }
}

/// A store under a marker.
struct Marked<K, S: State + Send + Sync> {
    store: Store<S>,
    marker: PhantomData<fn() -> K>,
}

impl<K, S: State + Send + Sync> Clone for Marked<K, S> {
    fn clone(&self) -> Self {
        Self {
            store: self.store,
            marker: PhantomData,
        }
    }
}
