//! What a store loads through leptos-fetch comes from its cache, and is in it for others.
#![cfg(not(target_arch = "wasm32"))]

use fetch::{book, Book, Desk, NoSuchBook};
use leptos::prelude::*;
use leptos_fetch::QueryClient;
use leptos_state::prelude::*;

#[tokio::test(flavor = "current_thread")]
async fn the_server_is_asked_once_for_what_a_store_and_a_component_need() {
    _ = any_spawner::Executor::init_tokio();
    let task = async {
        let owner = Owner::new();
        owner.set();
        let queries = QueryClient::new().provide();
        provide_service(queries);
        let desk = Store::new(Desk::default());
        let opened = || async { desk.book().settled().await.into_value() };

        desk.open(0);
        let first = opened().await.expect("it is on the shelf");
        assert_eq!(first.title, "Middlemarch");
        assert_eq!(
            queries.get_cached_query(book, 0),
            Some(Ok(first.clone())),
            "what the store loaded is in the cache"
        );

        let Ok(second): Result<Book, NoSuchBook> = queries.fetch_query(book, 1).await else {
            panic!("it is on the shelf");
        };
        assert_eq!(second.sent, first.sent + 1);
        desk.open(1);
        assert_eq!(opened().await, Some(second.clone()), "from the cache");
        desk.open(0);
        assert_eq!(opened().await, Some(first), "from the cache too");

        desk.open(1);
        opened().await;
        desk.refresh();
        let sent_anew = opened().await.map(|book| book.sent);
        assert_eq!(sent_anew, Some(second.sent + 1));

        desk.open(7);
        let missing = desk.book().settled().await;
        assert_eq!(
            missing.error().map(ToString::to_string).as_deref(),
            Some("there is no book 7")
        );
        drop(owner);
    };
    tokio::task::LocalSet::new().run_until(task).await;
}
