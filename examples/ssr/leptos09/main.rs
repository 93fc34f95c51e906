//! Serves the forum.

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    forum_leptos09::server::serve(|to| leptos_axum::redirect(to, false)).await
}
