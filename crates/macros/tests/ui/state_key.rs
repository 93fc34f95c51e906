use leptos_state_macros::State;

#[derive(Clone, State)]
pub struct Row {
    pub id: u64,
    hidden: Hidden,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Hidden(u64);

#[derive(Clone, State)]
struct NoSuchField {
    #[state(key = uuid)]
    rows: Vec<Row>,
}

#[derive(Clone, State)]
struct HiddenFieldWithItsType {
    #[state(key: Hidden = hidden)]
    rows: Vec<Row>,
}

#[derive(Clone, State)]
struct NoList {
    #[state(key = id)]
    row: Row,
}

fn main() {}
