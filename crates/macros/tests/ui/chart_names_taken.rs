use leptos_state_macros::chart;

chart! {
    Lamp;
    events { Switch }
    State { on Switch => Event; }
    Event { Data; on Switch => Held; }
    Held { on Switch => Self_; }
    Self_;
}

chart! {
    kettle;
    Cold;
}

struct Lamp;
#[allow(non_camel_case_types)]
struct kettle;

fn main() {}
