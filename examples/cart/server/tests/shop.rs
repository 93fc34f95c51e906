//! What the server answers, and what it refuses.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::Router;
use http_body_util::BodyExt;
use serde_json::{json, Value};
use tower::ServiceExt;

async fn ask(shop: &Router, request: Request<Body>) -> (StatusCode, Value) {
    let response = shop.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
}

fn request(method: &str, path: &str, session: &str, body: &Value) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(path)
        .header("x-session", session)
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()))
        .unwrap()
}

async fn put(shop: &Router, session: &str, product: u32, quantity: u32) -> (StatusCode, Value) {
    let line = json!({"product": product, "quantity": quantity});
    ask(shop, request("PUT", "/cart", session, &line)).await
}

async fn cart(shop: &Router, session: &str) -> Value {
    ask(shop, request("GET", "/cart", session, &Value::Null))
        .await
        .1
}

fn order() -> Value {
    json!({"name": "Ada", "email": "ada@example.org", "address": "London", "currency": "EUR"})
}

#[tokio::test]
async fn a_session_sees_its_own_cart() {
    let shop = cart_server::routes();
    assert_eq!(put(&shop, "ada", 3, 2).await.0, StatusCode::OK);
    assert_eq!(
        cart(&shop, "ada").await,
        json!([{"product": 3, "quantity": 2}])
    );
    assert_eq!(cart(&shop, "bob").await, json!([]));
    assert_eq!(put(&shop, "ada", 3, 0).await.0, StatusCode::OK);
    assert_eq!(cart(&shop, "ada").await, json!([]));
}

#[tokio::test]
async fn there_is_no_more_than_there_is() {
    let shop = cart_server::routes();
    let refused = put(&shop, "ada", 6, 4).await;
    assert_eq!(
        refused,
        (StatusCode::CONFLICT, json!({"sold_out": {"left": 3}}))
    );
    let unknown = put(&shop, "ada", 66, 1).await;
    assert_eq!(unknown, (StatusCode::NOT_FOUND, json!("no_such_product")));
    assert_eq!(cart(&shop, "ada").await, json!([]));
}

#[tokio::test]
async fn an_order_takes_what_is_in_the_cart() {
    let shop = cart_server::routes();
    put(&shop, "ada", 6, 2).await;
    put(&shop, "ada", 3, 1).await;
    let taken = ask(&shop, request("POST", "/orders", "ada", &order())).await;
    let receipt = json!({"number": 1, "items": 3, "total": 2 * 1_090 + 980 + 490});
    assert_eq!(taken, (StatusCode::CREATED, receipt));
    assert_eq!(cart(&shop, "ada").await, json!([]));
    let left = put(&shop, "bob", 6, 3).await;
    assert_eq!(
        left,
        (StatusCode::CONFLICT, json!({"sold_out": {"left": 1}}))
    );
}

#[tokio::test]
async fn an_order_that_lacks_something_is_refused_and_the_cart_kept() {
    let shop = cart_server::routes();
    let empty = ask(&shop, request("POST", "/orders", "ada", &order())).await;
    assert_eq!(empty, (StatusCode::CONFLICT, json!("nothing_to_order")));
    put(&shop, "ada", 3, 1).await;
    let mut wrong = order();
    wrong["email"] = json!("ada");
    wrong["name"] = json!(" ");
    let refused = ask(&shop, request("POST", "/orders", "ada", &wrong)).await;
    let which = json!({"invalid": {"wrong": [["name", "missing"], ["email", "not_an_email"]]}});
    assert_eq!(refused, (StatusCode::UNPROCESSABLE_ENTITY, which));
    assert_eq!(
        cart(&shop, "ada").await,
        json!([{"product": 3, "quantity": 1}])
    );
}

#[tokio::test]
async fn a_request_without_a_session_is_refused() {
    let shop = cart_server::routes();
    for session in ["", &"x".repeat(65)] {
        let refused = ask(&shop, request("GET", "/cart", session, &Value::Null)).await;
        assert_eq!(refused, (StatusCode::BAD_REQUEST, json!("no_session")));
    }
}

#[tokio::test]
async fn trouble_comes_when_asked_for() {
    let shop = cart_server::routes();
    let asked = Request::builder()
        .uri("/products")
        .header("x-trouble", "1")
        .body(Body::empty());
    let answer = ask(&shop, asked.unwrap()).await;
    assert_eq!(answer, (StatusCode::SERVICE_UNAVAILABLE, json!("trouble")));
}

#[tokio::test]
async fn the_oldest_carts_make_room() {
    let shop = cart_server::routes();
    for number in 0..=1_000 {
        put(&shop, &format!("visitor {number}"), 3, 1).await;
    }
    assert_eq!(cart(&shop, "visitor 0").await, json!([]));
    assert_eq!(
        cart(&shop, "visitor 1").await,
        json!([{"product": 3, "quantity": 1}])
    );
}
