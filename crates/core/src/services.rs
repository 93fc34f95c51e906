//! Services: what effects reach the world outside with.

use std::any::{type_name, TypeId};
use std::fmt;
use std::future::Future;

use crate::{Confined, Cx, Environment, Failure, Link, Problem, Report, Shared, State};

impl Environment {
    /// Adds a service: something that effects use to reach outside, such as an HTTP client or a storage. It is found by its
    /// type; one of the same type that was added before is hidden.
    ///
    /// To be able to put another in its place in tests, add it as a trait object, `Arc<dyn Http>`.
    ///
    /// # Examples
    ///
    /// ```
    /// use leptos_state_core::Environment;
    /// use std::sync::Arc;
    ///
    /// trait Greeter: Send + Sync {
    ///     fn greet(&self) -> &'static str;
    /// }
    ///
    /// struct English;
    ///
    /// impl Greeter for English {
    ///     fn greet(&self) -> &'static str {
    ///         "hello"
    ///     }
    /// }
    ///
    /// let environment = Environment::default().with_service(Arc::new(English) as Arc<dyn Greeter>);
    /// let greeter = environment.service::<Arc<dyn Greeter>>().expect("it was added");
    /// assert_eq!(greeter.greet(), "hello");
    /// ```
    #[must_use]
    pub fn with_service<T: Send + Sync + 'static>(self, service: T) -> Self {
        self.with(service)
    }

    /// A copy of the service of this type, if there is one. Effects that can't do without it are asked for with
    /// [`Cx::effect_with`].
    pub fn service<T: Clone + Send + Sync + 'static>(&self) -> Option<T> {
        self.find(TypeId::of::<T>())?.downcast_ref::<T>().cloned()
    }
}

impl<S: State> Cx<S> {
    /// As [`effect`](Self::effect), for work that needs a [service](Environment::with_service) of the store's environment.
    ///
    /// Only the effect is given the service. The action can't reach it, and so stays pure. If the environment has none of
    /// this type, the effect is not performed, and the store's [`Reporter`](crate::Reporter) is told which effect misses what.
    ///
    /// # Examples
    ///
    /// ```
    /// use leptos_state_core::{testing::TestEnvironment, Action, Cx, Store};
    /// use std::sync::Arc;
    ///
    /// trait Http: Send + Sync {
    ///     fn count(&self) -> i32;
    /// }
    ///
    /// #[derive(Clone, Debug)]
    /// struct Fetch;
    ///
    /// impl Action<i32> for Fetch {
    ///     type Reply = ();
    ///     type Error = std::convert::Infallible;
    ///
    ///     fn name(&self) -> &'static str {
    ///         "fetch"
    ///     }
    ///
    ///     fn apply(self, _: &mut i32, cx: &mut Cx<i32>) -> Result<(), Self::Error> {
    ///         cx.effect_with("fetch", |store, http: Arc<dyn Http>| async move {
    ///             let count = http.count();
    ///             store.update(move |n| *n = count);
    ///         });
    ///         Ok(())
    ///     }
    /// }
    ///
    /// struct Fake;
    ///
    /// impl Http for Fake {
    ///     fn count(&self) -> i32 {
    ///         42
    ///     }
    /// }
    ///
    /// let test = TestEnvironment::default();
    /// let environment = test.environment().with_service(Arc::new(Fake) as Arc<dyn Http>);
    /// let store = Store::in_environment(0_i32, environment);
    /// store.dispatch(Fetch);
    /// test.effects.run();
    /// assert_eq!(*store.snapshot(), 42);
    /// ```
    pub fn effect_with<T, F>(
        &mut self,
        name: &'static str,
        effect: impl FnOnce(Link<S, Shared>, T) -> F + Send + 'static,
    ) where
        T: Clone + Send + Sync + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        self.effect(name, move |store| {
            let service = needed(&store.environment(), store.store_name(), name);
            perform(service.map(|service| effect(store, service)))
        });
    }

    /// As [`effect_with`](Self::effect_with), for work that must stay on the thread of the change.
    pub fn effect_local_with<T, F>(
        &mut self,
        name: &'static str,
        effect: impl FnOnce(Link<S, Confined>, T) -> F + 'static,
    ) where
        T: Clone + Send + Sync + 'static,
        F: Future<Output = ()> + 'static,
    {
        self.effect_local(name, move |store| {
            let service = needed(&store.environment(), store.store_name(), name);
            perform(service.map(|service| effect(store, service)))
        });
    }
}

async fn perform<F: Future<Output = ()>>(effect: Option<F>) {
    if let Some(effect) = effect {
        effect.await;
    }
}

/// The service that the effect `name` needs; `None`, and a report, if there is none.
fn needed<T: Clone + Send + Sync + 'static>(
    environment: &Environment,
    store: &str,
    name: &str,
) -> Option<T> {
    let service = environment.service::<T>();
    if service.is_none() {
        report_missing(environment, store, name, type_name::<T>());
    }
    service
}

/// Tells that the effect `name` of the store `store` is not performed for want of a service.
pub(crate) fn report_missing(environment: &Environment, store: &str, name: &str, service: &str) {
    let failure = Failure::new(Missing { service });
    environment.report(&Report::new(store, name, Problem::Failed(&failure)));
}

struct Missing<'a> {
    service: &'a str,
}

impl fmt::Display for Missing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for text in [
            "it needs the service `",
            self.service,
            "`, which the store's environment lacks; add it there with `Environment::with_service`",
        ] {
            f.write_str(text)?;
        }
        Ok(())
    }
}
