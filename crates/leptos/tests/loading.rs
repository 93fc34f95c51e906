//! Loadable values in Leptos: reactive readers, `<Suspense>` on a server, futures that wait.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use common::{owner, watch};
use futures_util::StreamExt;
use leptos::prelude::*;
use leptos_state::prelude::*;
use leptos_state::testing::TestEnvironment;
use leptos_state::{LoadView, Loadable, Request};
use tokio::sync::oneshot;
use tokio::task::LocalSet;

type Text = Loadable<String, String>;

/// A service whose answers the test gives.
#[derive(Clone, Default)]
struct Server(Arc<Mutex<Vec<Asked>>>);

type Asked = oneshot::Sender<Result<String, String>>;

impl Server {
    async fn ask(self) -> Result<String, String> {
        let (answer, answered) = oneshot::channel();
        self.0.lock().unwrap().push(answer);
        answered.await.expect("the test answers")
    }

    fn answer(&self, answer: Result<&str, &str>) {
        let asked = self.0.lock().unwrap().remove(0);
        let answer = answer.map(str::to_owned).map_err(str::to_owned);
        asked.send(answer).expect("somebody waits");
    }
}

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Shop {
    greeting: Text,
    #[state(key = id)]
    rows: Vec<Row>,
}

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Row {
    id: u32,
    text: Text,
}

#[actions]
impl Shop {
    fn open(&mut self, cx: &mut Cx<Self>) {
        cx.load(self, |shop| shop.greeting(), Request::with(Server::ask));
    }

    fn open_row(&mut self, cx: &mut Cx<Self>, id: u32) {
        self.rows.push(Row {
            id,
            text: Text::idle(),
        });
        let request = Request::with(Server::ask);
        cx.load(self, |shop| shop.rows().at(id).text(), request);
    }

    fn clear(&mut self) {
        self.rows.clear();
    }
}

/// A store whose effects run when the test says so.
fn stepped() -> (TestEnvironment, Server, Store<Shop>) {
    let (test, server) = (TestEnvironment::default(), Server::default());
    provide_environment(test.environment());
    provide_service(server.clone());
    (test, server, Store::new(Shop::default()))
}

fn now<F: Future>(future: F) -> Option<F::Output> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    }
}

#[test]
fn readers_wake_for_the_part_that_they_read() {
    let _owner = owner();
    let (test, server, shop) = stepped();
    let values = watch(move || shop.greeting().value().get());
    let statuses = watch(move || shop.greeting().status().get().is_pending());
    assert_eq!((values.take(), statuses.take()), (1, 1));
    shop.open();
    assert_eq!((values.take(), statuses.take()), (0, 1));
    test.effects.run();
    server.answer(Ok("hello"));
    test.effects.run();
    assert_eq!((values.take(), statuses.take()), (1, 1));
    assert_eq!(
        shop.greeting().value().get_untracked().as_deref(),
        Some("hello")
    );
    shop.open();
    test.effects.run();
    server.answer(Ok("hello"));
    test.effects.run();
    assert_eq!((values.take(), statuses.take()), (0, 2));
}

#[test]
fn what_is_settled_is_there_at_once_and_what_is_under_way_is_waited_for() {
    let _owner = owner();
    let (test, server, shop) = stepped();
    let idle = now(shop.greeting().settled()).expect("nobody asked");
    assert!(idle.is_idle());

    shop.open();
    assert!(now(shop.greeting().settled()).is_none());
    let mut first = pin!(shop.greeting().settled());
    let mut second = pin!(shop.greeting().settled());
    let (one, other) = (Woken::default(), Woken::default());
    assert!(one.poll(first.as_mut()).is_pending());
    assert!(other.poll(second.as_mut()).is_pending());
    test.effects.run();
    assert!(!one.take() && !other.take());
    server.answer(Err("no"));
    test.effects.run();
    assert!(one.take() && other.take());
    let Poll::Ready(failed) = one.poll(first.as_mut()) else {
        panic!("it is settled");
    };
    assert_eq!(failed.error().map(String::as_str), Some("no"));
    assert!(other.poll(second.as_mut()).is_ready());

    shop.open();
    test.effects.run();
    server.answer(Ok("yes"));
    test.effects.run();
    shop.open();
    assert!(
        now(shop.greeting().settled()).is_none(),
        "an old value is not waited with"
    );
}

#[test]
fn a_row_that_goes_is_not_waited_for() {
    let _owner = owner();
    let (_test, _server, shop) = stepped();
    shop.open_row(1);
    let mut settled = pin!(shop.rows().at(1).text().settled());
    let woken = Woken::default();
    assert!(woken.poll(settled.as_mut()).is_pending());
    shop.clear();
    assert!(woken.take());
    assert!(matches!(woken.poll(settled.as_mut()), Poll::Ready(None)));
}

#[test]
fn who_waits_no_more_leaves_nothing_behind() {
    let _owner = owner();
    let (_test, _server, shop) = stepped();
    shop.open();
    let settled = Box::pin(shop.greeting().settled());
    assert!(now(settled).is_none());
    assert_eq!(shop.listener_count(), 0);
}

#[test]
fn a_component_that_goes_takes_its_requests_with_it() {
    let outer = owner();
    let test = TestEnvironment::default();
    let server = Server::default();
    provide_environment(test.environment());
    provide_service(server.clone());
    let component = outer.with(Owner::new);
    component.with(|| Store::new(Shop::default()).open());
    test.effects.run();
    assert_eq!(test.effects.names(), ["load"]);
    component.cleanup();
    test.effects.run();
    assert!(test.effects.names().is_empty());
    assert!(server.0.lock().unwrap()[0].is_closed());
}

/// Whether a waker was woken.
#[derive(Default)]
struct Woken(Arc<Flag>);

#[derive(Default)]
struct Flag(Mutex<bool>);

impl std::task::Wake for Flag {
    fn wake(self: Arc<Self>) {
        *self.0.lock().unwrap() = true;
    }
}

impl Woken {
    fn poll<F: Future>(&self, future: std::pin::Pin<&mut F>) -> Poll<F::Output> {
        future.poll(&mut Context::from_waker(&Waker::from(self.0.clone())))
    }

    fn take(&self) -> bool {
        std::mem::take(&mut *self.0 .0.lock().unwrap())
    }
}

#[component]
fn Greeting() -> impl IntoView {
    let shop = Store::new(Shop::default());
    shop.open();
    view! {
        <Suspense fallback=|| view! { <i>"wait"</i> }>
            {move || Suspend::new(async move {
                match shop.greeting().settled().await.view() {
                    LoadView::Ready(text) => text.clone(),
                    LoadView::Failed { error, .. } => format!("failed: {error}"),
                    other => unreachable!("{other:?}"),
                }
            })}
        </Suspense>
    }
}

/// What a server sends: the parts before and after the answer.
async fn rendered(is_out_of_order: bool, answer: Result<&str, &str>) -> (String, String) {
    _ = any_spawner::Executor::init_tokio();
    let render = async {
        let owner = owner();
        let server = Server::default();
        provide_service(server.clone());
        let view = Greeting();
        let mut stream = if is_out_of_order {
            view.to_html_stream_out_of_order()
        } else {
            view.to_html_stream_in_order()
        };
        let mut parts = (String::new(), String::new());
        loop {
            tokio::select! {
                biased;
                part = stream.next() => match part {
                    Some(part) => parts.0.push_str(&part),
                    None => unreachable!("nobody has answered"),
                },
                () = tokio::task::yield_now() => if server.0.lock().unwrap().len() == 1 { break },
            }
        }
        server.answer(answer);
        while let Some(part) = stream.next().await {
            parts.1.push_str(&part);
        }
        drop(owner);
        parts
    };
    LocalSet::new().run_until(render).await
}

#[tokio::test(flavor = "current_thread")]
async fn a_server_sends_the_fallback_and_then_the_value() {
    let (before, after) = rendered(true, Ok("hello from outside")).await;
    assert!(before.contains("<i>wait</i>"), "{before}");
    assert!(after.contains("hello from outside"), "{after}");
    let (_, after) = rendered(true, Err("offline")).await;
    assert!(after.contains("failed: offline"), "{after}");
}

#[tokio::test(flavor = "current_thread")]
async fn a_server_that_sends_in_order_waits_for_the_value() {
    let (before, after) = rendered(false, Ok("hello from outside")).await;
    assert!(!before.contains("hello"), "{before}");
    assert!(!before.contains("wait"), "{before}");
    assert!(after.contains("hello from outside"), "{after}");
}
