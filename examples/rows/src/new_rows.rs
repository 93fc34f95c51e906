//! Rows with labels drawn from js-framework-benchmark's words.

use fastrand::Rng;

// One word in each line would be a page of words.
#[rustfmt::skip]
const ADJECTIVES: [&str; 25] = [
    "pretty", "large", "big", "small", "tall", "short", "long", "handsome", "plain", "quaint", "clean", "elegant",
    "easy", "angry", "crazy", "helpful", "mushy", "odd", "unsightly", "adorable", "important", "inexpensive", "cheap",
    "expensive", "fancy",
];
#[rustfmt::skip]
const COLOURS: [&str; 11] = [
    "red", "yellow", "blue", "green", "pink", "brown", "purple", "brown", "white", "black", "orange",
];
#[rustfmt::skip]
const NOUNS: [&str; 13] = [
    "table", "chair", "house", "bbq", "desk", "car", "pony", "cookie", "sandwich", "burger", "pizza", "mouse",
    "keyboard",
];

/// A row that no table has yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRow {
    /// Counts up from 1 and is never given twice.
    pub id: u64,
    /// An adjective, a colour and a noun.
    pub label: String,
}

/// An endless supply of rows; the same seed gives the same ones.
#[derive(Debug)]
pub struct NewRows {
    last_id: u64,
    random: Rng,
}

impl NewRows {
    /// Begins again, with the identifier 1.
    pub fn with_seed(seed: u64) -> Self {
        Self {
            last_id: 0,
            random: Rng::with_seed(seed),
        }
    }

    fn word(&mut self, words: &[&'static str]) -> &'static str {
        words[self.random.usize(..words.len())]
    }
}

impl Iterator for NewRows {
    type Item = NewRow;

    fn next(&mut self) -> Option<NewRow> {
        self.last_id += 1;
        let adjective = self.word(&ADJECTIVES);
        let colour = self.word(&COLOURS);
        let noun = self.word(&NOUNS);
        Some(NewRow {
            id: self.last_id,
            label: [adjective, colour, noun].join(" "),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_count_up_from_one() {
        let mut rows = NewRows::with_seed(7);
        let mut ids = || -> Vec<u64> { rows.by_ref().take(3).map(|row| row.id).collect() };
        assert_eq!(ids(), [1, 2, 3]);
        assert_eq!(ids(), [4, 5, 6]);
    }

    #[test]
    fn labels_are_three_words_and_depend_on_the_seed_alone() {
        let rows = |seed| -> Vec<NewRow> { NewRows::with_seed(seed).take(1_000).collect() };
        assert_eq!(rows(7), rows(7));
        assert_ne!(rows(7), rows(8));
        for row in rows(7) {
            let words: Vec<&str> = row.label.split(' ').collect();
            let [adjective, colour, noun] = words[..] else {
                panic!("{row:?} has no three words");
            };
            assert!(ADJECTIVES.contains(&adjective), "{row:?}");
            assert!(COLOURS.contains(&colour), "{row:?}");
            assert!(NOUNS.contains(&noun), "{row:?}");
        }
    }
}
