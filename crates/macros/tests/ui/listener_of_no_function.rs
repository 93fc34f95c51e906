use leptos_state_core::Store;

fn main() {
    let store = Store::new(0_i32);
    let _ = store.subscribe(|| {});
    let _ = store.watch_selected(|n| *n, |_: &i32, _: &i32| {});
}
