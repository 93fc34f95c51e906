//! The command-line tools that come from crates.io, each pinned: the one table of their versions.

use std::fs;
use std::path::Path;

use anyhow::{anyhow, Context, Result};
use semver::Version;
use serde::Deserialize;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tool {
    WasmBindgen,
    LlvmCov,
    Nextest,
    Hack,
    GungraunRunner,
    Mdbook,
    Twiggy,
}

/// Where a tool comes from.
pub struct Pin {
    /// The package on crates.io.
    pub package: &'static str,
    /// The program that tells whether it is installed.
    pub program: &'static str,
    version: Pinned,
    /// Any `program` on PATH will do if it is not older than this.
    pub good_since: Option<Version>,
    /// Whether to build it with the lock file published with it.
    pub locked: bool,
}

enum Pinned {
    At(Version),
    /// At the version that Cargo.lock has for this package.
    With(&'static str),
}

impl Tool {
    pub const ALL: [Self; 7] = [
        Self::WasmBindgen,
        Self::LlvmCov,
        Self::Nextest,
        Self::Hack,
        Self::GungraunRunner,
        Self::Mdbook,
        Self::Twiggy,
    ];

    pub const fn pin(self) -> Pin {
        match self {
            Self::WasmBindgen => Pin {
                package: "wasm-bindgen-cli",
                program: "wasm-bindgen",
                // The program refuses what a library of another version has made.
                version: Pinned::With("wasm-bindgen"),
                good_since: None,
                // The lock file published with 0.2.130 asks for a version that crates.io does not have.
                locked: false,
            },
            Self::LlvmCov => Pin {
                package: "cargo-llvm-cov",
                program: "cargo-llvm-cov",
                version: Pinned::At(Version::new(0, 9, 1)),
                good_since: None,
                locked: true,
            },
            Self::Nextest => Pin {
                package: "cargo-nextest",
                program: "cargo-nextest",
                version: Pinned::At(Version::new(0, 9, 143)),
                good_since: Some(Version::new(0, 9, 100)),
                locked: true,
            },
            Self::Hack => Pin {
                package: "cargo-hack",
                program: "cargo-hack",
                version: Pinned::At(Version::new(0, 6, 46)),
                good_since: None,
                locked: true,
            },
            Self::GungraunRunner => Pin {
                package: "gungraun-runner",
                program: "gungraun-runner",
                // The program refuses to work for a library of another version.
                version: Pinned::With("gungraun"),
                good_since: None,
                locked: true,
            },
            Self::Mdbook => Pin {
                package: "mdbook",
                program: "mdbook",
                version: Pinned::At(Version::new(0, 5, 4)),
                good_since: None,
                locked: true,
            },
            Self::Twiggy => Pin {
                package: "twiggy",
                program: "twiggy",
                version: Pinned::At(Version::new(0, 8, 0)),
                good_since: None,
                locked: true,
            },
        }
    }
}

impl Pin {
    /// The exact version to install in the repository at `root`.
    pub fn version(&self, root: &Path) -> Result<Version> {
        match &self.version {
            Pinned::At(version) => Ok(version.clone()),
            Pinned::With(package) => locked(root, package),
        }
    }
}

/// The version that the Cargo.lock in the repository at `root` has for a package.
pub fn locked(root: &Path, package: &str) -> Result<Version> {
    let path = root.join("Cargo.lock");
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    locked_version(&text, package)
}

/// The version a lock file has for a package that it has in one version only.
fn locked_version(lock_file: &str, package: &str) -> Result<Version> {
    #[derive(Deserialize)]
    struct LockFile {
        package: Vec<Locked>,
    }

    #[derive(Deserialize)]
    struct Locked {
        name: String,
        version: Version,
    }

    let lock_file: LockFile = toml::from_str(lock_file).context("Cargo.lock is not a lock file")?;
    let mut versions = lock_file
        .package
        .into_iter()
        .filter(|locked| locked.name == package)
        .map(|locked| locked.version);
    let version = versions.next().ok_or_else(|| {
        anyhow!("Cargo.lock has no {package}; nothing in the workspace depends on it")
    })?;
    match versions.next() {
        None => Ok(version),
        Some(other) => Err(anyhow!(
            "Cargo.lock has {package} both as {version} and as {other}; `cargo update {package}@{version}` may bring them \
             together"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK_FILE: &str = r#"
version = 4

[[package]]
name = "syn"
version = "1.0.109"

[[package]]
name = "syn"
version = "2.0.117"

[[package]]
name = "wasm-bindgen"
version = "0.2.130"
source = "registry+https://github.com/rust-lang/crates.io-index"
"#;

    #[test]
    fn the_version_in_the_lock_file_is_found() {
        assert_eq!(
            locked_version(LOCK_FILE, "wasm-bindgen").unwrap(),
            Version::new(0, 2, 130)
        );
    }

    #[test]
    fn no_version_and_two_versions_are_errors() {
        let none = locked_version(LOCK_FILE, "wasm").unwrap_err().to_string();
        assert!(none.contains("no wasm;"), "{none}");
        let two = locked_version(LOCK_FILE, "syn").unwrap_err().to_string();
        assert!(two.contains("both as 1.0.109 and as 2.0.117"), "{two}");
    }
}
