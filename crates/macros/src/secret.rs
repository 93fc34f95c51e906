//! The code that finds and clears what is secret in a value whose type is written down somewhere.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Type, TypePath};

use crate::state;

/// What brings the methods into scope.
pub(crate) fn traits(core: &TokenStream) -> TokenStream {
    quote! {
        #[allow(unused_imports)]
        use #core::__private::{LookAtLeaf as _, LookInside as _, LookIntoState as _};
    }
}

/// Whether something in values of a type may be secret. What was looked at before is `looked`.
pub(crate) fn found(core: &TokenStream, ty: &Type) -> TokenStream {
    quote_spanned!(ty.span()=> (&&&#core::__private::Look::<#ty>::NEW).has_secrets(looked))
}

/// Clears what is secret in the value at `place`.
pub(crate) fn look(core: &TokenStream, ty: &Type, place: &TokenStream) -> TokenStream {
    quote_spanned!(ty.span()=> (&&&#core::__private::Look::<#ty>::NEW).redact(#place);)
}

/// Clears the value at `place`, which is secret.
pub(crate) fn clear(core: &TokenStream, ty: &Type, place: &TokenStream) -> TokenStream {
    quote_spanned!(ty.span()=> <#ty as #core::__private::Secret>::clear(#place);)
}

/// Whether a type is one in which nothing can be secret.
pub(crate) fn is_plain(ty: &Type) -> bool {
    let is_float = |path: &TypePath| path.path.is_ident("f32") || path.path.is_ident("f64");
    state::is_plain(ty) || matches!(ty, Type::Path(path) if is_float(path))
}
