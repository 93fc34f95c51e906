//! States and transitions of SCXML (3).

use roxmltree::Node;

use super::markup::{self, OURS};
use super::read::{escaped, Reader};
use crate::document::content::{Ask, Block, Condition};
use crate::document::document::{unknown, Part};
use crate::document::{Code, DocumentProblem};
use crate::form::{Guard, Initial, Invoke as Slot, Kind, Role, State, Transition, Trigger};

/// Whether an element is a state of any kind.
pub(super) fn is_state(node: Node<'_, '_>) -> bool {
    markup::is_scxml(node)
        && matches!(
            node.tag_name().name(),
            "state" | "parallel" | "final" | "history"
        )
}

impl Reader<'_, '_> {
    /// The outermost state.
    pub fn outermost(&mut self, root: Node<'_, '_>) -> State {
        let mut state = crate::form::state("");
        state.initial = self.initial_attribute(root);
        self.inside_of(root, &mut state, "");
        for script in root.children().filter(|node| markup::is_scxml(*node)) {
            if script.tag_name().name() == "script" {
                if let Some(step) = self.script(script) {
                    self.body.script.steps.push(step);
                }
            }
        }
        state
    }

    fn state(&mut self, node: Node<'_, '_>, outer: &str) -> State {
        let kind = match node.tag_name().name() {
            "parallel" => Kind::Parallel,
            "final" => Kind::Final,
            "history" => match node.attribute("type") {
                None | Some("shallow") => Kind::ShallowHistory,
                Some("deep") => Kind::DeepHistory,
                Some(other) => {
                    self.bad_value(node, other, "type of a history: write `shallow` or `deep`");
                    Kind::ShallowHistory
                }
            },
            _ => Kind::Plain,
        };
        let name = self.name_of(node, outer);
        let path = match outer {
            "" => name.clone(),
            outer => format!("{outer}.{name}"),
        };
        let mut state = crate::form::state(name);
        state.kind = kind;
        match kind {
            Kind::ShallowHistory | Kind::DeepHistory => {
                self.attributes(node, &["id", "type"]);
                self.history(node, &mut state);
                return state;
            }
            Kind::Plain => {
                self.attributes(node, &["id", "initial"]);
                state.initial = self.initial_attribute(node);
            }
            Kind::Parallel | Kind::Final => self.attributes(node, &["id"]),
        }
        if self.asks_in {
            if let Some(id) = node.attribute("id") {
                let part = self.add_part(Part::Enter(id.to_owned()));
                state.entry.push(vec![part]);
            }
        }
        self.inside_of(node, &mut state, &path);
        if self.asks_in {
            if let Some(id) = node.attribute("id") {
                let part = self.add_part(Part::Leave(id.to_owned()));
                state.exit.push(vec![part]);
            }
        }
        if kind == Kind::Parallel && state.states.is_empty() {
            // A parallel state without regions is one that nothing is in.
            state.kind = Kind::Plain;
        }
        state
    }

    /// What a state is called in the chart: the same as when its path was noted.
    fn name_of(&mut self, node: Node<'_, '_>, outer: &str) -> String {
        if let Some(id) = node.attribute("id") {
            return escaped(id);
        }
        let place = self.place(node);
        let prefix = match outer {
            "" => String::new(),
            outer => format!("{outer}."),
        };
        let is_it = |path: &&String| {
            let name = path.strip_prefix(prefix.as_str());
            let name = name.filter(|name| name.starts_with('#') && !name.contains('.'));
            name.is_some() && self.body.places.get(*path) == Some(&place)
        };
        let path = self.body.places.keys().find(is_it);
        let name = path.and_then(|path| path.strip_prefix(prefix.as_str()));
        name.unwrap_or_default().to_owned()
    }

    fn initial_attribute(&mut self, node: Node<'_, '_>) -> Option<Initial> {
        let targets = node.attribute("initial")?;
        Some(Initial {
            targets: self.targets(node, targets),
            actions: Vec::new(),
        })
    }

    fn targets(&mut self, node: Node<'_, '_>, ids: &str) -> Vec<String> {
        let mut targets = Vec::new();
        for id in ids.split_whitespace() {
            match self.names.get(id) {
                Some(_) => targets.push(escaped(id)),
                None => {
                    let problem = unknown("state", id, self.names.keys().map(String::as_str));
                    self.wrong(node, problem);
                }
            }
        }
        targets
    }

    fn inside_of(&mut self, node: Node<'_, '_>, state: &mut State, path: &str) {
        let is_root = path.is_empty();
        for inner in node.children().filter(Node::is_element) {
            if !markup::is_scxml(inner) {
                // What others have put there is theirs.
                continue;
            }
            let is_final = state.kind == Kind::Final;
            match inner.tag_name().name() {
                _ if is_state(inner) && !is_final => {
                    let inner = self.state(inner, path);
                    state.states.push(inner);
                }
                "datamodel" if !is_final => self.data_model(inner, state, is_root),
                "script" if is_root => {}
                "onentry" if !is_root => {
                    let block = self.block(inner);
                    state.entry.extend(block.map(|block| vec![block]));
                }
                "onexit" if !is_root => {
                    let block = self.block(inner);
                    state.exit.extend(block.map(|block| vec![block]));
                }
                "transition" if !is_final => {
                    let place = self.place(inner);
                    let key = (path.to_owned(), state.transitions.len());
                    self.body.transition_places.insert(key, place);
                    let transition = self.transition(inner);
                    state.transitions.push(transition);
                }
                "initial" if !is_root && state.kind == Kind::Plain => {
                    if state.initial.is_some() {
                        self.conflict(node, "two places to begin in");
                    }
                    state.initial = self.initial(inner);
                }
                "invoke" if !is_root && !is_final => {
                    let invoke = self.invoke(inner, node.attribute("id").unwrap_or("invoke"));
                    let number = self.add_invoke(invoke);
                    state.invokes.push(Slot {
                        id: number.clone(),
                        source: number,
                    });
                }
                "donedata" if is_final => {
                    if state.data.is_some() {
                        self.conflict(node, "more than one `donedata`");
                    }
                    self.attributes(inner, &[]);
                    let payload = self.payload(inner, None, &[]);
                    if !payload.is_empty() {
                        state.data = Some(self.add_output(payload));
                    }
                }
                _ => self.misplaced(inner),
            }
        }
    }

    fn initial(&mut self, node: Node<'_, '_>) -> Option<Initial> {
        self.attributes(node, &[]);
        let transition = self.only_transition(node)?;
        Some(Initial {
            targets: transition.targets,
            actions: transition.actions,
        })
    }

    fn history(&mut self, node: Node<'_, '_>, state: &mut State) {
        if let Some(transition) = self.only_transition(node) {
            state.initial = Some(Initial {
                targets: transition.targets,
                actions: transition.actions,
            });
        }
    }

    /// The transition of an `initial` or a `history`: it has neither an event nor a condition.
    fn only_transition(&mut self, node: Node<'_, '_>) -> Option<Transition> {
        let mut found = None;
        for inner in node.children().filter(|inner| markup::is_scxml(*inner)) {
            if inner.tag_name().name() != "transition" || found.is_some() {
                self.misplaced(inner);
                continue;
            }
            for attribute in ["event", "cond"] {
                if inner.has_attribute(attribute) {
                    self.conflict(inner, format!("an attribute `{attribute}` here"));
                }
            }
            if !inner.has_attribute("target") {
                self.missing(inner, "target");
            }
            found = Some(self.transition(inner));
        }
        if found.is_none() {
            let element = node.tag_name().name().to_owned();
            let attribute = "transition";
            self.wrong(node, DocumentProblem::Missing { element, attribute });
        }
        found
    }

    fn transition(&mut self, node: Node<'_, '_>) -> Transition {
        self.attributes(node, &["event", "cond", "target", "type"]);
        let targets = match node.attribute("target") {
            Some(ids) => self.targets(node, ids),
            None => Vec::new(),
        };
        let trigger = match node.attribute("event") {
            Some(descriptors) => Trigger::Events(self.descriptors(descriptors)),
            None => Trigger::Always,
        };
        let internal = match node.attribute("type") {
            None | Some("external") => false,
            Some("internal") => true,
            Some(other) => {
                self.bad_value(
                    node,
                    other,
                    "type of a transition: write `external` or `internal`",
                );
                false
            }
        };
        let guard = self.guard(node);
        let block = self.block(node);
        Transition {
            trigger,
            guard,
            targets,
            internal,
            actions: block.into_iter().collect(),
            role: Role::Take,
        }
    }

    /// The condition of a transition: an expression, a guard of the registry, or both.
    fn guard(&mut self, node: Node<'_, '_>) -> Option<Guard> {
        let expression = node.attribute("cond").map(|text| {
            self.in_state(text).unwrap_or_else(|| {
                let code = Code::new(text, self.place(node));
                Guard::Named(self.add_condition(Condition::Code(code)))
            })
        });
        let named = node.attribute((OURS, "guard")).and_then(|name| {
            let Some(ask) = self.registry.find_guard(name) else {
                let problem = unknown("guard", name, self.registry.guard_names());
                self.wrong(node, problem);
                return None;
            };
            let name = name.to_owned();
            let params = Vec::new();
            let condition = Condition::Named(Ask { name, ask, params });
            Some(Guard::Named(self.add_condition(condition)))
        });
        match (named, expression) {
            (Some(named), Some(expression)) => Some(Guard::All(vec![named, expression])),
            (named, expression) => named.or(expression),
        }
    }

    /// What asks for nothing but whether a state is active: the kernel knows that.
    fn in_state(&self, text: &str) -> Option<Guard> {
        let text = text.trim();
        let (text, is_not) = match text.strip_prefix('!') {
            Some(text) => (text.trim(), true),
            None => (text, false),
        };
        let id = text.strip_prefix("In(")?.strip_suffix(')')?.trim();
        let single = || id.strip_prefix('\'')?.strip_suffix('\'');
        let double = || id.strip_prefix('"')?.strip_suffix('"');
        let id = single().or_else(double)?;
        self.names.get(id)?;
        let guard = Guard::In(escaped(id));
        Some(if is_not {
            Guard::Not(Box::new(guard))
        } else {
            guard
        })
    }

    /// Descriptors as the form has them: here all of them are prefixes (SCXML 3.12.1). Events of states that have finished are called
    /// by the states' paths there.
    fn descriptors(&self, text: &str) -> Vec<String> {
        let mut descriptors = Vec::new();
        for descriptor in text.split_whitespace() {
            let name = descriptor.trim_end_matches('*').trim_end_matches('.');
            if name.is_empty() {
                descriptors.push("*".to_owned());
                continue;
            }
            let before = descriptors.len();
            if let Some(wanted) = name.strip_prefix("done.state.") {
                let finished = self.names.iter().filter(|(id, _)| {
                    let rest = id.strip_prefix(wanted);
                    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
                });
                descriptors.extend(finished.map(|(_, path)| format!("done.state.{path}")));
            }
            if descriptors.len() == before {
                descriptors.push(format!("{name}.*"));
            }
        }
        descriptors
    }

    /// A part of the body made of what is in an element; none if there is nothing.
    fn block(&mut self, node: Node<'_, '_>) -> Option<String> {
        if matches!(node.tag_name().name(), "onentry" | "onexit") {
            self.attributes(node, &[]);
        }
        let steps = self.steps(node);
        (!steps.is_empty()).then(|| self.add_part(Part::Block(Block { steps })))
    }
}
