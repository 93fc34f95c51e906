use leptos_state_macros::{actions, State};

#[derive(Clone, State)]
struct Note {
    text: String,
}

#[actions]
impl Note {
    pub fn note(&mut self, text: &str) {
        self.text = text.to_owned();
    }

    pub fn text_of(&mut self) -> &str {
        &self.text
    }

    pub fn letters(&mut self) -> impl Iterator<Item = char> {
        Vec::new().into_iter()
    }
}

fn main() {}
