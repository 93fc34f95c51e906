//! Starting a request, and the task that performs it.

use std::future::{poll_fn, Future};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use super::away::{read, write, write_here, PathOnly, Write};
use super::ticket::{Line, Running};
use super::{Loadable, Request, Stage};
use crate::services::report_missing;
use crate::turn::lock;
use crate::{
    Cx, Environment, Failure, Field, Gone, Id, Link, Mode, PageEvent, PageEvents, Path, Problem,
    Report, Root, State, WeakStore,
};

/// What reports and tests call the effect.
const LOAD: &str = "load";

impl<S: State> Cx<S> {
    /// Starts a request for the [`Loadable`] at `place` in `state`. When the action is committed, the request is performed as
    /// the effect `load`; its answer is written to the place, as a change of its own.
    ///
    /// A request that was under way there is given up, or joined if it has the same [key](Request::key). Nothing happens if
    /// the value is the answer to the same key, and young enough. What is given up is dropped, and so is what nobody can
    /// receive any more, since the row or the store is gone. If the place itself is not there, the store's reporter is told.
    ///
    /// The time and the identity of the request are recorded with the action. A replay makes the same state, performs no
    /// request, and has the answer as a change that was recorded too.
    ///
    /// # Examples
    ///
    /// ```
    /// use leptos_state_core::{testing::TestEnvironment, Cx, Loadable, Request, Store};
    /// use leptos_state_macros::{actions, State};
    ///
    /// #[derive(Clone, Default, State)]
    /// struct Shop {
    ///     products: Loadable<Vec<String>, String>,
    /// }
    ///
    /// #[actions]
    /// impl Shop {
    ///     fn open(&mut self, cx: &mut Cx<Self>) {
    ///         cx.load(self, |shop| shop.products(), Request::new(|| async { Ok(vec!["milk".to_owned()]) }));
    ///     }
    /// }
    ///
    /// let test = TestEnvironment::default();
    /// let shop = Store::in_environment(Shop::default(), test.environment());
    /// shop.open();
    /// assert!(shop.products().get().is_loading());
    /// test.effects.run();
    /// assert_eq!(shop.products().value().get(), Some(vec!["milk".to_owned()]));
    /// ```
    pub fn load<P, T, E>(
        &mut self,
        state: &mut S,
        place: impl FnOnce(&Field<S, Root, PathOnly>) -> Field<S, P, PathOnly>,
        request: Request<T, E>,
    ) where
        S: Send + Sync,
        P: Path<S, Value = Loadable<T, E>>,
        T: Clone + Send + Sync + 'static,
        E: Clone + Send + Sync + 'static,
    {
        if let Some(started) = self.start(state, place, request) {
            self.effect(LOAD, move |store| started.perform(&store, write));
        }
    }

    /// As [`load`](Self::load), where the state, the value or the error must stay on the thread of the action. If only the
    /// request must, use `load` with [`Request::local`].
    pub fn load_local<P, T, E>(
        &mut self,
        state: &mut S,
        place: impl FnOnce(&Field<S, Root, PathOnly>) -> Field<S, P, PathOnly>,
        request: Request<T, E>,
    ) where
        P: Path<S, Value = Loadable<T, E>>,
        T: Clone + 'static,
        E: Clone + 'static,
    {
        if let Some(started) = self.start(state, place, request) {
            self.effect_local(LOAD, move |store| started.perform(&store, write_here));
        }
    }

    /// Brings the place to where it waits for the answer; what is to be performed, if something is.
    fn start<P, T, E>(
        &mut self,
        state: &mut S,
        place: impl FnOnce(&Field<S, Root, PathOnly>) -> Field<S, P, PathOnly>,
        request: Request<T, E>,
    ) -> Option<Started<P, T, E>>
    where
        P: Path<S, Value = Loadable<T, E>>,
    {
        let path = PathOnly::path(place);
        let Some(place) = path.get_mut(state) else {
            self.effect(LOAD, move |store| {
                let failure = Failure::new(Gone::at(&path));
                let report = Report::new(store.store_name(), LOAD, Problem::Failed(&failure));
                store.environment().report(&report);
                std::future::ready(())
            });
            return None;
        };
        let now = self.now();
        let joins = !request.refetches && place.is_asked(&request.key);
        let is_fresh = !request.refetches
            && place.underway.is_none()
            && place.is_fresh(&request.key, request.stale_after, now);
        let mut given_up = None;
        let id = if joins {
            place.underway.as_ref().map(|underway| underway.id)
        } else if is_fresh {
            if !request.stays() {
                return None;
            }
            None
        } else {
            let id = self.id();
            given_up = place.ticket.take();
            place.begin(id, request.key.clone(), now, request.keeps_value);
            Some(id)
        };
        let line = place.ticket.line();
        Some(Started {
            path,
            request,
            id,
            line,
            given_up,
        })
    }
}

/// What an action started.
struct Started<P, T, E> {
    path: P,
    request: Request<T, E>,
    /// The request to answer at once, if there is one.
    id: Option<Id>,
    line: Arc<Line>,
    given_up: Option<Arc<Line>>,
}

impl<P, T, E> Started<P, T, E> {
    /// The task, which does not keep the store.
    fn perform<S, M>(
        self,
        store: &Link<S, M>,
        write: Write<S, P, T, E>,
    ) -> impl Future<Output = ()> + use<S, M, P, T, E>
    where
        S: State,
        M: Mode,
        P: Path<S, Value = Loadable<T, E>>,
    {
        if let Some(line) = self.given_up {
            line.cut();
        }
        // If another task is at it, this one has joined it. If none is, as after an undo, this one takes its place.
        let running = self.line.begin();
        let task = Task {
            store: store.downgrade(),
            store_name: store.store_name(),
            environment: store.environment(),
            path: self.path,
            request: self.request,
            line: self.line,
            write,
        };
        run(running, task, self.id)
    }
}

async fn run<S, P, T, E>(running: Option<Running>, task: Task<S, P, T, E>, asked: Option<Id>)
where
    S: State,
    P: Path<S, Value = Loadable<T, E>>,
{
    if let Some(running) = running {
        running.until_cut(task.run(asked)).await;
    }
}

/// Performs the requests for one place.
struct Task<S: 'static, P, T, E> {
    store: WeakStore<S>,
    store_name: &'static str,
    environment: Environment,
    path: P,
    request: Request<T, E>,
    line: Arc<Line>,
    write: Write<S, P, T, E>,
}

impl<S, P, T, E> Task<S, P, T, E>
where
    S: State,
    P: Path<S, Value = Loadable<T, E>>,
{
    /// Answers the request `asked`, and those that the clock or the page make, until there is none to come.
    async fn run(self, mut asked: Option<Id>) {
        let letters = Arc::new(Letters::default());
        let _listening = self.listen(&letters);
        loop {
            if let Some(id) = asked.take() {
                match self.answer(id).await {
                    Some(result) => self.write(Stage::Answer(id, result, self.environment.now())),
                    None => return self.write(Stage::GiveUp(id)),
                }
            }
            if !self.request.stays() {
                return;
            }
            asked = self.wait(&letters).await;
        }
    }

    fn write(&self, stage: Stage<T, E>) {
        (self.write)(&self.store, &self.path, stage);
    }

    /// Fetches until that succeeds or is given up; `None` if it can't be done, or nobody waits for it any more.
    async fn answer(&self, id: Id) -> Option<Result<T, E>> {
        let mut attempt = 1;
        loop {
            let fetching = (self.request.fetch)(&self.environment);
            let fetching = fetching
                .map_err(|service| self.report_missing(service))
                .ok()?;
            let wait = match fetching.await {
                Ok(value) => return Some(Ok(value)),
                Err(error) => match self.request.wait(attempt, &error, &self.environment) {
                    Some(wait) => wait,
                    None => return Some(Err(error)),
                },
            };
            self.environment.sleep(wait).await;
            self.waits_for(id).then_some(())?;
            attempt += 1;
            self.write(Stage::Attempt(id, attempt));
        }
    }

    /// Waits for the clock or the page, and starts the request that either asks for.
    async fn wait(&self, letters: &Letters) -> Option<Id> {
        letters.discard();
        let pause = self
            .request
            .every
            .map(|every| self.environment.sleep(every));
        let mut pause = pin!(pause);
        let is_time = poll_fn(|cx| {
            if let Some(pause) = pause.as_mut().as_pin_mut() {
                if pause.poll(cx).is_ready() {
                    return Poll::Ready(true);
                }
            }
            letters.poll(cx).map(|()| false)
        })
        .await;

        let now = self.environment.now();
        let is_young = |place: &Loadable<T, E>| {
            let stale_after = self.request.stale_after;
            place.error.is_none() && stale_after.is_some_and(|age| place.is_younger(age, now))
        };
        if !is_time && read(&self.store, &self.path, is_young)? {
            return None;
        }
        let id = self.environment.id(now);
        let (key, line) = (self.request.key.clone(), Arc::clone(&self.line));
        self.write(Stage::Again(id, key, now, line));
        self.waits_for(id).then_some(id)
    }

    /// Whether the answer to this request is wanted.
    fn waits_for(&self, id: Id) -> bool {
        read(&self.store, &self.path, |place| place.waits_for(id)) == Some(true)
    }

    /// Has what happens to the page put among `letters`, for as long as what is returned is kept.
    fn listen(&self, letters: &Arc<Letters>) -> Option<impl Sized> {
        if !self.request.listens() {
            return None;
        }
        let Some(page) = self.environment.service::<Arc<dyn PageEvents>>() else {
            self.report_missing(std::any::type_name::<Arc<dyn PageEvents>>());
            return None;
        };
        let (on_focus, on_reconnect) = (self.request.on_focus, self.request.on_reconnect);
        let letters = Arc::clone(letters);
        Some(page.listen(Box::new(move |event| {
            let is_asked_for = match event {
                PageEvent::Focus => on_focus,
                PageEvent::Online => on_reconnect,
            };
            if is_asked_for {
                letters.post();
            }
        })))
    }

    fn report_missing(&self, service: &str) {
        report_missing(&self.environment, self.store_name, LOAD, service);
    }
}

/// Whether something happened since it was last looked at.
#[derive(Default)]
struct Letters(Mutex<(bool, Option<Waker>)>);

impl Letters {
    fn post(&self) {
        let waker = {
            let (has_come, waker) = &mut *lock(&self.0);
            *has_come = true;
            waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    fn discard(&self) {
        lock(&self.0).0 = false;
    }

    fn poll(&self, cx: &Context<'_>) -> Poll<()> {
        let (has_come, waker) = &mut *lock(&self.0);
        if std::mem::take(has_come) {
            return Poll::Ready(());
        }
        *waker = Some(cx.waker().clone());
        Poll::Pending
    }
}
