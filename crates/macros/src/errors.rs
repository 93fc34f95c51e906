//! What a macro writes where something is wrong.

use proc_macro::TokenStream;
use proc_macro2::TokenStream as TokenStream2;

/// The output, or the errors as `compile_error!`s.
pub(crate) fn or_report(result: syn::Result<TokenStream2>) -> TokenStream {
    result
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}
