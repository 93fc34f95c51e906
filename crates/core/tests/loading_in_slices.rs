//! What the actions of a slice load, wherever the slice is: the answer finds its way through the store that has the slice.

mod common;

use common::server::{Server, Text};
use leptos_state_core::layers::Validate;
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{Cx, LoadStatus, Request, Store};
use leptos_state_macros::{actions, State};

/// A state with a slice, and a slice of each row.
#[derive(Clone, Debug, Default, PartialEq, State)]
struct App {
    #[state(slice)]
    search: Search,
    #[state(slice, key = id)]
    tabs: Vec<Tab>,
}

#[actions(no_serde, slices(search: Search, tabs: Vec<Tab>))]
impl App {
    fn open(&mut self, id: u32) {
        self.tabs.push(Tab {
            id,
            page: Text::idle(),
        });
    }

    fn close(&mut self, id: u32) {
        self.tabs.retain(|tab| tab.id != id);
    }
}

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Search {
    found: Text,
}

#[actions(no_serde)]
impl Search {
    fn ask(&mut self, cx: &mut Cx<Self>, question: String) {
        let request = Request::with(move |server: Server| server.ask(question.clone()));
        cx.load(self, |search| search.found(), request);
    }

    fn stop(&mut self, cx: &mut Cx<Self>) {
        self.found.cancel(cx);
    }
}

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Tab {
    id: u32,
    page: Text,
}

#[actions(no_serde)]
impl Tab {
    fn load(&mut self, cx: &mut Cx<Self>) {
        let request = Request::with(|server: Server| server.ask("page".to_owned()));
        cx.load(self, |tab| tab.page(), request);
    }
}

fn set_up() -> (TestEnvironment, Server, Store<App>) {
    let (test, server) = (TestEnvironment::default(), Server::default());
    let environment = test.environment().with_service(server.clone());
    let app = Store::in_environment(App::default(), environment);
    (test, server, app)
}

#[test]
fn a_slice_loads_cancels_and_is_overtaken() {
    let (test, server, app) = set_up();
    app.search().ask("a".into());
    test.effects.run();
    app.search().ask("b".into());
    test.effects.run();
    assert!(server.is_dropped(0));
    server.answer(1, Ok("of b"));
    test.effects.run();
    assert_eq!(app.search().found().value().get().as_deref(), Some("of b"));
    app.search().ask("c".into());
    test.effects.run();
    app.search().stop();
    test.effects.run();
    assert!(server.is_dropped(2));
    assert_eq!(app.search().found().status().get(), LoadStatus::Ready);
    assert!(test.reports.take().is_empty());
}

#[test]
fn a_slice_that_is_a_row_goes_with_its_request() {
    let (test, server, app) = set_up();
    app.open(1);
    app.open(2);
    app.tabs().at(1).load();
    app.tabs().at(2).load();
    test.effects.run();
    app.close(1);
    test.effects.run();
    assert!(server.is_dropped(0) && !server.is_dropped(1));
    server.answer(1, Ok("page of 2"));
    test.effects.run();
    assert_eq!(
        app.tabs().at(2).page().value().get().as_deref(),
        Some("page of 2")
    );
    assert!(test.reports.take().is_empty());
}

#[test]
fn the_request_of_a_slice_does_not_keep_the_store() {
    let (test, server, app) = set_up();
    app.open(1);
    app.tabs().at(1).load();
    app.search().ask("a".into());
    test.effects.run();
    drop(app);
    test.effects.run();
    assert!(server.is_dropped(0) && server.is_dropped(1));
    assert!(test.effects.names().is_empty());
}

#[test]
fn a_slice_s_answer_that_a_layer_refuses_is_reported_with_its_place() {
    let (test, server, app) = set_up();
    let app = app.layer(Validate::new(|app: &App| match app.search.found.value() {
        Some(_) => Err("no answers here"),
        None => Ok(()),
    }));
    app.search().ask("a".into());
    test.effects.run();
    server.answer(0, Ok("b"));
    test.effects.run();
    let reports = test.reports.take();
    assert_eq!(reports.len(), 1, "{reports:?}");
    assert!(
        reports[0].contains("`update search.found` was refused"),
        "{reports:?}"
    );
}
