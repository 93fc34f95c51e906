//! Contestant: leptos-state-chart, compiled to WebAssembly. It is the same program, asked by a function.

use contestant_leptos_state_chart::entries;
use wasm_bindgen::prelude::*;

/// A case that is set up.
#[wasm_bindgen]
pub struct Case(harness::Case);

#[wasm_bindgen]
impl Case {
    /// Sets up the case of this name, if there is one.
    pub fn start(contestant: &str, case: &str) -> Option<Case> {
        harness::start(&entries(), contestant, case).map(Self)
    }

    /// Performs so many operations, and says in JSON what they took.
    pub fn batch(&mut self, iterations: u32) -> Result<String, JsError> {
        let batch = harness::batch(&mut self.0, u64::from(iterations), None);
        Ok(serde_json::to_string(&batch)?)
    }
}
