//! What runs on the server alone: who is asking, what is kept, and how a request finds its way to both.

mod database;
mod visitor;

pub use database::Database;
pub use visitor::{forget, remember, visitor};

use std::error::Error;
use std::net::Ipv4Addr;
use std::path::PathBuf;

use axum::http::StatusCode;
use axum::Router;
use clap::Parser;
use leptos::prelude::*;
use leptos_axum::{generate_route_list, LeptosRoutes, ResponseOptions};
use leptos_router::location::RequestUrl;
use tokio::net::TcpListener;

use crate::api::Problem;
use crate::{shell, App};

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

/// Serves the forum as the command line says, on this computer only.
///
/// # Errors
///
/// If the file can't be used as a database, or nothing can be served at that port.
pub async fn serve(lead: Lead) -> Result<(), Box<dyn Error>> {
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
    axum::serve(listener, routes(options, database, lead)).await?;
    Ok(())
}

/// The cookie that asks the server to answer as if its database were in trouble, to see what the pages do then.
const TROUBLE: &str = "trouble";

/// How a visitor is led to another page: `leptos_axum::redirect`, which versions of Leptos call differently.
pub type Lead = fn(&str);

/// The pages, what they load, and what they ask.
pub fn routes(options: LeptosOptions, database: Database, lead: Lead) -> Router {
    let context = move || {
        provide_context(database.clone());
        provide_context(lead);
    };
    let page = {
        let options = options.clone();
        move || shell(options.clone())
    };
    Router::new()
        .leptos_routes_with_context(&options, generate_route_list(App), context.clone(), page)
        .fallback(leptos_axum::file_and_error_handler_with_context::<
            LeptosOptions,
            _,
        >(context, shell))
        .with_state(options)
}

/// The database, for what a request asks.
pub fn database() -> Result<Database, Problem> {
    match visitor::cookie(TROUBLE) {
        None => use_context().ok_or(Problem::Trouble),
        Some(_) => Err(Problem::Trouble),
    }
}

/// Leads the visitor who asks to another page.
pub fn lead(to: &str) {
    if let Some(lead) = use_context::<Lead>() {
        lead(to);
    }
}

/// Answers with a status that says what is wrong, if nothing was answered yet.
pub fn answer_with(problem: &Problem) {
    let status = match problem {
        Problem::NoSuchThread => StatusCode::NOT_FOUND,
        Problem::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Problem::NotSignedIn => StatusCode::FORBIDDEN,
        Problem::Trouble | Problem::Unreachable => StatusCode::SERVICE_UNAVAILABLE,
    };
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
}

/// Has the page know what the server refused, if the address says so, also outside of its routes.
pub fn provide_refusal() {
    let url = use_context::<RequestUrl>().and_then(|url| url.parse().ok());
    if let Some(url) = url {
        url.provide_server_action_error();
    }
}
