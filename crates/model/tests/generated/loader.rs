use leptos_state_model::{Cue, Path};

#[test]
fn start_leads_to_loading() {
    let path = Path::replay(
        &loader(),
        &[
            Cue::start(),
        ],
    );
    let path = path.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(path.active(), ["loading"]);
}

#[test]
fn after_10s_of_loading_leads_to_late() {
    let path = Path::replay(
        &loader(),
        &[
            Cue::start(),
            Cue::elapsed("loading:after.10s"),
        ],
    );
    let path = path.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(path.active(), ["late"]);
}

#[test]
fn fetch_of_loading_is_done_leads_to_ready() {
    let path = Path::replay(
        &loader(),
        &[
            Cue::start(),
            Cue::done("loading:fetch"),
        ],
    );
    let path = path.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(path.active(), ["ready"]);
}

#[test]
fn fetch_of_loading_fails_leads_to_broken() {
    let path = Path::replay(
        &loader(),
        &[
            Cue::start(),
            Cue::failed("loading:fetch").answer("is_fatal", true),
        ],
    );
    let path = path.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(path.active(), ["broken"]);
}

#[test]
fn fetch_of_loading_fails_leads_to_loading() {
    let path = Path::replay(
        &loader(),
        &[
            Cue::start(),
            Cue::failed("loading:fetch").answer("is_fatal", false),
        ],
    );
    let path = path.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(path.active(), ["loading"]);
}

#[test]
fn fetch_of_loading_tells_leads_to_half() {
    let path = Path::replay(
        &loader(),
        &[
            Cue::start(),
            Cue::next("loading:fetch"),
        ],
    );
    let path = path.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(path.active(), ["half"]);
}
