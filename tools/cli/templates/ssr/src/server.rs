//! What runs on the server alone.

use axum::Router;
use leptos::config::LeptosOptions;
use leptos_axum::{file_and_error_handler, generate_route_list, LeptosRoutes};

use crate::app::{shell, App};

/// The page, and what it loads.
pub fn routes(options: LeptosOptions) -> Router {
    let page = {
        let options = options.clone();
        move || shell(options.clone())
    };
    Router::new()
        .leptos_routes(&options, generate_route_list(App), page)
        .fallback(file_and_error_handler::<LeptosOptions, _>(shell))
        .with_state(options)
}
