use leptos_state_macros::State;

#[derive(Clone, State)]
struct Row {
    id: u64,
}

#[derive(Clone, State)]
struct NoType {
    #[state(key = |row| row.id)]
    rows: Vec<Row>,
}

#[derive(Clone, State)]
struct NoField {
    #[state(key = "id")]
    rows: Vec<Row>,
}

#[derive(Clone, State)]
struct Nothing {
    #[state(key)]
    rows: Vec<Row>,
}

fn main() {}
