//! Variables, and what is handed over (5, 6.4).

use roxmltree::Node;

use super::markup;
use super::read::Reader;
use crate::document::content::{Block, Invoke, Payload, Step, Variable};
use crate::document::document::Part;
use crate::document::Code;
use crate::form::State;

impl Reader<'_, '_> {
    /// 5.2 and 5.3
    pub fn data_model(&mut self, node: Node<'_, '_>, state: &mut State, path: &str) {
        let is_outermost = path.is_empty();
        let first = self.body.variables.len();
        self.attributes(node, &[]);
        let mut variables = Vec::new();
        for inner in node.children().filter(Node::is_element) {
            if !markup::is_scxml(inner) || inner.tag_name().name() != "data" {
                self.misplaced(inner);
                continue;
            }
            self.attributes(inner, &["id", "src", "expr"]);
            let Some(name) = inner.attribute("id") else {
                self.missing(inner, "id");
                continue;
            };
            variables.push(Variable {
                name: name.to_owned(),
                value: self.given(inner, "expr"),
                is_outermost,
            });
        }
        if !is_outermost {
            let places = first..first + variables.len();
            let states = places.map(|place| (place, path.to_owned()));
            self.body.variable_states.extend(states);
        }
        if is_outermost || !self.body.is_late {
            return self.add_variables(variables);
        }
        let declared = variables.iter().map(|variable| Variable {
            name: variable.name.clone(),
            value: None,
            is_outermost: false,
        });
        let declared: Vec<_> = declared.collect();
        self.add_variables(declared);
        let part = self.add_part(Part::Variables(variables));
        // Before what is done on entry, wherever it stands, and after variables that come earlier.
        let is_before = |block: &Vec<String>| {
            let number = block.first().and_then(|name| name.parse::<usize>().ok());
            let part = number.and_then(|number| self.body.blocks.get(number));
            matches!(part, Some(Part::Variables(_) | Part::Enter(_)))
        };
        let place = state
            .entry
            .iter()
            .take_while(|block| is_before(block))
            .count();
        state.entry.insert(place, vec![part]);
    }

    pub fn invoke(&mut self, node: Node<'_, '_>, state: &str) -> Invoke {
        self.attributes(
            node,
            &[
                "type",
                "typeexpr",
                "src",
                "srcexpr",
                "id",
                "idlocation",
                "namelist",
                "autoforward",
            ],
        );
        self.only_one(node, &["type", "typeexpr"]);
        self.only_one(node, &["src", "srcexpr"]);
        self.only_one(node, &["id", "idlocation"]);
        let mut finalize = None;
        for inner in node.children().filter(|inner| markup::is_scxml(*inner)) {
            if inner.tag_name().name() == "finalize" {
                if finalize.is_some() {
                    self.misplaced(inner);
                }
                let steps = self.steps(inner);
                self.refuse_sending(inner, &steps);
                finalize = Some(Block { steps });
            }
        }
        let payload = self.payload(node, node.attribute("namelist"), &["finalize"]);
        let forwards = match node.attribute("autoforward") {
            None | Some("false") => false,
            Some("true") => true,
            Some(other) => {
                self.bad_value(node, other, "truth value: write `true` or `false`");
                false
            }
        };
        Invoke {
            place: self.place(node),
            state: state.to_owned(),
            id: node.attribute("id").map(str::to_owned),
            id_location: self.code(node, "idlocation"),
            system_id: None,
            kind: self.words(node, "type", "typeexpr"),
            source: self.words(node, "src", "srcexpr"),
            payload,
            input: None,
            forwards,
            observes: false,
            finalize,
        }
    }

    /// While a result is finalized nothing may be sent (SCXML 6.5).
    fn refuse_sending(&mut self, node: Node<'_, '_>, steps: &[Step]) {
        let sends = |steps: &[Step]| {
            let is_sending = |step: &Step| matches!(step, Step::Send(_) | Step::Raise(_));
            steps.iter().any(is_sending)
        };
        if sends(steps) {
            self.conflict(node, "`send` or `raise` in it");
        }
    }

    /// What a final state, an invoke or an event is given. `others` are elements that stand beside it.
    pub fn payload(&mut self, node: Node<'_, '_>, names: Option<&str>, others: &[&str]) -> Payload {
        let place = self.place(node);
        let names = names.unwrap_or_default().split_whitespace();
        let mut payload = Payload {
            names: names.map(|name| Code::new(name, place)).collect(),
            ..Payload::default()
        };
        for inner in node.children().filter(Node::is_element) {
            match inner.tag_name().name() {
                _ if !markup::is_scxml(inner) => self.misplaced(inner),
                "param" => payload.params.extend(self.param(inner)),
                "content" if payload.content.is_none() => {
                    self.attributes(inner, &["expr"]);
                    payload.content = self.given(inner, "expr");
                }
                name if others.contains(&name) => {}
                _ => self.misplaced(inner),
            }
        }
        let is_invoke = node.tag_name().name() == "invoke";
        let has_fields = !(payload.params.is_empty() && payload.names.is_empty());
        if payload.content.is_some() && has_fields && !is_invoke {
            self.conflict(node, "both `content` and parameters");
        }
        payload
    }
}
