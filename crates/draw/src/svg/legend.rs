//! How much tests came by.

use std::fmt::Write;

use super::scene::Scene;
use super::text::{flow, widest, Style, TextLine};
use super::write::put;
use super::xml::{escaped, Px};
use super::{Mark, Marks};

const ROW: f64 = 20.0;
const GAP: f64 = 12.0;
const SWATCH: f64 = 34.0;

pub(crate) struct Legend {
    rows: Vec<(Mark, TextLine)>,
}

impl Legend {
    /// The legend, if there is something to be told: how many of the chart's states and transitions are marked.
    pub fn of(marks: Option<&Marks>, scene: &Scene<'_, '_>) -> Option<Self> {
        let marks = marks?;
        let outline = scene.outline;
        let row = |mark: Mark, word: &str| {
            let nodes = outline.nodes.iter();
            let is_marked = |path: &str| marks.of_state(path).any(|other| other == mark);
            let states = nodes.filter(|node| is_marked(&node.path)).count();
            let edges = outline.edges.iter();
            let transitions = edges.filter(|edge| {
                let path = &outline.nodes[edge.source].path;
                marks
                    .of_transition(path, edge.index)
                    .any(|other| other == mark)
            });
            let parts = [(states, "state"), (transitions.count(), "transition")];
            let parts = parts.into_iter().filter(|(count, _)| *count > 0);
            let parts: Vec<String> = parts.map(|(count, what)| counted(count, what)).collect();
            let text = format!("{word}: {}", parts.join(", "));
            let lines = flow(&[(Style::Action, &text)], f64::MAX);
            (!parts.is_empty()).then(|| (mark, lines.into_iter().next().unwrap_or_default()))
        };
        let rows = [row(Mark::Covered, "covered"), row(Mark::Missed, "missed")];
        let rows: Vec<_> = rows.into_iter().flatten().collect();
        (!rows.is_empty()).then_some(Self { rows })
    }

    pub fn size(&self) -> (f64, f64) {
        let width = SWATCH + widest(self.rows.iter().map(|(_, line)| line));
        (width, GAP + self.rows.len() as f64 * ROW)
    }

    /// Writes it with its left bottom corner there.
    pub fn write(&self, svg: &mut String, (x, bottom): (f64, f64)) {
        svg.push_str("<g class=\"legend\">");
        for (index, (mark, line)) in self.rows.iter().enumerate() {
            let middle = bottom - (self.rows.len() - index) as f64 * ROW + ROW / 2.0;
            let (from, to, y) = (Px(x), Px(x + SWATCH - 10.0), Px(middle));
            let class = mark.class();
            put!(
                svg,
                "<g class=\"{class}\"><path class=\"way\" d=\"M{from} {y}H{to}\"/>"
            );
            let (x, y) = (Px(x + SWATCH), Px(middle + 4.0));
            let text: Vec<&str> = line.0.iter().map(|(_, text)| text.as_str()).collect();
            put!(
                svg,
                "<text x=\"{x}\" y=\"{y}\">{}</text></g>",
                escaped(&text.join(" "))
            );
        }
        svg.push_str("</g>\n");
    }
}

fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
