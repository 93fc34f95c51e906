//! Serves the pages, on this computer only.

use std::net::Ipv4Addr;
use std::path::PathBuf;

use clap::Parser;
use leptos::config::LeptosOptions;
use tokio::net::TcpListener;

/// Serves the pages.
#[derive(Parser)]
struct Arguments {
    /// The port; 0 takes any that is free
    #[arg(long, default_value_t = 3000)]
    port: u16,

    /// The folder with what was compiled for the browser, in `pkg`
    #[arg(long, value_name = "FOLDER")]
    site: PathBuf,
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let Arguments { port, site } = Arguments::parse();
    let options = LeptosOptions::builder()
        .output_name("pages")
        .site_root(site.to_string_lossy())
        .build();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, pages::server::routes(options)).await
}
