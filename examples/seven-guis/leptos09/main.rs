//! The page with Leptos 0.9.

// The types of views are nested deeply, and deeper where the compiler measures what tests run.
#![recursion_limit = "256"]

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(seven_guis_leptos09::App);
}
