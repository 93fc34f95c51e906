//! The list of people.
#![cfg(not(target_arch = "wasm32"))]

use leptos_state::prelude::*;
use leptos_state::testing::Scenario;
use seven_guis::crud::{shown, Nameless, NobodySelected, NotRenamed, People};

fn entries(people: &People) -> Vec<String> {
    let ids = shown(&people.all, &people.prefix);
    let people = ids.iter().filter_map(|id| people.all.get(id));
    people.map(|person| person.entry()).collect()
}

fn id(people: &People, surname: &str) -> Id {
    let mut all = people.all.iter();
    all.find(|person| person.surname == surname)
        .expect("there is one")
        .id
}

#[test]
fn the_list_has_those_whose_surname_begins_so() {
    let mut people = People::at_first();
    assert_eq!(
        entries(&people),
        ["Emil, Hans", "Mustermann, Max", "Tisch, Roman"]
    );
    people.filter("M".into());
    assert_eq!(entries(&people), ["Mustermann, Max"]);
    people.filter("mUS".into());
    assert_eq!(entries(&people), ["Mustermann, Max"]);
    people.filter("R".into());
    assert!(entries(&people).is_empty(), "a name is no surname");
    people.filter("isch".into());
    assert!(entries(&people).is_empty(), "only the beginning counts");
}

#[test]
fn creating_appends_what_the_fields_say() {
    Scenario::given(People::at_first())
        .when(|people| people.enter_name(" John ".into()))
        .when(|people| people.enter_surname("Romba".into()))
        .when(|people| people.create())
        .then_state(|people| {
            assert_eq!(
                entries(people).last().map(String::as_str),
                Some("Romba, John")
            );
            assert_eq!(people.selected, None);
        })
        .when(|people| people.create())
        .then_state(|people| assert_eq!(people.all.len(), 5, "two may have the same name"));
}

#[test]
fn the_selected_one_is_renamed_and_stays_in_its_place() {
    let mut people = People::at_first();
    people.choose(id(&people, "Mustermann")).unwrap();
    assert_eq!(
        (people.name.as_str(), people.surname.as_str()),
        ("Max", "Mustermann")
    );
    people.enter_surname("Musterfrau".into());
    people.enter_name("Erika".into());
    people.rename().unwrap();
    assert_eq!(
        entries(&people),
        ["Emil, Hans", "Musterfrau, Erika", "Tisch, Roman"]
    );
    assert!(people.selected.is_some());
}

#[test]
fn the_selected_one_is_removed() {
    let mut people = People::at_first();
    people.choose(id(&people, "Emil")).unwrap();
    people.remove().unwrap();
    assert_eq!(entries(&people), ["Mustermann, Max", "Tisch, Roman"]);
    assert_eq!(people.selected, None);
}

#[test]
fn nobody_is_selected_who_is_not_shown() {
    let mut people = People::at_first();
    people.choose(id(&people, "Tisch")).unwrap();
    people.filter("T".into());
    assert!(people.selected.is_some());
    people.filter("E".into());
    assert_eq!(people.selected, None);

    people.choose(id(&people, "Emil")).unwrap();
    people.enter_surname("Zola".into());
    people.rename().unwrap();
    assert_eq!(people.selected, None, "a new name may be out of sight");
}

#[test]
fn what_can_not_be_done_is_said_and_changes_nothing() {
    let nobody = Id::from_u128(99);
    Scenario::given(People::at_first())
        .when(|people| {
            assert!(matches!(
                people.try_rename(),
                Outcome::Failed(NotRenamed::NobodySelected(_))
            ))
        })
        .when(|people| {
            assert!(matches!(
                people.try_remove(),
                Outcome::Failed(NobodySelected)
            ))
        })
        .when(|people| assert!(matches!(people.try_create(), Outcome::Failed(Nameless))))
        .when(|people| {
            assert!(matches!(
                people.try_choose(nobody),
                Outcome::Failed(NobodySelected)
            ))
        })
        .expect_state(&People::at_first());
    let mut people = People::at_first();
    people.choose(id(&people, "Emil")).unwrap();
    people.enter_name(" ".into());
    people.enter_surname(String::new());
    assert_eq!(people.rename(), Err(NotRenamed::Nameless(Nameless)));
}

#[test]
fn renaming_one_wakes_nobody_who_looks_at_others() {
    let first = People::at_first();
    let (emil, tisch) = (id(&first, "Emil"), id(&first, "Tisch"));
    let entry =
        move |id: Id| move |people: &People| people.all.get(&id).map(|person| person.entry());
    Scenario::given(first)
        .watching("Emil", entry(emil))
        .watching("Tisch", entry(tisch))
        .watching("shown", |people| shown(&people.all, &people.prefix))
        .when(|people| people.choose(tisch))
        .when(|people| people.enter_name("Ramona".into()))
        .when(|people| people.rename())
        .expect_woken(["Tisch"]);
}
