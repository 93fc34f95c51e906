//! Ten fields of different types in a store, each with an action that changes it and a place in the view.

use leptos::prelude::*;
use leptos_state::prelude::*;

#[derive(Clone, Default, State)]
struct Book {
    title: String,
    author: Option<String>,
    tags: Vec<String>,
    shelf: char,
    lent: bool,
    year: i32,
    pages: u16,
    copies: u32,
    reads: u64,
    rating: f64,
}

#[actions]
impl Book {
    pub fn rename(&mut self, title: String) {
        self.title = title;
    }

    pub fn credit(&mut self, author: Option<String>) {
        self.author = author;
    }

    pub fn tag(&mut self, tag: String) {
        self.tags.push(tag);
    }

    pub fn move_to(&mut self, shelf: char) {
        self.shelf = shelf;
    }

    pub fn lend_or_return(&mut self) {
        self.lent = !self.lent;
    }

    pub fn date(&mut self, year: i32) {
        self.year = year;
    }

    pub fn count_pages(&mut self, pages: u16) {
        self.pages = pages;
    }

    pub fn buy(&mut self) {
        self.copies += 1;
    }

    pub fn finish(&mut self) {
        self.reads += 1;
    }

    pub fn rate(&mut self, rating: f64) {
        self.rating = (self.rating + rating) / 2.0;
    }
}

#[component]
fn App() -> impl IntoView {
    let book = Store::new(Book::default());
    view! {
        <button on:click=move |_| book.rename("Emma".to_owned())>{book.title()}</button>
        <button on:click=move |_| book.credit(Some("Austen".to_owned()))>{book.author()}</button>
        <button on:click=move |_| book.tag("novel".to_owned())>{book.tags()}</button>
        <button on:click=move |_| book.move_to('B')>{book.shelf()}</button>
        <button on:click=move |_| book.lend_or_return()>{book.lent()}</button>
        <button on:click=move |_| book.date(1815)>{book.year()}</button>
        <button on:click=move |_| book.count_pages(474)>{book.pages()}</button>
        <button on:click=move |_| book.buy()>{book.copies()}</button>
        <button on:click=move |_| book.finish()>{book.reads()}</button>
        <button on:click=move |_| book.rate(4.5)>{book.rating()}</button>
    }
}

fn main() {
    mount_to_body(App);
}
