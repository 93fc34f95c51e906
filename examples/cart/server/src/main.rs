//! Serves the shop, on this computer only.

use std::net::Ipv4Addr;
use std::path::PathBuf;

use axum::Router;
use clap::Parser;
use tokio::net::TcpListener;
use tower_http::services::ServeDir;

/// Serves the shop's requests, and its page if told where that is.
#[derive(Parser)]
struct Arguments {
    /// The port; 0 takes any that is free
    #[arg(long, default_value_t = 3000)]
    port: u16,

    /// The folder with the page
    #[arg(long, value_name = "FOLDER")]
    site: Option<PathBuf>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let Arguments { port, site } = Arguments::parse();
    let mut app = Router::new().nest("/api", cart_server::routes());
    if let Some(site) = site {
        app = app.fallback_service(ServeDir::new(site));
    }
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, app).await
}
