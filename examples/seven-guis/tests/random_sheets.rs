//! Sheets and formulas that are written at random.
//!
//! The first seed is printed; `SEED=n` repeats a run, `ROUNDS=n` makes more of them.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::hash_map::RandomState;
use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hasher};

use fastrand::Rng;
use seven_guis::cells::formula::Formula;
use seven_guis::cells::{Address, Sheet, Value};

fn for_each_seed(run: impl Fn(u64)) {
    let number = |name: &str| {
        let value = std::env::var(name).ok();
        value.and_then(|value| value.parse().ok())
    };
    if let Some(seed) = number("SEED") {
        return run(seed);
    }
    let first = RandomState::new().build_hasher().finish();
    let rounds = number("ROUNDS").unwrap_or(40);
    println!("SEED={first} and the {rounds} after it");
    for n in 0..rounds {
        run(first.wrapping_add(n));
    }
}

/// One of so few cells that many formulas read each other, and themselves.
fn cell(rng: &mut Rng) -> Address {
    Address::new(rng.u8(0..4), rng.u8(0..4)).expect("it is a cell")
}

fn text(rng: &mut Rng) -> String {
    let mut next = || cell(rng);
    let (one, other, third) = (next(), next(), next());
    match rng.u8(0..8) {
        0 => String::new(),
        1 => "tea".into(),
        2 => format!("=SUM({one}:{other})"),
        3 => format!("=IF({one}>2,{other},{third})"),
        4 => format!("={one}/{other}"),
        5 => format!("=MAX({one}+1,3)"),
        number => number.to_string(),
    }
}

#[test]
fn a_sheet_is_the_same_whichever_way_it_was_written() {
    for_each_seed(|seed| {
        let mut rng = Rng::with_seed(seed);
        let mut sheet = Sheet::default();
        let mut texts = BTreeMap::new();
        for step in 0..80 {
            let (at, text) = (cell(&mut rng), text(&mut rng));
            let before: BTreeMap<_, _> = texts.keys().map(|at| (*at, sheet.value(*at))).collect();
            let computed = sheet.enter(at, text.clone());
            texts.insert(at, text);

            let mut order: Vec<_> = texts.iter().collect();
            rng.shuffle(&mut order);
            let mut other = Sheet::default();
            for (at, text) in order {
                other.enter(*at, text.clone());
            }
            for at in texts.keys() {
                let value = sheet.value(*at);
                assert_eq!(
                    value,
                    other.value(*at),
                    "SEED={seed}, step {step}: {at} of {texts:?}"
                );
                let was = before.get(at).cloned().unwrap_or_default();
                assert!(
                    value == was || computed.contains(at),
                    "SEED={seed}, step {step}: {at}"
                );
            }
            let mut once = computed.clone();
            once.sort_unstable();
            once.dedup();
            assert_eq!(
                once.len(),
                computed.len(),
                "SEED={seed}, step {step}: {computed:?}"
            );
        }
    });
}

#[test]
fn every_text_is_a_formula_or_is_refused_with_its_place() {
    const PIECES: [&str; 24] = [
        "1", "2.5", ".", "e", "9e99", "A1", "z99", "B100", "SUM", "if", "(", ")", ",", ":", "+",
        "-", "*", "/", "^", "<=", "<>", "\"", "é", " ",
    ];
    for_each_seed(|seed| {
        let mut rng = Rng::with_seed(seed);
        for _ in 0..200 {
            let length = rng.usize(0..30);
            let text: String = (0..length)
                .map(|_| PIECES[rng.usize(0..PIECES.len())])
                .collect();
            match Formula::parse(&text) {
                Ok(formula) => {
                    let value = formula.value(&|_| Value::Number(2.0));
                    assert_ne!(value, Value::Empty, "SEED={seed}: {text}");
                }
                Err(error) => {
                    let said = error.to_string();
                    assert!(said.starts_with("at "), "SEED={seed}: {text}: {said}");
                }
            }
        }
    });
}
