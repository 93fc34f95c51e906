//! Charts that are drawn in tests and examples.

use std::time::Duration;

use leptos_state_chart::form::{
    deep_history, final_state, history, invoke, not, parallel, run, state, to, when, within, Form,
};

/// The chart of `examples/player`.
pub fn player() -> Form {
    let loading = state("Loading")
        .invoke(invoke("fetch"))
        .invoke_done("fetch", to("Loaded").run("deck"))
        .invoke_failed("fetch", to("Failed").run("refused"))
        .after(Duration::from_secs(10), to("Failed").run("too_slow"));
    let loaded = state("Loaded")
        .exit("leave")
        .on("Seek", when("in_range").run("seek"))
        .on("Reach", run("reach"))
        .on("Break", to("Failed").run("unplayable"))
        .state(
            state("Playing")
                .tag("audible")
                .on("Pause", to("Paused"))
                .always(when("ended").to("Finished")),
        )
        .state(state("Paused").on("Play", to("Playing")));
    let transport = state("Transport")
        .initial("Loading")
        .on("Load", to("Loading").internal().run("load"))
        .state(deep_history("Last"))
        .state(loading)
        .state(loaded)
        .state(state("Failed").on("Retry", to("Loading")))
        .state(final_state("Finished"));
    let volume = state("Volume")
        .state(history("Level"))
        .state(state("Sound").on("Mute", to("Muted")))
        .state(state("Muted").on("Mute", to("Sound")));
    Form::new("Player")
        .initial("Idle")
        .root(|root| root.ignore("Reach Break"))
        .state(
            state("Idle")
                .on("Load", to(["Transport", "Level"]).run("load"))
                .on("Resume", to(["Last", "Level"])),
        )
        .state(
            parallel("Active")
                .on("Stop", to("Idle"))
                .state(transport)
                .state(volume),
        )
}

/// A shop's way from the cart to the parcel.
pub fn checkout() -> Form {
    let cart = state("Cart")
        .state(state("Empty").on("Add", to("Filled").run("put")))
        .state(
            state("Filled")
                .on("Add", run("put"))
                .on("Remove", when("is_last").to("Empty").run("take"))
                .on("Remove", run("take"))
                .on("Coupon", to("Pricing").run("note_coupon")),
        )
        .state(
            state("Pricing")
                .invoke(invoke("price"))
                .invoke_done("price", to("Filled").run("discount"))
                .invoke_failed("price", to("Filled").run("refuse_coupon"))
                .after(Duration::from_secs(5), to("Filled")),
        )
        .on("Checkout", when("has_items").to("Checkout"));
    let address = state("Address")
        .state(state("Editing").on("Submit", to("Checking")))
        .state(
            state("Checking")
                .invoke(invoke("validate"))
                .invoke_done("validate", when("is_deliverable").to("Valid"))
                .invoke_done("validate", to("Undeliverable"))
                .invoke_failed("validate", to("Editing").run("tell")),
        )
        .state(state("Undeliverable").on("Edit", to("Editing")))
        .state(final_state("Valid"))
        .done(to("Shipping"));
    let shipping = state("Shipping")
        .entry("load_rates")
        .state(
            state("Rates")
                .invoke(invoke("rates"))
                .invoke_done("rates", to("Choosing"))
                .invoke_failed("rates", to("NoRates")),
        )
        .state(
            state("NoRates")
                .on("Retry", to("Rates"))
                .after(Duration::from_millis(1500), to("Rates")),
        )
        .state(state("Choosing").on("Choose", to("Chosen").run("note_rate")))
        .state(final_state("Chosen"))
        .on("Back", to("Address"))
        .done(to("Payment"));
    let payment = state("Payment")
        .on("Back", to("Shipping"))
        .state(history("Method"))
        .state(
            state("Card")
                .state(state("Number").on("Valid", to("Secure")))
                .state(
                    state("Secure")
                        .tag("busy")
                        .invoke(invoke("challenge"))
                        .invoke_done("challenge", to("Authorised"))
                        .invoke_failed("challenge", to("Declined")),
                )
                .on("UseTransfer", to("Transfer")),
        )
        .state(
            state("Transfer")
                .on("UseCard", to("Card"))
                .on("Booked", to("Authorised").run("note_booking")),
        )
        .state(
            state("Declined")
                .entry("count_attempt")
                .on("Retry", when("has_attempts").to("Method"))
                .always(when(not("has_attempts")).to("Rejected")),
        )
        .state(final_state("Authorised"))
        .done(to("Fulfilment").run("place_order"));
    let checkout = state("Checkout")
        .exit("save_draft")
        .on("Cancel", to("Cart"))
        .after(Duration::from_secs(1800), to("Expired"))
        .state(deep_history("Draft"))
        .state(address)
        .state(shipping)
        .state(payment);
    let parcel = state("Parcel")
        .state(state("Packing").on("Packed", to("Ready")))
        .state(
            state("Ready")
                .on("Collect", to("Transit").run("print_label"))
                .on("Damage", to("Packing")),
        )
        .state(
            state("Transit")
                .on("Scan", run("note_place"))
                .on("Deliver", to("Delivered"))
                .on("Lose", to("Lost")),
        )
        .state(state("Lost").after(Duration::from_secs(86_400), to("Packing")))
        .state(final_state("Delivered"));
    let invoice = state("Invoice")
        .state(
            state("Writing")
                .invoke(invoke("invoice"))
                .invoke_done("invoice", to("Sent")),
        )
        .state(
            state("Sent")
                .on("Pay", to("Paid"))
                .after(Duration::from_secs(1_209_600), to("Reminded")),
        )
        .state(state("Reminded").entry("remind").on("Pay", to("Paid")))
        .state(final_state("Paid"));
    let mail = state("Mail")
        .state(
            state("Quiet")
                .on("Scan Deliver", when(within("Transit")).to("Telling"))
                .on("Close", to("Told")),
        )
        .state(
            state("Telling")
                .invoke(invoke("mail"))
                .invoke_done("mail", to("Quiet"))
                .invoke_failed("mail", to("Quiet")),
        )
        .state(final_state("Told"));
    Form::new("Checkout")
        .on("Reset", to("Cart").run("forget"))
        .state(cart)
        .state(checkout)
        .state(
            parallel("Fulfilment")
                .on("Refund", when("is_refundable").to("Refunded").run("refund"))
                .state(parcel)
                .state(invoice)
                .state(mail)
                .done(to("Complete")),
        )
        .state(state("Expired").on("Resume", to("Draft")))
        .state(final_state("Rejected"))
        .state(final_state("Refunded"))
        .state(final_state("Complete"))
}
