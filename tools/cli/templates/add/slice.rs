//! A slice: a part of a state, with actions of its own.
//!
//! The state that has it says so twice, and its store then has `example()`:
//!
//! ```text
//! #[derive(Clone, Default, State)]
//! pub struct Whole {
//!     #[state(slice)]
//!     example: Example,
//! }
//!
//! #[actions(slices(example: Example))]
//! impl Whole {}
//! ```

use leptos_state::prelude::*;

/// The state of the slice. It knows nothing of the whole.
#[derive(Clone, Debug, Default, PartialEq, State)]
pub struct Example {
    /// How much there is.
    pub amount: u32,
}

#[actions]
impl Example {
    /// Adds some, and returns how much there is then. Fails if there would be more than can be counted.
    pub fn add(&mut self, amount: u32) -> Result<u32, String> {
        let sum = self.amount.checked_add(amount);
        self.amount = sum.ok_or("that is too much")?;
        Ok(self.amount)
    }

    /// Takes all away.
    pub fn clear(&mut self) {
        self.amount = 0;
    }
}

#[cfg(test)]
mod tests {
    use leptos_state::testing::Scenario;

    use super::*;

    #[derive(Clone, Debug, Default, PartialEq, State)]
    struct Whole {
        #[state(slice)]
        part: Example,
    }

    #[actions(slices(part: Example))]
    impl Whole {}

    #[test]
    fn its_actions_arrive_at_the_store() {
        Scenario::given(Whole::default())
            .when(|whole| whole.part().add(3))
            .expect_changes(["part.add"])
            .then_state(|whole| assert_eq!(whole.part.amount, 3))
            .when(|whole| whole.part().clear())
            .expect_changes(["part.clear"])
            .expect_state(&Whole::default());
    }

    #[test]
    fn too_much_is_an_error_and_changes_nothing() {
        Scenario::given(Whole::default())
            .when(|whole| whole.part().add(u32::MAX))
            .when(|whole| whole.part().add(1))
            .expect_changes(["part.add failed: that is too much"])
            .then_state(|whole| assert_eq!(whole.part.amount, u32::MAX));
    }
}
