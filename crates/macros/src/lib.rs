#![doc = include_str!("../README.md")]

mod actions;
mod errors;
mod names;
mod secret;
mod state;

use proc_macro::TokenStream;
use syn::parse_macro_input;

/// Makes a struct or an enum a `State`.
///
/// Every field becomes a method of every handle to the state: of the store, of a path into a store, of a transaction. It
/// has the field's name, its visibility and its documentation, and returns the handle that leads one field further. The
/// fields of a tuple struct are called `field0`, `field1` and so on. What a field's type is does not matter: if it is a
/// `State` itself, its fields can be reached through it.
///
/// Of an enum, every variant that holds something becomes a method, with its name in snake case. If it holds one value
/// without a name, the method leads to that value; otherwise to a handle that has the variant's fields as methods. Either
/// way what is at the end is there only while the enum is that variant.
///
/// A value of a field is compared to find out whether its watchers must be told. Where the type has no `PartialEq`,
/// they are told of every change that may have touched the field.
///
/// # Attributes
///
/// - `#[state(key = id)]` on a field of type `Vec<Row>`: its rows are known by their field `id`, and handles to it have `at(id)`
///   and `keys()`. `Row` is a `State`, and its field `id` is as visible as `Row` or has a plain type (a number, a `String`).
/// - `#[state(key: Type = meta.id)]`, `#[state(key: Type = |row| ..)]`: the same for any other key.
/// - `#[state(id)]` on a field of a struct: the struct is an `Entity`, known by this field, and can be kept in `Entities`.
/// - `#[state(slice)]` on a field, or on a variant that holds one value: it is a slice, whose actions `#[actions(slices(..))]` takes
///   in. It is a state with actions, an `Option`, a map or `Entities` of such states, or a `Vec` of them with a key; as visible as
///   this state is.
/// - `#[state(secret)]` on a field, or on a variant: what is there never leaves the program by what this library does. Where a state is
///   written down, sent, rendered into a page or printed, the default of the field's type is in its place.
/// - `#[state(skip)]` on a field or a variant: no method for it.
/// - `#[state(handle = other_name)]` on a field or a variant: the method has another name.
///
/// # Secrets
///
/// Secrets are cleared in a copy of the state, before anything is made of it; the store's state keeps them. They are looked for in fields
/// that are states themselves, and in `Option`s, pointers, collections and tuples of them. A field of another type is a leaf: what is
/// secret in it is secret as a whole, or not at all. Of a type parameter nothing is known but what it is bound by, so fields with a
/// parameter in their type are looked into where it is bound by `State` or `Redact`; or mark them.
///
/// A program that prints or serialises a state itself gets what `Debug` and `Serialize` of its types say. It calls `redacted` before.
/// Keys of maps are parts of the names of changes, and so no secrets; and an action's own error says what its author has it say.
///
/// ```
/// use leptos_state_core::Store;
/// use leptos_state_macros::State;
///
/// #[derive(Clone, Debug, State)]
/// struct Account {
///     name: String,
///     #[state(secret)]
///     token: Option<String>,
/// }
///
/// let store = Store::new(Account { name: "Ada".into(), token: Some("d6f0".into()) });
/// assert!(format!("{store:?}").contains(r#"Account { name: "Ada", token: None }"#));
/// assert_eq!(store.token().get().as_deref(), Some("d6f0"));
/// ```
///
/// # Examples
///
/// ```
/// use leptos_state_core::Store;
/// use leptos_state_macros::State;
///
/// #[derive(Clone, State)]
/// struct Profile {
///     name: String,
///     address: Address,
/// }
///
/// #[derive(Clone, State)]
/// struct Address {
///     city: String,
/// }
///
/// let store = Store::new(Profile {
///     name: "Ada".into(),
///     address: Address { city: "London".into() },
/// });
/// store.address().city().set("Turin".into());
/// assert_eq!(store.address().city().get(), "Turin");
/// ```
#[proc_macro_derive(State, attributes(state))]
pub fn derive_state(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input);
    errors::or_report(state::derive(&input))
}

/// Makes every method of an `impl` block a named, serialisable action of the state.
///
/// The block stays as it is, so a test can call the methods on a plain value. For a method
/// `pub fn add(&mut self, cx: &mut Cx<Self>, title: String) -> Reply` of a state `Todos` it adds
///
/// - a variant `TodosAction::Add { title: String }`, serialised as `{"add": {"title": ".."}}`;
/// - a method `add(title)` on every handle to the state, which dispatches the action and reports what was refused or
///   failed;
/// - a method `try_add(title)`, which returns the outcome.
///
/// Both have the visibility and the documentation of the method.
///
/// A method takes `&mut self`, then, if it needs it, `cx: &mut Cx<Self>`, then arguments that the action will own. It
/// returns nothing, a reply, or a `Result<Reply, Error>`. What it returns as an error is the outcome's error; the state is
/// then as it was before. Arguments must be `Clone + Debug`, and `Serialize + DeserializeOwned`.
///
/// Methods that are not actions go into an `impl` block without the attribute.
///
/// # What an action touches
///
/// After a commit, only what is watched in fields that the action may have written to is looked at. If the method's body does
/// nothing with `self` but name its fields, those are the fields; otherwise all are.
///
/// # Options
///
/// - `#[actions(no_serde)]`: the actions are not serialisable.
/// - `#[actions(slices(cart: Cart, tabs: Vec<Tab>))]`: these fields, which have `#[state(slice)]` and these types, are slices. An
///   action of `cart` is `ShopAction::Cart(..)`; one of a row of `tabs` is `ShopAction::Tabs(RowAction { key, action })`. A slice has the
///   name of the method that leads to it.
/// - `#[actions(local, slices(..))]`: the state, or an action, is not `Send + Sync`; its stores are local ones.
/// - `#[secret]` on an argument: where an action is stored, sent or printed, the default of the argument's type is in its place, and
///   `Debug` shows `…`. What is secret in an argument that is a state is cleared without it. A stored action that is done again is given
///   that default.
/// - `#[action(checks_first)]` on a method: it promises that it has written nothing when it returns an error or panics. Then
///   no copy of the state is made before it. Debug builds verify it where the state has `PartialEq`. A method that
///   returns no error needs it only where panics unwind, and only if the state is large.
///
/// # Examples
///
/// ```
/// use leptos_state_core::{Outcome, Store};
/// use leptos_state_macros::{actions, State};
///
/// #[derive(Clone, Default, State)]
/// struct Counter {
///     value: i32,
/// }
///
/// #[actions]
/// impl Counter {
///     pub fn add(&mut self, by: i32) -> i32 {
///         self.value += by;
///         self.value
///     }
/// }
///
/// let counter = Store::new(Counter::default());
/// counter.add(40);
/// assert_eq!(counter.try_add(2), Outcome::Done(42));
/// assert_eq!(counter.value().get(), 42);
/// ```
#[proc_macro_attribute]
pub fn actions(options: TokenStream, block: TokenStream) -> TokenStream {
    let block = parse_macro_input!(block);
    actions::expand(options.into(), block).into()
}

#[doc = include_str!("chart.md")]
#[proc_macro]
pub fn chart(input: TokenStream) -> TokenStream {
    leptos_state_syntax::expand(input.into(), names::chart).into()
}
