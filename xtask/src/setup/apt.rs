//! Installing programs with apt-get, on the distributions that have it.

use std::fs;
use std::io::{self, IsTerminal, Write};

use anyhow::{bail, Result};

use super::programs::Program;
use crate::project::Project;

/// Installs what is missing. On a terminal it asks first, because this changes the system outside the repository.
pub fn install(project: &Project, missing: &[Program]) -> Result<()> {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let mut packages: Vec<&str> = missing
        .iter()
        .map(|program| package(*program, &release))
        .collect();
    packages.dedup();
    let by_hand = by_hand(missing, &packages);
    let Some(privilege) = privilege(project)? else {
        bail!(by_hand);
    };
    if io::stdin().is_terminal() && io::stdout().is_terminal() && !agreed(&packages)? {
        bail!(by_hand);
    }

    let apt = |arguments: &[&str]| {
        let words = [
            privilege.as_slice(),
            &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"],
            arguments,
        ]
        .concat();
        project
            .command(words[0])
            .args(&words[1..])
            .advice(&*by_hand)
            .run()
    };
    apt(&["update"])?;
    let install = ["install", "--yes", "--no-install-recommends"];
    apt(&[&install, packages.as_slice()].concat())?;
    for program in missing {
        program.path(project)?;
    }
    Ok(())
}

/// What to put in front of a command to run it as root; nothing if there is no apt-get or no way to become root.
fn privilege(project: &Project) -> Result<Option<Vec<&'static str>>> {
    if project.find("apt-get").is_none() {
        return Ok(None);
    }
    if project.command("id").arg("-u").read()?.trim() == "0" {
        return Ok(Some(Vec::new()));
    }
    if project.find("sudo").is_none() {
        return Ok(None);
    }
    if io::stdin().is_terminal() {
        Ok(Some(vec!["sudo"]))
    } else {
        // Nobody is there to type a password.
        Ok(Some(vec!["sudo", "--non-interactive"]))
    }
}

fn agreed(packages: &[&str]) -> Result<bool> {
    print!(
        "Install these system packages with apt-get: {}? [Y/n] ",
        packages.join(" ")
    );
    io::stdout().flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(matches!(
        answer.trim().to_lowercase().as_str(),
        "" | "y" | "yes"
    ))
}

/// The package that has a program, in the distribution that /etc/os-release describes.
fn package(program: Program, release: &str) -> &'static str {
    let is_ubuntu = release
        .lines()
        .filter(|line| line.starts_with("ID=") || line.starts_with("ID_LIKE="))
        .any(|line| line.contains("ubuntu"));
    match program {
        Program::Chromium if is_ubuntu => "chromium-browser",
        Program::Chromium => "chromium",
        Program::Chromedriver if is_ubuntu => "chromium-chromedriver",
        Program::Chromedriver => "chromium-driver",
        Program::Firefox if is_ubuntu => "firefox",
        Program::Firefox => "firefox-esr",
        Program::WebkitDriver => "webkit2gtk-driver",
        Program::Xvfb => "xvfb",
        Program::Node => "nodejs",
        Program::Npm => "npm",
        Program::Valgrind => "valgrind",
    }
}

/// What to tell someone whose programs cannot be installed from here.
fn by_hand(missing: &[Program], packages: &[&str]) -> String {
    let mut ways: Vec<String> = missing.iter().map(|program| program.how_to_get()).collect();
    let packages = packages.join(" ");
    ways.push(format!(
        "on Debian and its relatives: apt-get install {packages}"
    ));
    ways.join("\n  ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ubuntu_names_the_browser_packages_in_its_own_way() {
        let debian = "PRETTY_NAME=\"Debian GNU/Linux 13\"\nID=debian\n";
        let mint = "ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n";
        assert_eq!(package(Program::Chromedriver, debian), "chromium-driver");
        assert_eq!(
            package(Program::Chromedriver, mint),
            "chromium-chromedriver"
        );
    }
}
