//! Paths are written as Rust that compiles and passes: `generated/turnstile.rs` is what is written, and is part of this test.
//!
//! `WRITE=1` writes the file anew.

mod common;

use common::turnstile as model;
use leptos_state_chart::form::{invoke, state, to, when, Form};
use leptos_state_model::{FormModel, Model, RustTest};

/// A chart whose steps are of all kinds.
fn loader() -> FormModel {
    let form = Form::new("loader")
        .state(
            state("loading")
                .invoke(invoke("fetch"))
                .invoke_done("fetch", to("ready"))
                .invoke_failed("fetch", when("is_fatal").to("broken"))
                .invoke_next("fetch", to("half"))
                .after(std::time::Duration::from_secs(10), to("late")),
        )
        .state(state("ready"))
        .state(state("broken"))
        .state(state("half").on("say \"yes\"", to("ready")))
        .state(state("late").on("7", to("ready")));
    common::model(form)
}

fn subject() -> subject::Honest {
    subject::Honest::default()
}

mod subject {
    use leptos_state_chart::Snapshot;
    use leptos_state_model::{Checked, LogicModel, Node, Path, Step, Subject};

    /// It does what the model does, because it is one.
    #[derive(Default)]
    pub struct Honest {
        cues: Vec<leptos_state_model::Cue>,
    }

    impl Subject<LogicModel<u32, &'static str>> for Honest {
        fn start(&mut self, _: &Step<LogicModel<u32, &'static str>>) -> Checked {
            self.cues.clear();
            Ok(())
        }

        fn act(&mut self, step: &Step<LogicModel<u32, &'static str>>) -> Checked {
            self.cues.push(step.cue.clone());
            Ok(())
        }

        fn check(&mut self, node: &Node<Snapshot<u32>>) -> Checked {
            let path = Path::replay(&super::model(), &self.cues)?;
            match path.end().map(|end| &end.situation) == Some(&node.situation) {
                true => Ok(()),
                false => Err("it is elsewhere".into()),
            }
        }
    }
}

mod turnstile {
    use super::{loader, model, subject};

    include!("generated/turnstile.rs");
    mod loaders {
        use super::loader;

        include!("generated/loader.rs");
    }
}

fn same(file: &str, text: &str) {
    let path = format!("{}/tests/generated/{file}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("WRITE").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let known = std::fs::read_to_string(&path).unwrap();
    assert_eq!(known, text, "`WRITE=1` writes it anew");
}

#[test]
fn what_is_written_is_what_is_compiled() {
    let graph = model().explore();
    let tests = RustTest::new().subject("subject()");
    same("turnstile.rs", &tests.file(&graph.simple(100).0));
    let tests = RustTest::new().model("loader()");
    same("loader.rs", &tests.file(&loader().explore().shortest()));
}
