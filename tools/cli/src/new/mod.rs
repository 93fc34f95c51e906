//! `leptos-state new`

mod files;

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{bail, ensure, Context, Result};
use serde_json::json;

use crate::arguments::{New, Template};
use crate::{names, output, Exit};

pub fn run(new: &New) -> Result<Exit> {
    names::check_package(&new.name)?;
    let source = source(new.checkout.as_deref())?;
    let folder = Path::new(&new.name);
    ensure_free(folder)?;
    let places = [
        ("my-app", new.name.clone()),
        ("my_app", new.name.replace('-', "_")),
        ("version = \"0.0.0\"", source),
    ];
    let mut said = format!("Made {}:\n", new.name);
    let mut files: Vec<_> = files::of(new.template).collect();
    files.sort_by_key(|file| file.path());
    for file in files {
        let path = folder.join(file.path());
        write(&path, &names::filled(file.text, &places))?;
        said += &format!("  {}\n", path.display());
    }
    let serve = match new.template {
        Template::Csr => "trunk serve --open",
        Template::Ssr | Template::Islands => "cargo leptos watch",
    };
    said += &format!(
        "\nNext:\n  cd {}\n  cargo test\n  {serve}\n\nREADME.md says what has to be installed for that.",
        new.name
    );
    output::write(None, &said)?;
    Ok(Exit::Well)
}

/// Where a manifest says that leptos-state comes from.
fn source(checkout: Option<&Path>) -> Result<String> {
    let Some(checkout) = checkout else {
        return Ok(format!("version = \"{}\"", env!("CARGO_PKG_VERSION")));
    };
    let adapter = checkout.join("crates").join("leptos");
    ensure!(
        adapter.join("Cargo.toml").is_file(),
        "{} is no checkout of leptos-state: it has no {}",
        checkout.display(),
        Path::new("crates/leptos/Cargo.toml").display()
    );
    // What `canonicalize` returns on Windows is nothing that cargo takes.
    let adapter = std::path::absolute(&adapter)?;
    let Some(adapter) = adapter.to_str() else {
        bail!("{} can't stand in a manifest", adapter.display());
    };
    // JSON's way to quote a text is one of TOML's.
    Ok(format!("path = {}", json!(adapter)))
}

/// Nothing is made where something is.
fn ensure_free(folder: &Path) -> Result<()> {
    let failed = || format!("could not look into {}", folder.display());
    match fs::read_dir(folder) {
        Ok(mut inside) => {
            ensure!(
                inside.next().is_none(),
                "{} exists and is not empty",
                folder.display()
            );
            Ok(())
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            bail!("{} exists and is no folder", folder.display())
        }
        Err(error) => Err(error).with_context(failed),
    }
}

fn write(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    let written = folder.and_then(|()| fs::write(path, text));
    written.with_context(|| format!("could not write {}", path.display()))
}
