//! What the visitor wants to buy.

use cart_api::{Line, Problem, ProductId};
use leptos_state::prelude::*;

use crate::backend::Server;

/// The cart. It shows what the visitor asked for at once, and goes back to what the server has if that refuses.
#[derive(Clone, Debug, Default, PartialEq, State)]
pub struct Cart {
    /// In the order in which they were put in.
    pub items: Entities<Item>,
}

/// One product in the cart.
#[derive(Clone, Debug, PartialEq, State)]
pub struct Item {
    /// Which product.
    #[state(id)]
    pub product: ProductId,
    /// How many the visitor wants.
    pub wanted: u32,
    /// How many the server has put aside.
    pub agreed: u32,
    /// Whether a request is under way. There is never more than one for a product, so answers can't overtake each other.
    pub asking: bool,
    /// Why the server refused the last request.
    pub problem: Option<Problem>,
}

#[actions]
impl Cart {
    /// Wants so many of a product; none takes it out.
    pub fn put(&mut self, cx: &mut Cx<Self>, product: ProductId, wanted: u32) {
        let mut item = self.items.get(&product).cloned().unwrap_or(Item {
            product,
            wanted: 0,
            agreed: 0,
            asking: false,
            problem: None,
        });
        item.wanted = wanted;
        item.problem = None;
        if !item.asking {
            item.asking = true;
            ask(
                cx,
                Line {
                    product,
                    quantity: wanted,
                },
            );
        }
        self.items.set(item);
    }

    /// Takes the server's answer. If the visitor wants something else by now, asks again.
    pub fn answer(&mut self, cx: &mut Cx<Self>, product: ProductId, answer: Result<Line, Problem>) {
        let Some(mut item) = self.items.get(&product).cloned() else {
            return;
        };
        match answer {
            Ok(line) => item.agreed = line.quantity,
            Err(problem) => {
                item.wanted = item.agreed;
                item.problem = Some(problem);
            }
        }
        item.asking = item.wanted != item.agreed;
        if item.asking {
            ask(
                cx,
                Line {
                    product,
                    quantity: item.wanted,
                },
            );
        }
        if item.is_gone() && !item.asking {
            self.items.remove(&product);
        } else {
            self.items.set(item);
        }
    }

    /// Asks the server for what was in the cart before the page was loaded.
    pub fn open(&mut self, cx: &mut Cx<Self>) {
        cx.effect_with("cart", |cart, server: Server| async move {
            // Without an answer the cart is empty, and whatever is put into it says if the server does not work.
            if let Ok(lines) = server.cart().await {
                cart.take(lines);
            }
        });
    }

    /// Takes what the server has in the cart, except for what the visitor has touched already.
    pub fn take(&mut self, lines: Vec<Line>) {
        self.items
            .add_many(lines.into_iter().map(|Line { product, quantity }| Item {
                product,
                wanted: quantity,
                agreed: quantity,
                asking: false,
                problem: None,
            }));
    }
}

impl Item {
    /// Whether the server has not answered yet.
    pub fn is_asking(&self) -> bool {
        self.asking
    }

    /// Whether there is nothing to show of it.
    pub fn is_gone(&self) -> bool {
        self.wanted == 0 && self.problem.is_none()
    }
}

fn ask(cx: &mut Cx<Cart>, line: Line) {
    cx.effect_with("put", move |cart, server: Server| async move {
        let answer = server.put(line).await;
        cart.answer(line.product, answer);
    });
}
