//! Stores in pages that a server renders: what travels in the page, what a browser makes of it, and what is said of mistakes.
#![cfg(not(target_arch = "wasm32"))]

mod page;

use leptos::prelude::*;
use leptos_state::json::Schema;
use leptos_state::layers::Validate;
use leptos_state::prelude::*;
use leptos_state::{named_page_store, page_store};
use page::{Mode, Page};
use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;
use tokio::task::LocalSet;

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Forum {
    title: String,
    threads: Vec<String>,
    answers: u32,
}

#[actions]
impl Forum {
    fn open(&mut self, title: String) {
        self.title = title;
    }
}

fn forum(title: &str) -> Store<Forum> {
    let title = title.to_owned();
    Store::new(Forum {
        title,
        ..Forum::default()
    })
}

/// Runs asynchronous code as a server would.
async fn on_server<T>(work: impl std::future::Future<Output = T>) -> T {
    LocalSet::new().run_until(work).await
}

#[tokio::test]
async fn the_browser_begins_with_the_state_that_the_server_rendered() {
    for mode in Mode::ALL {
        let page = on_server(Page::rendered(mode, || {
            let forum = forum("Rust").hydrated();
            view! { <h1>{forum.title()}</h1> }
        }))
        .await;
        assert!(page.html().contains("<h1>Rust</h1>"), "{page:?}");
        page.hydrate(|| {
            let here = forum("..").hydrated();
            assert_eq!(here.title().get(), "Rust", "{mode:?}");
        });
    }
}

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Visitor {
    name: String,
    #[state(secret)]
    token: String,
}

#[tokio::test]
async fn what_is_secret_is_not_in_the_page() {
    for mode in Mode::ALL {
        let page = on_server(Page::rendered(mode, || {
            let visitor = Visitor {
                name: "Ada".into(),
                token: "d6f0c3".into(),
            };
            let visitor = Store::new(visitor).hydrated();
            assert_eq!(visitor.token().get(), "d6f0c3");
            view! { <p>{visitor.name()}</p> }
        }))
        .await;
        let all = page.all();
        assert!(all.contains("Ada") && !all.contains("d6f0c3"), "{page:?}");
        page.hydrate(|| {
            let here = Store::new(Visitor::default()).hydrated();
            assert_eq!((&*here.name().get(), &*here.token().get()), ("Ada", ""));
        });
    }
}

#[tokio::test]
async fn the_state_is_sent_when_all_that_waits_is_rendered() {
    for mode in Mode::ALL {
        let page = on_server(async {
            let (send, sent) = oneshot::channel();
            let mut sent = Some(sent);
            let rendering = Page::rendered(mode, move || {
                let forum = forum("Rust").hydrated();
                let loaded = Resource::new(|| (), {
                    let sent = std::sync::Mutex::new(sent.take());
                    move |()| {
                        let sent = sent.lock().unwrap().take();
                        async move {
                            if let Some(sent) = sent {
                                let titles: Vec<String> = sent.await.unwrap();
                                forum.threads().set(titles);
                            }
                        }
                    }
                });
                view! {
                    <Suspense fallback=|| "outer">
                        <Suspense fallback=|| "inner">
                            {move || Suspend::new(async move {
                                loaded.await;
                                view! { <p>{move || forum.threads().get().join(", ")}</p> }
                            })}
                        </Suspense>
                    </Suspense>
                }
            });
            send.send(vec!["one".to_owned(), "two".to_owned()]).unwrap();
            rendering.await
        })
        .await;
        assert!(
            page.html().contains("<p>one, two</p>"),
            "{mode:?}: {page:?}"
        );
        page.hydrate(|| {
            let here = forum("").hydrated();
            assert_eq!(here.threads().get(), ["one", "two"], "{mode:?}");
        });
    }
}

#[tokio::test]
async fn a_page_has_its_stores_in_the_form_that_it_always_had() {
    let page = on_server(Page::rendered(Mode::InOrder, || {
        let forum = forum("Rust <3").hydrated();
        forum.answers().set(5);
        Store::new(7_i32).named("lives").hydrated();
    }))
    .await;
    assert_eq!(
        page.slot(),
        r#"{"form":1,"stores":{"Forum":{"schema":1,"codec":"json","version":1,"state":{"title":"Rust \u003c3","threads":[],"answers":5}},"lives":{"schema":1,"codec":"json","version":0,"state":7}}}"#
    );
}

#[tokio::test]
async fn stores_are_found_by_their_names_in_any_order() {
    let make = |name, title| forum(title).named(name).hydrated();
    let page = on_server(Page::rendered(Mode::InOrder, move || {
        make("left", "L");
        make("right", "R");
        Store::new(7_i32).hydrated();
    }))
    .await;
    page.hydrate(|| {
        assert_eq!(Store::new(0_i32).hydrated().get(), 7);
        assert_eq!(make("right", "").title().get(), "R");
        assert_eq!(make("left", "").title().get(), "L");
    });
    page.assert_quiet();
}

#[tokio::test]
async fn what_is_made_twice_while_it_waits_is_sent_as_it_was_made_last() {
    let page = on_server(Page::rendered(Mode::InOrder, || {
        forum("first").hydrated();
        forum("second").hydrated();
    }))
    .await;
    page.hydrate(|| assert_eq!(forum("").hydrated().title().get(), "second"));
}

#[tokio::test]
async fn a_state_is_taken_once_and_the_second_store_says_so() {
    let page = on_server(Page::rendered(Mode::InOrder, || {
        forum("Rust").hydrated();
    }))
    .await;
    page.hydrate(|| {
        assert_eq!(forum("").hydrated().title().get(), "Rust");
        assert_eq!(forum("own").hydrated().title().get(), "own");
    });
    assert_eq!(
        page.reports(),
        ["store `Forum`: `hydrated` could not be read: another store of this name has taken its state; give one another \
          name with `Store::named`"]
    );
}

#[tokio::test]
async fn a_store_that_the_page_does_not_have_keeps_its_state_and_says_so() {
    let page = on_server(Page::rendered(Mode::InOrder, || ())).await;
    page.hydrate(|| assert_eq!(forum("own").hydrated().title().get(), "own"));
    assert_eq!(
        page.reports(),
        ["store `Forum`: `hydrated` could not be read: the page has no state for a store of this name"]
    );
}

#[tokio::test]
async fn after_hydration_stores_begin_as_they_are_made() {
    let page = on_server(Page::rendered(Mode::InOrder, || {
        forum("Rust").hydrated();
    }))
    .await;
    page.after_hydration(|| assert_eq!(forum("own").hydrated().title().get(), "own"));
    page.assert_quiet();
}

#[test]
fn without_a_page_nothing_happens() {
    let owner = Owner::new();
    owner.with(|| assert_eq!(forum("own").hydrated().title().get(), "own"));
}

#[tokio::test]
async fn a_page_that_an_older_program_made_is_migrated() {
    let page = on_server(Page::rendered(Mode::InOrder, || {
        Store::new("Rust".to_owned()).named("Forum").hydrated();
    }))
    .await;
    page.hydrate(|| {
        let schema = Schema::version(2).migrate(1, |title: String| Forum {
            title,
            ..Forum::default()
        });
        assert_eq!(forum("").hydrated_as(schema).title().get(), "Rust");
    });
    page.assert_quiet();
}

#[tokio::test]
async fn what_cannot_be_read_is_reported_with_its_place() {
    let page = on_server(Page::rendered(Mode::InOrder, || {
        forum("Rust").hydrated_as(Schema::version(3));
        forum("Rust").named("renamed").hydrated();
    }))
    .await;

    #[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
    struct Other {
        title: String,
        threads: Vec<u32>,
        answers: u32,
    }

    let damaged = [
        page.with_slot(|text| text.replacen("\"answers\":0", "\"answers\":\"none\"", 1)),
        page.with_slot(|text| text.replacen("\"form\":1", "\"form\":9", 1)),
        page.with_slot(|text| text[..text.len() / 2].to_owned()),
        page.with_slot(|text| text.replacen("\"codec\":\"json\"", "\"codec\":\"cbor\"", 1)),
    ];
    for page in &damaged {
        page.hydrate(|| {
            let own = forum("own").hydrated_as(Schema::version(3));
            assert_eq!(own.title().get(), "own");
        });
    }
    page.hydrate(|| {
        assert_eq!(forum("own").hydrated().title().get(), "own");
    });
    let reports: Vec<String> = damaged
        .iter()
        .chain([&page])
        .flat_map(Page::reports)
        .collect();
    assert_eq!(
        reports,
        [
            "store `Forum`: `hydrated` could not be read: invalid type: string \"none\", expected u32 at line 1 column 45",
            "store `Forum`: `hydrated` could not be read: the page has its stores in form 9, and this program reads form 1",
            "store `Forum`: `hydrated` could not be read: what the page has of its stores is damaged: EOF while parsing a \
             string at line 1 column 109",
            "store `Forum`: `hydrated` could not be read: written as `cbor`, and this program reads `json`",
            "store `Forum`: `hydrated` could not be read: of schema version 3, and this program has version 1 and no \
             migration from 3",
        ]
    );
}

#[tokio::test]
async fn a_layer_that_refuses_what_was_sent_is_heard() {
    let page = on_server(Page::rendered(Mode::InOrder, || {
        forum("no good").hydrated();
    }))
    .await;
    page.hydrate(|| {
        let checked = forum("own").layer(Validate::new(|forum: &Forum| {
            if forum.title.contains(' ') {
                Err("a title is one word".to_owned())
            } else {
                Ok(())
            }
        }));
        assert_eq!(checked.hydrated().title().get(), "own");
    });
    assert_eq!(
        page.reports(),
        ["store `Forum`: `hydrated` was refused by Validate: a title is one word"]
    );
}

#[tokio::test]
async fn what_cannot_be_written_is_reported_and_the_others_are_sent() {
    #[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
    struct Grid {
        cells: std::collections::BTreeMap<(u32, u32), u32>,
    }
    let page = on_server(Page::rendered(Mode::InOrder, || {
        let cells = [((1, 2), 3)].into();
        Store::new(Grid { cells }).hydrated();
        forum("Rust").hydrated();
    }))
    .await;
    page.hydrate(|| assert_eq!(forum("").hydrated().title().get(), "Rust"));
    assert_eq!(
        page.reports(),
        ["store `Grid`: `hydrated` could not be written: key must be a string"]
    );
}

/// Pieces that end a script, begin a comment or an entity, or mean something to JavaScript or JSON.
const HOSTILE: &[&str] = &[
    "</script>",
    "</SCRIPT ",
    "</scr",
    "ipt>",
    "<script",
    "<!--",
    "-->",
    "--!>",
    "<![CDATA[",
    "]]>",
    "&lt;/script&gt;",
    "&#60;",
    "\\u003c/script>",
    "\\",
    "\"",
    "'",
    "`",
    "${x}",
    "\0",
    "\u{0}1",
    "\u{b}",
    "\u{7f}",
    "\u{2028}",
    "\u{2029}",
    "\u{feff}",
    "\u{200b}",
    "\u{301}",
    "\u{1f469}\u{200d}\u{1f680}",
    "\u{e000}",
    "\u{10ffff}",
    "\r\n",
    "\t",
    "/",
    "a",
    " ",
    "7",
];

#[tokio::test]
async fn no_text_ends_the_script_that_it_travels_in() {
    let seed = fastrand::u64(..);
    println!("seed {seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    for _ in 0..300 {
        let pieces = (0..random.usize(0..12)).map(|_| HOSTILE[random.usize(..HOSTILE.len())]);
        let hostile: String = pieces.collect();
        let sent = hostile.clone();
        let page = on_server(Page::rendered(Mode::InOrder, move || {
            let name: &'static str = Box::leak(sent.clone().into_boxed_str());
            forum(&sent).hydrated();
            forum(&sent).named(name).hydrated();
        }))
        .await;
        let script = page.slot_script();
        for sign in ['<', '>', '&', '\u{2028}', '\u{2029}', '\n', '\r', '\0'] {
            assert!(
                !script.contains(sign),
                "{sign:?} of {hostile:?} in {script}"
            );
        }
        page.hydrate(|| assert_eq!(forum("").hydrated().title().get(), hostile));
        page.assert_quiet();
    }
}

#[tokio::test]
async fn pages_share_nothing() {
    let render = |user: &'static str| {
        Page::rendered(Mode::OutOfOrder, move || {
            let forum = page_store(|| forum(user).hydrated());
            view! { <p>{forum.title()}</p> }
        })
    };
    let (ada, bob) =
        on_server(async { futures_util::future::join(render("Ada"), render("Bob")).await }).await;
    assert!(
        ada.html().contains("<p>Ada</p>") && !ada.all().contains("Bob"),
        "{ada:?}"
    );
    assert!(
        bob.html().contains("<p>Bob</p>") && !bob.all().contains("Ada"),
        "{bob:?}"
    );
}

#[test]
fn the_store_of_a_page_is_one_wherever_it_is_asked_for() {
    let page = Owner::new();
    let (left, right) = (page.child(), page.child());
    let ask = || page_store(|| forum("made once"));
    let here = left.with(ask);
    here.open("Rust".to_owned());
    assert_eq!(right.with(ask).title().get_untracked(), "Rust");
    drop(left);
    assert_eq!(right.with(ask).title().get_untracked(), "Rust");
    assert!(Owner::new().with(ask) != here, "another page has another");
}

#[test]
fn what_a_component_above_provides_is_the_page_s_for_those_below() {
    let owner = Owner::new();
    owner.with(|| {
        let provided = provide_store(forum("provided"));
        let below = Owner::new();
        assert!(below.with(|| page_store(|| forum("not made")) == provided));
    });
}

#[test]
#[should_panic(expected = "the page's store has to have the name under which it is asked for")]
fn the_store_of_a_page_has_to_have_the_name_it_is_asked_for() {
    let owner = Owner::new();
    owner.with(|| named_page_store("left", || forum("")));
}

#[test]
#[should_panic(expected = "the page's store `Forum` was asked for outside of any reactive owner")]
fn there_is_no_page_without_an_owner() {
    page_store(|| forum(""));
}

#[cfg(debug_assertions)]
mod what_changes_too_late {
    use super::*;

    const LATE: &str = "changed after the part of the page that shows it had been rendered; change it before, or read it in \
                        the `<Suspense>` that waits for the change";

    /// A page with `shown` before what waits, and in what waits the number of answers, which are counted meanwhile.
    async fn page<V: IntoView + 'static>(
        mode: Mode,
        shown: impl Fn(Store<Forum>) -> V + Send + 'static,
    ) -> Vec<String> {
        let page = on_server(Page::rendered(mode, move || {
            let forum = forum("Rust").hydrated();
            let counted = Resource::new(
                || (),
                move |()| async move {
                    tokio::task::yield_now().await;
                    forum.answers().set(5);
                },
            );
            view! {
                <header>{shown(forum)}</header>
                <Suspense fallback=|| "..">
                    <b>{forum.answers()}</b>
                    {move || Suspend::new(async move {
                        counted.await;
                        view! { <p>{forum.answers()}</p> }
                    })}
                </Suspense>
            }
        }))
        .await;
        assert!(page.html().contains("<p>5"), "{page:?}");
        page.reports()
    }

    #[tokio::test]
    async fn what_stands_before_is_reported() {
        for mode in Mode::ALL {
            assert_eq!(
                page(mode, |forum| forum.answers()).await,
                [format!("store `Forum`: `answers` {LATE}")],
                "{mode:?}"
            );
        }
    }

    #[tokio::test]
    async fn the_whole_state_is_reported() {
        let reports = page(Mode::InOrder, |forum| move || forum.get().answers).await;
        assert_eq!(reports, [format!("store `Forum`: `state` {LATE}")]);
    }

    #[tokio::test]
    async fn what_did_not_change_and_what_waited_are_not() {
        for mode in Mode::ALL {
            assert!(
                page(mode, |forum| forum.title()).await.is_empty(),
                "{mode:?}"
            );
            assert!(page(mode, |_| "nothing").await.is_empty(), "{mode:?}");
        }
    }

    #[tokio::test]
    async fn a_change_after_all_is_rendered_is_reported() {
        let page = on_server(Page::rendered(Mode::InOrder, || {
            let forum = forum("Rust").hydrated();
            // Nothing waits for it, so it comes when the page is complete.
            let _ = Resource::new(
                || (),
                move |()| async move {
                    tokio::task::yield_now().await;
                    forum.open("late".to_owned());
                },
            );
            view! { <p>{forum.title()}</p> }
        }))
        .await;
        assert_eq!(page.reports(), [format!("store `Forum`: `title` {LATE}")]);
        page.hydrate(|| assert_eq!(forum("").hydrated().title().get(), "Rust"));
    }
}
