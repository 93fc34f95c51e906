//! The names of functions in a program, and which crate each belongs to.

/// Crates that say little about whose code handles a type: what the type holds says more.
const STANDARD: [&str; 3] = ["alloc", "core", "std"];

/// Stands for the program's own crate, whose name differs from program to program.
const PROGRAM: &str = "program";

/// What a part of a program belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Symbol {
    /// The crate, or what it is if it is of no crate.
    pub owner: String,
    /// The function, without what sets its copies for different types apart.
    pub family: String,
}

impl Symbol {
    fn new(owner: impl Into<String>, family: impl Into<String>) -> Self {
        Self {
            owner: owner.into(),
            family: family.into(),
        }
    }

    /// What a name stands for; nothing if it stands for the names themselves. `own` is the program's own crate.
    pub fn of(name: &str, own: &str) -> Option<Self> {
        if name.ends_with("subsection") {
            return None;
        }
        if name.starts_with("data segment") {
            return Some(Self::new("constants", "texts and tables"));
        }
        if name.starts_with("import ") || name.starts_with("export ") {
            return Some(Self::new("imports and exports", "all of them"));
        }
        let name = with_program(&plain(name), own);
        let heads: Vec<&str> = heads(&name).into_iter().map(|(_, head)| head).collect();
        if name.starts_with("core::ptr::drop_in_place<") {
            let of_others = heads.iter().find(|head| !STANDARD.contains(head));
            return Some(Self::new(*of_others.unwrap_or(&"core"), "drop_in_place"));
        }
        Some(match heads.first() {
            Some(head) => Self::new(*head, name.clone()),
            // A method of a type that needs no path, such as `<char>::escape_debug`.
            None if name.starts_with('<') => Self::new("core", name),
            None if name.contains('[') => Self::new("tables and headers", "all of them"),
            None => Self::new("no crate", name),
        })
    }
}

/// A name without hashes, the numbers of copies, and the closures inside a function.
fn plain(mut name: &str) -> String {
    // `::h0c731fbfd60e7525` and `.2785` at the end.
    while let Some((before, last)) = name.rsplit_once(['.', ':']) {
        let is_hash = last.len() == 17 && last.starts_with('h') && is_hexadecimal(&last[1..]);
        let is_number = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
        if !is_hash && !is_number {
            break;
        }
        name = before.trim_end_matches(':');
    }
    // Names have one of two forms, by the release of Rust that the crate was compiled with.
    let name = name
        .replace("::{{closure}}", "")
        .replace("{{vtable.shim}}", "");
    let name = without(&name, "::{closure#", '}', |_| true);
    without(&name, "[", ']', |inside| {
        inside.len() >= 8 && is_hexadecimal(inside)
    })
}

/// The text without the parts from `open` to `close` that `is_meant` takes for superfluous.
fn without(text: &str, open: &str, close: char, is_meant: impl Fn(&str) -> bool) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(open) {
        kept.push_str(before);
        match after.split_once(close) {
            Some((inside, after)) if is_meant(inside) => rest = after,
            _ => {
                kept.push_str(open);
                rest = after;
            }
        }
    }
    kept + rest
}

/// The name with the program's own crate called the same in every program.
fn with_program(name: &str, own: &str) -> String {
    let mut text = String::new();
    let mut end = 0;
    for (start, head) in heads(name) {
        if head == own {
            text.push_str(&name[end..start]);
            text.push_str(PROGRAM);
            end = start + head.len();
        }
    }
    text.push_str(&name[end..]);
    text
}

/// The first parts of the paths in a name, and where they are.
fn heads(name: &str) -> Vec<(usize, &str)> {
    let mut heads = Vec::new();
    let mut start = 0;
    for (end, separator) in name.match_indices(|c: char| !c.is_alphanumeric() && c != '_') {
        let word = &name[start..end];
        let is_head = name[end..].starts_with("::") && !name[..start].ends_with("::");
        if is_head && !word.is_empty() {
            heads.push((start, word));
        }
        start = end + separator.len();
    }
    heads
}

fn is_hexadecimal(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn symbol(name: &str) -> (String, String) {
        let symbol = Symbol::of(name, "store").unwrap();
        (symbol.owner, symbol.family)
    }

    fn is(owner: &str, family: &str) -> (String, String) {
        (owner.to_owned(), family.to_owned())
    }

    #[test]
    fn a_function_belongs_to_the_crate_its_path_begins_with() {
        assert_eq!(
            symbol("leptos_state_core::pipeline::Inner<S>::run::h0c731fbfd60e7525"),
            is(
                "leptos_state_core",
                "leptos_state_core::pipeline::Inner<S>::run"
            )
        );
        assert_eq!(
            symbol("<alloc[e24a27700634d609]::string::String as core[c5930c85a12de822]::fmt::Write>::write_char.2785"),
            is("alloc", "<alloc::string::String as core::fmt::Write>::write_char")
        );
        assert_eq!(
            symbol("<char>::escape_debug_ext"),
            is("core", "<char>::escape_debug_ext")
        );
        assert_eq!(symbol("memcpy"), is("no crate", "memcpy"));
    }

    #[test]
    fn closures_count_for_the_function_they_are_in() {
        assert_eq!(
            symbol(
                "js_sys::futures::future_to_promise::{{closure}}::{{closure}}::h51ec54f77d6e7a69"
            ),
            is("js_sys", "js_sys::futures::future_to_promise")
        );
        assert_eq!(symbol("a::b::{closure#0}"), is("a", "a::b"));
    }

    #[test]
    fn dropping_counts_for_the_crate_whose_type_is_dropped() {
        assert_eq!(
            symbol("core::ptr::drop_in_place<alloc::sync::Arc<leptos_state_core::watch::Entry<store::Counter>>>::h9"),
            is("leptos_state_core", "drop_in_place")
        );
        assert_eq!(
            symbol("core::ptr::drop_in_place<alloc::sync::Arc<store::Counter>>"),
            is("program", "drop_in_place")
        );
        assert_eq!(
            symbol("core::ptr::drop_in_place<alloc::string::String>"),
            is("core", "drop_in_place")
        );
    }

    #[test]
    fn the_crate_of_the_program_has_the_same_name_in_each_and_modules_keep_theirs() {
        assert_eq!(symbol("store::main"), is("program", "program::main"));
        assert_eq!(
            symbol("leptos_state::store::Store<S,M>::try_kept"),
            is("leptos_state", "leptos_state::store::Store<S,M>::try_kept")
        );
    }

    #[test]
    fn what_is_no_function_is_told_apart() {
        assert_eq!(symbol("data segment \".rodata.1\"").0, "constants");
        assert_eq!(
            symbol("import ./store_bg.js::__wbg_new_3c").0,
            "imports and exports"
        );
        assert_eq!(symbol("code[473]").0, "tables and headers");
        assert_eq!(Symbol::of("\"function names\" subsection", "store"), None);
    }
}
