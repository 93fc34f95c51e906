//! What is written into forms, and what it has to look like. The page says what is wrong before it sends anything; the server
//! says it again, since it can't know who is asking.

use std::fmt;

use leptos_state::prelude::*;
use serde::{Deserialize, Serialize};

use crate::api::Problem;

/// A field of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Field {
    /// What somebody is called.
    Name,
    /// What a thread is about.
    Title,
    /// What a post says.
    Text,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wrong {
    /// There is nothing in it.
    Missing,
    /// There are more characters in it than there may be.
    Longer(usize),
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("This is needed."),
            Self::Longer(limit) => write!(f, "This is longer than {limit} characters."),
        }
    }
}

impl Field {
    /// What it is called in a form, and in the page.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Title => "title",
            Self::Text => "text",
        }
    }

    /// How many characters it may have.
    pub const fn limit(self) -> usize {
        match self {
            Self::Name => 30,
            Self::Title => 100,
            Self::Text => 2_000,
        }
    }

    /// What is wrong with `text` in this field.
    pub fn check(self, text: &str) -> Option<Wrong> {
        let text = text.trim();
        if text.is_empty() {
            Some(Wrong::Missing)
        } else if text.chars().count() > self.limit() {
            Some(Wrong::Longer(self.limit()))
        } else {
            None
        }
    }
}

/// What is in the fields of a form. No form has all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, State)]
pub struct Draft {
    /// What somebody is called.
    pub name: String,
    /// What a thread is about.
    pub title: String,
    /// What a post says.
    pub text: String,
}

impl Draft {
    /// What is in a field.
    pub fn field(&self, field: Field) -> &str {
        match field {
            Field::Name => &self.name,
            Field::Title => &self.title,
            Field::Text => &self.text,
        }
    }

    /// What is wrong with some of the fields.
    pub fn wrong(&self, fields: &[Field]) -> Vec<(Field, Wrong)> {
        let wrong = |&field: &Field| Some((field, field.check(self.field(field))?));
        fields.iter().filter_map(wrong).collect()
    }

    /// The draft without the blanks around its texts, if nothing is wrong with these fields.
    pub fn checked(mut self, fields: &[Field]) -> Result<Self, Refused> {
        let wrong = self.wrong(fields);
        if !wrong.is_empty() {
            return Err(self.refused(Problem::Invalid(wrong)));
        }
        for text in [&mut self.name, &mut self.title, &mut self.text] {
            *text = text.trim().to_owned();
        }
        Ok(self)
    }

    /// The same draft, from which nothing comes. What is far too long is cut: an address can't hold all that can be sent.
    pub fn refused(mut self, problem: Problem) -> Refused {
        for (text, field) in [
            (&mut self.name, Field::Name),
            (&mut self.title, Field::Title),
            (&mut self.text, Field::Text),
        ] {
            *text = text.chars().take(field.limit() + 1).collect();
        }
        Refused {
            problem,
            draft: self,
        }
    }
}

/// A draft that the server did not take, and why. Without JavaScript, the next page has nothing else to show it again from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Why.
    pub problem: Problem,
    /// What was written.
    pub draft: Draft,
}

/// A form, and what becomes of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, State)]
pub struct Form {
    /// What is in its fields.
    pub draft: Draft,
    /// Whether somebody has tried to send it. Before that, nobody is told of fields that are still empty.
    pub tried: bool,
    /// Whether it is on its way to the server.
    pub sending: bool,
    /// Why the server did not take it, if there is more to say than what is wrong with a field.
    pub problem: Option<Problem>,
}

impl Form {
    /// Tries to send these fields: the first that something is wrong with, or nothing.
    pub fn attempt(&mut self, fields: &[Field]) -> Option<Field> {
        self.tried = true;
        self.problem = None;
        self.draft.wrong(fields).first().map(|(field, _)| *field)
    }

    /// Takes the server's refusal, and the draft back if there is none here.
    pub fn refuse(&mut self, Refused { problem, draft }: Refused) {
        self.tried = true;
        self.sending = false;
        self.problem = Some(problem).filter(|problem| !matches!(problem, Problem::Invalid(_)));
        if self.draft == Draft::default() {
            self.draft = draft;
        }
    }

    /// What the visitor is to be told of a field.
    pub fn complaint(&self, field: Field) -> Option<Wrong> {
        let wrong = || field.check(self.draft.field(field));
        self.tried.then(wrong).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(text: &str) -> Draft {
        Draft {
            text: text.into(),
            ..Draft::default()
        }
    }

    #[test]
    fn blanks_are_nothing_and_go() {
        let blank = draft(" \n ").checked(&[Field::Text]).unwrap_err();
        let missing = Problem::Invalid(vec![(Field::Text, Wrong::Missing)]);
        assert_eq!(blank.problem, missing);
        let good = draft(" hello\n").checked(&[Field::Text]).unwrap();
        assert_eq!(good.text, "hello");
    }

    #[test]
    fn characters_count_and_not_bytes() {
        let limit = Field::Name.limit();
        assert_eq!(Field::Name.check(&"é".repeat(limit)), None);
        let longer = Field::Name.check(&"é".repeat(limit + 1));
        assert_eq!(longer, Some(Wrong::Longer(limit)));
    }

    #[test]
    fn what_comes_back_is_as_wrong_as_what_was_sent_and_no_longer_than_needed() {
        let refused = draft(&"x".repeat(100_000))
            .checked(&[Field::Text])
            .unwrap_err();
        assert_eq!(refused.draft.text.len(), Field::Text.limit() + 1);
        let mut form = Form::default();
        form.refuse(refused);
        assert_eq!(
            form.complaint(Field::Text),
            Some(Wrong::Longer(Field::Text.limit()))
        );
        assert_eq!(form.problem, None);
    }

    #[test]
    fn nobody_is_told_of_a_field_before_the_form_was_tried() {
        let mut form = Form::default();
        assert_eq!(form.complaint(Field::Text), None);
        assert_eq!(
            form.attempt(&[Field::Title, Field::Text]),
            Some(Field::Title)
        );
        assert_eq!(form.complaint(Field::Text), Some(Wrong::Missing));
    }

    #[test]
    fn what_is_being_written_is_not_replaced_by_what_comes_back() {
        let mut form = Form {
            draft: draft("more"),
            ..Form::default()
        };
        form.refuse(draft("less").refused(Problem::Trouble));
        assert_eq!(form.draft.text, "more");
        assert_eq!(form.problem, Some(Problem::Trouble));
    }
}
