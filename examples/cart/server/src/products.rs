//! What there is to buy.

use cart_api::{Amount, Product, ProductId};

/// Number, name, two lines about it, price in cents, hue, how many there are.
type Row = (ProductId, &'static str, &'static str, u64, u16, u32);

const ROWS: [Row; 8] = [
    (
        1,
        "Sencha",
        "Steamed green tea from Shizuoka. Grassy, bright, a little sweet.",
        1_290,
        110,
        40,
    ),
    (
        2,
        "Darjeeling",
        "First flush from the slopes of Kurseong. Muscat and hay.",
        1_850,
        42,
        25,
    ),
    (
        3,
        "Earl Grey",
        "Black tea with oil of bergamot, and nothing else.",
        980,
        265,
        60,
    ),
    (
        4,
        "Lapsang Souchong",
        "Dried over pine fires in Wuyi. For those who like smoke.",
        1_640,
        18,
        12,
    ),
    (
        5,
        "Rooibos",
        "From the Cederberg. Red, round, no caffeine.",
        790,
        8,
        80,
    ),
    (
        6,
        "Genmaicha",
        "Green tea with roasted rice. Tastes of warm popcorn.",
        1_090,
        78,
        3,
    ),
    (
        7,
        "White Peony",
        "Buds and two leaves from Fuding, withered in the sun.",
        2_480,
        160,
        9,
    ),
    (
        8,
        "Peppermint",
        "Leaves from a garden in Franconia. Cools down everything.",
        690,
        150,
        100,
    ),
];

/// The products, as the page gets them, and how many there are of each.
pub fn all() -> impl Iterator<Item = (Product, u32)> {
    ROWS.into_iter()
        .map(|(id, name, about, price, hue, stock)| {
            let product = Product {
                id,
                name: name.into(),
                about: about.into(),
                price: Amount::cents(price),
                hue,
            };
            (product, stock)
        })
}
