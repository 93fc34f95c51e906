//! A field that is a slice is a store handle of its own: its actions arrive at the store as the store's.

#[path = "common/shop.rs"]
mod shop;

use std::rc::Rc;
use std::sync::{Arc, Mutex};

use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{
    Action, Change, Cx, Dispatch, Failing, Layer, Link, Next, Origin, Outcome, RowAction,
    SliceError, Store, Touched, Verdict,
};
use leptos_state_macros::{actions, State};
use shop::{
    tab, CartAction, Count, Full, Screen, ScreenAction, ScreenError, Shop, ShopAction, ShopError,
    ShopReply, Tab, TabAction,
};

fn shop() -> Shop {
    Shop {
        draft: Some(tab(0)),
        tabs: vec![tab(7), tab(8)],
        notes: [("a b".to_owned(), tab(1))].into(),
        pages: [(3, Screen::Editor(tab(2)))].into(),
        screen: Screen::Editor(tab(9)),
        ..Shop::default()
    }
}

/// Writes down what it sees: the name, the action, where it was printed.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<String>>>);

impl Seen {
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl Layer<Shop> for Seen {
    fn name(&self) -> &'static str {
        "Seen"
    }

    fn handle(&self, change: Change<'_, Shop>, next: Next<'_, Shop>) -> Verdict<Shop> {
        let name = change.name();
        let line = match change.as_action() {
            Some(action) => format!("{name} {action:?}"),
            None => format!("{name} {change:?}"),
        };
        self.0.lock().unwrap().push(line);
        next.run(change)
    }
}

#[test]
fn an_action_of_a_slice_is_one_of_the_store() {
    let seen = Seen::default();
    let store = Store::new(shop()).layer(seen.clone());
    let names = Arc::new(Mutex::new(Vec::new()));
    let committed = Arc::clone(&names);
    let _subscription = store.subscribe(move |commit| {
        let name = commit.change().name().into_owned();
        committed.lock().unwrap().push(name);
    });
    store.cart().add("pen".into());
    store.draft().some().rename("d".into());
    store.tabs().at(7).rename("t".into());
    store.notes().at("a b".into()).rename("n".into());
    store.screen().editor().rename("e".into());
    store.pages().at(3).editor().rename("p".into());
    Dispatch::dispatch(&store.counter(), Count(2));
    assert_eq!(
        seen.take(),
        [
            r#"cart.add Cart(Add { item: "pen" })"#,
            r#"draft.rename Draft(Rename { title: "d" })"#,
            r#"tabs[7].rename Tabs(RowAction { key: 7, action: Rename { title: "t" } })"#,
            r#"notes["a b"].rename Notes(RowAction { key: "a b", action: Rename { title: "n" } })"#,
            r#"screen.editor.rename Screen(Editor(Rename { title: "e" }))"#,
            r#"pages[3].editor.rename Pages(RowAction { key: 3, action: Editor(Rename { title: "p" }) })"#,
            "counter Counter(Count(2))",
        ]
    );
    assert_eq!(names.lock().unwrap().len(), 7);
    assert_eq!(names.lock().unwrap()[5], "pages[3].editor.rename");
    let state = store.snapshot();
    let title = |tab: &Tab| tab.title.clone();
    assert_eq!(state.cart.items, ["pen"]);
    assert_eq!(state.draft.as_ref().map(title).as_deref(), Some("d"));
    assert_eq!(state.tabs[0].title, "t");
    assert_eq!(state.tabs[1].title, "tab 8");
    assert_eq!(state.notes["a b"].title, "n");
    assert_eq!(
        state.pages[&3],
        Screen::Editor(Tab {
            id: 2,
            title: "p".into()
        })
    );
    assert_eq!(state.counter.0, 2);
}

#[test]
fn the_store_s_own_form_of_the_action_does_the_same() {
    let store = Store::new(shop());
    let reply = store.try_dispatch(ShopAction::Cart(CartAction::Add { item: "pen".into() }));
    assert!(matches!(
        reply,
        Outcome::Done(ShopReply::Cart(shop::CartReply::Add(1)))
    ));
    let rename = TabAction::Rename { title: "t".into() };
    store.dispatch(ShopAction::Tabs(RowAction {
        key: 8,
        action: rename,
    }));
    assert_eq!(store.tabs().at(8).title().get().as_deref(), Some("t"));
}

#[test]
fn replies_and_errors_are_the_slice_s_own() {
    let store = Store::new(shop());
    assert_eq!(store.cart().try_add("a".into()), Outcome::Done(1));
    assert_eq!(store.cart().try_add("b".into()), Outcome::Done(2));
    assert_eq!(store.cart().try_add("c".into()), Outcome::Done(3));
    assert_eq!(store.cart().try_add("d".into()), Outcome::Failed(Full));
    assert_eq!(
        store.cart().items().get().len(),
        3,
        "an error changes nothing"
    );
    assert_eq!(
        store.tabs().at(7).try_rename("t".into()),
        Outcome::Done("tab 7".to_owned())
    );
    assert_eq!(
        store.pages().at(3).editor().try_rename("t".into()),
        Outcome::Done("tab 2".to_owned())
    );
    assert_eq!(
        Dispatch::try_dispatch(&store.counter(), Count(5)),
        Outcome::Done(5)
    );
    assert_eq!(store.try_visit(), Outcome::Done(1));
}

#[test]
fn what_comes_to_a_slice_that_is_gone_is_refused_and_reported() {
    let test = TestEnvironment::default();
    let store = Store::in_environment(Shop::default(), test.environment());
    let refused = |outcome: Outcome<String>, path: &str| match outcome {
        Outcome::Refused(refusal) => {
            assert_eq!(refusal.layer(), "slice");
            assert!(refusal.reason().contains(&format!("`{path}`")), "{refusal}");
        }
        other => panic!("{other:?}"),
    };
    refused(store.draft().some().try_rename("t".into()), "draft.some");
    refused(store.tabs().at(7).try_rename("t".into()), "tabs[7]");
    refused(
        store.notes().at("x".into()).try_rename("t".into()),
        "notes[\"x\"]",
    );
    refused(store.screen().editor().try_rename("t".into()), "Editor");
    refused(
        store.screen().split().left().try_rename("t".into()),
        "Split.left",
    );
    refused(
        store.pages().at(1).editor().try_rename("t".into()),
        "pages[1]",
    );
    assert_eq!(store.snapshot().version().get(), 0);
    assert!(test.reports.take().is_empty(), "the caller has the outcome");

    store.tabs().at(7).rename("t".into());
    assert_eq!(
        test.reports.take(),
        ["store `Shop`: `tabs[7].rename` failed: there is nothing at `tabs[7]` any more, so nothing was written"]
    );
    let action = ShopAction::Tabs(RowAction {
        key: 7,
        action: TabAction::Rename { title: "t".into() },
    });
    let Outcome::Failed(ShopError::Tabs(SliceError::Gone(gone))) = store.try_dispatch(action)
    else {
        panic!("there is no such row");
    };
    assert_eq!(gone.path(), "tabs[7]");
    let action = ShopAction::Screen(ScreenAction::Editor(TabAction::Load));
    assert!(matches!(
        store.try_dispatch(action),
        Outcome::Failed(ShopError::Screen(ScreenError::Editor(SliceError::Gone(_))))
    ));
}

#[test]
fn time_and_identifiers_are_those_of_the_change() {
    let test = TestEnvironment::default();
    let store = Store::in_environment(shop(), test.environment());
    let commit = store
        .submit(Change::action(ShopAction::Cart(CartAction::StampIt)).recorded())
        .done()
        .and_then(|done| done.commit().cloned())
        .expect("a record was asked for");
    let (id, now) = store.snapshot().cart.stamp.expect("it was stamped");
    assert_eq!(commit.inputs().ids(), [id]);
    assert_eq!(commit.inputs().now(), Some(now));

    test.clock.advance(std::time::Duration::from_secs(1));
    let other = Store::in_environment(shop(), TestEnvironment::default().environment());
    let replay = commit.replay().expect("an action can be copied");
    assert!(other.submit(replay).is_done());
    assert_eq!(other.snapshot().cart.stamp, Some((id, now)));
}

#[test]
fn an_action_says_of_itself_what_the_slice_s_does() {
    let add = ShopAction::Cart(CartAction::Add {
        item: String::new(),
    });
    assert_eq!(add.name(), "cart.add");
    assert_eq!(add.full_name(), None);
    assert_eq!(add.failing(), Failing::AfterWriting);
    assert_eq!(
        ShopAction::Cart(CartAction::Clear).failing(),
        Failing::Never
    );
    assert_eq!(
        ShopAction::Cart(CartAction::Lie).failing(),
        Failing::ChecksFirst
    );
    assert_eq!(add.touches(), Touched::fields::<Shop>(&["cart"]));
    let tab = ShopAction::Tabs(RowAction {
        key: 4,
        action: TabAction::Load,
    });
    assert_eq!(
        (tab.name(), tab.full_name().as_deref()),
        ("tabs.load", Some("tabs[4].load"))
    );
    assert_eq!(tab.touches(), Touched::fields::<Shop>(&["tabs"]));
    let nested = ShopAction::Screen(ScreenAction::Editor(TabAction::Load));
    assert_eq!(nested.name(), "screen.editor.load");
    assert_eq!(ShopAction::Counter(Count(1)).name(), "counter");
    assert_eq!(
        ShopAction::NAMES[..4],
        ["visit", "close", "cart.add", "cart.clear"]
    );
    assert!(ShopAction::NAMES.contains(&"pages.left.rename"));
}

#[test]
fn a_broken_promise_of_a_slice_s_action_is_reported() {
    let test = TestEnvironment::default();
    let store = Store::in_environment(shop(), test.environment());
    store.cart().add("pen".into());
    assert_eq!(store.cart().try_lie(), Outcome::Failed(Full));
    assert_eq!(store.cart().items().get(), ["pen"]);
    let reports = test.reports.take();
    assert!(
        reports[0].starts_with("store `Shop`: `cart.lie` promised"),
        "{reports:?}"
    );
}

#[test]
fn a_panic_in_a_slice_s_action_leaves_the_state_and_the_inputs() {
    let test = TestEnvironment::default();
    let store = Store::in_environment(shop(), test.environment());
    store.cart().add("pen".into());
    let cart = store.cart();
    let panics = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| cart.panic()));
    assert!(panics.is_err());
    assert_eq!(store.cart().items().get(), ["pen"]);
    store.cart().stamp_it();
    assert!(store.snapshot().cart.stamp.is_some());
}

#[test]
fn a_transaction_takes_actions_of_slices() {
    let test = TestEnvironment::default();
    let store = Store::in_environment(shop(), test.environment());
    store.transaction(|t| {
        t.cart().add("pen".into());
        t.tabs().at(7).rename("t".into());
        t.visit();
    });
    assert_eq!(store.snapshot().version().get(), 1);
    assert_eq!(store.tabs().at(7).title().get().as_deref(), Some("t"));
    let outcome = store.try_transaction(|t| {
        assert_eq!(t.cart().try_add("ink".into()), Outcome::Queued);
        t.tabs().at(1).rename("t".into());
    });
    assert!(matches!(outcome, Outcome::Failed(_)));
    assert_eq!(store.cart().items().get(), ["pen"], "all of it or nothing");
}

#[test]
fn an_effect_is_given_a_link_to_its_slice() {
    let test = TestEnvironment::default();
    let seen = Seen::default();
    let store = Store::in_environment(shop(), test.environment()).layer(seen.clone());
    store.cart().add("pen".into());
    store.cart().ask();
    store.tabs().at(8).load();
    store.pages().at(3).editor().load();
    store.screen().editor().load();
    Dispatch::dispatch(&store.counter(), Count(-3));
    assert_eq!(
        test.effects.names(),
        ["coupon", "load", "load", "load", "to zero"]
    );
    seen.take();
    test.effects.run();
    assert_eq!(
        seen.take(),
        [
            r#"cart.redeem Cart(Redeem { coupon: "1 items" })"#,
            r#"tabs[8].rename Tabs(RowAction { key: 8, action: Rename { title: "loaded" } })"#,
            r#"pages[3].editor.rename Pages(RowAction { key: 3, action: Editor(Rename { title: "loaded" }) })"#,
            r#"screen.editor.rename Screen(Editor(Rename { title: "loaded" }))"#,
            "counter Counter(Count(3))",
        ]
    );
    assert_eq!(store.cart().coupon().get(), "1 items");
    assert_eq!(store.snapshot().counter.0, 0);

    store.cart().ask_here();
    test.effects.run();
    assert_eq!(seen.take()[1], "set cart.coupon set cart.coupon");
    assert_eq!(store.cart().coupon().get(), "here");
    assert_eq!(store.cart().try_ask_and_fail(), Outcome::Failed(Full));
    assert!(test.effects.names().is_empty());
}

#[test]
fn an_effect_of_a_row_that_is_gone_by_then_is_reported() {
    let test = TestEnvironment::default();
    let store = Store::in_environment(shop(), test.environment());
    store.tabs().at(8).load();
    store.close(8);
    test.effects.run();
    assert_eq!(
        test.reports.take(),
        ["store `Shop`: `tabs[8].rename` was refused by slice: there is nothing at `tabs[8]` any more, so nothing was written"]
    );
}

#[test]
fn a_replay_performs_no_effects_of_slices() {
    let test = TestEnvironment::default();
    let store = Store::in_environment(shop(), test.environment());
    let change = Change::action(ShopAction::Cart(CartAction::Ask));
    assert!(store.submit(change.from(Origin::Replay)).is_done());
    assert!(test.effects.names().is_empty());
}

/// A place for a link that an action hands out.
#[derive(Clone, Default)]
struct Slot(Arc<Mutex<Option<Link<Line>>>>);

impl std::fmt::Debug for Slot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Slot")
    }
}

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Table {
    #[state(slice, key = id)]
    rows: Vec<Line>,
}

#[actions(no_serde, slices(rows: Vec<Line>))]
impl Table {
    fn remove(&mut self, id: u32) {
        self.rows.retain(|row| row.id != id);
    }
}

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Line {
    id: u32,
    value: i32,
    #[state(key = id)]
    tabs: Vec<Tab>,
}

#[actions(no_serde)]
impl Line {
    fn lend(&mut self, cx: &mut Cx<Self>, slot: Slot) {
        cx.effect("lend", move |link| async move {
            *slot.0.lock().unwrap() = Some(link);
        });
    }

    fn add(&mut self, value: i32) -> Result<i32, String> {
        let sum = self.value + value;
        if sum > 100 {
            return Err("too much".to_owned());
        }
        self.value = sum;
        Ok(sum)
    }
}

fn table() -> (TestEnvironment, Store<Table>, Link<Line>) {
    let test = TestEnvironment::default();
    let rows = [1, 2].map(|id| Line {
        id,
        tabs: vec![tab(4), tab(5)],
        ..Line::default()
    });
    let table = Table { rows: rows.into() };
    let store = Store::in_environment(table, test.environment()).named("table");
    let slot = Slot::default();
    store.rows().at(2).lend(slot.clone());
    test.effects.run();
    let link = slot.0.lock().unwrap().take().expect("it was lent");
    (test, store, link)
}

#[test]
fn a_link_reads_and_writes_as_a_store_does() {
    let (test, store, link) = table();
    let row = || store.rows().at(2).get().expect("it is there");
    assert_eq!(link.try_add(3), Outcome::Done(3));
    assert_eq!(link.try_add(300), Outcome::Failed("too much".to_owned()));
    assert_eq!(link.value().get(), 3);
    assert_eq!(link.value().try_set(5), Outcome::Done(()));
    link.tabs().at(4).title().set("four".into());
    assert_eq!(link.tabs().keys(), [4, 5]);
    assert_eq!(link.tabs().at(4).title().get().as_deref(), Some("four"));
    assert!(matches!(
        link.tabs().at(9).title().try_set("x".into()),
        Outcome::Failed(_)
    ));
    assert_eq!(link.try_update(|row| row.value + 1), Outcome::Done(6));
    link.update(|row| row.value = 7);
    assert_eq!(row().value, 7);
    let outcome = link.try_transaction(|t| {
        t.add(1);
        t.value().update(|value| *value *= 2);
    });
    assert_eq!(outcome.done(), Some(store.snapshot().version()));
    assert_eq!(row().value, 16);
    link.transaction(|t| {
        t.add(1);
        t.add(300);
    });
    assert_eq!(row().value, 16);
    assert_eq!(
        test.reports.take(),
        ["store `table`: `rows[2].batch` failed: too much"]
    );
    let snapshot = link.snapshot();
    assert_eq!(snapshot.version(), store.snapshot().version());
    assert_eq!(*snapshot, row());
    assert!(link
        .submit(Change::restore(Line {
            id: 2,
            ..Line::default()
        }))
        .is_done());
    assert_eq!(
        row(),
        Line {
            id: 2,
            ..Line::default()
        }
    );
    assert_eq!(link.store_name(), "table");
    assert_eq!(link.environment().now(), test.environment().now());
    assert_eq!(
        store.rows().at(1).value().get(),
        Some(0),
        "the other row is as it was"
    );
}

#[test]
fn a_link_to_what_is_gone_leads_nowhere() {
    let (test, store, link) = table();
    store.remove(2);
    assert!(matches!(link.try_add(1), Outcome::Refused(refusal) if refusal.layer() == "slice"));
    assert!(matches!(link.value().try_set(1), Outcome::Refused(_)));
    assert!(link.try_snapshot().is_none());
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| link.snapshot())).is_err());
    link.value().set(1);
    assert_eq!(
        test.reports.take(),
        ["store `table`: `set rows[2].value` was refused by slice: there is nothing at `rows[2]` any more, so nothing was written"]
    );
}

#[test]
fn a_link_may_be_used_inside_a_turn_and_from_other_threads() {
    let (_test, store, link) = table();
    let inside = link.clone();
    let outcomes = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&outcomes);
    let subscription = store.subscribe(move |_| {
        if inside.value().get() == 1 {
            let outcome = inside.try_add(10);
            told.lock().unwrap().push(outcome);
        }
    });
    assert_eq!(link.try_add(1), Outcome::Done(1));
    assert_eq!(*outcomes.lock().unwrap(), [Outcome::Queued]);
    assert_eq!(link.value().get(), 11);
    drop(subscription);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            let link = link.clone();
            scope.spawn(move || (0..10).for_each(|_| link.add(1)));
        }
    });
    assert_eq!(link.value().get(), 51);
}

/// Alters what comes: `add 1` becomes `add 2`, `add 3` another action altogether.
struct Alter;

impl Layer<Table> for Alter {
    fn name(&self) -> &'static str {
        "Alter"
    }

    fn handle(&self, mut change: Change<'_, Table>, next: Next<'_, Table>) -> Verdict<Table> {
        if let Some(action) = change.as_action_mut() {
            match action {
                TableAction::Rows(RowAction {
                    action: LineAction::Add { value },
                    ..
                }) if *value == 1 => *value = 2,
                TableAction::Rows(RowAction {
                    action: LineAction::Add { value: 3 },
                    ..
                }) => *action = TableAction::Remove { id: 1 },
                _ => {}
            }
        }
        next.run(change)
    }
}

#[test]
fn a_layer_may_alter_what_comes_from_a_slice() {
    let (_test, store, link) = table();
    let store = store.layer(Alter);
    assert_eq!(link.try_add(1), Outcome::Done(2));
    assert_eq!(store.rows().at(2).try_add(1), Outcome::Done(4));
    assert_eq!(
        link.try_add(3),
        Outcome::Queued,
        "its own reply never comes"
    );
    assert_eq!(store.rows().keys(), [2]);
    assert_eq!(store.rows().at(2).try_add(3), Outcome::Queued);
    assert_eq!(store.rows().at(2).value().get(), Some(4));
}

/// A state that stays on its thread, with an action that does too.
#[derive(Clone, Default, State)]
struct Page {
    #[state(slice)]
    part: Part,
}

#[actions(no_serde, local, slices(part: Part))]
impl Page {}

#[derive(Clone, Default, State)]
struct Part {
    text: Rc<str>,
}

#[actions(no_serde)]
impl Part {
    fn say(&mut self, cx: &mut Cx<Self>, text: Rc<str>) {
        self.text = text;
        cx.effect_local("shout", |part| async move {
            let text = part.text().get().to_uppercase();
            part.text().set(text.into());
        });
    }
}

#[test]
fn a_local_store_has_slices_too() {
    let test = TestEnvironment::default();
    let store = Store::new_local(Page::default(), test.environment());
    store.part().say("quiet".into());
    assert_eq!(&*store.part().text().get(), "quiet");
    test.effects.run();
    assert_eq!(&*store.part().text().get(), "QUIET");
}

#[test]
fn dispatching_to_a_slice_allocates_no_more_than_to_the_store() {
    let store = Store::new(shop());
    let (cart, editor) = (store.cart(), store.screen().editor());
    let count = |run: &dyn Fn()| {
        run();
        allocation_counter::measure(run).count_total
    };
    editor.rename(String::new());
    // Where panics unwind, the state is copied before each.
    let of_the_store = count(&|| store.visit());
    assert_eq!(count(&|| cart.clear()), of_the_store);
    assert_eq!(count(&|| editor.rename(String::new())), of_the_store);
}
