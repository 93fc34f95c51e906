//! Reading SCXML.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::markup::{self, Places, DEPTH};
use crate::document::content::{Condition, Invoke, Payload, Variable};
use crate::document::document::{Body, Part};
use crate::document::{Document, DocumentError, DocumentErrors, DocumentProblem, Place, Registry};
use crate::form::Form;

/// Reads an SCXML document.
///
/// Expressions are not looked at: they are run by the data model of the system, and one that can't be understood is an
/// `error.execution` of the machine when its turn comes (SCXML 5.9).
///
/// # Errors
///
/// All that is wrong with the document, each with its place: what is not well-formed or not SCXML, names of states and of what the
/// registry should have that there are not, parts that can't be loaded, and what is wrong with the chart.
///
/// # Examples
///
/// ```
/// use leptos_state_chart::document::{scxml, Registry};
///
/// let door = r#"
///     <scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0">
///       <state id="open"><transition event="close" target="closd"/></state>
///       <state id="closed"/>
///     </scxml>"#;
/// let errors = scxml::read(door, &Registry::new()).unwrap_err();
/// assert_eq!(errors.to_string(), "3:25: there is no state `closd`; did you mean `closed`?");
/// ```
pub fn read(text: &str, registry: &Registry) -> Result<Document, DocumentErrors> {
    let tree = markup::parse(text)?;
    let mut reader = Reader {
        places: Places::of(text),
        registry,
        errors: Vec::new(),
        body: Body::default(),
        names: BTreeMap::new(),
        unnamed: 0,
        asks_in: text.contains("In("),
    };
    let form = reader.document(tree.root_element());
    let Reader {
        mut errors, body, ..
    } = reader;
    if !errors.is_empty() {
        errors.sort_by_key(DocumentError::place);
        return Err(DocumentErrors(errors));
    }
    Document::new(form, body)
}

/// What reading a document has come to so far.
pub(super) struct Reader<'r, 't> {
    places: Places<'t>,
    pub registry: &'r Registry,
    errors: Vec<DocumentError>,
    pub body: Body,
    /// For each identifier of a state the state's path in the chart.
    pub names: BTreeMap<String, String>,
    /// How many states without an identifier there are.
    pub unnamed: usize,
    /// Whether an expression may ask which states are active.
    pub asks_in: bool,
}

impl Reader<'_, '_> {
    fn document(&mut self, root: Node<'_, '_>) -> Form {
        if !markup::is_scxml(root) || root.tag_name().name() != "scxml" {
            let found = root.tag_name().name().to_owned();
            let expected = "scxml";
            self.wrong(root, DocumentProblem::OtherDocument { expected, found });
            return Form::new("");
        }
        self.attributes(
            root,
            &[
                "initial",
                "name",
                "version",
                "datamodel",
                "binding",
                "exmode",
            ],
        );
        match root.attribute("version") {
            Some("1.0") => {}
            Some(other) => self.wrong(root, DocumentProblem::OtherVersion(other.to_owned())),
            None => self.missing(root, "version"),
        }
        match root.attribute("datamodel") {
            None | Some("" | "null" | "ecmascript") => {}
            Some(other) => self.wrong(root, DocumentProblem::UnknownDataModel(other.to_owned())),
        }
        self.body.name = root.attribute("name").unwrap_or_default().to_owned();
        self.body.data_model = root.attribute("datamodel").map(str::to_owned);
        self.body.is_late = match root.attribute("binding") {
            None | Some("early") => false,
            Some("late") => true,
            Some(other) => {
                self.bad_value(root, other, "binding: write `early` or `late`");
                false
            }
        };
        self.name_states(root, "", 0);
        let name = match self.body.name.as_str() {
            "" => "scxml".to_owned(),
            name => name.to_owned(),
        };
        let state = self.outermost(root);
        Form::new(name)
            .strict_scxml()
            .always_after_each_event()
            .root(|_| state)
    }

    /// The states' identifiers and what they are called in the chart.
    fn name_states(&mut self, node: Node<'_, '_>, path: &str, depth: usize) {
        if depth > DEPTH {
            return self.wrong(node, DocumentProblem::TooDeep(DEPTH));
        }
        for inner in node
            .children()
            .filter(|inner| super::states::is_state(*inner))
        {
            let name = match inner.attribute("id") {
                Some(id) => escaped(id),
                None => {
                    self.unnamed += 1;
                    format!("#{}", self.unnamed)
                }
            };
            let inner_path = match path {
                "" => name,
                path => format!("{path}.{name}"),
            };
            let place = self.place(inner);
            self.body.places.insert(inner_path.clone(), place);
            if let Some(id) = inner.attribute("id") {
                if self
                    .names
                    .insert(id.to_owned(), inner_path.clone())
                    .is_some()
                {
                    self.wrong(inner, DocumentProblem::DuplicateId(id.to_owned()));
                }
                self.body.ids.insert(inner_path.clone(), id.to_owned());
            }
            self.name_states(inner, &inner_path, depth + 1);
        }
    }

    pub fn place(&self, node: Node<'_, '_>) -> Place {
        self.places.at(node.range().start)
    }

    pub fn wrong(&mut self, node: Node<'_, '_>, problem: DocumentProblem) {
        let place = self.place(node);
        self.errors.push(DocumentError::new(place, problem));
    }

    pub fn missing(&mut self, node: Node<'_, '_>, attribute: &'static str) {
        let element = node.tag_name().name().to_owned();
        self.wrong(node, DocumentProblem::Missing { element, attribute });
    }

    pub fn conflict(&mut self, node: Node<'_, '_>, what: impl Into<String>) {
        let element = node.tag_name().name().to_owned();
        let what = what.into();
        self.wrong(node, DocumentProblem::Conflict { element, what });
    }

    pub fn bad_value(&mut self, node: Node<'_, '_>, value: &str, expected: &'static str) {
        let value = value.to_owned();
        self.wrong(node, DocumentProblem::BadValue { value, expected });
    }

    pub fn misplaced(&mut self, node: Node<'_, '_>) {
        let name = |node: Node<'_, '_>| node.tag_name().name().to_owned();
        let outer = node.parent_element().map(name).unwrap_or_default();
        let inner = name(node);
        self.wrong(node, DocumentProblem::Misplaced { inner, outer });
    }

    /// Refuses attributes that an element does not have, apart from those of other namespaces.
    pub fn attributes(&mut self, node: Node<'_, '_>, known: &[&str]) {
        for attribute in node.attributes() {
            if attribute.namespace().is_none() && !known.contains(&attribute.name()) {
                self.conflict(node, format!("an attribute `{}`", attribute.name()));
            }
        }
    }

    /// Refuses more than one of some attributes.
    pub fn only_one(&mut self, node: Node<'_, '_>, of: &[&str]) {
        let present: Vec<_> = of
            .iter()
            .filter(|name| node.has_attribute(**name))
            .collect();
        if let [one, other, ..] = present[..] {
            self.conflict(node, format!("both `{one}` and `{other}`"));
        }
    }

    /// A place for a part of the body; the chart calls it by the number.
    pub fn add_part(&mut self, part: Part) -> String {
        self.body.blocks.push(part);
        (self.body.blocks.len() - 1).to_string()
    }

    pub fn add_condition(&mut self, condition: Condition) -> String {
        self.body.conditions.push(condition);
        (self.body.conditions.len() - 1).to_string()
    }

    pub fn add_output(&mut self, output: Payload) -> String {
        self.body.outputs.push(output);
        (self.body.outputs.len() - 1).to_string()
    }

    pub fn add_invoke(&mut self, invoke: Invoke) -> String {
        self.body.invokes.push(invoke);
        (self.body.invokes.len() - 1).to_string()
    }

    pub fn add_variables(&mut self, variables: impl IntoIterator<Item = Variable>) {
        self.body.variables.extend(variables);
    }
}

/// A name for the chart: an identifier may have dots, which join names there.
pub(super) fn escaped(id: &str) -> String {
    id.replace('%', "%25")
        .replace('.', "%2E")
        .replace(' ', "%20")
}
