use leptos_state_model::{Cue, Path};

#[test]
fn start_leads_to_locked() {
    let path = Path::replay(
        &model(),
        &[
            Cue::start(),
        ],
    );
    let path = path.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(path.active(), ["locked"]);
    let tested = path.test(&mut subject());
    tested.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn coin_leads_to_locked() {
    let path = Path::replay(
        &model(),
        &[
            Cue::start(),
            Cue::event("coin"),
        ],
    );
    let path = path.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(path.active(), ["locked"]);
    let tested = path.test(&mut subject());
    tested.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn coin_coin_leads_to_open() {
    let path = Path::replay(
        &model(),
        &[
            Cue::start(),
            Cue::event("coin"),
            Cue::event("coin"),
        ],
    );
    let path = path.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(path.active(), ["open"]);
    let tested = path.test(&mut subject());
    tested.unwrap_or_else(|failure| panic!("{failure}"));
}
