//! Executable content of SCXML (4, 5.4, 5.8, 6.2, 6.3).

use roxmltree::Node;

use super::markup;
use super::read::Reader;
use crate::document::content::{Branch, Call, Foreach, Given, Inline, Param, Send, Step, Words};
use crate::document::document::unknown;
use crate::document::{Code, DocumentProblem};

impl Reader<'_, '_> {
    /// The steps in an element.
    pub fn steps(&mut self, node: Node<'_, '_>) -> Vec<Step> {
        let inner = node.children().filter(Node::is_element);
        inner.filter_map(|inner| self.step(inner)).collect()
    }

    fn step(&mut self, node: Node<'_, '_>) -> Option<Step> {
        if markup::is_ours(node) && node.tag_name().name() == "action" {
            return self.call(node);
        }
        if !markup::is_scxml(node) {
            self.misplaced(node);
            return None;
        }
        match node.tag_name().name() {
            "raise" => {
                self.attributes(node, &["event"]);
                let event = self.required(node, "event")?;
                Some(Step::Raise(event))
            }
            "if" => Some(self.condition(node)),
            "foreach" => self.foreach(node),
            "log" => {
                self.attributes(node, &["label", "expr"]);
                Some(Step::Log {
                    label: node.attribute("label").unwrap_or_default().to_owned(),
                    value: self
                        .code(node, "expr")
                        .filter(|code| !code.text().is_empty()),
                })
            }
            "assign" => {
                self.attributes(node, &["location", "expr", "type", "attr"]);
                let Some(location) = self.code(node, "location") else {
                    self.missing(node, "location");
                    return None;
                };
                let Some(value) = self.given(node, "expr") else {
                    self.missing(node, "expr");
                    return None;
                };
                Some(Step::Assign { location, value })
            }
            "script" => self.script(node),
            "send" => Some(Step::Send(Box::new(self.send(node)))),
            "cancel" => {
                self.attributes(node, &["sendid", "sendidexpr"]);
                self.only_one(node, &["sendid", "sendidexpr"]);
                let id = self.words(node, "sendid", "sendidexpr");
                if id.is_none() {
                    self.missing(node, "sendid");
                }
                id.map(Step::Cancel)
            }
            _ => {
                self.misplaced(node);
                None
            }
        }
    }

    /// 5.8
    pub fn script(&mut self, node: Node<'_, '_>) -> Option<Step> {
        self.attributes(node, &["src"]);
        let text = match node.attribute("src") {
            Some(name) => self.loaded(node, name)?,
            None => markup::text(node),
        };
        (!text.trim().is_empty()).then(|| Step::Script(Code::new(text, self.place(node))))
    }

    fn loaded(&mut self, node: Node<'_, '_>, name: &str) -> Option<String> {
        match self.registry.loaded(name) {
            Ok(text) => Some(text),
            Err(message) => {
                let source_name = name.to_owned();
                self.wrong(
                    node,
                    DocumentProblem::Unloadable {
                        source_name,
                        message,
                    },
                );
                None
            }
        }
    }

    /// 4.3
    fn condition(&mut self, node: Node<'_, '_>) -> Step {
        self.attributes(node, &["cond"]);
        let mut branches = Vec::new();
        let mut branch = Branch {
            condition: Some(self.needed_code(node, "cond")),
            steps: Vec::new(),
        };
        for inner in node.children().filter(Node::is_element) {
            let name = inner.tag_name().name();
            if !markup::is_scxml(inner) || !matches!(name, "elseif" | "else") {
                branch.steps.extend(self.step(inner));
                continue;
            }
            if branch.condition.is_none() {
                self.misplaced(inner);
            }
            let condition = match name {
                "elseif" => {
                    self.attributes(inner, &["cond"]);
                    Some(self.needed_code(inner, "cond"))
                }
                _ => {
                    self.attributes(inner, &[]);
                    None
                }
            };
            let steps = Vec::new();
            branches.push(std::mem::replace(&mut branch, Branch { condition, steps }));
        }
        branches.push(branch);
        Step::If(branches)
    }

    /// 4.6
    fn foreach(&mut self, node: Node<'_, '_>) -> Option<Step> {
        self.attributes(node, &["array", "item", "index"]);
        Some(Step::Foreach(Box::new(Foreach {
            array: self.needed_code(node, "array"),
            item: self.needed_code(node, "item"),
            index: self.code(node, "index"),
            steps: self.steps(node),
        })))
    }

    /// 6.2
    fn send(&mut self, node: Node<'_, '_>) -> Send {
        self.attributes(
            node,
            &[
                "event",
                "eventexpr",
                "target",
                "targetexpr",
                "type",
                "typeexpr",
                "id",
                "idlocation",
                "delay",
                "delayexpr",
                "namelist",
            ],
        );
        for pair in [
            ["event", "eventexpr"],
            ["target", "targetexpr"],
            ["type", "typeexpr"],
            ["id", "idlocation"],
            ["delay", "delayexpr"],
        ] {
            self.only_one(node, &pair);
        }
        Send {
            place: self.place(node),
            event: self.words(node, "event", "eventexpr"),
            target: self.words(node, "target", "targetexpr"),
            kind: self.words(node, "type", "typeexpr"),
            id: node.attribute("id").map(str::to_owned),
            id_location: self.code(node, "idlocation"),
            delay: self.words(node, "delay", "delayexpr"),
            payload: self.payload(node, node.attribute("namelist"), &[]),
        }
    }

    /// An action of the registry.
    fn call(&mut self, node: Node<'_, '_>) -> Option<Step> {
        self.attributes(node, &["name"]);
        let name = self.required(node, "name")?;
        let Some(act) = self.registry.find_action(&name) else {
            let problem = unknown("action", &name, self.registry.action_names());
            self.wrong(node, problem);
            return None;
        };
        let mut params = Vec::new();
        for inner in node.children().filter(Node::is_element) {
            match inner.tag_name().name() {
                "param" if markup::is_scxml(inner) => params.extend(self.param(inner)),
                _ => self.misplaced(inner),
            }
        }
        Some(Step::Call(Call { name, act, params }))
    }

    /// 5.7
    pub fn param(&mut self, node: Node<'_, '_>) -> Option<Param> {
        self.attributes(node, &["name", "expr", "location"]);
        self.only_one(node, &["expr", "location"]);
        let name = self.required(node, "name")?;
        let is_location = node.has_attribute("location");
        let value = match is_location {
            true => self.code(node, "location"),
            false => self.code(node, "expr"),
        };
        if value.is_none() {
            self.missing(node, "expr");
        }
        Some(Param {
            name,
            value: value?,
            is_location,
        })
    }

    /// A value: that of an expression, what a source has, or what stands in the element.
    pub fn given(&mut self, node: Node<'_, '_>, attribute: &str) -> Option<Given> {
        let inside = markup::inside(node);
        if inside.is_some() && (node.has_attribute(attribute) || node.has_attribute("src")) {
            self.conflict(node, "both an attribute and something inside for its value");
        }
        self.only_one(node, &[attribute, "src"]);
        if let Some(code) = self.code(node, attribute) {
            return Some(Given::Code(code));
        }
        if let Some(name) = node.attribute("src") {
            let text = self.loaded(node, name)?;
            let text = text.trim().to_owned();
            let is_markup = text.starts_with('<');
            return Some(Given::Inline(Inline { text, is_markup }));
        }
        inside.map(Given::Inline)
    }

    pub fn code(&mut self, node: Node<'_, '_>, attribute: &str) -> Option<Code> {
        let place = self.place(node);
        let text = node.attribute(attribute)?;
        Some(Code::new(text, place))
    }

    /// An expression that has to be there.
    fn needed_code(&mut self, node: Node<'_, '_>, attribute: &'static str) -> Code {
        self.code(node, attribute).unwrap_or_else(|| {
            self.missing(node, attribute);
            Code::new("", self.place(node))
        })
    }

    fn required(&mut self, node: Node<'_, '_>, attribute: &'static str) -> Option<String> {
        let value = node.attribute(attribute);
        if value.is_none() {
            self.missing(node, attribute);
        }
        value.map(str::to_owned)
    }

    pub fn words(&mut self, node: Node<'_, '_>, literal: &str, code: &str) -> Option<Words> {
        let literal = node.attribute(literal);
        let literal = literal.map(|text| Words::Literal(text.to_owned()));
        literal.or_else(|| self.code(node, code).map(Words::Code))
    }
}
