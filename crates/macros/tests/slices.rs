//! What `#[state(slice)]` and `#[actions(slices(..))]` make: enums, names, serialisation.

use std::collections::BTreeMap;

use leptos_state_core::{Action, Actions, Outcome, RowAction, SliceError, Store};
use leptos_state_macros::{actions, State};
use serde::{Deserialize, Serialize};

mod parts {
    use super::{actions, BTreeMap, Deserialize, Serialize, State};

    /// Tabs of a window.
    #[derive(Clone, Debug, Default, PartialEq, State)]
    pub struct Window {
        #[state(slice)]
        pub cart: Cart,
        #[state(slice)]
        pub draft: Option<Cart>,
        #[state(slice, key = id)]
        pub tabs: Vec<Tab>,
        #[state(slice, handle = by_name)]
        pub named: BTreeMap<String, Cart>,
        #[state(slice)]
        pub r#type: Kind,
        pub title: String,
    }

    #[derive(Clone, Debug, Default, PartialEq, State)]
    pub struct Cart {
        pub items: u32,
    }

    #[actions]
    impl Cart {
        pub fn add(&mut self, items: u32) -> Result<u32, String> {
            if items == 0 {
                return Err("nothing to add".to_owned());
            }
            self.items += items;
            Ok(self.items)
        }
    }

    #[derive(Clone, Debug, Default, PartialEq, State)]
    pub struct Tab {
        pub id: TabId,
        #[state(slice)]
        pub cart: Cart,
    }

    #[actions(slices(cart: Cart))]
    impl Tab {}

    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
    pub struct TabId(pub u8);

    #[derive(Clone, Debug, PartialEq, State)]
    pub enum Kind {
        #[state(slice, handle = shop)]
        Market(Cart),
        Mixed(#[state(slice)] Cart, bool),
    }

    #[actions(slices(shop: Cart, field0: Cart))]
    impl Kind {
        pub fn mix(&mut self) {
            *self = Self::Mixed(Cart::default(), true);
        }
    }

    impl Default for Kind {
        fn default() -> Self {
            Self::Market(Cart::default())
        }
    }
}

use parts::{CartAction, CartError, KindAction, Tab, TabAction, TabId};

// The block may stand elsewhere.
type Named = BTreeMap<String, parts::Cart>;

#[actions(slices(
    cart: parts::Cart,
    draft: Option<parts::Cart>,
    tabs: Vec<Tab>,
    by_name: Named,
    r#type: parts::Kind,
))]
impl parts::Window {
    /// Not an action of a slice.
    fn rename(&mut self, title: String) {
        self.title = title;
    }
}

fn window() -> parts::Window {
    parts::Window {
        tabs: vec![Tab {
            id: TabId(7),
            ..Tab::default()
        }],
        named: [("a".to_owned(), parts::Cart::default())].into(),
        ..parts::Window::default()
    }
}

const ADD: CartAction = CartAction::Add { items: 2 };

/// Every kind of action, its name and how it is stored.
fn actions_of_a_window() -> Vec<(WindowAction, &'static str, &'static str)> {
    let id = TabId(7);
    vec![
        (
            WindowAction::Cart(ADD),
            "cart.add",
            r#"{"cart":{"add":{"items":2}}}"#,
        ),
        (
            WindowAction::Draft(ADD),
            "draft.add",
            r#"{"draft":{"add":{"items":2}}}"#,
        ),
        (
            WindowAction::Tabs(RowAction {
                key: id,
                action: TabAction::Cart(ADD),
            }),
            "tabs.cart.add",
            r#"{"tabs":{"key":7,"action":{"cart":{"add":{"items":2}}}}}"#,
        ),
        (
            WindowAction::ByName(RowAction {
                key: "a".into(),
                action: ADD,
            }),
            "by_name.add",
            r#"{"by_name":{"key":"a","action":{"add":{"items":2}}}}"#,
        ),
        (
            WindowAction::Type(KindAction::Shop(ADD)),
            "type.shop.add",
            r#"{"type":{"shop":{"add":{"items":2}}}}"#,
        ),
        (
            WindowAction::Type(KindAction::Field0(ADD)),
            "type.field0.add",
            r#"{"type":{"field0":{"add":{"items":2}}}}"#,
        ),
        (
            WindowAction::Type(KindAction::Mix),
            "type.mix",
            r#"{"type":"mix"}"#,
        ),
        (
            WindowAction::Rename { title: "t".into() },
            "rename",
            r#"{"rename":{"title":"t"}}"#,
        ),
    ]
}

#[test]
fn actions_are_named_and_stored_by_the_way_they_go() {
    for (action, name, stored) in actions_of_a_window() {
        assert_eq!(action.name(), name);
        assert!(WindowAction::NAMES.contains(&name));
        assert_eq!(serde_json::to_string(&action).unwrap(), stored);
        let read: WindowAction = serde_json::from_str(stored).unwrap();
        assert_eq!(format!("{read:?}"), format!("{action:?}"));
    }
    assert_eq!(WindowAction::NAMES.len(), 8);
    let unknown = serde_json::from_str::<WindowAction>(r#"{"cart":{"remove":{}}}"#);
    assert!(unknown.is_err());
}

#[test]
fn what_was_stored_can_be_dispatched() {
    let store = Store::new(window());
    let outcomes: Vec<_> = actions_of_a_window()
        .into_iter()
        .map(|(_, _, stored)| {
            let action: <parts::Window as Actions>::Action = serde_json::from_str(stored).unwrap();
            match store.try_dispatch(action) {
                Outcome::Done(_) => "done".to_owned(),
                Outcome::Failed(error) => error.to_string(),
                other => panic!("{:?}", other.map(|_| ()).map_err(|_| ())),
            }
        })
        .collect();
    let gone =
        |path: &str| format!("there is nothing at `{path}` any more, so nothing was written");
    assert_eq!(
        outcomes,
        [
            "done",
            &gone("draft.some"),
            "done",
            "done",
            "done",
            &gone("Mixed.0"),
            "done",
            "done",
        ]
    );
    assert_eq!(store.tabs().at(TabId(7)).cart().items().get(), Some(2));
    assert_eq!(store.by_name().at("a".into()).items().get(), Some(2));
}

#[test]
fn errors_are_as_typed_as_the_way_allows() {
    let store = Store::new(window());
    let add = || CartAction::Add { items: 0 };
    let error = store.try_dispatch(WindowAction::Cart(add())).failed();
    assert!(matches!(error, Some(WindowError::Cart(CartError::Add(_)))));
    let error = store.try_dispatch(WindowAction::Draft(add())).failed();
    assert!(matches!(
        error,
        Some(WindowError::Draft(SliceError::Gone(_)))
    ));
    let action = WindowAction::ByName(RowAction {
        key: "a".into(),
        action: add(),
    });
    let error = store.try_dispatch(action).failed();
    let Some(WindowError::ByName(SliceError::Failed(CartError::Add(text)))) = error else {
        panic!("there is nothing to add");
    };
    assert_eq!(text, "nothing to add");
    assert_eq!(
        store.tabs().at(TabId(7)).cart().try_add(0),
        Outcome::Failed("nothing to add".to_owned())
    );
    assert_eq!(store.r#type().shop().try_add(3), Outcome::Done(3));
    store.r#type().mix();
    assert_eq!(store.r#type().mixed().field0().try_add(4), Outcome::Done(4));
}
