//! Values that are loaded through leptos-fetch.
//!
//! leptos-fetch keeps a cache of what was asked, for all of the page. A store says what is chosen, and what its actions need of
//! an answer; it asks through that cache. So a component may use either, and the server is asked once.

mod server;

use leptos::prelude::*;
use leptos_fetch::QueryClient;
use leptos_state::prelude::*;
use leptos_state::{Cx, LoadView, Loadable, Request};

pub use server::{book, Book, NoSuchBook};

/// Which book is open, and what is on its page.
#[derive(Clone, Debug, Default, PartialEq, State)]
pub struct Desk {
    /// The number of the book.
    pub chosen: u32,
    /// The book.
    pub book: Loadable<Book, NoSuchBook>,
}

#[actions]
impl Desk {
    /// Opens a book, from the cache if it is there.
    pub fn open(&mut self, cx: &mut Cx<Self>, number: u32) {
        self.chosen = number;
        let request = Request::with(move |queries: QueryClient| async move {
            queries.fetch_query(book, number).await
        });
        cx.load(self, |desk| desk.book(), request.key(number));
    }

    /// Asks for the open book anew, whatever is in the cache.
    pub fn refresh(&mut self, cx: &mut Cx<Self>) {
        let number = self.chosen;
        let request = Request::with(move |queries: QueryClient| async move {
            queries.invalidate_query(book, number);
            queries.fetch_query(book, number).await
        });
        cx.load(self, |desk| desk.book(), request.key(number).refetch());
    }
}

/// Makes what the page consists of, and shows it.
#[component]
pub fn App() -> impl IntoView {
    let queries = QueryClient::new().provide();
    provide_service(queries);
    let desk = provide_store(Store::new(Desk::default()));
    desk.open(0);
    let numbers = (0..4).map(|number| {
        view! { <button on:click=move |_| desk.open(number)>"Book " {number + 1}</button> }
    });
    view! {
        <main>
            <h1>"Books"</h1>
            <nav>{numbers.collect_view()}</nav>
            <Page/>
            <Spine/>
            <button on:click=move |_| desk.refresh()>"Ask again"</button>
        </main>
    }
}

/// What the store has.
#[component]
fn Page() -> impl IntoView {
    let desk = use_store::<Desk>();
    let text = move || match desk.book().get().view() {
        LoadView::Idle | LoadView::Loading => "..".to_owned(),
        LoadView::Ready(book) => format!("{}, sent as number {}", book.title, book.sent),
        LoadView::Reloading(book) => format!("{}, asked for again", book.title),
        LoadView::Failed { error, .. } => format!("Sorry, {error}"),
    };
    view! { <p id="page">{text}</p> }
}

/// The same book as a resource of leptos-fetch, which asks by what is chosen in the store.
#[component]
fn Spine() -> impl IntoView {
    let desk = use_store::<Desk>();
    let queries = expect_context::<QueryClient>();
    let book = queries.local_resource(book, move || desk.chosen().get());
    let title = move || {
        book.get()
            .map(|book| book.map_or("no title", |book| book.title))
    };
    view! { <p id="spine">{title}</p> }
}
