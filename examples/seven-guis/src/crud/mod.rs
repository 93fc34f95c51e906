//! The fifth task: people who can be found, added, renamed and removed, as entities.

mod view;

use leptos_state::prelude::*;

pub use self::view::View;

/// Somebody.
#[derive(Clone, Debug, PartialEq, State)]
pub struct Person {
    /// Tells them from all others.
    #[state(id)]
    pub id: Id,
    /// The first name.
    pub name: String,
    /// The surname, by which they are found.
    pub surname: String,
}

/// The people, and what is written in the fields beside them.
#[derive(Clone, Debug, Default, PartialEq, State)]
pub struct People {
    /// In the order in which they were created.
    pub all: Entities<Person>,
    /// How the surnames of those begin who are shown.
    pub prefix: String,
    /// Who is selected, if somebody is. It is always one of those who are shown.
    pub selected: Option<Id>,
    /// The field for a name.
    pub name: String,
    /// The field for a surname.
    pub surname: String,
}

/// Somebody must be called something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Somebody without a name can't be found again.")]
pub struct Nameless;

/// Nobody is selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Nobody is selected.")]
pub struct NobodySelected;

/// Why somebody is not called otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotRenamed {
    /// They would have no name.
    #[error(transparent)]
    Nameless(#[from] Nameless),
    /// There is nobody to be renamed.
    #[error(transparent)]
    NobodySelected(#[from] NobodySelected),
}

#[actions(no_serde)]
impl People {
    /// Shows those whose surname begins with this text, in capitals or not.
    pub fn filter(&mut self, prefix: String) {
        self.prefix = prefix;
        keep_in_sight(&mut self.selected, &self.all, &self.prefix);
    }

    /// Selects somebody, and puts their name into the fields.
    #[action(checks_first)]
    pub fn choose(&mut self, id: Id) -> Result<(), NobodySelected> {
        let person = self.all.get(&id).ok_or(NobodySelected)?;
        self.name.clone_from(&person.name);
        self.surname.clone_from(&person.surname);
        self.selected = Some(id);
        Ok(())
    }

    /// Takes what was typed into the field for a name.
    pub fn enter_name(&mut self, text: String) {
        self.name = text;
    }

    /// Takes what was typed into the field for a surname.
    pub fn enter_surname(&mut self, text: String) {
        self.surname = text;
    }

    /// Appends somebody who is called what the fields say.
    #[action(checks_first)]
    pub fn create(&mut self, cx: &mut Cx<Self>) -> Result<Id, Nameless> {
        let (name, surname) = called(&self.name, &self.surname)?;
        let id = cx.id();
        self.all.add(Person { id, name, surname });
        Ok(id)
    }

    /// Has the one who is selected be called what the fields say.
    #[action(checks_first)]
    pub fn rename(&mut self) -> Result<(), NotRenamed> {
        let id = self.selected.ok_or(NobodySelected)?;
        let (name, surname) = called(&self.name, &self.surname)?;
        self.all.update(&id, |person| {
            person.name = name;
            person.surname = surname;
        });
        keep_in_sight(&mut self.selected, &self.all, &self.prefix);
        Ok(())
    }

    /// Removes the one who is selected.
    #[action(checks_first)]
    pub fn remove(&mut self) -> Result<(), NobodySelected> {
        let id = self.selected.take().ok_or(NobodySelected)?;
        self.all.remove(&id);
        Ok(())
    }
}

/// The identifiers of those with whom the list begins are none that a clock or a counter makes.
const FIRST_ID: u128 = 1 << 127;

impl People {
    /// Those with whom the list begins.
    pub fn at_first() -> Self {
        let people = [("Hans", "Emil"), ("Max", "Mustermann"), ("Roman", "Tisch")];
        let all = people
            .into_iter()
            .zip(FIRST_ID..)
            .map(|((name, surname), number)| Person {
                id: Id::from_u128(number),
                name: name.to_owned(),
                surname: surname.to_owned(),
            });
        Self {
            all: all.collect(),
            ..Self::default()
        }
    }
}

impl Person {
    /// Whether the surname begins with a text, in capitals or not.
    pub fn is_found_by(&self, prefix: &str) -> bool {
        self.surname
            .to_lowercase()
            .starts_with(&prefix.to_lowercase())
    }

    /// As it stands in the list.
    pub fn entry(&self) -> String {
        match (self.surname.as_str(), self.name.as_str()) {
            (only, "") | ("", only) => only.to_owned(),
            (surname, name) => format!("{surname}, {name}"),
        }
    }
}

/// Those whom the list shows, in its order.
pub fn shown(all: &Entities<Person>, prefix: &str) -> Vec<Id> {
    let found = all.iter().filter(|person| person.is_found_by(prefix));
    found.map(|person| person.id).collect()
}

/// The names that the fields say, without white space around them.
fn called(name: &str, surname: &str) -> Result<(String, String), Nameless> {
    let (name, surname) = (name.trim(), surname.trim());
    if name.is_empty() && surname.is_empty() {
        return Err(Nameless);
    }
    Ok((name.to_owned(), surname.to_owned()))
}

/// Gives the selection up if the list does not show it any more.
fn keep_in_sight(selected: &mut Option<Id>, all: &Entities<Person>, prefix: &str) {
    let person = selected.as_ref().and_then(|id| all.get(id));
    if !person.is_some_and(|person| person.is_found_by(prefix)) {
        *selected = None;
    }
}
