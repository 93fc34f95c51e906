//! `cargo xtask demo`: the examples, in the browser.

use anyhow::Result;

use crate::cli::Demo;
use crate::console;
use crate::project::Project;
use crate::setup;
use crate::site::{self, Profile};

pub fn run(project: &Project, options: &Demo) -> Result<()> {
    let examples = site::examples(project, &options.examples)?;
    setup::require(project, site::needs(&examples))?;
    let profile = if options.release {
        Profile::Release
    } else {
        Profile::Dev
    };
    let folder = site::build(project, &examples, profile)?;
    if options.no_serve {
        console::note(&format!("The site is in {}", project.shown(&folder)));
        return Ok(());
    }

    let server = site::serve(project, &examples, &folder, options.port)?;
    if server.port() != options.port {
        console::note(&format!(
            "Port {} is taken, so this is another one.",
            options.port
        ));
    }
    console::note(&format!(
        "\nThe examples are at {}/ until Ctrl-C.",
        server.url()
    ));
    for example in &examples {
        console::note(&format!("  {}/{}/", server.url(), example.name));
    }
    server.join()
}
