use leptos_state_macros::chart;

chart! {
    Lamp;
    On {
        always / burn;
        invoke glow;
        invoke glow;
        Bright;
    }
}

chart! {
    Kettle;
}

struct Lamp;
struct Kettle;

fn main() {}
