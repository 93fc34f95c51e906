//! Places in stores as parameters of the URL's query.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

use leptos::prelude::{
    provide_context, use_context, Effect, Get, GetUntracked, Memo, ReadSignal, With, WithUntracked,
};
use leptos_router::hooks::{use_location, use_navigate, use_url};
use leptos_router::location::{Location, Url};
use leptos_router::NavigateOptions;
use leptos_state_core::{Admits, Path, Problem, Reach, State};

use crate::context::root;
use crate::field::Field;
use crate::mode::Keeps;

/// A parameter of the URL's query: its name, and what it means that the URL does not have it.
///
/// A name alone will do where that is the type's [`Default`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryParameter<V> {
    name: Cow<'static, str>,
    default: V,
    replaces: bool,
}

impl<V> QueryParameter<V> {
    /// The parameter of this name, where the URL does not have it for `default`.
    pub fn new(name: impl Into<Cow<'static, str>>, default: V) -> Self {
        Self {
            name: name.into(),
            default,
            replaces: false,
        }
    }

    /// The same, but a change takes the place of the present entry in the browser's history. For what changes with every key,
    /// as a search does: the button for going back would lead through all of it.
    #[must_use]
    pub fn replacing(self) -> Self {
        Self {
            replaces: true,
            ..self
        }
    }
}

impl<V: Default> From<&'static str> for QueryParameter<V> {
    fn from(name: &'static str) -> Self {
        Self::new(name, V::default())
    }
}

/// Keeps a place in a store and a parameter of the URL's query equal, as long as the component lasts in which it is called.
///
/// The URL decides first, on a server as in the browser: the place has the value that the parameter gives, or the default if the
/// URL does not have it. From then on the place follows the parameter when the visitor goes back, forward or along a link,
/// and the parameter follows the place. The default is not written into the URL. What a layer refuses or alters leaves the URL
/// as it is.
///
/// A parameter that can't be read is reported, with its text, and leaves the place as it was.
///
/// Call it where the store is made or found, before the place is read, in the component of the route that the parameter
/// belongs to. Several places that change together are one entry in the browser's history.
///
/// # Panics
///
/// Outside of a `<Router>`.
///
/// # Examples
///
/// ```
/// use leptos::prelude::*;
/// use leptos_state::{bind_query, prelude::*, QueryParameter};
///
/// #[derive(Clone, Default, State)]
/// struct Articles {
///     search: String,
///     page: u32,
/// }
///
/// /// At `/articles?search=tea&page=2`.
/// #[component]
/// fn List() -> impl IntoView {
///     let articles = Store::new(Articles::default());
///     bind_query(articles.search(), QueryParameter::from("search").replacing());
///     bind_query(articles.page(), QueryParameter::new("page", 1));
///     view! {
///         <input bind:value=articles.search()/>
///         <button on:click=move |_| articles.page().update(|page| *page += 1)>"Page " {articles.page()}</button>
///     }
/// }
/// ```
#[track_caller]
pub fn bind_query<S, V, P, M>(field: Field<S, V, P, M>, parameter: impl Into<QueryParameter<V>>)
where
    S: State,
    V: Clone + PartialEq + FromStr<Err: fmt::Display> + ToString + 'static,
    P: Path<S, Value = V, Reach: Reach<Seen<V> = V>>,
    M: Keeps<S> + Admits<V>,
{
    let parameter = parameter.into();
    let url = use_url();
    let name = parameter.name.clone();
    let text = Memo::new(move |_| url.with(|url| read(url.search(), &name)));
    let binding = Rc::new(Binding {
        said: RefCell::new(Said {
            text: None,
            value: field.get_untracked(),
        }),
        field: field.clone(),
        parameter,
        address: Address::found(url),
    });
    binding.follow_url(text.get_untracked());

    let following = Rc::clone(&binding);
    Effect::new(move |_| {
        let text = text.get();
        let is_news = following.said.borrow().text != text;
        if is_news {
            following.follow_url(text);
        }
    });
    Effect::new(move |_| {
        if let Some(value) = field.try_get() {
            binding.follow_field(value);
        }
    });
}

struct Binding<S: State, V, P, M: Keeps<S>> {
    field: Field<S, V, P, M>,
    parameter: QueryParameter<V>,
    address: Address,
    said: RefCell<Said<V>>,
}

/// What both sides last said to each other, so that neither is told what it said itself.
struct Said<V> {
    /// The parameter's text in the URL.
    text: Option<String>,
    /// The value of the field.
    value: V,
}

impl<S, V, P, M> Binding<S, V, P, M>
where
    S: State,
    V: Clone + PartialEq + FromStr<Err: fmt::Display> + ToString + 'static,
    P: Path<S, Value = V, Reach: Reach<Seen<V> = V>>,
    M: Keeps<S> + Admits<V>,
{
    fn follow_url(&self, text: Option<String>) {
        let value = match &text {
            None => Ok(self.parameter.default.clone()),
            Some(text) => text.parse().map_err(|error| self.report(text, error)),
        };
        let mut said = self.said.borrow_mut();
        said.text = text;
        if let Some(value) = value.ok().filter(|value| *value != said.value) {
            drop(said);
            self.field.set(value);
            // A layer may have refused it, or keep it for later.
            if let Some(value) = self.field.try_get_untracked() {
                self.said.borrow_mut().value = value;
            }
        }
    }

    fn follow_field(&self, value: V) {
        let mut said = self.said.borrow_mut();
        if said.value == value {
            return;
        }
        let text = (value != self.parameter.default).then(|| value.to_string());
        said.value = value;
        if said.text != text {
            said.text.clone_from(&text);
            drop(said);
            self.address.write(&self.parameter, text);
        }
    }

    fn report(&self, text: &str, error: impl fmt::Display) {
        let name = &self.parameter.name;
        let why = format!("the URL has `{name}={text}`: {error}");
        let change = self.field.as_path().change_name("set");
        self.field
            .as_store()
            .report(&change, Problem::Unreadable(&why));
    }
}

/// The URL as one component sees it.
struct Address {
    /// The URL that the component's route was shown for. Once the visitor goes elsewhere, it stays as it was.
    here: ReadSignal<Url>,
    location: Location,
    navigate: Navigate,
    waiting: Waiting,
}

type Navigate = Rc<dyn Fn(&str, NavigateOptions)>;

impl Address {
    fn found(here: ReadSignal<Url>) -> Self {
        Self {
            here,
            location: use_location(),
            navigate: Rc::new(use_navigate()),
            waiting: Waiting::found(),
        }
    }

    /// Gives a parameter another text when all that is to change with it has done so.
    fn write<V>(&self, parameter: &QueryParameter<V>, text: Option<String>) {
        let path = self.location.pathname.get_untracked();
        let is_here = self.here.with_untracked(|here| here.path() == path);
        if !is_here {
            // The visitor has left already. The next page has its own parameters.
            return;
        }
        let is_first = self.waiting.add(Parameter {
            name: parameter.name.clone(),
            text,
            replaces: parameter.replaces,
        });
        if is_first {
            let waiting = self.waiting.clone();
            let navigate = Rc::clone(&self.navigate);
            let location = self.location.clone();
            leptos::task::spawn_local(async move {
                let parameters = waiting.take();
                // The router may be gone.
                let now = location.pathname.try_get_untracked();
                if now.as_ref() == Some(&path) {
                    let search = location.search.get_untracked();
                    let search = written(&search, &parameters);
                    let hash = location.hash.get_untracked();
                    let options = NavigateOptions {
                        resolve: false,
                        replace: parameters.iter().all(|parameter| parameter.replaces),
                        scroll: false,
                        ..NavigateOptions::default()
                    };
                    navigate(&format!("{path}{search}{hash}"), options);
                }
            });
        }
    }
}

/// A parameter that is to have another text, or none.
struct Parameter {
    name: Cow<'static, str>,
    text: Option<String>,
    replaces: bool,
}

/// The parameters of a page that are to change together. They are in the context of the page's root owner.
#[derive(Clone, Default)]
struct Waiting(Arc<Mutex<Vec<Parameter>>>);

impl Waiting {
    fn found() -> Self {
        let Some(root) = root() else {
            return Self::default();
        };
        root.with(|| {
            use_context().unwrap_or_else(|| {
                let waiting = Self::default();
                provide_context(waiting.clone());
                waiting
            })
        })
    }

    /// Whether nothing was waiting.
    fn add(&self, parameter: Parameter) -> bool {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.push(parameter);
        waiting.len() == 1
    }

    fn take(&self) -> Vec<Parameter> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The text of a parameter in a query. Of several, the last one counts, as for the router.
fn read(search: &str, name: &str) -> Option<String> {
    // Not by the router's map of parameters: in Leptos 0.8 it decodes them twice.
    let pairs = form_urlencoded::parse(search.as_bytes());
    let texts = pairs.filter(|(other, _)| other == name);
    texts.last().map(|(_, text)| text.into_owned())
}

/// A query with other texts for some parameters, with `?` in front unless it is empty.
fn written(search: &str, parameters: &[Parameter]) -> String {
    let mut pairs: Vec<(Cow<'_, str>, Cow<'_, str>)> =
        form_urlencoded::parse(search.as_bytes()).collect();
    for Parameter { name, text, .. } in parameters {
        let place = pairs.iter().position(|(other, _)| other == name);
        pairs.retain(|(other, _)| other != name);
        if let Some(text) = text {
            let place = place.unwrap_or(pairs.len());
            pairs.insert(place, (name.clone(), text.into()));
        }
    }
    if pairs.is_empty() {
        return String::new();
    }
    let mut query = form_urlencoded::Serializer::for_suffix("?".to_owned(), 1);
    query.extend_pairs(pairs);
    query.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(search: &str, parameters: &[(&'static str, Option<&str>)]) -> String {
        let parameters = parameters.iter().map(|(name, text)| Parameter {
            name: (*name).into(),
            text: text.map(str::to_owned),
            replaces: false,
        });
        super::written(search, &parameters.collect::<Vec<_>>())
    }

    #[test]
    fn a_parameter_is_written_in_its_place() {
        assert_eq!(written("", &[("page", Some("2"))]), "?page=2");
        assert_eq!(
            written("a=1&page=2&b=3", &[("page", Some("4"))]),
            "?a=1&page=4&b=3"
        );
        assert_eq!(
            written("a=1&b=3", &[("page", Some("4"))]),
            "?a=1&b=3&page=4"
        );
        assert_eq!(written("a=1&a=2&b=3", &[("a", Some("4"))]), "?a=4&b=3");
    }

    #[test]
    fn a_parameter_without_a_text_goes_and_an_empty_query_has_no_mark() {
        assert_eq!(written("a=1&page=2", &[("page", None)]), "?a=1");
        assert_eq!(written("page=2&page=3", &[("page", None)]), "");
        assert_eq!(written("", &[("page", None)]), "");
    }

    #[test]
    fn what_is_written_is_read_again() {
        for text in [
            "",
            "a b",
            "100%",
            "%20",
            "&=?#+",
            "\u{e9}\u{1f600}",
            "\u{0}",
        ] {
            let query = written("other=1", &[("text", Some(text)), ("other", None)]);
            let search = query.strip_prefix('?').unwrap();
            assert_eq!(read(search, "text").as_deref(), Some(text), "{query}");
        }
        assert_eq!(read("a=1&a=2", "a").as_deref(), Some("2"));
        assert_eq!(read("a=1", "b"), None);
    }
}
