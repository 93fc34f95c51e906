//! What runs on the server alone: who is asking, what is kept, and how a request finds its way to both.

mod database;
mod visitor;

pub use database::Database;
pub use visitor::{forget, remember, visitor};

use axum::http::StatusCode;
use axum::Router;
use leptos::prelude::*;
use leptos_axum::{generate_route_list, LeptosRoutes, ResponseOptions};
use leptos_router::location::RequestUrl;

use crate::api::Problem;
use crate::{shell, App};

/// The cookie that asks the server to answer as if its database were in trouble, to see what the pages do then.
const TROUBLE: &str = "trouble";

/// The pages, what they load, and what they ask.
pub fn routes(options: LeptosOptions, database: Database) -> Router {
    let context = move || provide_context(database.clone());
    let page = {
        let options = options.clone();
        move || shell(options.clone())
    };
    Router::new()
        .leptos_routes_with_context(&options, generate_route_list(App), context.clone(), page)
        .fallback(leptos_axum::file_and_error_handler_with_context::<
            LeptosOptions,
            _,
        >(context, shell))
        .with_state(options)
}

/// The database, for what a request asks.
pub fn database() -> Result<Database, Problem> {
    match visitor::cookie(TROUBLE) {
        None => use_context().ok_or(Problem::Trouble),
        Some(_) => Err(Problem::Trouble),
    }
}

/// Answers with a status that says what is wrong, if nothing was answered yet.
pub fn answer_with(problem: &Problem) {
    let status = match problem {
        Problem::NoSuchThread => StatusCode::NOT_FOUND,
        Problem::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Problem::NotSignedIn => StatusCode::FORBIDDEN,
        Problem::Trouble | Problem::Unreachable => StatusCode::SERVICE_UNAVAILABLE,
    };
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
}

/// Has the page know what the server refused, if the address says so, also outside of its routes.
pub fn provide_refusal() {
    let url = use_context::<RequestUrl>().and_then(|url| url.parse().ok());
    if let Some(url) = url {
        url.provide_server_action_error();
    }
}
