//! Serves the forum.

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    forum::server::serve(leptos_axum::redirect).await
}
