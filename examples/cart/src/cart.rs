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

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use cart_api::{Order, Product, Rates, Receipt};
    use leptos_state::testing::{Scenario, TestEnvironment};

    use super::*;
    use crate::backend::{Answer, Backend};

    /// A server that has three of everything, and keeps what it was asked for.
    #[derive(Default)]
    struct Three(Mutex<Vec<u32>>);

    impl Backend for Three {
        fn teas(&self) -> Answer<Vec<Product>> {
            Box::pin(async { Err(Problem::Trouble) })
        }

        fn rates(&self) -> Answer<Rates> {
            Box::pin(async { Err(Problem::Trouble) })
        }

        fn cart(&self) -> Answer<Vec<Line>> {
            let line = Line {
                product: 7,
                quantity: 2,
            };
            Box::pin(async move { Ok(vec![line]) })
        }

        fn put(&self, line: Line) -> Answer<Line> {
            self.0.lock().unwrap().push(line.quantity);
            let answer = if line.quantity <= 3 {
                Ok(line)
            } else {
                Err(Problem::SoldOut { left: 3 })
            };
            Box::pin(async move { answer })
        }

        fn order(&self, _: Order) -> Answer<Receipt> {
            Box::pin(async { Err(Problem::Trouble) })
        }
    }

    fn cart() -> (Scenario<Cart>, Arc<Three>) {
        let server = Arc::new(Three::default());
        let scenario = Scenario::given_in(Cart::default(), |environment| {
            environment.with_service(server.clone() as Server)
        });
        (scenario, server)
    }

    fn shown(cart: &Cart) -> Vec<(ProductId, u32)> {
        cart.items
            .iter()
            .map(|item| (item.product, item.wanted))
            .collect()
    }

    #[test]
    fn what_is_wanted_is_shown_before_the_server_agrees() {
        let (cart, _) = cart();
        cart.when(|cart| cart.put(1, 2))
            .then_state(|cart| assert_eq!(shown(cart), [(1, 2)]))
            .then_state(|cart| assert!(cart.items.first().is_some_and(Item::is_asking)))
            .expect_effects(["put"])
            .run_effects()
            .then_state(|cart| assert!(!cart.items.first().is_some_and(Item::is_asking)));
    }

    #[test]
    fn while_a_request_is_under_way_only_the_last_wish_counts() {
        let (cart, server) = cart();
        cart.when(|cart| [1, 2, 3].into_iter().for_each(|wanted| cart.put(1, wanted)))
            .run_effects()
            .then_state(|cart| assert_eq!(shown(cart), [(1, 3)]));
        assert_eq!(*server.0.lock().unwrap(), [1, 3]);
    }

    #[test]
    fn what_the_server_refuses_goes_back_to_what_it_has() {
        let (cart, _) = cart();
        cart.when(|cart| cart.put(1, 3))
            .run_effects()
            .when(|cart| cart.put(1, 4))
            .then_state(|cart| assert_eq!(shown(cart), [(1, 4)]))
            .run_effects()
            .then_state(|cart| assert_eq!(shown(cart), [(1, 3)]))
            .then_state(|cart| {
                let problem = cart.items.get(&1).and_then(|item| item.problem.clone());
                assert_eq!(problem, Some(Problem::SoldOut { left: 3 }));
            });
    }

    #[test]
    fn what_the_server_had_comes_behind_what_was_put_in_meanwhile() {
        let (cart, _) = cart();
        cart.when(|cart| cart.open())
            .when(|cart| cart.put(1, 1))
            .run_effects()
            .then_state(|cart| assert_eq!(shown(cart), [(1, 1), (7, 2)]))
            .when(|cart| cart.put(7, 0))
            .run_effects()
            .then_state(|cart| assert_eq!(shown(cart), [(1, 1)]));
    }

    #[test]
    fn without_a_server_the_reporter_is_told() {
        let test = TestEnvironment::default();
        let store = leptos_state::ArcStore::in_environment(Cart::default(), test.environment());
        store.put(1, 1);
        test.effects.run();
        assert!(test.reports.take()[0].contains("needs the service"));
    }
}
