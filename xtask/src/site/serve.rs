//! Serving the site: one server for all of it, and those that examples bring with them.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::Child;
use std::sync::Arc;

use anyhow::{bail, Context, Result};

use super::example::Example;
use super::server::{Content, Server};
use crate::project::Project;

/// The site, which is served until this is dropped.
pub struct Served {
    server: Server,
    _own: Vec<OwnServer>,
}

impl Served {
    /// The address to open, without a slash at the end.
    pub fn url(&self) -> String {
        self.server.url()
    }

    pub fn port(&self) -> u16 {
        self.server.port()
    }

    /// Serves until the process ends.
    pub fn join(self) -> Result<()> {
        self.server.join()
    }
}

/// Serves the site in `folder` at the first free port from `port` on, or at any if that is 0.
pub fn serve(project: &Project, examples: &[Example], folder: &Path, port: u16) -> Result<Served> {
    let mut own = Vec::new();
    let mut elsewhere = BTreeMap::new();
    for example in examples {
        if let Some(program) = example.server(project) {
            let started = OwnServer::start(project, &program, &folder.join(&example.name))
                .with_context(|| format!("cannot serve example `{}`", example.name))?;
            elsewhere.insert(example.name.clone(), started.url.clone());
            own.push(started);
        }
    }
    let content = Arc::new(Content {
        folder: folder.to_owned(),
        elsewhere,
    });
    let server = at_free_port(&content, port)?;
    Ok(Served { server, _own: own })
}

fn at_free_port(content: &Arc<Content>, wanted: u16) -> Result<Server> {
    for port in wanted..=u16::MAX {
        match Server::start(content, port) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
            started => {
                return started.with_context(|| {
                    format!("cannot serve at port {port}; try another with --port")
                })
            }
        }
    }
    bail!("no port from {wanted} on is free; try a lower one with --port")
}

/// The server that an example brings: it takes a port and the folder of its page, and prints its address.
struct OwnServer {
    process: Child,
    url: String,
}

impl OwnServer {
    fn start(project: &Project, program: &Path, page: &Path) -> Result<Self> {
        let mut process = project
            .command(&program.to_string_lossy())
            .args(["--port", "0", "--site"])
            .arg(page)
            .converse()?;
        let mut url = String::new();
        if let Some(output) = process.stdout.as_mut() {
            BufReader::new(output).read_line(&mut url)?;
        }
        let started = Self {
            process,
            url: url.trim().to_owned(),
        };
        if !started.url.starts_with("http://") {
            bail!(
                "`{}` said {:?}, not its address",
                program.display(),
                started.url
            );
        }
        Ok(started)
    }
}

impl Drop for OwnServer {
    fn drop(&mut self) {
        // One that has ended by itself can't be ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
