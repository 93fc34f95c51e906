//! What is written in a state and at a transition, and how much room that takes.

use leptos_state_chart::form::Trigger;

use super::text::{flow, widest, Style, TextLine, LEADING};
use crate::outline::{Edge, Node, NodeKind, Outline};
use crate::words::{self, Label};

/// The room between a state's border and what is written in it.
pub(crate) const PADDING: f64 = 12.0;
/// The height of a state's name with the room around it.
pub(crate) const TITLE: f64 = 34.0;
/// How far the first line below the line under a name is away from it.
pub(crate) const BODY: f64 = 6.0;
/// The room around what is written at a transition.
pub(crate) const MARGIN: (f64, f64) = (6.0, 3.0);

const WIDEST_ROW: f64 = 250.0;
pub(crate) const WIDEST_LABEL: f64 = 180.0;
/// How wide a label is at most whose actions stand beside its event.
const WIDEST_SINGLE: f64 = 130.0;

/// What is written in a state.
pub(crate) struct Face {
    pub name: Vec<TextLine>,
    /// What it does, below its name.
    pub rows: Vec<Row>,
    pub size: (f64, f64),
}

pub(crate) struct Row {
    pub lines: Vec<TextLine>,
    /// The transition that this is, by its place among those of its state.
    pub transition: Option<usize>,
}

impl Face {
    pub fn of(outline: &Outline<'_>, id: usize) -> Self {
        let node = &outline.nodes[id];
        if node.kind.is_history() {
            return Self {
                name: Vec::new(),
                rows: Vec::new(),
                size: (26.0, 26.0),
            };
        }
        let name = flow(&[(Style::Name, outline.name(id))], WIDEST_ROW);
        let mut rows = rows(node);
        for edge in outline.edges_of(id).filter(|edge| edge.targets.is_empty()) {
            rows.push(Row {
                lines: flow(&pieces(edge, &Label::of(edge, outline)), WIDEST_ROW),
                transition: Some(edge.index),
            });
        }
        let lines = rows.iter().flat_map(|row| &row.lines);
        let width = widest(name.iter().chain(lines)) + 2.0 * PADDING;
        let mut height = title(&name);
        if !rows.is_empty() {
            height += 2.0 * BODY + rows.iter().map(Row::height).sum::<f64>();
        }
        let ring = if node.kind == NodeKind::Final {
            8.0
        } else {
            0.0
        };
        Self {
            name,
            rows,
            size: ((width + ring).max(64.0).ceil(), height + ring),
        }
    }

    /// The height of its name with the room around it.
    pub fn title(&self) -> f64 {
        title(&self.name)
    }
}

fn title(name: &[TextLine]) -> f64 {
    TITLE + name.len().saturating_sub(1) as f64 * LEADING
}

impl Row {
    pub fn height(&self) -> f64 {
        self.lines.len() as f64 * LEADING
    }
}

fn rows(node: &Node<'_>) -> Vec<Row> {
    let row = |(word, what): (&str, String)| {
        let tags: Vec<String> = node
            .state
            .tags
            .iter()
            .map(|tag| format!("#{tag}"))
            .collect();
        let lines = match word {
            "tags" => flow(&[(Style::Tag, &tags.join(" "))], WIDEST_ROW),
            word => flow(&[(Style::Word, word), (Style::Action, &what)], WIDEST_ROW),
        };
        Row {
            lines,
            transition: None,
        }
    };
    words::own(node).into_iter().map(row).collect()
}

fn pieces<'l>(edge: &Edge<'_>, label: &'l Label) -> Vec<(Style, &'l str)> {
    let first = match edge.transition.trigger {
        Trigger::Events(_) => Style::Event,
        _ => Style::Word,
    };
    let mut pieces = vec![(first, label.trigger.as_str())];
    let rest = [
        (Style::Guard, &label.guard),
        (Style::Word, &label.note),
        (Style::Action, &label.actions),
    ];
    let rest = rest.into_iter();
    pieces.extend(rest.filter_map(|(style, text)| Some((style, text.as_deref()?))));
    pieces
}

/// What is written at a transition: its actions on a line of their own unless all of it is short.
pub(crate) fn label(edge: &Edge<'_>, outline: &Outline<'_>) -> Vec<TextLine> {
    let label = Label::of(edge, outline);
    let pieces = pieces(edge, &label);
    let whole = flow(&pieces, WIDEST_SINGLE);
    if whole.len() <= 1 {
        return whole;
    }
    let is_action = |piece: &&(Style, &str)| piece.0 == Style::Action;
    let when: Vec<_> = pieces
        .iter()
        .filter(|piece| !is_action(piece))
        .copied()
        .collect();
    let what: Vec<_> = pieces.iter().filter(is_action).copied().collect();
    let mut lines = flow(&when, WIDEST_LABEL);
    lines.extend(flow(&what, WIDEST_LABEL));
    lines
}

/// The size of what is written at a transition.
pub(crate) fn size(lines: &[TextLine]) -> (f64, f64) {
    let (x, y) = MARGIN;
    let width = widest(lines) + 2.0 * x;
    (width.ceil(), lines.len() as f64 * LEADING + 2.0 * y)
}
