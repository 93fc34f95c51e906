//! `leptos-state add`

mod declaration;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{bail, ensure, Context, Result};

use crate::arguments::{Add, Addition};
use crate::names::{filled, Named};
use crate::{output, Exit};

pub fn run(add: &Add) -> Result<Exit> {
    let named = Named::new(&add.name)?;
    let outline = outline(add.what);
    ensure!(
        !has_word(outline, &named.type_name),
        "`{}` is a name that the file uses for something else; take another",
        named.type_name
    );
    let path = add.folder.join(format!("{}.rs", named.module));
    ensure!(
        !path.exists() && !add.folder.join(&named.module).exists(),
        "there is a module `{}` in {} already",
        named.module,
        add.folder.display()
    );
    let parent = parent(&add.folder)?;
    let text = fs::read_to_string(&parent)
        .with_context(|| format!("could not read {}", parent.display()))?;
    let declaration = match parent.file_name() {
        Some(name) if name == "main.rs" => format!("mod {};", named.module),
        _ => format!("pub mod {};", named.module),
    };
    // Everything that can be wrong is known before anything is written.
    let declared = declaration::inserted(&text, &named.module, &declaration)
        .with_context(|| format!("{} was left as it is", parent.display()))?;
    let places = [
        ("Example", named.type_name.clone()),
        ("example", named.module.clone()),
    ];
    output::write(Some(&path), &filled(outline, &places))?;
    output::write(Some(&parent), &declared)?;
    output::write(
        None,
        &format!(
            "Made {}, with {} `{}` and tests of it.\nAdded `{declaration}` to {}.\n\n{}",
            path.display(),
            article(add.what),
            named.type_name,
            parent.display(),
            needs(add.what)
        ),
    )?;
    Ok(Exit::Well)
}

/// What it begins with: a file that compiles, with `Example` for the type and `example` for its module.
fn outline(what: Addition) -> &'static str {
    match what {
        Addition::Store => include_str!("../../templates/add/store.rs"),
        Addition::Machine => include_str!("../../templates/add/machine.rs"),
        Addition::Layer => include_str!("../../templates/add/layer.rs"),
        Addition::Slice => include_str!("../../templates/add/slice.rs"),
    }
}

fn article(what: Addition) -> &'static str {
    match what {
        Addition::Store => "a store",
        Addition::Machine => "a machine",
        Addition::Layer => "a layer",
        Addition::Slice => "a slice",
    }
}

/// What the file asks of the manifest.
fn needs(what: Addition) -> &'static str {
    match what {
        Addition::Machine => {
            "It needs the feature `chart` of leptos-state, and its tests the feature `testing`, among the dev-dependencies."
        }
        _ => "Its tests need the feature `testing` of leptos-state, among the dev-dependencies.",
    }
}

/// The file that says which modules a folder has.
fn parent(folder: &Path) -> Result<PathBuf> {
    for name in ["lib.rs", "main.rs", "mod.rs"] {
        let path = folder.join(name);
        if path.is_file() {
            return Ok(path);
        }
    }
    bail!(
        "there is no lib.rs, main.rs or mod.rs in {}; `--in` says where the modules are",
        folder.display()
    )
}

fn has_word(text: &str, word: &str) -> bool {
    let mut words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    words.any(|found| found == word)
}
