//! Serves the pages.

#[tokio::main]
async fn main() -> std::io::Result<()> {
    pages_leptos09::server::serve().await
}
