//! The server of the pages.

use axum::Router;
use leptos::prelude::*;
use leptos_axum::{file_and_error_handler, generate_route_list, LeptosRoutes};

use crate::{shell, App};

/// The pages, and what they load.
pub fn routes(options: LeptosOptions) -> Router {
    let shell = {
        let options = options.clone();
        move || shell(options.clone())
    };
    Router::new()
        .leptos_routes(&options, generate_route_list(App), shell)
        .fallback(file_and_error_handler::<LeptosOptions, _>(crate::shell))
        .with_state(options)
}
