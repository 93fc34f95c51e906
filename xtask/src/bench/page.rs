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
    let path = project.root().join("docs/src/benchmarks.md");
    fs::write(&path, page).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path)
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
    use super::TEMPLATE;

    #[test]
    fn the_page_has_a_place_for_every_case_and_a_heading_to_go_to() {
        for case in case::ALL {
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
    fn every_place_is_filled() {
        let places = TEMPLATE
            .lines()
            .filter_map(|line| line.strip_prefix('{')?.strip_suffix('}'));
        let known = ["machine", "contestants", "bounds"];
        for place in places {
            assert!(
                known.contains(&place) || case::ALL.iter().any(|case| case.name == place),
                "nothing is written in the place `{place}`"
            );
        }
    }
}
