//! What can be asked of the shop over HTTP.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use cart_api::{Line, Order, Problem, Product, Rates, Receipt, SESSION, TROUBLE};

use crate::shop::Shop;

#[derive(Clone, Default)]
struct Books(Arc<Mutex<Shop>>);

impl Books {
    fn open(&self) -> MutexGuard<'_, Shop> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The requests, of a shop that has sold nothing yet.
pub fn routes() -> Router {
    Router::new()
        .route("/products", get(products))
        .route("/rates", get(rates))
        .route("/cart", get(cart).put(put))
        .route("/orders", post(order))
        .layer(middleware::from_fn(trouble))
        .with_state(Books::default())
}

async fn products(State(books): State<Books>) -> Json<Vec<Product>> {
    Json(books.open().products())
}

async fn rates() -> Json<Rates> {
    Json(Rates {
        yen_hundredths: 16_235,
    })
}

async fn cart(State(books): State<Books>, Session(session): Session) -> Json<Vec<Line>> {
    Json(books.open().cart(&session))
}

async fn put(
    State(books): State<Books>,
    Session(session): Session,
    Json(line): Json<Line>,
) -> Result<Json<Line>, Refused> {
    Ok(Json(books.open().put(&session, line)?))
}

async fn order(
    State(books): State<Books>,
    Session(session): Session,
    Json(order): Json<Order>,
) -> Result<(StatusCode, Json<Receipt>), Refused> {
    let receipt = books.open().order(&session, &order)?;
    Ok((StatusCode::CREATED, Json(receipt)))
}

/// Answers in the server's place, if it is to be in trouble.
async fn trouble(request: axum::extract::Request, next: Next) -> Response {
    if request.headers().contains_key(TROUBLE) {
        return Refused(Problem::Trouble).into_response();
    }
    next.run(request).await
}

/// Who is asking.
struct Session(String);

impl<S: Sync> FromRequestParts<S> for Session {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refused> {
        let session = parts
            .headers
            .get(SESSION)
            .and_then(|value| value.to_str().ok());
        let session = session.filter(|session| (1..=64).contains(&session.len()));
        session
            .map(|session| Self(session.to_owned()))
            .ok_or(Refused(Problem::NoSession))
    }
}

/// A problem, as an answer.
struct Refused(Problem);

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = match self.0 {
            Problem::SoldOut { .. } | Problem::NothingToOrder => StatusCode::CONFLICT,
            Problem::NoSuchProduct => StatusCode::NOT_FOUND,
            Problem::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Problem::NoSession => StatusCode::BAD_REQUEST,
            Problem::Trouble => StatusCode::SERVICE_UNAVAILABLE,
        };
        (status, Json(self.0)).into_response()
    }
}
