//! The shop's books: one cart for each session.

use std::collections::{BTreeMap, HashMap, VecDeque};

use cart_api::{Line, Order, Problem, Product, ProductId, Receipt, Totals};

use crate::products;

/// How many carts are kept. The oldest make room for new ones.
const MOST_CARTS: usize = 1_000;

/// Nobody gets more of one thing, whatever there is.
const MOST_OF_ONE: u32 = 99;

/// All there is to know.
pub struct Shop {
    products: Vec<(Product, u32)>,
    carts: HashMap<String, BTreeMap<ProductId, u32>>,
    /// The sessions with a cart, oldest first.
    sessions: VecDeque<String>,
    orders: u32,
}

impl Default for Shop {
    fn default() -> Self {
        Self {
            products: products::all().collect(),
            carts: HashMap::new(),
            sessions: VecDeque::new(),
            orders: 0,
        }
    }
}

impl Shop {
    /// What there is to buy.
    pub fn products(&self) -> Vec<Product> {
        self.products
            .iter()
            .map(|(product, _)| product.clone())
            .collect()
    }

    /// What is in a cart.
    pub fn cart(&self, session: &str) -> Vec<Line> {
        let lines = self.carts.get(session).into_iter().flatten();
        lines
            .map(|(&product, &quantity)| Line { product, quantity })
            .collect()
    }

    /// Puts so many of a product into a cart; none takes it out.
    pub fn put(&mut self, session: &str, line: Line) -> Result<Line, Problem> {
        let known = self
            .products
            .iter()
            .find(|(product, _)| product.id == line.product);
        let left = known.ok_or(Problem::NoSuchProduct)?.1.min(MOST_OF_ONE);
        if line.quantity > left {
            return Err(Problem::SoldOut { left });
        }
        let cart = self.cart_mut(session);
        if line.quantity == 0 {
            cart.remove(&line.product);
        } else {
            cart.insert(line.product, line.quantity);
        }
        Ok(line)
    }

    /// Takes what is in a cart as an order.
    pub fn order(&mut self, session: &str, order: &Order) -> Result<Receipt, Problem> {
        let wrong = order.wrong();
        if !wrong.is_empty() {
            return Err(Problem::Invalid { wrong });
        }
        let cart = self.carts.get(session).filter(|cart| !cart.is_empty());
        let cart = cart.ok_or(Problem::NothingToOrder)?.clone();
        // Somebody else may have been faster.
        let wanted = |id: ProductId| cart.get(&id).copied().unwrap_or(0);
        if let Some((_, left)) = self
            .products
            .iter()
            .find(|(product, left)| wanted(product.id) > *left)
        {
            return Err(Problem::SoldOut { left: *left });
        }
        for (product, left) in &mut self.products {
            *left -= wanted(product.id);
        }
        self.cart_mut(session).clear();
        self.orders += 1;
        let bought = self
            .products
            .iter()
            .map(|(product, _)| product.price * wanted(product.id));
        Ok(Receipt {
            number: self.orders,
            items: cart.values().sum(),
            total: Totals::of(bought.sum()).total(),
        })
    }

    fn cart_mut(&mut self, session: &str) -> &mut BTreeMap<ProductId, u32> {
        if !self.carts.contains_key(session) {
            if self.sessions.len() == MOST_CARTS {
                if let Some(oldest) = self.sessions.pop_front() {
                    self.carts.remove(&oldest);
                }
            }
            self.sessions.push_back(session.to_owned());
        }
        self.carts.entry(session.to_owned()).or_default()
    }
}
