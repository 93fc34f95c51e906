//! Finds out whether a program is to be small or fast.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(one_kernel)");
    let is = |name: &str, values: &[&str]| {
        env::var(name).is_ok_and(|value| values.contains(&value.as_str()))
    };
    // Programs that are loaded over a network share one kernel among all their charts, unless speed is what they are optimized for.
    if is("CARGO_CFG_TARGET_FAMILY", &["wasm"]) && !is("OPT_LEVEL", &["2", "3"]) {
        println!("cargo::rustc-cfg=one_kernel");
    }
}
