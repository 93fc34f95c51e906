//! Charts as Graphviz reads them.

use std::fmt::Write;

use leptos_state_chart::form::Form;

use crate::outline::{Edge, NodeKind, Outline, ROOT};
use crate::words::{self, Label};

/// A chart in the [language of Graphviz](https://graphviz.org/doc/info/lang.html), for `dot`.
///
/// States with states inside are clusters, regions dashed ones. An edge from or to a cluster ends at its border. What a state does by
/// itself stands below its name.
///
/// # Examples
///
/// ```
/// use leptos_state_chart::form::{state, to, Form};
///
/// let form = Form::new("lamp").state(state("off").on("switch", to("on"))).state(state("on").entry("shine"));
/// let dot = leptos_state_draw::dot(&form);
/// assert!(dot.starts_with("digraph \"lamp\" {\n"));
/// assert!(dot.contains("s1 -> s2 [label=\"switch\"];\n"));
/// assert!(dot.contains("s2 [label=\"on\\nentry / shine\"];\n"));
/// ```
pub fn dot(form: &Form) -> String {
    let outline = Outline::of(form);
    let mut writer = Writer {
        outline: &outline,
        text: String::new(),
    };
    writer.line(0, &format!("digraph \"{}\" {{", escaped(&form.name)));
    for line in [
        "compound=true; rankdir=LR; fontname=\"Helvetica\"; fontsize=12; style=rounded; labeljust=l; labelloc=t;",
        "node [shape=box, style=rounded, fontname=\"Helvetica\", fontsize=12];",
        "edge [fontname=\"Helvetica\", fontsize=10];",
    ] {
        writer.line(1, line);
    }
    let label = writer.label(ROOT);
    writer.line(1, &format!("label=\"{label}\";"));
    writer.inside(ROOT, 1);
    for (number, edge) in outline.edges.iter().enumerate() {
        writer.transition(number, edge);
    }
    writer.line(0, "}");
    writer.text
}

struct Writer<'o, 'f> {
    outline: &'o Outline<'f>,
    text: String,
}

impl Writer<'_, '_> {
    fn line(&mut self, depth: usize, line: &str) {
        // Writing to a string does not fail.
        let _ = writeln!(self.text, "{:1$}{line}", "", depth * 4);
    }

    /// A state's name and what it does by itself, a line each.
    fn label(&self, id: usize) -> String {
        let outline = self.outline;
        let mut lines = vec![outline.name(id).to_owned()];
        lines.extend(words::said(&outline.nodes[id]));
        let inner = outline.edges_of(id).filter(|edge| edge.targets.is_empty());
        lines.extend(inner.map(|edge| Label::of(edge, outline).line()));
        let lines: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
        // A cluster's lines stand at its left, a box's in its middle.
        let (end, last) = if self.is_cluster(id) {
            ("\\l", "\\l")
        } else {
            ("\\n", "")
        };
        lines.join(end) + last
    }

    fn is_cluster(&self, id: usize) -> bool {
        id == ROOT || !self.outline.nodes[id].children.is_empty()
    }

    fn inside(&mut self, id: usize, depth: usize) {
        let outline = self.outline;
        let node = &outline.nodes[id];
        if !node.begin.is_empty() {
            self.line(
                depth,
                &format!("i{id} [shape=point, width=0.12, label=\"\"];"),
            );
        } else {
            self.line(
                depth,
                &format!("i{id} [shape=point, style=invis, label=\"\"];"),
            );
        }
        for child in &node.children {
            self.state(*child, depth);
        }
        let actions = outline.begin_actions(id);
        for target in &node.begin {
            self.arrow(
                depth,
                &format!("i{id}"),
                *target,
                actions.as_deref(),
                Vec::new(),
            );
        }
    }

    fn state(&mut self, id: usize, depth: usize) {
        let outline = self.outline;
        let node = &outline.nodes[id];
        let label = self.label(id);
        if self.is_cluster(id) {
            self.line(depth, &format!("subgraph cluster_{id} {{"));
            let style = if outline.is_region(id) {
                "\"rounded,dashed\""
            } else {
                "rounded"
            };
            self.line(depth + 1, &format!("label=\"{label}\"; style={style};"));
            self.inside(id, depth + 1);
            self.line(depth, "}");
            return;
        }
        let shape = match node.kind {
            NodeKind::Final => ", peripheries=2",
            NodeKind::Shallow | NodeKind::Deep => {
                ", shape=circle, width=0.3, fixedsize=true, fontsize=10"
            }
            _ => "",
        };
        let label = match node.kind {
            NodeKind::Shallow => "H",
            NodeKind::Deep => "H*",
            _ => &label,
        };
        self.line(depth, &format!("s{id} [label=\"{label}\"{shape}];"));
        if node.kind.is_history() {
            let actions = outline.begin_actions(id);
            for target in &node.begin {
                self.arrow(
                    depth,
                    &format!("s{id}"),
                    *target,
                    actions.as_deref(),
                    Vec::new(),
                );
            }
        }
    }

    /// The node that an edge of this state is at: Graphviz has edges between nodes only, and cuts them off at a cluster's border.
    fn node(&self, id: usize) -> String {
        match self.is_cluster(id) {
            true => format!("i{id}"),
            false => format!("s{id}"),
        }
    }

    fn transition(&mut self, number: usize, edge: &Edge<'_>) {
        let label = Label::of(edge, self.outline).line();
        let (source, outline) = (edge.source, self.outline);
        let from = self.node(source);
        // An edge can't be cut off at the border of what its other end is in.
        let mut targets = edge.targets.iter();
        let leaves = targets.all(|target| *target != source && !outline.is_inside(*target, source));
        let is_cut = source != ROOT && self.is_cluster(source) && leaves;
        let tail = is_cut.then(|| format!("ltail=cluster_{source}"));
        match edge.targets.as_slice() {
            [] => {}
            [target] => self.arrow(1, &from, *target, Some(&label), tail.into_iter().collect()),
            targets => {
                let bar = format!("f{number}");
                self.line(1, &format!("{bar} [shape=box, style=filled, fillcolor=black, label=\"\", width=0.05, height=0.4];"));
                let tail = tail.map_or(String::new(), |tail| format!(", {tail}"));
                let label = escaped(&label);
                self.line(
                    1,
                    &format!("{from} -> {bar} [label=\"{label}\", arrowhead=none{tail}];"),
                );
                for target in targets {
                    self.arrow(1, &bar, *target, None, Vec::new());
                }
            }
        }
    }

    fn arrow(
        &mut self,
        depth: usize,
        from: &str,
        target: usize,
        label: Option<&str>,
        more: Vec<String>,
    ) {
        let mut attributes = Vec::new();
        attributes.extend(label.map(|label| format!("label=\"{}\"", escaped(label))));
        attributes.extend(more);
        let to = self.node(target);
        // Where an edge begins is a number after a letter; what that is in must not be the target.
        let from_id: Option<usize> = from[1..].parse().ok().filter(|_| !from.starts_with('f'));
        let comes_in = from_id
            .is_none_or(|source| source != target && !self.outline.is_inside(source, target));
        if self.is_cluster(target) && target != ROOT && comes_in {
            attributes.push(format!("lhead=cluster_{target}"));
        }
        let attributes = match attributes.is_empty() {
            true => String::new(),
            false => format!(" [{}]", attributes.join(", ")),
        };
        self.line(depth, &format!("{from} -> {to}{attributes};"));
    }
}

/// A text within double quotes. Graphviz gives a meaning to backslashes, and in labels to entities of HTML.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '&' => escaped.push_str("&amp;"),
            c if c.is_whitespace() => escaped.push(' '),
            c if c.is_control() => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}
