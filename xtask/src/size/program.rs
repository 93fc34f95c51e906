//! The programs: compiled, and made as small as a visitor of a page would get them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

use anyhow::{anyhow, Context, Result};
use serde::Deserialize;
use serde_json::Value;

use crate::command::Invocation;
use crate::project::{directory, Project};
use crate::setup::{locked, Need, Program, Tool};
use crate::site::TARGET;

/// The package that the programs are in.
const FOLDER: &str = "benches/size";

/// What a browser that runs Leptos knows. All that binaryen knows would be more: Chromium refuses what comes of it.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The size of a program in bytes.
pub struct Weight {
    pub wasm: u64,
    pub gzipped: u64,
}

/// The sizes of programs by their names.
pub type Weights = BTreeMap<String, Weight>;

/// Whether a program keeps the names of its functions. Its code is the same.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Names {
    Dropped,
    Kept,
}

/// What measuring needs.
pub fn needs(project: &Project) -> BTreeSet<Need> {
    BTreeSet::from([
        Need::Toolchain,
        Need::Program(Program::Node),
        Need::Program(Program::Npm),
        Need::Tool(Tool::WasmBindgen),
        Need::NpmPackages(project.root().join(FOLDER)),
    ])
}

/// Builds programs and weighs them.
pub fn weigh(project: &Project, names: &BTreeSet<&str>) -> Result<Weights> {
    compile(project, names)?;
    let waiting = Mutex::new(names.iter());
    let weights = Mutex::new(Ok(Weights::new()));
    // wasm-opt takes seconds for each, and most of that on one processor.
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| loop {
                let next = waiting.lock().ok().and_then(|mut names| names.next());
                let Some(name) = next else { return };
                let weight = weight(project, name);
                let Ok(mut weights) = weights.lock() else {
                    return;
                };
                match (&mut *weights, weight) {
                    (Ok(weights), Ok(weight)) => {
                        weights.insert((*name).to_owned(), weight);
                    }
                    (Ok(_), Err(error)) => *weights = Err(error),
                    (Err(_), _) => return,
                }
            });
        }
    });
    weights
        .into_inner()
        .map_err(|_| anyhow!("a thread that measured programs has panicked"))?
}

/// What the sizes depend on, to be shown with them.
pub fn made_with(project: &Project) -> Result<String> {
    let rust = project.command("rustc").arg("--version").read()?;
    let rust = rust.split(' ').nth(1).unwrap_or("of an unknown version");
    let leptos = leptos(project)?;
    let wasm_bindgen = locked(project.root(), "wasm-bindgen")?;
    let profile = release_profile(project)?;
    let binaryen = npm_version(&project.root().join(FOLDER).join("node_modules/binaryen"))?;
    Ok(format!(
        "Rust {rust} ({profile}), Leptos {leptos}, wasm-bindgen {wasm_bindgen}, wasm-opt {binaryen}, `gzip -9`"
    ))
}

/// The version of Leptos that the programs are made with. Other packages have another one.
fn leptos(project: &Project) -> Result<String> {
    let package = project.package_in(FOLDER)?;
    let tree = project
        .command("cargo")
        .args([
            "tree", "--depth", "1", "--prefix", "none", "--format", "{p}",
        ])
        .args(["--package", &package.name])
        .read()?;
    let found = tree.lines().find_map(|line| {
        let version = line.strip_prefix("leptos v")?;
        version.split(' ').next()
    });
    found
        .map(str::to_owned)
        .with_context(|| format!("{} does not depend on Leptos:\n{tree}", package.name))
}

/// Compiles programs.
pub fn compile(project: &Project, names: &BTreeSet<&str>) -> Result<()> {
    let package = project.package_in(FOLDER)?;
    let programs: Vec<_> = package
        .targets
        .iter()
        .filter(|target| target.is_bin())
        .collect();
    // A feature would change the programs that do without it.
    let mut by_features: BTreeMap<&[String], Vec<&str>> = BTreeMap::new();
    for name in names {
        let program = programs.iter().find(|program| program.name == *name);
        let program = program.with_context(|| {
            let known: Vec<&str> = programs.iter().map(|program| &*program.name).collect();
            format!(
                "there is no program `{name}` in {}; there are: {}",
                project.shown(directory(package)),
                known.join(", ")
            )
        })?;
        let features = by_features.entry(&program.required_features).or_default();
        features.push(name);
    }
    for (features, names) in by_features {
        project
            .command("cargo")
            .args(["build", "--release", "--target", TARGET])
            .args(["--package", &package.name, "--no-default-features"])
            .args(features.iter().flat_map(|feature| ["--features", feature]))
            .args(names.iter().flat_map(|name| ["--bin", name]))
            .advice("What has to be corrected is in the compiler's messages above.")
            .run()?;
    }
    Ok(())
}

fn weight(project: &Project, name: &str) -> Result<Weight> {
    let wasm = shrink(project, name, Names::Dropped)?;
    project
        .command("gzip")
        .args(["-9", "--no-name", "--keep", "--force"])
        .arg(&wasm)
        .advice("gzip has to be on PATH.")
        .read()?;
    Ok(Weight {
        gzipped: length(&wasm.with_extension("wasm.gz"))?,
        wasm: length(&wasm)?,
    })
}

/// Where a program is once it is compiled, with the names of its functions.
pub fn compiled(project: &Project, name: &str) -> PathBuf {
    let folder = project.target().join(TARGET).join("release");
    folder.join(name).with_extension("wasm")
}

/// Takes a compiled program through wasm-bindgen and wasm-opt, and returns what comes out.
pub fn shrink(project: &Project, name: &str, names: Names) -> Result<PathBuf> {
    let folder = project.output("size");
    project
        .command("wasm-bindgen")
        .args(["--target", "web", "--no-typescript", "--out-name", name])
        .arg("--out-dir")
        .arg(&folder)
        .arg(compiled(project, name))
        .advice("wasm-bindgen has to be of the version that Cargo.lock has of the library.")
        .read()?;
    let (strip, ending) = match names {
        Names::Dropped => ("--strip-debug", "wasm"),
        Names::Kept => ("--debuginfo", "names.wasm"),
    };
    let small = folder.join(format!("{name}.{ending}"));
    wasm_opt(project)
        .args(["-Oz", strip, "--strip-producers"])
        .args(FEATURES)
        .arg(folder.join(format!("{name}_bg.wasm")))
        .arg("--output")
        .arg(&small)
        .advice("binaryen has to be of the version in package-lock.json.")
        .read()?;
    Ok(small)
}

fn wasm_opt(project: &Project) -> Invocation {
    let program = project
        .root()
        .join(FOLDER)
        .join("node_modules/binaryen/bin/wasm-opt");
    project.command("node").arg(program)
}

/// The settings of the release profile, as the workspace's Cargo.toml has them.
fn release_profile(project: &Project) -> Result<String> {
    #[derive(Deserialize)]
    struct Manifest {
        profile: Profiles,
    }

    #[derive(Deserialize)]
    struct Profiles {
        release: BTreeMap<String, Value>,
    }

    let path = project.root().join("Cargo.toml");
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let manifest: Manifest =
        toml::from_str(&text).with_context(|| format!("cannot use {}", path.display()))?;
    let settings = manifest.profile.release.iter();
    let settings: Vec<String> = settings
        .map(|(name, value)| format!("{name} = {value}"))
        .collect();
    Ok(settings.join(", "))
}

fn npm_version(package: &Path) -> Result<String> {
    #[derive(Deserialize)]
    struct Manifest {
        version: String,
    }

    let path = package.join("package.json");
    let read = || -> Result<Manifest> { Ok(serde_json::from_str(&fs::read_to_string(&path)?)?) };
    Ok(read()
        .with_context(|| format!("cannot read {}", path.display()))?
        .version)
}

fn length(path: &Path) -> Result<u64> {
    let metadata = fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(metadata.len())
}
