//! Something is tested with paths of a model; a failure says where it was, and how to get there again.

mod common;

use std::future::{poll_fn, Future};
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use common::turnstile;
use leptos_state_chart::Snapshot;
use leptos_state_model::{
    AsyncSubject, Checked, LogicModel, Model, Node, Phase, RustTest, Step, Subject, Tests,
};

type Turnstile = LogicModel<u32, &'static str>;

/// A turnstile made of wood.
#[derive(Default)]
struct Wooden {
    is_open: bool,
    coins: u32,
    starts: usize,
    /// It can be pushed only so often.
    strength: Option<u32>,
}

impl Subject<Turnstile> for Wooden {
    fn start(&mut self, _: &Step<Turnstile>) -> Checked {
        (self.is_open, self.coins) = (false, 0);
        self.starts += 1;
        Ok(())
    }

    fn act(&mut self, step: &Step<Turnstile>) -> Checked {
        match step.cue.name.as_str() {
            "coin" if self.coins == 1 => self.is_open = true,
            "coin" => self.coins += 1,
            "push" if self.strength == Some(0) => return Err("it broke".into()),
            "push" => (self.is_open, self.coins) = (false, 0),
            other => return Err(format!("what is `{other}`?").into()),
        }
        Ok(())
    }

    fn check(&mut self, node: &Node<Snapshot<u32>>) -> Checked {
        match (
            self.is_open == node.is_active("open"),
            self.coins == node.state.context,
        ) {
            (true, true) => Ok(()),
            (false, _) => Err("it is as open as it should not be".into()),
            (_, false) => Err(format!("{} coins", self.coins).into()),
        }
    }
}

#[test]
fn who_does_the_same_passes() {
    let graph = turnstile().explore();
    let mut subject = Wooden::default();
    let coverage = Tests::covering(&graph).run(&mut subject).unwrap();
    assert_eq!((coverage.ratio(), subject.starts), (1.0, 1));
    let coverage = Tests::shortest(&graph).run(&mut subject).unwrap();
    assert!(coverage.ratio() < 1.0);
    assert_eq!(
        coverage.to_string(),
        "turnstile: 2 of 2 states, 2 of 3 transitions\n  not taken: `open`, on push to locked"
    );
    let simple = Tests::simple(&graph, 100);
    assert_eq!(simple.paths().len(), 1);
    simple.run(&mut subject).unwrap();
}

#[test]
fn a_failure_names_the_path_and_where_it_failed() {
    let graph = turnstile().explore();
    let mut weak = Wooden {
        strength: Some(0),
        ..Wooden::default()
    };
    let tests = Tests::covering(&graph).rust_test(RustTest::new().model("turnstile()"));
    let failure = tests.run(&mut weak).unwrap_err();
    assert_eq!((failure.at, failure.phase), (3, Phase::Act));
    assert_eq!(
        failure.to_string(),
        "`push` can't be done: it broke\n  \
         start -> locked\n  \
         coin -> locked\n  \
         coin -> open\n\
         > push -> locked\n\n\
         To go the path again:\n\n\
         #[test]\n\
         fn coin_coin_push_leads_to_locked() {\n    \
             let path = Path::replay(\n        \
                 &turnstile(),\n        \
                 &[\n            \
                     Cue::start(),\n            \
                     Cue::event(\"coin\"),\n            \
                     Cue::event(\"coin\"),\n            \
                     Cue::event(\"push\"),\n        \
                 ],\n    \
             );\n    \
             let path = path.unwrap_or_else(|error| panic!(\"{error}\"));\n    \
             assert_eq!(path.active(), [\"locked\"]);\n\
         }\n"
    );
}

/// It never opens.
struct Stuck;

impl Subject<Turnstile> for Stuck {
    fn start(&mut self, _: &Step<Turnstile>) -> Checked {
        Ok(())
    }

    fn act(&mut self, _: &Step<Turnstile>) -> Checked {
        Ok(())
    }

    fn check(&mut self, node: &Node<Snapshot<u32>>) -> Checked {
        match node.is_active("open") {
            true => Err("it is closed".into()),
            false => Ok(()),
        }
    }
}

#[test]
fn what_it_leads_to_may_be_wrong() {
    let graph = turnstile().explore();
    let failure = Tests::shortest(&graph).run(&mut Stuck).unwrap_err();
    assert_eq!((failure.at, failure.phase), (2, Phase::Check));
    let first = failure.to_string();
    let first = first.lines().next().unwrap();
    assert_eq!(
        first,
        "`coin` does not lead to what it should: it is closed"
    );
}

/// One that always has to be asked twice.
struct Slow(Wooden);

async fn wait() {
    let mut is_second = false;
    poll_fn(|cx| match std::mem::replace(&mut is_second, true) {
        true => Poll::Ready(()),
        false => {
            cx.waker().wake_by_ref();
            Poll::Pending
        }
    })
    .await;
}

impl AsyncSubject<Turnstile> for Slow {
    async fn start(&mut self, first: &Step<Turnstile>) -> Checked {
        wait().await;
        self.0.start(first)
    }

    async fn act(&mut self, step: &Step<Turnstile>) -> Checked {
        wait().await;
        self.0.act(step)
    }

    async fn check(&mut self, node: &Node<Snapshot<u32>>) -> Checked {
        wait().await;
        self.0.check(node)
    }
}

/// Counts how often it is woken.
struct Counting(AtomicUsize);

impl Wake for Counting {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn a_subject_may_take_its_time() {
    let graph = turnstile().explore();
    let tests = Tests::covering(&graph);
    let mut slow = Slow(Wooden::default());
    let counting = Arc::new(Counting(AtomicUsize::new(0)));
    let waker = Waker::from(Arc::clone(&counting));
    let mut cx = Context::from_waker(&waker);
    let mut run = pin!(tests.run_async(&mut slow));
    let coverage = loop {
        if let Poll::Ready(done) = run.as_mut().poll(&mut cx) {
            break done.unwrap();
        }
    };
    assert_eq!(coverage.ratio(), 1.0);
    assert_eq!(counting.0.load(Ordering::Relaxed), 8, "twice for each step");
}

#[test]
fn coverages_add_up() {
    let graph = turnstile().explore();
    let paths = graph.shortest();
    let mut one = leptos_state_model::Coverage::of(graph.form(), &paths[..2]);
    let other = leptos_state_model::Coverage::of(graph.form(), &graph.covering());
    assert_eq!(
        one.missing_states().into_iter().collect::<Vec<_>>(),
        ["open"]
    );
    one.merge(&other);
    assert_eq!(one, other);
    let text = serde_json::to_string(&one).unwrap();
    assert_eq!(
        serde_json::from_str::<leptos_state_model::Coverage>(&text).unwrap(),
        one
    );
}
