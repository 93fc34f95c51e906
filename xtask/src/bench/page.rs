//! The page in the book that tells what was measured.

use std::fs;
use std::path::PathBuf;

use anyhow::{ensure, Context, Result};

use super::quantity::shown;
use super::table::Table;
use super::versions::Versions;
use crate::project::Project;

/// The page without its figures. A line such as `{action}` stands for the table of that case.
const TEMPLATE: &str = include_str!("page.md");

/// Writes the page.
pub fn write(project: &Project, tables: &[Table], versions: &Versions) -> Result<PathBuf> {
    let mut page = TEMPLATE.to_owned();
    let mut fill = |place: &str, text: &str| -> Result<()> {
        let line = format!("{{{place}}}\n");
        ensure!(page.contains(&line), "the page has no place for `{place}`");
        page = page.replace(&line, text);
        Ok(())
    };
    fill(
        "machine",
        &format!("- {}\n- {}\n", versions.machine, versions.compiler),
    )?;
    fill("contestants", &versions.list())?;
    fill("bounds", &bounds(tables))?;
    for table in tables {
        fill(table.case.name, &table.markdown())?;
    }
    // What was measured in the browser stays until it is measured again.
    if let Some(section) = fs::read_to_string(path(project))
        .ok()
        .as_deref()
        .and_then(browser_section)
    {
        page = with_browser_section(&page, section)?;
    }
    save(project, &page)
}

/// Writes the section on the browser into the page that is there.
pub fn write_browser(project: &Project, section: &str) -> Result<PathBuf> {
    let path = path(project);
    let page = fs::read_to_string(&path).with_context(|| {
        format!(
            "cannot read {}; `cargo xtask bench` writes it",
            path.display()
        )
    })?;
    save(
        project,
        &with_browser_section(&page, &format!("{}\n", section.trim_end()))?,
    )
}

/// The page, which docs/src/benchmarks.md includes in the book.
fn path(project: &Project) -> PathBuf {
    project.root().join("docs/benchmarks.md")
}

fn save(project: &Project, page: &str) -> Result<PathBuf> {
    let path = path(project);
    fs::write(&path, page).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path)
}

const BROWSER: (&str, &str) = ("<!-- browser -->\n", "<!-- /browser -->\n");

fn browser_section(page: &str) -> Option<&str> {
    let (_, after) = page.split_once(BROWSER.0)?;
    Some(after.split_once(BROWSER.1)?.0)
}

fn with_browser_section(page: &str, section: &str) -> Result<String> {
    let (before, after) = page
        .split_once(BROWSER.0)
        .context("the page has no place for the browser")?;
    let (_, after) = after
        .split_once(BROWSER.1)
        .context("the page's section on the browser has no end")?;
    Ok([before, BROWSER.0, section, BROWSER.1, after].concat())
}

/// What has a bound, in Markdown.
fn bounds(tables: &[Table]) -> String {
    let rows = tables.iter().flat_map(|table| {
        table.bounded().into_iter().map(|bounded| {
            let kept = if bounded.is_kept() { "✓" } else { "✗" };
            format!(
                "| [{}](#{}) | {} | {} | {} | {kept} |\n",
                table.case.name,
                table.case.name,
                bounded.what,
                shown(bounded.value, bounded.unit),
                shown(bounded.at_most, bounded.unit),
            )
        })
    });
    let head = "| case | what | measured | bound | |\n| --- | --- | ---: | ---: | --- |\n";
    head.to_owned() + &rows.collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::super::case;
    use super::{browser_section, with_browser_section, TEMPLATE};

    #[test]
    fn the_page_has_a_place_for_every_case_and_a_heading_to_go_to() {
        for case in case::all() {
            assert!(
                TEMPLATE.contains(&format!("\n{{{}}}\n", case.name)),
                "{}",
                case.name
            );
            assert!(
                TEMPLATE.contains(&format!(" {{#{}}}\n", case.name)),
                "{}",
                case.name
            );
        }
    }

    #[test]
    fn the_section_on_the_browser_is_replaced_and_kept() {
        let first =
            with_browser_section(TEMPLATE, "one\n").expect("the template has a place for it");
        let second = with_browser_section(&first, "two\n").expect("and so has what it becomes");
        assert_eq!(browser_section(&second), Some("two\n"));
        assert!(!second.contains("one\n<!-- /browser -->"));
    }

    #[test]
    fn every_place_is_filled() {
        let places = TEMPLATE
            .lines()
            .filter_map(|line| line.strip_prefix('{')?.strip_suffix('}'));
        let known = ["machine", "contestants", "bounds"];
        for place in places {
            assert!(
                known.contains(&place) || case::all().any(|case| case.name == place),
                "nothing is written in the place `{place}`"
            );
        }
    }
}
