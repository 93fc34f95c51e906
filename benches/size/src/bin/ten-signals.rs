//! Ten values of different types as signals of Leptos: what `ten` is compared with.

use leptos::prelude::*;

#[component]
fn App() -> impl IntoView {
    let title = RwSignal::new(String::new());
    let author = RwSignal::new(None::<String>);
    let tags = RwSignal::new(Vec::<String>::new());
    let shelf = RwSignal::new('A');
    let lent = RwSignal::new(false);
    let year = RwSignal::new(0_i32);
    let pages = RwSignal::new(0_u16);
    let copies = RwSignal::new(0_u32);
    let reads = RwSignal::new(0_u64);
    let rating = RwSignal::new(0_f64);
    view! {
        <button on:click=move |_| title.set("Emma".to_owned())>{title}</button>
        <button on:click=move |_| author.set(Some("Austen".to_owned()))>{author}</button>
        <button on:click=move |_| tags.update(|tags| tags.push("novel".to_owned()))>{tags}</button>
        <button on:click=move |_| shelf.set('B')>{shelf}</button>
        <button on:click=move |_| lent.update(|lent| *lent = !*lent)>{lent}</button>
        <button on:click=move |_| year.set(1815)>{year}</button>
        <button on:click=move |_| pages.set(474)>{pages}</button>
        <button on:click=move |_| copies.update(|copies| *copies += 1)>{copies}</button>
        <button on:click=move |_| reads.update(|reads| *reads += 1)>{reads}</button>
        <button on:click=move |_| rating.update(|rating| *rating = (*rating + 4.5) / 2.0)>{rating}</button>
    }
}

fn main() {
    mount_to_body(App);
}
