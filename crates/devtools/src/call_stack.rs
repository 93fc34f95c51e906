//! Where a change comes from.

/// The calls that led here, in the form of JavaScript's errors, which the Redux DevTools show in their tab `Trace`: for
/// [`DevTools::trace`](crate::DevTools::trace).
///
/// What is called inside of this library and of the standard library is left out. Outside of a browser, files and lines are there as far
/// as the program has debugging information, and to find them takes milliseconds; so it is for development.
///
/// # Examples
///
/// ```
/// use leptos_state_core::Store;
/// use leptos_state_devtools::{call_stack, DevTools, Recorder};
/// # use leptos_state_macros::{actions, State};
/// # use serde::{Deserialize, Serialize};
/// # #[derive(Clone, Debug, Default, State, Serialize, Deserialize)]
/// # struct Counter { value: i32 }
/// # #[actions]
/// # impl Counter {
/// #     pub fn add(&mut self, by: i32) { self.value += by; }
/// # }
/// let counter = Store::new(Counter::default()).layer(DevTools::named("counter").trace(call_stack));
/// counter.add(1);
/// assert!(Recorder::of(&counter).entries()[0].trace().is_some());
/// ```
#[cfg(not(target_arch = "wasm32"))]
pub fn call_stack() -> String {
    as_of_an_error(&std::backtrace::Backtrace::force_capture().to_string())
}

/// The calls that led here, in the form of JavaScript's errors, which the Redux DevTools show in their tab `Trace`: for
/// [`DevTools::trace`](crate::DevTools::trace).
#[cfg(all(feature = "extension", target_arch = "wasm32"))]
pub fn call_stack() -> String {
    let error = js_sys::Error::new("");
    let stack = js_sys::Reflect::get(&error, &"stack".into()).ok();
    stack
        .and_then(|stack| stack.as_string())
        .unwrap_or_default()
}

/// A backtrace of Rust's in the form of JavaScript's.
#[cfg(not(target_arch = "wasm32"))]
fn as_of_an_error(backtrace: &str) -> String {
    let mut stack = "Error".to_owned();
    let mut lines = backtrace.lines().map(str::trim).peekable();
    while let Some(line) = lines.next() {
        let Some((_, name)) = line.split_once(": ") else {
            continue;
        };
        let place = lines.next_if(|line| line.starts_with("at "));
        let place = place.and_then(|place| place.strip_prefix("at "));
        // Where the standard library's sources were when it was compiled.
        if is_inside(name) || place.is_some_and(|place| place.starts_with("/rustc/")) {
            continue;
        }
        stack.push_str("\n    at ");
        stack.push_str(name);
        if let Some(place) = place {
            stack.push_str(&format!(" ({place})"));
        }
    }
    stack
}

/// Whether a function is of this library or of the standard library.
#[cfg(not(target_arch = "wasm32"))]
fn is_inside(name: &str) -> bool {
    const INSIDE: [&str; 8] = [
        "std::",
        "core::",
        "alloc::",
        "leptos_state_core::",
        "leptos_state_chart::",
        "leptos_state_devtools::",
        "__",
        "_start",
    ];
    let name = name.trim_start_matches(['<', '&']);
    INSIDE.iter().any(|inside| name.starts_with(inside))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::as_of_an_error;

    #[test]
    fn calls_of_the_program_are_shown_with_their_places() {
        let backtrace = "   0: std::backtrace::Backtrace::create
             at /rustc/1/library/std/src/backtrace.rs:1:2
   1: leptos_state_devtools::call_stack::call_stack
   2: <leptos_state_core::store::Store<S> as core::ops::Deref>::deref
             at ./crates/core/src/store.rs:3:4
   3: shop::buy::{{closure}}
             at ./src/main.rs:5:6
   4: shop::main
   5: <F as core::ops::function::FnOnce>::call_once
             at /rustc/1/library/core/src/ops/function.rs:7:8
   6: __libc_start_main
   7: _start
";
        assert_eq!(
            as_of_an_error(backtrace),
            "Error
    at shop::buy::{{closure}} (./src/main.rs:5:6)
    at shop::main"
        );
        assert_eq!(as_of_an_error("disabled backtrace"), "Error");
    }
}
