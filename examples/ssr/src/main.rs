//! Serves the forum, on this computer only.

use std::net::Ipv4Addr;
use std::path::PathBuf;

use clap::Parser;
use forum::server::{self, Database};
use leptos::config::LeptosOptions;
use tokio::net::TcpListener;

/// Serves the forum.
#[derive(Parser)]
struct Arguments {
    /// The port; 0 takes any that is free
    #[arg(long, default_value_t = 3000)]
    port: u16,

    /// The folder with what the pages load: the style sheet, and what was compiled for the browser in `pkg`
    #[arg(long, value_name = "FOLDER")]
    site: PathBuf,

    /// The file to keep everything in; without it, all is gone when the server ends
    #[arg(long, value_name = "FILE")]
    database: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let Arguments {
        port,
        site,
        database,
    } = Arguments::parse();
    let options = LeptosOptions::builder()
        .output_name("forum")
        .site_root(site.to_string_lossy())
        .build();
    let database = Database::open(database.as_deref())?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, server::routes(options, database)).await?;
    Ok(())
}
