//! The environment where Leptos runs, outside the browser: time, identifiers, effects, timers.

use std::time::Duration;

use leptos_state::prelude::*;
use leptos_state::{leptos_environment, ArcStore, Cx};

#[derive(Clone, Default, State)]
struct Job {
    ids: Vec<Id>,
    started: u64,
    done: bool,
}

#[actions]
impl Job {
    fn start(&mut self, cx: &mut Cx<Self>) {
        self.ids = vec![cx.id(), cx.id()];
        self.started = cx.now().as_millis();
        cx.effect("work", |job| async move { job.finish() });
    }

    fn finish(&mut self) {
        self.done = true;
    }

    fn refuse(&mut self) -> Result<(), String> {
        Err("reported on standard error".to_owned())
    }
}

#[tokio::test(flavor = "current_thread")]
async fn time_identifiers_effects_and_timers_are_real() {
    any_spawner::Executor::init_tokio().expect("no executor was set before");
    let local = tokio::task::LocalSet::new();
    local
        .run_until(async {
            let job = ArcStore::in_environment(Job::default(), leptos_environment());
            let (send, done) = tokio::sync::oneshot::channel();
            let send = std::sync::Mutex::new(Some(send));
            let _watcher = job.done().watch(move |_| {
                if let Some(send) = send.lock().unwrap().take() {
                    send.send(()).expect("the test waits");
                }
            });
            job.start();
            job.refuse();
            done.await.expect("the effect comes to its end");
            let job_state = job.snapshot();
            assert!(job_state.ids[0] != job_state.ids[1]);
            assert!(
                job_state.started > 1_700_000_000_000,
                "after the autumn of 2023"
            );

            let (send, ran) = tokio::sync::oneshot::channel();
            let cancelled = job
                .environment()
                .after(Duration::ZERO, || unreachable!("it was cancelled"));
            drop(cancelled);
            let timer = job.environment().after(Duration::from_millis(1), move || {
                send.send(()).expect("the test waits")
            });
            ran.await.expect("the timer runs out");
            drop(timer);
        })
        .await;
}
