//! The program `leptos-state`.

use std::process::ExitCode;

fn main() -> ExitCode {
    leptos_state_cli::main()
}
