//! Places in stores beside fields of `reactive_stores`.

mod common;

use common::{owner, watch, Form};
use leptos::prelude::*;
use leptos_state::{bridge, Store};

#[derive(Debug, Default, PartialEq, reactive_stores::Store)]
struct Theirs {
    name: String,
    years: u32,
}

#[test]
fn their_field_follows_where_ours_leads() {
    let _owner = owner();
    let form = Store::new(Form::default());
    let theirs = reactive_stores::Store::new(Theirs::default());
    form.rename("Ada".into());
    bridge::lead(form.name(), theirs.name());
    assert_eq!(theirs.name().get(), "Ada");
    let (name, years) = (
        watch(move || theirs.name().get()),
        watch(move || theirs.years().get()),
    );
    name.take();
    years.take();
    form.rename("Eve".into());
    form.birthday();
    // A reactive store tells its readers twice of one change, of the field and of what is above it.
    assert!(name.take() > 0 && years.take() == 0);
    theirs.name().set("Bob".into());
    assert_eq!(form.name().get(), "Eve", "only one way");
}

#[test]
fn ours_follows_their_field_through_the_pipeline() {
    let _owner = owner();
    let form = Store::new(Form::default());
    let theirs = reactive_stores::Store::new(Theirs::default());
    bridge::follow(form.age(), theirs.years());
    let version = form.snapshot().version();
    theirs.years().set(7);
    assert_eq!(form.age().get(), 7);
    assert_eq!(form.snapshot().version().get(), version.get() + 1);
    theirs.years().set(7);
    theirs.name().set("x".into());
    assert_eq!(
        form.snapshot().version().get(),
        version.get() + 1,
        "equal values commit nothing"
    );
}

#[test]
fn a_mirror_works_both_ways_until_its_owner_goes() {
    let owner = owner();
    let form = Store::new(Form::default());
    let theirs = reactive_stores::Store::new(Theirs::default());
    form.rename("Ada".into());
    let child = owner.child();
    child.with(|| bridge::mirror(form.name(), theirs.name()));
    assert_eq!(theirs.name().get_untracked(), "Ada");
    theirs.name().set("Eve".into());
    form.name().update(|name| name.push('!'));
    assert_eq!(
        (form.name().get_untracked(), theirs.name().get_untracked()),
        ("Eve!".to_owned(), "Eve!".to_owned())
    );
    child.cleanup();
    theirs.name().set("Bob".into());
    assert_eq!(form.name().get_untracked(), "Eve!");
    form.rename("Kay".into());
    assert_eq!(theirs.name().get_untracked(), "Bob");
    assert_eq!(form.listener_count(), 0);
}

#[test]
fn a_bridge_whose_one_end_is_gone_does_nothing() {
    let owner = owner();
    let form = Store::new(Form::default());
    let child = owner.child();
    let theirs = child.with(|| reactive_stores::Store::new(Theirs::default()));
    bridge::follow(form.name(), theirs.name());
    child.cleanup();
    form.rename("Ada".into());
    bridge::follow(form.name(), theirs.name());
    bridge::lead(form.name(), theirs.name());
    assert_eq!(form.name().get_untracked(), "Ada");

    let child = owner.child();
    let gone = child.with(|| Store::new(Form::default()));
    child.cleanup();
    let theirs = reactive_stores::Store::new(Theirs::default());
    bridge::lead(gone.name(), theirs.name());
    assert_eq!(theirs.name().get_untracked(), "");
}

#[derive(Clone, Default, leptos_state::State)]
struct Degrees {
    degrees: f64,
}

#[derive(Default, reactive_stores::Store)]
struct Sensor {
    degrees: f64,
}

#[test]
fn a_mirror_of_what_is_not_equal_to_itself_comes_to_rest() {
    let _owner = owner();
    let theirs = reactive_stores::Store::new(Sensor::default());
    let ours = Store::new(Degrees::default());
    bridge::mirror(ours.degrees(), theirs.degrees());
    ours.degrees().set(f64::NAN);
    assert!(theirs.degrees().get().is_nan());
    theirs.degrees().set(1.0);
    assert_eq!(ours.degrees().get(), 1.0);
    theirs.degrees().set(f64::NAN);
    assert!(ours.degrees().get().is_nan());
}
