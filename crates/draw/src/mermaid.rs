//! Charts as Mermaid's `stateDiagram-v2`.

use std::collections::HashSet;
use std::fmt::Write;

use leptos_state_chart::form::Form;

use crate::outline::{Edge, NodeKind, Outline, ROOT};
use crate::words::{self, Label};

/// A chart as a [state diagram of Mermaid](https://mermaid.js.org/syntax/stateDiagram.html), which GitHub and many editors draw.
///
/// What Mermaid can't draw stands in notes: what a state with others inside does by itself, and transitions between it and those
/// inside of it. If the chart itself does something, all of it is in one state.
/// A history is a state `H` or `H*`. A transition to several states goes to a fork.
///
/// # Examples
///
/// ```
/// use leptos_state_chart::form::{final_state, state, to, when, Form};
///
/// let form = Form::new("door")
///     .state(state("opened").on("close", to("closed")))
///     .state(state("closed").entry("ring").on("lock", when("has_key").to("locked").run("turn")))
///     .state(final_state("locked"));
/// assert_eq!(
///     leptos_state_draw::mermaid(&form),
///     "stateDiagram-v2
///     state \"opened\" as opened
///     state \"closed\" as closed
///     closed : entry / ring
///     state \"locked\" as locked
///     locked --> [*]
///     [*] --> opened
///     opened --> closed : close
///     closed --> locked : lock [has_key] / turn
/// "
/// );
/// ```
pub fn mermaid(form: &Form) -> String {
    let outline = Outline::of(form);
    let mut writer = Writer {
        names: names(&outline),
        outline: &outline,
        text: "stateDiagram-v2\n".to_owned(),
    };
    let is_plain = outline.nodes[ROOT].kind == NodeKind::Compound && writer.said(ROOT).is_empty();
    match is_plain {
        true => writer.inside(ROOT, 1),
        false => writer.state(ROOT, 1),
    }
    let is_history = |id: &usize| outline.nodes[*id].kind.is_history();
    for id in (0..outline.nodes.len()).filter(is_history) {
        writer.forgotten(id);
    }
    for edge in &outline.edges {
        writer.transition(edge);
    }
    writer.text
}

/// Identifiers of the states, which Mermaid has for all of a diagram.
fn names(outline: &Outline<'_>) -> Vec<String> {
    // Mermaid's own words, in lower case.
    const WORDS: [&str; 14] = [
        "as",
        "class",
        "classdef",
        "click",
        "default",
        "direction",
        "end",
        "hide",
        "href",
        "note",
        "scale",
        "state",
        "style",
        "root",
    ];
    let mut taken: HashSet<String> = WORDS.map(str::to_owned).into();
    let mut name = |node: &crate::outline::Node<'_>| {
        let safe = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
        let path = if node.parent.is_none() {
            &outline.form.name
        } else {
            &node.path
        };
        let name: String = path.chars().map(safe).collect();
        let starts_well = name.starts_with(|c: char| c.is_ascii_alphabetic());
        let name = if starts_well {
            name
        } else {
            format!("s_{name}")
        };
        let mut unique = name.clone();
        let mut count = 1;
        while !taken.insert(unique.to_lowercase()) {
            count += 1;
            unique = format!("{name}_{count}");
        }
        unique
    };
    outline.nodes.iter().map(&mut name).collect()
}

struct Writer<'o, 'f> {
    outline: &'o Outline<'f>,
    names: Vec<String>,
    text: String,
}

impl Writer<'_, '_> {
    fn line(&mut self, depth: usize, line: &str) {
        // Writing to a string does not fail.
        let _ = writeln!(self.text, "{:1$}{line}", "", depth * 4);
    }

    /// What is in a state: the states inside, and where it begins.
    fn inside(&mut self, id: usize, depth: usize) {
        let outline = self.outline;
        let node = &outline.nodes[id];
        let is_parallel = node.kind == NodeKind::Parallel;
        // A history is not a region of its own.
        let is_history = |child: &&usize| outline.nodes[**child].kind.is_history();
        let histories = node.children.iter().filter(is_history);
        let others = node.children.iter().filter(|child| !is_history(child));
        let mut is_first = true;
        for child in histories.chain(others) {
            if is_parallel && !is_first {
                self.line(depth, "--");
            }
            is_first &= outline.nodes[*child].kind.is_history();
            self.state(*child, depth);
        }
        for line in self.begin(id) {
            self.line(depth, &line);
        }
    }

    fn state(&mut self, id: usize, depth: usize) {
        let outline = self.outline;
        let node = &outline.nodes[id];
        let name = self.names[id].clone();
        let title = match node.kind {
            NodeKind::Shallow => "H".to_owned(),
            NodeKind::Deep => "H*".to_owned(),
            _ => escaped(outline.name(id)),
        };
        let title = if title.trim().is_empty() {
            "#32;".to_owned()
        } else {
            title
        };
        if node.children.is_empty() {
            self.line(depth, &format!("state \"{title}\" as {name}"));
            for said in self.said(id) {
                self.line(depth, &format!("{name} : {said}"));
            }
        } else {
            self.line(depth, &format!("state \"{title}\" as {name} {{"));
            self.inside(id, depth + 1);
            self.line(depth, "}");
            let said = self.said(id);
            if !said.is_empty() {
                self.line(depth, &format!("note right of {name}"));
                for said in said {
                    self.line(depth + 1, &said);
                }
                self.line(depth, "end note");
            }
        }
        if node.kind == NodeKind::Final {
            self.line(depth, &format!("{name} --> [*]"));
        }
    }

    /// What a state does by itself, and what of its transitions is no arrow.
    fn said(&self, id: usize) -> Vec<String> {
        let outline = self.outline;
        let mut said = words::said(&outline.nodes[id]);
        for edge in outline.edges_of(id) {
            let line = Label::of(edge, outline).line();
            if edge.targets.is_empty() {
                said.push(line);
            } else if !self.is_arrow(edge) {
                let targets = edge
                    .targets
                    .iter()
                    .map(|target| outline.nodes[*target].path.as_str());
                said.push(format!(
                    "{line} => {}",
                    targets.collect::<Vec<_>>().join(", ")
                ));
            }
        }
        said.iter().map(|line| escaped(line)).collect()
    }

    /// Mermaid draws nothing if there is an arrow between a state and one inside of it.
    fn is_arrow(&self, edge: &Edge<'_>) -> bool {
        let outline = self.outline;
        let source = edge.source;
        let mut targets = edge.targets.iter();
        source != ROOT
            && targets.all(|target| {
                let is_loop = *target == source && !outline.nodes[source].children.is_empty();
                !is_loop
                    && !outline.is_inside(*target, source)
                    && !outline.is_inside(source, *target)
            })
    }

    /// Where a state begins. A state is in the braces in which it is named, so deeper ones stand in the label.
    fn begin(&self, id: usize) -> Vec<String> {
        let outline = self.outline;
        let node = &outline.nodes[id];
        let line = |target: &usize| {
            let is_around = |child: &&usize| outline.is_inside(*target, **child);
            let deeper = node.children.iter().find(is_around);
            let path = &outline.nodes[*target].path;
            let deep = deeper.map(|_| format!("=> {path}"));
            let label: Vec<String> = outline.begin_actions(id).into_iter().chain(deep).collect();
            let name = &self.names[*deeper.unwrap_or(target)];
            format!("[*] --> {name}{}", said_at(&label.join(" ")))
        };
        node.begin.iter().map(line).collect()
    }

    /// Where a history leads if it remembers nothing.
    fn forgotten(&mut self, id: usize) {
        let outline = self.outline;
        let label = said_at(&outline.begin_actions(id).unwrap_or_default());
        for target in &outline.nodes[id].begin {
            let line = format!("{} --> {}{label}", self.names[id], self.names[*target]);
            self.line(1, &line);
        }
    }

    fn transition(&mut self, edge: &Edge<'_>) {
        if edge.targets.is_empty() || !self.is_arrow(edge) {
            return;
        }
        let label = escaped(&Label::of(edge, self.outline).line());
        let source = self.names[edge.source].clone();
        let targets: Vec<String> = edge
            .targets
            .iter()
            .map(|target| self.names[*target].clone())
            .collect();
        match targets.as_slice() {
            [target] => self.line(1, &format!("{source} --> {target} : {label}")),
            targets => {
                let fork = format!("{source}__{}", edge.index);
                self.line(1, &format!("state {fork} <<fork>>"));
                self.line(1, &format!("{source} --> {fork} : {label}"));
                for target in targets {
                    self.line(1, &format!("{fork} --> {target}"));
                }
            }
        }
    }
}

fn said_at(label: &str) -> String {
    match label {
        "" => String::new(),
        label => format!(" : {}", escaped(label)),
    }
}

/// A text with what Mermaid would understand as something else written as entities, which have no `&` there.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '"' | '#' | '<' | '>' | '{' | '}' | ';' | ':' | '%' | '\\' | '`' | '$' | '@' | '&' => {
                let _ = write!(escaped, "#{};", u32::from(c));
            }
            c if c.is_whitespace() => escaped.push(' '),
            c if c.is_control() => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}
