//! Slices in Leptos: handles that are `Copy`, readers that wake for their value alone, components that take a store or a slice.

mod common;

use common::{owner, watch};
use leptos::prelude::*;
use leptos_state::layers::Validate;
use leptos_state::prelude::*;
use leptos_state::testing::TestEnvironment;
use leptos_state::{Change, Field, Partial, Refusal, RowAction, SlicePath};

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Shop {
    visits: u32,
    #[state(slice)]
    cart: Cart,
    #[state(slice, key = id)]
    tabs: Vec<Tab>,
    #[state(slice)]
    screen: Screen,
}

#[actions(slices(cart: Cart, tabs: Vec<Tab>, screen: Screen))]
impl Shop {
    fn visit(&mut self) {
        self.visits += 1;
    }

    fn close(&mut self, id: u32) {
        self.tabs.retain(|tab| tab.id != id);
    }
}

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Cart {
    items: u32,
    note: String,
}

#[actions]
impl Cart {
    fn add(&mut self, items: u32) -> Result<u32, String> {
        if items == 0 {
            return Err("nothing to add".to_owned());
        }
        self.items += items;
        Ok(self.items)
    }

    fn later(&mut self, cx: &mut Cx<Self>) {
        cx.effect("later", |cart| async move { cart.add(10) });
    }
}

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Tab {
    id: u32,
    title: String,
}

#[actions]
impl Tab {
    fn rename(&mut self, title: String) {
        self.title = title;
    }
}

#[derive(Clone, Debug, Default, PartialEq, State)]
enum Screen {
    #[default]
    Home,
    #[state(slice)]
    Editor(Tab),
}

#[actions(slices(editor: Tab))]
impl Screen {
    fn edit(&mut self, id: u32) {
        *self = Self::Editor(tab(id));
    }
}

fn tab(id: u32) -> Tab {
    Tab {
        id,
        title: format!("tab {id}"),
    }
}

fn shop() -> Shop {
    Shop {
        tabs: vec![tab(7), tab(8)],
        ..Shop::default()
    }
}

#[test]
fn a_slice_s_handle_is_copy_and_its_readers_wake_for_their_value_alone() {
    let _owner = owner();
    let shop = Store::new(shop());
    let cart = shop.cart();
    let items = watch(move || cart.items().get());
    let note = watch(move || cart.note().get());
    let row = watch(move || shop.tabs().at(8).title().get());
    let editor = watch(move || shop.screen().editor().title().get());
    let chosen = shop.select(|shop| shop.cart.items > 2);
    let many = watch(move || chosen.get());
    for count in [&items, &note, &row, &editor, &many] {
        count.take();
    }
    cart.add(1);
    assert_eq!((items.take(), note.take(), many.take()), (1, 0, 0));
    cart.add(2);
    assert_eq!((items.take(), many.take()), (1, 1));
    shop.tabs().at(8).rename("x".into());
    assert_eq!((row.take(), items.take(), editor.take()), (1, 0, 0));
    shop.tabs().at(7).rename("x".into());
    shop.visit();
    assert_eq!((row.take(), items.take(), editor.take()), (0, 0, 0));
    shop.screen().edit(3);
    shop.screen().editor().rename("y".into());
    assert_eq!((editor.take(), row.take()), (2, 0));
    assert_eq!(shop.screen().editor().title().get(), Some("y".to_owned()));
    assert_eq!(
        cart.try_add(0),
        Outcome::Failed("nothing to add".to_owned())
    );
    assert_eq!(cart.try_add(1), Outcome::Done(4));
    shop.close(8);
    assert!(matches!(
        shop.tabs().at(8).try_rename("z".into()),
        Outcome::Refused(_)
    ));
    shop.transaction(|t| t.cart().add(1));
    assert_eq!(cart.items().get(), 5);
}

#[test]
fn after_disposal_a_slice_says_so() {
    let owner = owner();
    let shop = owner.with(|| Store::new(shop()));
    let cart = shop.cart();
    owner.cleanup();
    assert_eq!(cart.try_add(1), Outcome::Disposed);
    cart.add(1);
    assert!(cart.try_to_store().is_none());
    assert!(cart.is_disposed());
}

#[test]
fn layers_on_a_slice_are_the_store_s() {
    let _owner = owner();
    let few = |cart: &Cart| {
        if cart.items < 9 {
            Ok(())
        } else {
            Err("too many")
        }
    };
    let shop = Store::new(shop())
        .layer_on(|shop| shop.cart(), Validate::new(few))
        .layer_on(
            |shop| shop.tabs().at(7),
            Validate::new(|tab: &Tab| {
                if tab.title.is_empty() {
                    Err("no title")
                } else {
                    Ok(())
                }
            }),
        );
    let too_many = Refusal::new("Validate", "too many");
    assert_eq!(shop.cart().try_add(9), Outcome::Refused(too_many));
    assert_eq!(shop.cart().try_add(8), Outcome::Done(8));
    let no_title = Refusal::new("Validate", "no title");
    assert_eq!(
        shop.tabs().at(7).try_rename(String::new()),
        Outcome::Refused(no_title)
    );
    assert_eq!(
        shop.tabs().at(8).try_rename(String::new()),
        Outcome::Done(())
    );
}

/// A component that takes a store of a cart, and knows nothing of a shop.
#[component]
fn Basket(#[prop(into)] cart: Store<Cart>) -> impl IntoView {
    let missing = move || 10_u32.saturating_sub(cart.items().get());
    cart.add(1);
    view! { <p>{cart.items()} " of 10, " {missing} " to go"</p> }
}

/// The same, which finds its store above.
#[component]
fn Found() -> impl IntoView {
    let cart = use_store::<Cart>();
    cart.add(10);
    view! { <b>{cart.items()}</b> }
}

#[test]
fn a_component_takes_a_store_or_a_slice() {
    let _owner = owner();
    let shop = Store::new(shop());
    let alone = Store::new(Cart::default());
    let page = view! {
        <Basket cart=alone/>
        <Basket cart=shop.cart()/>
    };
    let html = page.to_html();
    assert_eq!(html.matches("of 10").count(), 2, "{html}");
    assert_eq!((alone.items().get(), shop.cart().items().get()), (1, 1));

    provide_store(shop.cart().to_store());
    let html = view! { <Found/> }.to_html();
    assert!(html.contains("<b>11</b>"), "{html}");
    assert_eq!(shop.cart().items().get(), 11);
}

#[test]
fn readers_of_a_slice_as_a_store_wake_for_their_value_alone() {
    let _owner = owner();
    let test = TestEnvironment::default();
    provide_environment(test.environment());
    let shop = Store::new(shop());
    let cart = shop.cart().to_store();
    let items = watch(move || cart.items().get());
    let note = watch(move || cart.note().get());
    items.take();
    note.take();
    shop.cart().add(1);
    cart.add(1);
    assert_eq!((items.take(), note.take()), (2, 0));
    cart.note().set("n".into());
    assert_eq!((items.take(), note.take()), (0, 1));
    shop.visit();
    assert_eq!((items.take(), note.take()), (0, 0));
    cart.later();
    test.effects.run();
    assert_eq!(
        (items.take(), cart.items().get(), shop.cart().items().get()),
        (1, 12, 12)
    );
    assert!(shop.tabs().at(9).to_store().is_none());
    let row = shop.tabs().at(8).to_store().expect("it is there");
    row.rename("x".into());
    assert_eq!(shop.tabs().at(8).title().get(), Some("x".to_owned()));
}

#[test]
fn a_slice_as_a_store_lives_as_long_as_its_owner() {
    let parent = owner();
    let shop = Store::new(shop());
    let before = shop.listener_count();
    let child = parent.child();
    let cart = child.with(|| shop.cart().to_store());
    assert_eq!(shop.listener_count(), before + 1);
    child.cleanup();
    assert_eq!(cart.try_add(1), Outcome::Disposed);
    assert_eq!(shop.listener_count(), before);
}

/// A component of one application may name its state and leave open where in it a tab is.
#[component]
fn Title<P>(tab: Field<Shop, Tab, P>) -> impl IntoView
where
    P: SlicePath<Shop, Value = Tab, Reach = Partial> + Copy,
{
    tab.rename("renamed".into());
    view! { <i>{move || tab.title().get()}</i> }
}

#[test]
fn a_component_may_take_any_place_of_one_store() {
    let _owner = owner();
    let shop = Store::new(shop());
    shop.screen().edit(1);
    let html = view! {
        <Title tab=shop.tabs().at(7)/>
        <Title tab=shop.screen().editor()/>
    }
    .to_html();
    assert_eq!(html.matches("<i>renamed").count(), 2, "{html}");
}

#[test]
fn the_store_s_form_of_an_action_wakes_the_slice_s_readers() {
    let _owner = owner();
    let shop = Store::new(shop());
    let row = watch(move || shop.tabs().at(8).title().get());
    row.take();
    let rename = TabAction::Rename { title: "x".into() };
    shop.dispatch(ShopAction::Tabs(RowAction {
        key: 8,
        action: rename,
    }));
    assert_eq!(row.take(), 1);
    let restored = Change::restore(Shop::default());
    assert!(shop.submit(restored).is_done());
    assert_eq!((row.take(), shop.tabs().at(8).title().get()), (1, None));
}
