//! The page in the book that tells what was measured.

use std::fs;
use std::path::PathBuf;

use anyhow::{ensure, Context, Result};

use super::case;
use super::quantity::shown;
use super::table::Table;
use super::versions::Versions;
use crate::project::Project;

/// The page without its figures. A line such as `{action}` stands for the table of that case.
const TEMPLATE: &str = include_str!("page.md");

/// Writes the page.
pub fn write(project: &Project, tables: &[Table], versions: &Versions) -> Result<PathBuf> {
    let mut page = filled(tables, versions)?;
    // What was measured in the browser stays until it is measured again.
    if let Some(section) = fs::read_to_string(path(project))
        .ok()
        .as_deref()
        .and_then(|page| section(page, BROWSER))
    {
        page = with_section(&page, BROWSER, section)?;
    }
    save(project, &page)
}

/// The page with figures of all cases.
fn filled(tables: &[Table], versions: &Versions) -> Result<String> {
    let mut page = TEMPLATE.to_owned();
    let mut fill = |place: &str, text: &str| -> Result<()> {
        let line = format!("{{{place}}}\n");
        ensure!(page.contains(&line), "the page has no place for `{place}`");
        page = page.replace(&line, text);
        Ok(())
    };
    fill("where", &measured_with(versions))?;
    fill("bounds", &format!("{BOUNDS}{}", bounds(tables)))?;
    for table in tables {
        let name = table.case.name;
        fill(name, &framed(name, &table.markdown()))?;
    }
    Ok(page)
}

/// Writes the figures of some cases into the page that is there.
pub fn write_cases(project: &Project, tables: &[Table], versions: &Versions) -> Result<PathBuf> {
    let page = with_cases(&read(project)?, tables, &measured_with(versions))?;
    save(project, &page)
}

/// The page with other figures of some cases. Those of the others have to be of the same machine and the same contestants.
fn with_cases(page: &str, tables: &[Table], measured_with: &str) -> Result<String> {
    ensure!(
        page.contains(measured_with),
        "the page tells of another machine, compiler or other contestants: all cases have to be measured anew, without --only"
    );
    let mut page = page.to_owned();
    for table in tables {
        page = with_section(&page, table.case.name, &table.markdown())?;
    }
    let (before, after) = page
        .split_once(BOUNDS)
        .context("the page has no table of bounds")?;
    let end = after.find("\n\n").map_or(after.len(), |end| end + 1);
    let (rows, after) = after.split_at(end);
    let rows =
        case::all().map(
            |case| match tables.iter().find(|table| table.case.name == case.name) {
                Some(table) => bounds(std::slice::from_ref(table)),
                None => {
                    let own = format!("| [{}](", case.name);
                    let kept = rows.lines().filter(|row| row.starts_with(&own));
                    kept.map(|row| format!("{row}\n")).collect()
                }
            },
        );
    Ok([before, BOUNDS, &rows.collect::<String>(), after].concat())
}

/// Writes the section on the browser into the page that is there.
pub fn write_browser(project: &Project, section: &str) -> Result<PathBuf> {
    let section = format!("{}\n", section.trim_end());
    save(project, &with_section(&read(project)?, BROWSER, &section)?)
}

fn measured_with(versions: &Versions) -> String {
    format!(
        "- {}\n- {}\n\nwith these contestants:\n\n{}",
        versions.machine,
        versions.compiler,
        versions.list()
    )
}

fn read(project: &Project) -> Result<String> {
    let path = path(project);
    fs::read_to_string(&path).with_context(|| {
        format!(
            "cannot read {}; `cargo xtask bench` writes it",
            path.display()
        )
    })
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

/// The name of the section on the browser.
const BROWSER: &str = "browser";

const BOUNDS: &str = "| case | what | measured | bound | |\n| --- | --- | ---: | ---: | --- |\n";

fn marks(name: &str) -> (String, String) {
    (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->\n"))
}

/// A text between the marks by which it is found again.
fn framed(name: &str, text: &str) -> String {
    let (begin, end) = marks(name);
    [&begin, text, &end].concat()
}

fn section<'p>(page: &'p str, name: &str) -> Option<&'p str> {
    let (begin, end) = marks(name);
    let (_, after) = page.split_once(&begin)?;
    Some(after.split_once(&end)?.0)
}

fn with_section(page: &str, name: &str, section: &str) -> Result<String> {
    let (begin, end) = marks(name);
    let (before, after) = page
        .split_once(&begin)
        .with_context(|| format!("the page has no place for `{name}`"))?;
    let (_, after) = after
        .split_once(&end)
        .with_context(|| format!("the section `{name}` of the page has no end"))?;
    Ok([before, &framed(name, section), after].concat())
}

/// The rows of what has a bound, in Markdown.
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
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::super::case;
    use super::{framed, section, with_cases, with_section, BOUNDS, BROWSER, TEMPLATE};

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
        let first = with_section(TEMPLATE, BROWSER, "one\n").expect("it has a place for it");
        let second = with_section(&first, BROWSER, "two\n").expect("and so has what it becomes");
        assert_eq!(section(&second, BROWSER), Some("two\n"));
        assert!(!second.contains("one\n<!-- /browser -->"));
    }

    #[test]
    fn the_figures_of_some_cases_are_replaced_and_the_others_kept() {
        let page = format!(
            "made here\n\n{BOUNDS}| [action](#action) | a | 1 |\n| [push](#push) | b | 2 |\n\nrest\n{}{}",
            framed("action", "old\n"),
            framed("push", "old too\n"),
        );
        let same = with_cases(&page, &[], "made here\n").expect("it is the same machine");
        assert_eq!(same, page);
        let error = with_cases(&page, &[], "made there\n").expect_err("it is another");
        assert!(error.to_string().contains("another machine"), "{error}");
    }

    #[test]
    fn every_place_is_filled() {
        let places = TEMPLATE
            .lines()
            .filter_map(|line| line.strip_prefix('{')?.strip_suffix('}'));
        let known = ["where", "bounds"];
        for place in places {
            assert!(
                known.contains(&place) || case::all().any(|case| case.name == place),
                "nothing is written in the place `{place}`"
            );
        }
    }
}
