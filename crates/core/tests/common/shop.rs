//! A state with every kind of slice.

#![allow(dead_code, reason = "each test file uses its own part of this")]

use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;

use leptos_state_core::{
    Action, Actions, Cx, Failing, Handle, Id, State as StateTrait, Timestamp, Touched,
};
use leptos_state_macros::{actions, State};

#[derive(Clone, Debug, Default, PartialEq, State)]
pub struct Shop {
    pub visits: u32,
    #[state(slice)]
    pub cart: Cart,
    #[state(slice)]
    pub draft: Option<Tab>,
    #[state(slice, key = id)]
    pub tabs: Vec<Tab>,
    #[state(slice)]
    pub notes: BTreeMap<String, Tab>,
    #[state(slice)]
    pub pages: HashMap<u8, Screen>,
    #[state(slice)]
    pub screen: Screen,
    #[state(slice)]
    pub counter: Counter,
}

#[actions(slices(
    cart: Cart,
    draft: Option<Tab>,
    tabs: Vec<Tab>,
    notes: BTreeMap<String, Tab>,
    pages: HashMap<u8, Screen>,
    screen: Screen,
    counter: Counter,
))]
impl Shop {
    pub fn visit(&mut self) -> u32 {
        self.visits += 1;
        self.visits
    }

    pub fn close(&mut self, id: u32) {
        self.tabs.retain(|tab| tab.id != id);
    }
}

#[derive(Clone, Debug, Default, PartialEq, State)]
pub struct Cart {
    pub items: Vec<String>,
    pub coupon: String,
    pub stamp: Option<(Id, Timestamp)>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the cart is full")]
pub struct Full;

#[actions]
impl Cart {
    /// Replies how many there are.
    pub fn add(&mut self, item: String) -> Result<usize, Full> {
        self.items.push(item);
        if self.items.len() > 3 {
            return Err(Full);
        }
        Ok(self.items.len())
    }

    pub fn clear(&mut self) {
        self.items.clear();
    }

    pub fn stamp_it(&mut self, cx: &mut Cx<Self>) {
        self.stamp = Some((cx.id(), cx.now()));
    }

    /// Asks for a coupon.
    pub fn ask(&mut self, cx: &mut Cx<Self>) {
        cx.effect("coupon", |cart| async move {
            let items = cart.items().get().len();
            cart.redeem(format!("{items} items"));
        });
    }

    pub fn ask_here(&mut self, cx: &mut Cx<Self>) {
        cx.effect_local("coupon here", |cart| async move {
            cart.coupon().set("here".into());
        });
    }

    pub fn ask_and_fail(&mut self, cx: &mut Cx<Self>) -> Result<(), Full> {
        cx.effect("never", |_| async { unreachable!("the action failed") });
        Err(Full)
    }

    pub fn redeem(&mut self, coupon: String) {
        self.coupon = coupon;
    }

    /// Breaks its promise.
    #[action(checks_first)]
    pub fn lie(&mut self) -> Result<(), Full> {
        self.items.clear();
        Err(Full)
    }

    pub fn panic(&mut self) {
        self.items.clear();
        panic!("no cart");
    }
}

#[derive(Clone, Debug, Default, PartialEq, State)]
pub struct Tab {
    pub id: u32,
    pub title: String,
}

#[actions]
impl Tab {
    pub fn rename(&mut self, title: String) -> String {
        std::mem::replace(&mut self.title, title)
    }

    pub fn load(&mut self, cx: &mut Cx<Self>) {
        cx.effect("load", |tab| async move { tab.rename("loaded".into()) });
    }
}

/// A tab of this number.
pub fn tab(id: u32) -> Tab {
    Tab {
        id,
        title: format!("tab {id}"),
    }
}

#[derive(Clone, Debug, Default, PartialEq, State)]
pub enum Screen {
    #[default]
    Home,
    #[state(slice)]
    Editor(Tab),
    Split {
        #[state(slice)]
        left: Tab,
        width: u32,
    },
}

#[actions(slices(editor: Tab, left: Tab))]
impl Screen {
    pub fn edit(&mut self, id: u32) {
        *self = Self::Editor(tab(id));
    }

    pub fn home(&mut self) {
        *self = Self::Home;
    }
}

/// A slice whose state and actions are written by hand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counter(pub i32);

impl StateTrait for Counter {
    const NAME: &'static str = "Counter";
    type Fields<H: Handle<Value = Self>> = ();

    fn fields<H: Handle<Value = Self>>(_: &H) -> &() {
        &()
    }
}

#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Count(pub i32);

impl Action<Counter> for Count {
    type Reply = i32;
    type Error = Infallible;

    fn name(&self) -> &'static str {
        "count"
    }

    fn apply(self, counter: &mut Counter, cx: &mut Cx<Counter>) -> Result<i32, Infallible> {
        counter.0 += self.0;
        if counter.0 < 0 {
            cx.effect("to zero", |link| async move {
                let below = link.snapshot().0;
                link.dispatch(Self(-below));
            });
        }
        Ok(counter.0)
    }

    fn failing(&self) -> Failing {
        Failing::Never
    }

    fn touches(&self) -> Touched {
        Touched::ALL
    }
}

impl Actions for Counter {
    type Action = Count;
}
