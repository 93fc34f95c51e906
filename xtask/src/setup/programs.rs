//! The programs that belong to the system: browsers with their drivers, Node with npm, and Valgrind.

use std::env;
use std::path::PathBuf;

use anyhow::{anyhow, bail, Context, Result};

use crate::project::Project;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Program {
    Chromium,
    Chromedriver,
    Firefox,
    WebkitDriver,
    Xvfb,
    Node,
    Npm,
    Valgrind,
}

/// Older ones lack parts of the test runner that the end-to-end tests use.
const OLDEST_NODE: u32 = 20;

impl Program {
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "Chromium",
            Self::Chromedriver => "ChromeDriver",
            Self::Firefox => "Firefox",
            Self::WebkitDriver => "WebKitWebDriver",
            Self::Xvfb => "Xvfb",
            Self::Node => "Node",
            Self::Npm => "npm",
            Self::Valgrind => "Valgrind",
        }
    }

    /// The environment variable that says where it is.
    pub fn variable(self) -> Option<&'static str> {
        match self {
            Self::Chromium => Some("CHROMIUM"),
            Self::Chromedriver => Some("CHROMEDRIVER"),
            Self::Firefox => Some("FIREFOX"),
            Self::WebkitDriver => Some("WEBKIT_WEBDRIVER"),
            Self::Xvfb => Some("XVFB"),
            Self::Node | Self::Npm | Self::Valgrind => None,
        }
    }

    /// The names it goes by on PATH.
    fn file_names(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => &[
                "chromium",
                "google-chrome",
                "google-chrome-stable",
                "chromium-browser",
            ],
            Self::Chromedriver => &["chromedriver"],
            Self::Firefox => &["firefox-esr", "firefox"],
            Self::WebkitDriver => &["WebKitWebDriver"],
            Self::Xvfb => &["Xvfb"],
            Self::Node => &["node"],
            Self::Npm => &["npm"],
            Self::Valgrind => &["valgrind"],
        }
    }

    /// Where it is, or nothing if it has yet to be installed. It is an error if there is one that cannot be used.
    pub fn find(self, project: &Project) -> Result<Option<PathBuf>> {
        if let Some((variable, path)) = self
            .variable()
            .and_then(|name| Some((name, env::var_os(name)?)))
        {
            let path = PathBuf::from(path);
            if !path.is_file() {
                bail!("{variable} says {}, where there is no file", path.display());
            }
            return Ok(Some(path));
        }
        let Some(path) = self.file_names().iter().find_map(|name| project.find(name)) else {
            return Ok(None);
        };
        if self == Self::Node {
            let answer = project.command("node").arg("--version").read()?;
            let major = major_version(&answer)
                .with_context(|| format!("node says its version is {answer:?}"))?;
            if major < OLDEST_NODE {
                bail!(
                    "{} is Node {major}, but {OLDEST_NODE} or newer is needed: https://nodejs.org/en/download",
                    path.display()
                );
            }
        }
        Ok(Some(path))
    }

    /// Where it is, once it has been set up.
    pub fn path(self, project: &Project) -> Result<PathBuf> {
        self.find(project)?
            .ok_or_else(|| anyhow!(self.how_to_get()))
    }

    /// What to tell someone who has to install it by hand.
    pub fn how_to_get(self) -> String {
        let names = self.file_names().join(" or ");
        let how = match (self.variable(), self) {
            (Some(variable), _) => {
                format!("it so that {names} is on PATH, or set {variable} to where it is")
            }
            (None, Self::Node | Self::Npm) => format!(
                "Node {OLDEST_NODE} or newer (https://nodejs.org/en/download) so that {names} is on PATH"
            ),
            (None, _) => format!("it so that {names} is on PATH"),
        };
        format!("{} is missing: install {how}", self.name())
    }
}

/// The major version in Node's answer to `--version`, such as `v20.20.2`.
fn major_version(answer: &str) -> Option<u32> {
    answer
        .trim()
        .strip_prefix('v')?
        .split('.')
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_of_node_is_read() {
        assert_eq!(major_version("v20.20.2\n"), Some(20));
        assert_eq!(major_version("node"), None);
    }
}
