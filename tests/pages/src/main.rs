//! Serves the pages.

#[tokio::main]
async fn main() -> std::io::Result<()> {
    pages::server::serve().await
}
