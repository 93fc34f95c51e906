//! Where in a text something stands.

use super::Place;

/// How far checkpoints are apart.
const STRIDE: usize = 1_024;

/// Finds lines and columns.
pub struct Places<'t> {
    text: &'t str,
    /// The place of each `STRIDE`th byte, or of the character that it is in.
    checkpoints: Vec<(usize, Place)>,
}

impl<'t> Places<'t> {
    pub fn of(text: &'t str) -> Self {
        let mut checkpoints = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut place = Place { line: 1, column: 1 };
        let mut next = 0;
        for (offset, character) in text.char_indices() {
            if offset >= next {
                checkpoints.push((offset, place));
                next += STRIDE;
            }
            pass(&mut place, character);
        }
        Self { text, checkpoints }
    }

    pub fn at(&self, offset: usize) -> Place {
        let after = self
            .checkpoints
            .partition_point(|(start, _)| *start <= offset);
        let before = after
            .checked_sub(1)
            .and_then(|index| self.checkpoints.get(index));
        let (start, mut place) = before.copied().unwrap_or((0, Place { line: 1, column: 1 }));
        let between = self.text.get(start..offset).unwrap_or_default();
        between
            .chars()
            .for_each(|character| pass(&mut place, character));
        place
    }
}

fn pass(place: &mut Place, character: char) {
    if character == '\n' {
        place.line += 1;
        place.column = 1;
    } else {
        place.column += 1;
    }
}
