//! A program without a page, whose stores are shown in the application of the Redux DevTools.
//!
//! ```sh
//! npx @redux-devtools/cli --port=8000
//! cargo run -p leptos-state-devtools --features remote --example remote -- localhost:8000
//! ```
//!
//! Each line that it reads is an action of its list as it is stored, `{"add":{"title":"milk"}}` or `"clear"`. For each change of the list
//! and of the door it prints what has become of it, whoever made the change.

use std::error::Error;
use std::io::{self, BufRead};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use leptos_state_chart::Running;
use leptos_state_core::{
    Clock, Environment, Report, Reporter, Store, Subscription, Timer, Timestamp,
};
use leptos_state_devtools::remote::Remote;
use leptos_state_devtools::{call_stack, DevTools, Recordable};
use leptos_state_macros::{actions, chart, State};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Todos {
    titles: Vec<String>,
}

#[actions]
impl Todos {
    pub fn add(&mut self, title: String) {
        self.titles.push(title);
    }

    pub fn clear(&mut self) {
        self.titles.clear();
    }
}

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Visits {
    last: Option<String>,
}

chart! {
    /// A door that knows who came last.
    Door { context: Visits, serde }
    events { Open(String), Close }
    initial Closed;
    Closed { on Open(visitor) / welcome(visitor) => Opened; }
    Opened { on Close => Closed; }
}

#[derive(Default)]
struct Door;

impl door::Logic for Door {
    fn welcome(&self, visits: &mut Visits, visitor: &String, _: &mut door::Cx<'_>) {
        visits.last = Some(visitor.clone());
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1);
    let remote = Remote::connect(address.as_deref().unwrap_or("localhost:8000"))?;
    let environment = Environment::default().clock(System).reporter(Console);
    let todos = Store::in_environment(Todos::default(), environment.clone()).layer(
        DevTools::named("todos")
            .trace(call_stack)
            .via(remote.transport()),
    );
    let door = Store::in_environment(Running::new(Door, Visits::default()), environment)
        .layer(DevTools::named("door").via(remote.transport()));
    let _printing = (printed("todos", &todos), printed("door", &door));
    for line in io::stdin().lock().lines() {
        match serde_json::from_str::<TodosAction>(&line?) {
            Ok(action) => todos.dispatch(action),
            Err(error) => eprintln!("{error}"),
        }
    }
    Ok(())
}

/// Prints what each change leads to.
fn printed<S: Recordable>(name: &'static str, store: &Store<S>) -> Subscription {
    store.subscribe(
        move |commit| match serde_json::to_string(&**commit.state()) {
            Ok(state) => println!("{name} {state}"),
            Err(error) => eprintln!("{name} {error}"),
        },
    )
}

/// The system's time. Nothing here waits for it.
struct System;

impl Clock for System {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let millis = since.map_or(0, |since| since.as_millis());
        Timestamp::from_millis(u64::try_from(millis).unwrap_or(u64::MAX))
    }

    fn after(&self, _: Duration, _: Box<dyn FnOnce() + Send>) -> Timer {
        Timer::new(|| ())
    }
}

/// Prints what goes wrong.
struct Console;

impl Reporter for Console {
    fn report(&self, report: &Report<'_>) {
        eprintln!("{report}");
    }
}
