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
    entities: "src/entities.md";
    forms: "src/forms.md";
    transactions: "src/transactions.md";
    effects: "src/effects.md";
    sharing_stores: "src/sharing-stores.md";
    layers: "src/layers.md";
    layer_from_scratch: "src/layer-from-scratch.md";
    errors_and_reports: "src/errors-and-reports.md";
    testing: "src/testing.md";
    benchmarks: "src/benchmarks.md";
}
