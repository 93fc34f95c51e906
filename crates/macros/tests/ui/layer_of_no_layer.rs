use leptos_state_core::Store;

fn put_around<L: Send + Sync + 'static>(layer: L) {
    let _ = Store::new(0_i32).layer(layer);
}

fn main() {
    put_around(());
}
