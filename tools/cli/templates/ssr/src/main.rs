//! Serves the page.

use leptos::config::get_configuration;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // cargo-leptos says by the environment where things are.
    let options = get_configuration(None)?.leptos_options;
    let listener = TcpListener::bind(options.site_addr).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, my_app::server::routes(options)).await?;
    Ok(())
}
