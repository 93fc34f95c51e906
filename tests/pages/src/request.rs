//! What a page asks its server for.

use axum::http::request::Parts;
use leptos::prelude::*;

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
