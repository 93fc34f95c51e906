use leptos_state_core::Store;

fn main() {
    let store = Store::new(0_i32);
    let _ = store.subscribe(());
    let _ = store.subscribe(None);
    let _ = store.subscribe("listener");
}
