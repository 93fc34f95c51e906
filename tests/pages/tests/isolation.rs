//! Requests that a server answers at once see nothing of each other, and leave nothing behind.
#![cfg(all(feature = "ssr", not(feature = "islands")))]

use std::alloc::System;

use axum::body::Body;
use axum::http::Request;
use axum::Router;
use futures_util::future::join_all;
use http_body_util::BodyExt;
use leptos::config::LeptosOptions;
use pages::request::VISITOR;
use pages::server::routes;
use stats_alloc::{Region, StatsAlloc, INSTRUMENTED_SYSTEM};
use tower::ServiceExt;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const REQUESTS: usize = 1_000;
const MODES: [&str; 4] = ["async", "in-order", "out-of-order", "partially-blocked"];

async fn ask(pages: Router, number: usize) -> String {
    let mode = MODES[number % MODES.len()];
    let request = Request::get(format!("/{mode}"))
        .header(VISITOR, format!("visitor-{number}."))
        .body(Body::empty())
        .expect("a request");
    let response = pages.oneshot(request).await.expect("an answer");
    assert!(
        response.status().is_success(),
        "{mode}: {}",
        response.status()
    );
    let body = response.into_body().collect().await.expect("all of it");
    String::from_utf8(body.to_bytes().into()).expect("a text")
}

/// Asks for as many pages at once, and counts how often their visitors are named in them: in the text, in the state.
async fn ask_all(pages: &Router) {
    let asked = (0..REQUESTS).map(|number| tokio::spawn(ask(pages.clone(), number)));
    let answers = join_all(asked).await;
    let mut own = 0;
    for (number, answer) in answers.into_iter().enumerate() {
        let answer = answer.expect("no request panics");
        let all = answer.matches("visitor-").count();
        let named = answer.matches(&format!("visitor-{number}.")).count();
        assert_eq!(
            all, named,
            "request {number} has somebody else's page: {answer}"
        );
        assert_eq!(named, 2, "request {number}: {answer}");
        own += named;
    }
    assert_eq!(own, 2 * REQUESTS);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_requests_at_once_have_their_own_stores_and_give_their_memory_back() {
    let pages = routes(LeptosOptions::builder().output_name("pages").build());
    // What is made once and kept, such as the threads' own memory, is there after the first time.
    ask_all(&pages).await;
    let kept = Region::new(ALLOCATOR);
    ask_all(&pages).await;
    let change = kept.change();
    let left = change.bytes_allocated as i64 - change.bytes_deallocated as i64;
    println!("{left} bytes are left after {REQUESTS} requests");
    // One small allocation kept by each request would be more.
    assert!(left < 16 * REQUESTS as i64, "{left} bytes are left");
}
