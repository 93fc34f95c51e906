//! A transport that keeps what it is told.

#![allow(dead_code, reason = "each test file uses its own part of this")]

use std::sync::{Arc, Mutex, OnceLock};

use leptos_state_devtools::transport::{Command, Controls, Instance, Told, Transport};
use serde_json::{json, Value};

/// Clones are the same screen.
#[derive(Clone, Default)]
pub struct Screen(Arc<Seen>);

#[derive(Default)]
struct Seen {
    told: Mutex<Vec<Value>>,
    connected: OnceLock<(Instance, Arc<dyn Controls>)>,
}

impl Screen {
    /// What was told since it was asked last.
    pub fn take(&self) -> Vec<Value> {
        std::mem::take(&mut self.0.told.lock().unwrap())
    }

    pub fn controls(&self) -> &dyn Controls {
        &*self.0.connected.get().unwrap().1
    }

    pub fn instance(&self) -> &Instance {
        &self.0.connected.get().unwrap().0
    }

    /// Asks for something and returns what is told then.
    pub fn ask(&self, command: Command) -> Vec<Value> {
        self.controls().command(command);
        self.take()
    }
}

impl Transport for Screen {
    fn connect(&self, instance: &Instance, controls: Arc<dyn Controls>) {
        let _ = self.0.connected.set((instance.clone(), controls));
    }

    fn tell(&self, told: Told<'_>) {
        let told = match told {
            Told::Entry(entry) => json!({
                "id": entry.id().get(),
                "name": entry.name(),
                "at": entry.at().as_millis(),
                "trace": entry.trace(),
                "problem": entry.problem(),
                "action": entry.action().unwrap(),
                "state": entry.state().unwrap(),
                "next": entry.next_id().get(),
            }),
            Told::Lifted(lifted) => json!({
                "lifted": lifted.lifted().unwrap(),
                "committed": lifted.committed().unwrap(),
                "present": lifted.present().unwrap(),
            }),
            Told::Error(error) => json!({ "error": error }),
            _ => return,
        };
        self.0.told.lock().unwrap().push(told);
    }
}
