//! What applications begin with. The files are in `templates`, as they will be but for the name of the application.

use crate::arguments::Template;

/// One file.
pub struct File {
    /// Where it is in its template.
    path: &'static str,
    pub text: &'static str,
}

impl File {
    /// Where it goes. What would mean something to cargo or Git where the templates are has a suffix there.
    pub fn path(&self) -> &'static str {
        self.path.strip_suffix(".template").unwrap_or(self.path)
    }
}

/// The files of a template.
pub fn of(template: Template) -> impl Iterator<Item = &'static File> {
    let own = match template {
        Template::Csr => CSR,
        Template::Ssr => SSR,
        Template::Islands => ISLANDS,
    };
    own.iter().chain(SHARED)
}

macro_rules! files {
    ($($folder:literal: $($path:literal)+;)+) => {
        &[$($(File {
            path: $path,
            text: include_str!(concat!("../../templates/", $folder, "/", $path)),
        },)+)+]
    };
}

const CSR: &[File] = files! {
    "csr":
        "Cargo.toml.template"
        "README.md"
        "index.html"
        "src/app.rs"
        "src/lib.rs"
        "src/main.rs";
};

const SSR: &[File] = files! {
    "ssr":
        "Cargo.toml.template"
        "README.md"
        "src/app.rs"
        "src/lib.rs"
        "src/main.rs"
        "src/server.rs"
        "tests/page.rs";
};

/// The server is the one of `ssr`: only what the page is made of differs.
const ISLANDS: &[File] = files! {
    "islands":
        "Cargo.toml.template"
        "README.md"
        "src/app.rs"
        "src/lib.rs";
    "ssr":
        "src/main.rs"
        "src/server.rs"
        "tests/page.rs";
};

/// What all applications begin with.
const SHARED: &[File] = files! {
    "shared":
        ".gitignore.template"
        "style.css"
        "src/clearing.rs"
        "src/tasks.rs"
        "src/views.rs"
        "tests/clearing.rs"
        "tests/tasks.rs";
};
