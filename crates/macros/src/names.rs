//! Names: those that generated code refers to, and those that a user can't take.

pub(crate) use leptos_state_syntax::{plain, snake_case, spanned};
use proc_macro2::{Ident, Span, TokenStream};
use proc_macro_crate::{crate_name, FoundCrate};
use quote::{format_ident, quote};

/// A package of ours and the name of its library.
type Library = (&'static str, &'static str);

/// The path of `leptos-state-core` in the user's crate.
pub(crate) fn core() -> syn::Result<TokenStream> {
    library(("leptos-state-core", "leptos_state_core"), "__core")
}

/// The path of `leptos-state-chart` in the user's crate.
pub(crate) fn chart() -> syn::Result<TokenStream> {
    library(("leptos-state-chart", "leptos_state_chart"), "__chart")
}

/// The path of a library, which an adapter has as `inside`.
fn library(library: Library, inside: &str) -> syn::Result<TokenStream> {
    const ADAPTERS: [Library; 2] = [
        ("leptos-state", "leptos_state"),
        ("leptos-state-leptos09", "leptos_state"),
    ];
    if let Some(adapter) = ADAPTERS.into_iter().find_map(in_user_crate) {
        let inside = format_ident!("{inside}");
        return Ok(quote!(#adapter::#inside));
    }
    in_user_crate(library).ok_or_else(|| {
        let message = "this needs the crate `leptos-state`: run `cargo add leptos-state`";
        syn::Error::new(Span::call_site(), message)
    })
}

/// The path of a library in the user's crate, if that depends on its package.
fn in_user_crate((package, library): Library) -> Option<TokenStream> {
    let name = match crate_name(package).ok()? {
        // The package's own tests and examples see the library under its name.
        FoundCrate::Itself => library.to_owned(),
        // What was not renamed is found by the package's name, and is there by the library's.
        FoundCrate::Name(name) if name == package.replace('-', "_") => library.to_owned(),
        FoundCrate::Name(name) => name,
    };
    let name = format_ident!("{name}");
    Some(quote!(::#name))
}

/// The trait whose object type carries the methods of handles to the state `state`.
pub(crate) fn handle_trait(state: &Ident) -> Ident {
    format_ident!("{state}Handle")
}

/// The type that stands for the field of a slice, by the name of the method that leads to it.
pub(crate) fn slice_field(state: &Ident, slice: &Ident) -> Ident {
    format_ident!("__slice_{}_of_{state}", plain(slice), span = slice.span())
}

/// Methods that handles have of themselves. They are found before those of the user's state, which would be silently out of
/// reach.
const TAKEN: &[&str] = &[
    // Stores and fields.
    "as_path",
    "dispatch",
    "downgrade",
    "environment",
    "find_layer",
    "get",
    "keys_watcher",
    "layer",
    "layer_on",
    "listener_count",
    "named",
    "look",
    "on_selected",
    "or",
    "reset_state",
    "select",
    "set",
    "snapshot",
    "store_name",
    "submit",
    "subscribe",
    "to_store",
    "transaction",
    "try_arc_store",
    "try_dispatch",
    "try_layer",
    "try_layer_on",
    "try_reset_state",
    "try_set",
    "try_snapshot",
    "try_to_store",
    "try_transaction",
    "try_update",
    "update",
    "watch",
    "watch_keys",
    "watch_selected",
    "watcher",
    "watcher_and_value",
    "whole_watcher",
    "with",
    // The access traits of Leptos's signals.
    "defined_at",
    "dispose",
    "get_untracked",
    "into_inner",
    "is_disposed",
    "maybe_update",
    "notify",
    "read",
    "read_untracked",
    "to_stream",
    "track",
    "try_get",
    "try_get_untracked",
    "try_maybe_update",
    "try_read",
    "try_read_untracked",
    "try_update_untracked",
    "try_with",
    "try_with_untracked",
    "try_write",
    "try_write_untracked",
    "update_untracked",
    "with_untracked",
    "write",
    "write_untracked",
    // What Leptos's view macro and the standard prelude put on every value of these types.
    "add_any_attr",
    "borrow",
    "borrow_mut",
    "build",
    "clone",
    "clone_from",
    "clone_into",
    "deref",
    "dry_resolve",
    "eq",
    "fmt",
    "html_len",
    "hydrate",
    "into",
    "into_any",
    "into_attribute_value",
    "into_class",
    "into_cloneable",
    "into_cloneable_owned",
    "into_maybe_erased",
    "into_owned",
    "into_reactive_value",
    "into_render",
    "into_split_signal",
    "into_style",
    "into_view",
    "ne",
    "rebuild",
    "resolve",
    "to_html",
    "to_owned",
    "to_string",
    "to_template",
    "try_into",
    "type_id",
];

/// Refuses a name that handles use themselves. `what` and `way_out` complete the message.
pub(crate) fn check_free(name: &Ident, what: &str, way_out: &str) -> syn::Result<()> {
    let plain = plain(name);
    if TAKEN.contains(&plain.as_str()) || plain.starts_with("__") {
        let message = format!("every handle has a method `{plain}` of its own, which would hide this {what}: {way_out}");
        return Err(syn::Error::new(name.span(), message));
    }
    Ok(())
}

/// The number that stands for a name: FNV-1a, 64 bits.
pub(crate) fn hash(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::{ImplItem, Item, Type, Visibility};

    /// The public methods of the handles in a source file of the workspace.
    fn methods(file: &str) -> Vec<String> {
        let path = format!("{}/../{file}", env!("CARGO_MANIFEST_DIR"));
        let source =
            std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        let is_handle = |ty: &Type| match ty {
            Type::Path(path) => path.path.segments.last().is_some_and(|segment| {
                ["Store", "Field", "Link", "Transaction"]
                    .iter()
                    .any(|handle| segment.ident == handle)
            }),
            _ => false,
        };
        // Handles to collections whose rows have keys: what they lead to has no methods of a user's.
        let has_rows = |block: &syn::ItemImpl| {
            let wheres = block.generics.where_clause.as_ref();
            wheres.is_some_and(|wheres| quote!(#wheres).to_string().contains("HasKey"))
        };
        let items = syn::parse_file(&source).expect("it is Rust").items;
        let blocks = items.into_iter().filter_map(|item| match item {
            Item::Impl(block)
                if block.trait_.is_none() && is_handle(&block.self_ty) && !has_rows(&block) =>
            {
                Some(block.items)
            }
            _ => None,
        });
        blocks
            .flatten()
            .filter_map(|item| match item {
                ImplItem::Fn(method) => Some(method),
                _ => None,
            })
            .filter(|method| {
                matches!(method.vis, Visibility::Public(_)) && method.sig.receiver().is_some()
            })
            .map(|method| method.sig.ident.to_string())
            .collect()
    }

    #[test]
    fn no_method_of_a_handle_is_left_for_users_to_take() {
        let files = [
            "core/src/store.rs",
            "core/src/field.rs",
            "core/src/link.rs",
            "core/src/slice/follow.rs",
            "core/src/slice/on.rs",
            "core/src/transaction.rs",
            "leptos/src/store.rs",
            "leptos/src/field.rs",
            "leptos/src/slice.rs",
        ];
        let methods: Vec<String> = files.iter().flat_map(|file| methods(file)).collect();
        assert!(methods.len() > 20, "the handles were found: {methods:?}");
        let free: Vec<&String> = methods
            .iter()
            .filter(|method| !TAKEN.contains(&method.as_str()))
            .collect();
        assert!(free.is_empty(), "these would hide a user's: {free:?}");
    }
}
