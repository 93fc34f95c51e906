//! A store: a state, and the changes it accepts.
//!
//! In a component, `provide_store(Store::new(Example::default()))` makes it, and `use_store::<Example>()` finds it from there on
//! down.

use leptos_state::prelude::*;

/// The state.
#[derive(Clone, Debug, Default, PartialEq, State)]
pub struct Example {
    /// Whatever it is a list of, in the order in which it came.
    pub entries: Vec<String>,
}

#[actions]
impl Example {
    /// Adds an entry at the end. Fails if it is empty, and then leaves the state as it was.
    pub fn add(&mut self, entry: String) -> Result<(), String> {
        if entry.is_empty() {
            return Err("an entry says something".to_owned());
        }
        self.entries.push(entry);
        Ok(())
    }

    /// Removes all entries.
    pub fn clear(&mut self) {
        self.entries.clear();
    }
}

#[cfg(test)]
mod tests {
    use leptos_state::testing::Scenario;

    use super::*;

    #[test]
    fn entries_are_added_at_the_end() {
        Scenario::given(Example::default())
            .when(|example| example.add("one".into()))
            .when(|example| example.add("two".into()))
            .then_state(|example| assert_eq!(example.entries, ["one", "two"]));
    }

    #[test]
    fn an_empty_entry_is_an_error_and_changes_nothing() {
        Scenario::given(Example::default())
            .when(|example| example.add(String::new()))
            .expect_changes(["add failed: an entry says something"])
            .expect_state(&Example::default());
    }

    #[test]
    fn all_entries_can_be_removed() {
        Scenario::given(Example::default())
            .when(|example| example.add("one".into()))
            .when(|example| example.clear())
            .expect_state(&Example::default());
    }
}
