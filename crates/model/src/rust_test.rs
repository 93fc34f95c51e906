//! Paths as the text of Rust tests.

use crate::{Cue, CueKind, Model, Path};

/// Writes tests in Rust that go paths again. They say `model()` for the model and `subject()` for what is tested, unless these are given,
/// and stand beside `use leptos_state_model::{Cue, Path};`.
#[derive(Clone, Debug)]
pub struct RustTest {
    model: String,
    subject: Option<String>,
}

impl Default for RustTest {
    fn default() -> Self {
        Self::new()
    }
}

impl RustTest {
    /// Tests that go paths through the model and say what is active then.
    pub fn new() -> Self {
        Self {
            model: "model()".to_owned(),
            subject: None,
        }
    }

    /// Sets the expression that makes the model.
    #[must_use]
    pub fn model(self, model: impl Into<String>) -> Self {
        Self {
            model: model.into(),
            ..self
        }
    }

    /// Sets the expression that makes what is tested, a [`Subject`](crate::Subject): the tests run the paths against it.
    #[must_use]
    pub fn subject(self, subject: impl Into<String>) -> Self {
        Self {
            subject: Some(subject.into()),
            ..self
        }
    }

    /// A test of one path.
    pub fn of<M: Model>(&self, path: &Path<M>) -> String {
        let mut text = self.beginning(path, &name(path));
        text.push_str(&format!(
            "    assert_eq!(path.active(), {});\n",
            active(path)
        ));
        if let Some(subject) = &self.subject {
            text.push_str(&format!(
                "    let tested = path.test(&mut {subject});\n    \
                 tested.unwrap_or_else(|failure| panic!(\"{{failure}}\"));\n"
            ));
        }
        text.push_str("}\n");
        text
    }

    /// A test that fails as long as the path leads to where it must not.
    pub(crate) fn against<M: Model>(&self, path: &Path<M>, why: &str) -> String {
        let mut text = self.beginning(path, &name(path));
        let active = active(path);
        text.push_str(&format!(
            "    assert_ne!(path.active(), {active}, {why:?});\n}}\n"
        ));
        text
    }

    /// A file of tests, one for each path.
    pub fn file<M: Model>(&self, paths: &[Path<M>]) -> String {
        let mut text = "use leptos_state_model::{Cue, Path};\n".to_owned();
        let mut names: Vec<String> = Vec::new();
        for path in paths {
            let name = name(path);
            let same = names.iter().filter(|known| **known == name).count();
            let test = self.of(path);
            text.push('\n');
            match same {
                0 => text.push_str(&test),
                same => {
                    let numbered = format!("fn {name}_{}()", same + 1);
                    text.push_str(&test.replacen(&format!("fn {name}()"), &numbered, 1));
                }
            }
            names.push(name);
        }
        text
    }

    fn beginning<M: Model>(&self, path: &Path<M>, name: &str) -> String {
        let mut text = format!(
            "#[test]\nfn {name}() {{\n    let path = Path::replay(\n        &{},\n        &[\n",
            self.model
        );
        for cue in path.cues() {
            text.push_str(&format!("            {},\n", written(cue)));
        }
        text.push_str("        ],\n    );\n    let path = path.unwrap_or_else(|error| panic!(\"{error}\"));\n");
        text
    }
}

/// An expression for a cue.
fn written(cue: &Cue) -> String {
    let Cue {
        kind,
        name,
        data,
        answers,
    } = cue;
    let mut text = match kind {
        CueKind::Start => "Cue::start()".to_owned(),
        CueKind::Event => format!("Cue::event({name:?})"),
        CueKind::Elapsed => format!("Cue::elapsed({name:?})"),
        CueKind::Done => format!("Cue::done({name:?})"),
        CueKind::Failed => format!("Cue::failed({name:?})"),
        CueKind::Next => format!("Cue::next({name:?})"),
    };
    if let Some(data) = data {
        text.push_str(&format!(".with({data:?})"));
    }
    for (guard, holds) in answers {
        text.push_str(&format!(".answer({guard:?}, {holds})"));
    }
    text
}

fn active<M: Model>(path: &Path<M>) -> String {
    format!("{:?}", path.active())
}

/// A name for a test: what happens, and what is active then.
fn name<M: Model>(path: &Path<M>) -> String {
    let cues = path.cues().filter(|cue| cue.kind != CueKind::Start);
    let cues: Vec<_> = cues.map(|cue| cue.asked().to_string()).collect();
    let words = match cues.as_slice() {
        [] => "start".to_owned(),
        // The last ones say most, and a name has to end.
        [.., one, two, three] if cues.len() > 3 => {
            format!("{} and {one} {two} {three}", cues.len() - 3)
        }
        cues => cues.join(" "),
    };
    let words = format!("{words} leads to {}", path.active().join(" "));
    let mut name = String::new();
    for character in words.chars() {
        if character.is_ascii_alphanumeric() {
            name.push(character.to_ascii_lowercase());
        } else if !name.is_empty() && !name.ends_with('_') {
            name.push('_');
        }
    }
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        name.insert_str(0, "after_");
    }
    name.trim_end_matches('_').to_owned()
}
