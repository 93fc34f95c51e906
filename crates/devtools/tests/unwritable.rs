//! What JSON can't have is recorded all the same, and said when it is to be written.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use leptos_state_core::Store;
use leptos_state_devtools::transport::{Command, Controls, Instance, Told, Transport};
use leptos_state_devtools::{DevTools, EntryId, Recorder};
use leptos_state_macros::{actions, State};
use serde::{Deserialize, Serialize};

type Cells = BTreeMap<(u8, u8), u8>;

/// A state with a map whose keys are no texts, which can't be compared either.
#[derive(Clone, Default, State, Serialize, Deserialize)]
struct Grid {
    #[state(skip)]
    cells: Cells,
}

#[actions]
impl Grid {
    fn put(&mut self, at: (u8, u8), value: u8) {
        self.cells.insert(at, value);
    }

    fn put_all(&mut self, cells: Cells) {
        self.cells = cells;
    }
}

/// Writes down what it is told, and why that can't be shown.
#[derive(Clone, Default)]
struct Screen(Arc<Mutex<Vec<String>>>);

impl Transport for Screen {
    fn connect(&self, _: &Instance, controls: Arc<dyn Controls>) {
        controls.command(Command::Start);
    }

    fn tell(&self, told: Told<'_>) {
        let why = match told {
            Told::Entry(entry) => [entry.action().err(), entry.state().err()],
            Told::Lifted(lifted) => [lifted.lifted().err(), lifted.present().err()],
            _ => return,
        };
        let why = why.into_iter().flatten().map(|why| why.to_string());
        let line = format!("{told:?}: {}", why.collect::<Vec<_>>().join("; "));
        self.0.lock().unwrap().push(line);
    }
}

#[test]
fn it_is_recorded_and_said_to_be_unwritable() {
    let screen = Screen::default();
    let store = Store::new(Grid::default()).layer(DevTools::named("grid").via(screen.clone()));
    store.put((1, 2), 3);
    store.put_all(Cells::from([((7, 7), 7)]));
    let recording = Recorder::of(&store);
    recording.toggle(EntryId::new(2));
    assert_eq!(store.snapshot().cells, Cells::from([((1, 2), 3)]));
    let told = std::mem::take(&mut *screen.0.lock().unwrap());
    let state = "`Grid` can't be written: key must be a string";
    let action = "`put_all` can't be written: key must be a string";
    assert_eq!(
        told,
        [
            "Lifted(Lifted): ".to_owned(),
            format!("Entry(1 put): {state}"),
            format!("Entry(2 put_all): {action}; {state}"),
            format!("Lifted(Lifted): {state}; {state}"),
        ]
    );
    let session = recording.session().unwrap();
    assert_eq!(
        session.write().unwrap_err().to_string(),
        "key must be a string"
    );
    assert!(session.to_test("it").is_err());
    // It is done again all the same; it can only not be compared.
    assert!(session.replay().differences().is_empty());
    assert_eq!(
        recording
            .diff(EntryId::new(1))
            .unwrap()
            .to_string()
            .lines()
            .count(),
        1
    );
    recording.jump_to(EntryId::new(1));
    assert_eq!(store.snapshot().cells.len(), 1);
}
