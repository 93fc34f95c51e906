//! The server of the pages.

use axum::http::request::Parts;
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
    let router = Router::new();
    #[cfg(not(feature = "islands"))]
    let router = router.leptos_routes(&options, generate_route_list(App), shell);
    #[cfg(feature = "islands")]
    let router = router.route(
        "/",
        axum::routing::get(leptos_axum::render_app_to_stream(shell)),
    );
    router
        .fallback(file_and_error_handler::<LeptosOptions, _>(crate::shell))
        .with_state(options)
}

/// The header that says who asks.
pub const VISITOR: &str = "x-visitor";

/// Who asks for the page that is being rendered.
pub(crate) fn visitor() -> String {
    let parts = use_context::<Parts>();
    let name = parts
        .as_ref()
        .and_then(|parts| parts.headers.get(VISITOR)?.to_str().ok());
    name.unwrap_or("nobody").to_owned()
}

/// Lets others go first, as often as a slow database would.
pub(crate) async fn some_time() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}
