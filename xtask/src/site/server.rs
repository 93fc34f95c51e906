//! A web server for a folder, on this computer only.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use anyhow::{anyhow, Result};
use percent_encoding::percent_decode_str;
use tiny_http::{Header, Method, Request, Response};

/// Serves a folder until it is dropped.
pub struct Server {
    address: SocketAddr,
    http: Arc<tiny_http::Server>,
    worker: Option<JoinHandle<()>>,
}

/// A folder to serve.
pub struct Content {
    pub folder: PathBuf,
    /// The folders in it that have a server of their own, by their names, with its address.
    pub elsewhere: BTreeMap<String, String>,
}

impl Server {
    /// Serves `content` at `port`, or at any free port if that is 0.
    pub fn start(content: &Arc<Content>, port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let address = listener.local_addr()?;
        let http =
            Arc::new(tiny_http::Server::from_listener(listener, None).map_err(io::Error::other)?);
        let worker = thread::spawn({
            let http = Arc::clone(&http);
            let content = Arc::clone(content);
            move || {
                for request in http.incoming_requests() {
                    // A browser that has gone away does not need an answer.
                    let _ = respond(&content, request);
                }
            }
        });
        Ok(Self {
            address,
            http,
            worker: Some(worker),
        })
    }

    /// The address to open, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Serves until the process ends.
    pub fn join(mut self) -> Result<()> {
        match self.worker.take().map(JoinHandle::join) {
            Some(Err(_)) => Err(anyhow!("the web server stopped unexpectedly")),
            Some(Ok(())) | None => Ok(()),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.http.unblock();
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Answer {
    File(PathBuf),
    /// What another server has, or a folder asked for without the slash that relative addresses in its page count on.
    Redirect(String),
    NotFound,
}

fn respond(content: &Content, request: Request) -> io::Result<()> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return request.respond(Response::empty(405).with_header(header("Allow", "GET, HEAD")?));
    }
    match answer(content, request.url()) {
        Answer::File(path) => {
            let Ok(file) = File::open(&path) else {
                return request
                    .respond(Response::from_string("cannot be read").with_status_code(500));
            };
            let response = Response::from_file(file)
                .with_header(header("Content-Type", &content_type(&path))?)
                .with_header(header("Cache-Control", "no-store")?);
            request.respond(response)
        }
        Answer::Redirect(to) => {
            request.respond(Response::empty(307).with_header(header("Location", &to)?))
        }
        Answer::NotFound => {
            request.respond(Response::from_string("not found").with_status_code(404))
        }
    }
}

/// What to answer to a request for `target`, the path and the query in a request's first line.
fn answer(Content { folder, elsewhere }: &Content, target: &str) -> Answer {
    let inside = target
        .strip_prefix('/')
        .and_then(|path| path.split_once('/'));
    if let Some((Some(server), inside)) = inside.map(|(name, inside)| (elsewhere.get(name), inside))
    {
        return Answer::Redirect(format!("{server}/{inside}"));
    }
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, format!("?{query}")),
        None => (target, String::new()),
    };
    let Some(file) = locate(folder, path) else {
        return Answer::NotFound;
    };
    if file.is_file() {
        Answer::File(file)
    } else if file.is_dir() {
        Answer::Redirect(format!("{path}/{query}"))
    } else {
        Answer::NotFound
    }
}

/// The file that a path is about, if it is one that may be served: inside the folder and not hidden.
fn locate(folder: &Path, path: &str) -> Option<PathBuf> {
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let mut path = path.strip_prefix('/')?.to_owned();
    if path.is_empty() || path.ends_with('/') {
        path.push_str("index.html");
    }
    let mut file = folder.to_owned();
    for name in path.split('/') {
        // Dots at the beginning stand for other folders or for hidden files.
        if name.is_empty() || name.starts_with('.') || name.contains(['\\', ':', '\0']) {
            return None;
        }
        file.push(name);
    }
    Some(file)
}

fn content_type(path: &Path) -> String {
    let mime = mime_guess::from_path(path).first_or_octet_stream();
    if mime.type_() == mime_guess::mime::TEXT {
        format!("{mime}; charset=utf-8")
    } else {
        mime.to_string()
    }
}

fn header(name: &str, value: &str) -> io::Result<Header> {
    Header::from_bytes(name, value)
        .map_err(|()| io::Error::other(format!("{name} cannot be {value:?}")))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use super::*;

    fn content(outside: &tempfile::TempDir) -> Content {
        Content {
            folder: outside.path().join("site"),
            elsewhere: BTreeMap::from([("cart".to_owned(), "http://127.0.0.1:1".to_owned())]),
        }
    }

    fn site() -> tempfile::TempDir {
        let outside = tempfile::tempdir().unwrap();
        let counter = outside.path().join("site/counter");
        fs::create_dir_all(&counter).unwrap();
        fs::write(outside.path().join("secret.txt"), "secret").unwrap();
        fs::write(counter.join("index.html"), "<!doctype html>").unwrap();
        fs::write(counter.join("counter_bg.wasm"), b"\0asm").unwrap();
        outside
    }

    #[test]
    fn files_and_folders_are_found_and_a_missing_slash_is_added() {
        let outside = site();
        let content = content(&outside);
        let page = Answer::File(content.folder.join("counter/index.html"));
        assert_eq!(answer(&content, "/counter/"), page);
        assert_eq!(answer(&content, "/counter/index.html?fresh"), page);
        assert_eq!(
            answer(&content, "/counter?x=1"),
            Answer::Redirect("/counter/?x=1".to_owned())
        );
        assert_eq!(answer(&content, "/todomvc/"), Answer::NotFound);
    }

    #[test]
    fn what_has_a_server_of_its_own_is_there() {
        let content = content(&site());
        let there = |path: &str| Answer::Redirect(format!("http://127.0.0.1:1{path}"));
        assert_eq!(answer(&content, "/cart/"), there("/"));
        assert_eq!(answer(&content, "/cart/?x=1"), there("/?x=1"));
        assert_eq!(
            answer(&content, "/cart/api/products"),
            there("/api/products")
        );
        assert_eq!(answer(&content, "/cart2/"), Answer::NotFound);
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        let outside = site();
        let content = content(&outside);
        for target in [
            "/../secret.txt",
            "/counter/../../secret.txt",
            "/%2e%2e/secret.txt",
            "/..%2fsecret.txt",
            "/..%5csecret.txt",
            "//etc/passwd",
            "/%00",
            "secret.txt",
        ] {
            assert_eq!(answer(&content, target), Answer::NotFound, "{target}");
        }
    }

    #[test]
    fn browsers_get_the_types_they_insist_on() {
        assert_eq!(
            content_type(Path::new("counter_bg.wasm")),
            "application/wasm"
        );
        assert_eq!(
            content_type(Path::new("counter.js")),
            "text/javascript; charset=utf-8"
        );
        assert_eq!(
            content_type(Path::new("index.html")),
            "text/html; charset=utf-8"
        );
        assert_eq!(
            content_type(Path::new("app.css")),
            "text/css; charset=utf-8"
        );
    }

    #[test]
    fn a_file_arrives_as_it_is_and_is_not_kept() {
        let outside = site();
        let server = Server::start(&Arc::new(content(&outside)), 0).unwrap();
        let mut stream = TcpStream::connect(server.address).unwrap();
        stream
            .write_all(b"GET /counter/counter_bg.wasm HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            .unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        assert!(response.starts_with("HTTP/1.1 200 OK\r\n"), "{response}");
        assert!(
            response.contains("Content-Type: application/wasm\r\n"),
            "{response}"
        );
        assert!(
            response.contains("Cache-Control: no-store\r\n"),
            "{response}"
        );
        assert!(response.ends_with("\r\n\r\n\0asm"), "{response}");
    }
}
