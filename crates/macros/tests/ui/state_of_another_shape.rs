use leptos_state_core::{Change, Store};
use leptos_state_macros::State;

#[derive(Clone, State)]
struct Shape {
    foo: i32,
    baz: i32,
}

#[derive(Clone, State)]
struct Other {
    bar: i32,
}

fn main() {
    let shape: Store<Shape> = Store::new(Other { bar: 2 });
    let _ = shape.submit(Change::restore(Other { bar: 2 }));
    let _ = Store::<Shape>::new(1);
    shape.update(|shape| shape.bar = 2);
    shape.bar().set(2);
}
