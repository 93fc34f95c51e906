//! What can be done with tasks.

use leptos_state::testing::Scenario;
use leptos_state::Id;
use my_app::tasks::Tasks;

/// Identifiers count up from 1 in tests.
const FIRST: Id = Id::from_u128(1);

fn two_tasks() -> Scenario<Tasks> {
    Scenario::given(Tasks::default())
        .when(|tasks| tasks.add("Water the plants".into()))
        .when(|tasks| tasks.add(" Write a test ".into()))
}

#[test]
fn tasks_are_added_at_the_end() {
    two_tasks().then_state(|tasks| {
        let titles: Vec<_> = tasks.items.iter().map(|task| &task.title).collect();
        assert_eq!(titles, ["Water the plants", "Write a test"]);
        assert_eq!(tasks.left(), 2);
    });
}

#[test]
fn a_title_that_says_nothing_is_an_error_and_adds_nothing() {
    two_tasks()
        .when(|tasks| tasks.add("  ".into()))
        .expect_changes(["add failed: A task needs a title."])
        .then_state(|tasks| assert_eq!(tasks.items.len(), 2));
}

#[test]
fn readers_wake_for_what_they_read_alone() {
    two_tasks()
        .watching("left", Tasks::left)
        .watching("titles", |tasks| {
            let titles = tasks.items.iter().map(|task| task.title.clone());
            titles.collect::<Vec<_>>()
        })
        .when(|tasks| tasks.set_done(FIRST, true))
        .expect_woken(["left"]);
}

#[test]
fn what_is_done_can_be_cleared() {
    two_tasks()
        .when(|tasks| tasks.set_done(FIRST, true))
        .when(|tasks| tasks.clear_done())
        .expect_changes(["clear_done"])
        .then_state(|tasks| {
            assert_eq!(tasks.items.len(), 1);
            assert_eq!(tasks.items[0].title, "Write a test");
        });
}
