//! The temperature converter.
#![cfg(not(target_arch = "wasm32"))]

use leptos_state::testing::Scenario;
use seven_guis::temperature::Temperature;

fn after_celsius(text: &str) -> Temperature {
    let mut temperature = Temperature::default();
    temperature.enter_celsius(text.into());
    temperature
}

fn after_fahrenheit(text: &str) -> Temperature {
    let mut temperature = Temperature::default();
    temperature.enter_fahrenheit(text.into());
    temperature
}

#[test]
fn each_field_follows_the_other() {
    for (celsius, fahrenheit) in [
        ("0", "32"),
        ("100", "212"),
        ("-40", "-40"),
        ("37.5", "99.5"),
    ] {
        assert_eq!(after_celsius(celsius).fahrenheit, fahrenheit);
        assert_eq!(after_fahrenheit(fahrenheit).celsius, celsius);
    }
    assert_eq!(after_fahrenheit("50.1").celsius, "10.06");
    assert_eq!(after_celsius(" 5 ").fahrenheit, "41");
    assert_eq!(
        after_fahrenheit("31.9999").celsius,
        "0",
        "no zero has a sign"
    );
}

#[test]
fn what_is_no_number_stays_where_it_was_typed() {
    for text in ["", "-", "five", "1,5", "inf", "NaN", "1e400", "12 °C"] {
        let mut temperature = after_celsius("5");
        temperature.enter_celsius(text.into());
        assert_eq!(temperature.celsius, text);
        assert_eq!(temperature.fahrenheit, "41", "after {text:?}");
        temperature.enter_fahrenheit(text.into());
        assert_eq!(temperature.celsius, text);
        assert_eq!(temperature.fahrenheit, text);
    }
}

#[test]
fn what_is_no_number_wakes_one_field_only() {
    Scenario::given(Temperature::default())
        .watching_path(|temperature| temperature.celsius())
        .watching_path(|temperature| temperature.fahrenheit())
        .when(|temperature| temperature.enter_celsius("1".into()))
        .expect_woken(["celsius", "fahrenheit"])
        .when(|temperature| temperature.enter_celsius("1x".into()))
        .expect_woken(["celsius"]);
}
