//! Where results go.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Serialize;

/// Writes a text to a file, or to standard output.
pub fn write(to: Option<&PathBuf>, text: &str) -> Result<()> {
    match to {
        Some(path) if *path != Path::new("-") => replace(path, text.as_bytes()),
        _ => {
            let mut out = io::stdout().lock();
            out.write_all(text.as_bytes())?;
            if !text.ends_with('\n') {
                out.write_all(b"\n")?;
            }
            out.flush().map_err(Into::into)
        }
    }
}

/// Writes a file as a whole: if that fails, what was there is there still.
fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let failed = || format!("could not write {}", path.display());
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let written = fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written.with_context(failed)
}

/// Writes a value as JSON.
pub fn json(value: &impl Serialize) -> Result<()> {
    write(None, &serde_json::to_string_pretty(value)?)
}

/// Writes a value as one line of JSON.
pub fn json_line(value: &impl Serialize) -> Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer(&mut out, value)?;
    out.write_all(b"\n")?;
    out.flush().map_err(Into::into)
}

/// Whether it failed because nobody reads the output any longer.
pub fn is_closed(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json = cause.downcast_ref::<serde_json::Error>();
        let json = json.and_then(serde_json::Error::io_error_kind);
        io.or(json) == Some(io::ErrorKind::BrokenPipe)
    })
}
