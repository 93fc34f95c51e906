//! The server of the pages.

use std::net::Ipv4Addr;
use std::path::PathBuf;

use axum::Router;
use clap::Parser;
use leptos::prelude::*;
use leptos_axum::{file_and_error_handler, generate_route_list, LeptosRoutes};
use tokio::net::TcpListener;

use crate::{shell, App};

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

/// Serves the pages as the command line says, on this computer only.
///
/// # Errors
///
/// If nothing can be served at that port.
pub async fn serve() -> std::io::Result<()> {
    let Arguments { port, site } = Arguments::parse();
    let options = LeptosOptions::builder()
        .output_name("pages")
        .site_root(site.to_string_lossy())
        .build();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, routes(options)).await
}

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
