//! What the server sends.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use leptos::config::LeptosOptions;
use my_app::server::routes;
use tower::ServiceExt;

#[tokio::test]
async fn the_page_comes_with_what_the_server_knows() {
    let options = LeptosOptions::builder()
        .output_name("my-app")
        .site_root("/nowhere")
        .build();
    let request = Request::get("/").body(Body::empty()).unwrap();
    let answer = routes(options).oneshot(request).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    let body = String::from_utf8(body.to_vec()).unwrap();
    // The first time to be seen, then in what the browser begins with.
    assert_eq!(body.matches("Read README.md").count(), 2, "{body}");
    assert!(body.contains("1 task to do"), "{body}");
}
