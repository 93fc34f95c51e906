//! The book's chapters and the README as documentation, so that `cargo test --doc` compiles and runs their code.

macro_rules! documents {
    ($($name:ident: $file:literal;)*) => {$(
        #[doc = include_str!($file)]
        mod $name {}
    )*};
}

documents! {
    readme: "../README.md";
    introduction: "src/introduction.md";
    first_store: "src/first-store.md";
    actions: "src/actions.md";
    reading: "src/reading.md";
    reading_finely: "src/reading-finely.md";
    derived_values: "src/derived-values.md";
    entities: "src/entities.md";
    forms: "src/forms.md";
    transactions: "src/transactions.md";
    effects: "src/effects.md";
    slices: "src/slices.md";
    services: "src/services.md";
    async_data: "src/async.md";
    sharing_stores: "src/sharing-stores.md";
    server_rendering: "src/server-rendering.md";
    routes: "src/routes.md";
    first_machine: "src/first-machine.md";
    guards_and_actions: "src/guards-and-actions.md";
    hierarchy_and_regions: "src/hierarchy-and-regions.md";
    time_and_work: "src/time-and-work.md";
    machines_in_stores: "src/machines-in-stores.md";
    machines_inside: "src/machines-inside.md";
    scxml: "src/scxml.md";
    xstate: "src/xstate.md";
    actors: "src/actors.md";
    command_line: "src/command-line.md";
    drawing: "src/drawing.md";
    model_tests: "src/model-tests.md";
    model_checking: "src/model-checking.md";
    layers: "src/layers.md";
    layer_from_scratch: "src/layer-from-scratch.md";
    undo: "src/undo.md";
    time_travel: "src/time-travel.md";
    devtools: "src/devtools.md";
    errors_and_reports: "src/errors-and-reports.md";
    serialisation: "src/serialisation.md";
    testing: "src/testing.md";
    best_practices: "src/best-practices.md";
    coming_from_zustand: "src/coming-from/zustand.md";
    coming_from_redux: "src/coming-from/redux.md";
    coming_from_pinia: "src/coming-from/pinia.md";
    coming_from_xstate: "src/coming-from/xstate.md";
    coming_from_leptos_state: "src/coming-from/leptos-state-0.2.md";
    coming_from_leptos_store: "src/coming-from/leptos-store.md";
    coming_from_reactive_stores: "src/coming-from/reactive-stores.md";
    benchmarks: "src/benchmarks.md";
}
