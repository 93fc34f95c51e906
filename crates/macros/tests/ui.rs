//! Every misuse of the macros is an error at the place where it is, which says what to do.

#[test]
fn misuse_is_a_compile_error() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*.rs");
}

#[test]
fn what_macros_write_passes_the_lints_of_users() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/accepted/*.rs");
}
