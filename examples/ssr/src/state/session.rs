//! Who looks at the page.

use leptos_state::prelude::*;
use serde::{Deserialize, Serialize};

use crate::api::{self, Problem, SignIn};
use crate::form::{Field, Form, Refused};

/// The visitor.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, State)]
pub struct Session {
    /// What the visitor is called, once signed in.
    pub name: Option<String>,
    /// The form to sign in.
    pub form: Form,
}

#[actions]
impl Session {
    /// Signs the visitor in, unless something is wrong with the name: then says so.
    pub fn sign_in(&mut self, cx: &mut Cx<Self>) -> Option<Field> {
        let wrong = self.form.attempt(&[Field::Name]);
        if wrong.is_none() && !self.form.sending {
            self.form.sending = true;
            let name = self.form.draft.name.clone();
            cx.effect("sign in", |session| async move {
                let answer = api::sign_in(name).await;
                session.signed_in(answer);
            });
        }
        wrong
    }

    /// Takes what became of signing in.
    pub fn signed_in(&mut self, answer: Result<String, Refused>) {
        match answer {
            Ok(name) => {
                self.form = Form::default();
                self.name = Some(name);
            }
            Err(refused) => self.form.refuse(refused),
        }
    }

    /// Signs the visitor out.
    pub fn sign_out(&mut self, cx: &mut Cx<Self>) {
        cx.effect("sign out", |session| async move {
            let answer = api::sign_out().await;
            session.signed_out(answer);
        });
    }

    /// Takes what became of signing out.
    pub fn signed_out(&mut self, answer: Result<(), Problem>) {
        match answer {
            Ok(()) => *self = Self::default(),
            Err(problem) => self.form.problem = Some(problem),
        }
    }
}

impl Session {
    /// What a page begins with on the server: who is asking, and what it was refused.
    pub fn begin() -> Self {
        let mut session = Self {
            name: api::visitor(),
            ..Self::default()
        };
        if let Some(refused) = api::refused::<SignIn>() {
            session.form.refuse(refused);
        }
        session
    }
}
