//! What there is to buy.

use std::time::Duration;

use cart_api::{Problem, Product, Rates};
use leptos_state::prelude::*;
use leptos_state::{Backoff, Loadable, Request};

use crate::backend::Server;

/// What comes from the server when the page is opened.
#[derive(Clone, Debug, Default, PartialEq, State)]
pub struct Catalogue {
    /// The teas.
    pub teas: Loadable<Entities<Product>, Problem>,
    /// What prices are in other currencies.
    pub rates: Loadable<Rates, Problem>,
}

#[actions]
impl Catalogue {
    /// Asks for what is not there yet. What fails is tried again three times before the visitor hears of it.
    pub fn open(&mut self, cx: &mut Cx<Self>) {
        let backoff = Backoff::exponential(Duration::from_millis(200)).jitter(0.5);
        let teas = Request::with(|server: Server| async move {
            let teas = server.teas().await?;
            Ok(teas.into_iter().collect())
        });
        cx.load(
            self,
            |catalogue| catalogue.teas(),
            teas.key("teas").retry(backoff).refetch_on_reconnect(),
        );
        let rates = Request::with(|server: Server| async move { server.rates().await });
        cx.load(
            self,
            |catalogue| catalogue.rates(),
            rates.key("rates").retry(backoff),
        );
    }
}
