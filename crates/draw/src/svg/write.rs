//! A scene as text.

use std::collections::HashSet;
use std::fmt::Write;

use super::face::{Row, BODY, MARGIN, PADDING};
use super::layout::{Rect, Way};
use super::scene::{PlacedState, PlacedTransition, Scene};
use super::text::{TextLine, LEADING};
use super::xml::{escaped, identifier, Px};
use super::{legend, path, Drawing, Mark, Marks, Theme};
use crate::outline::{NodeKind, ROOT};
use crate::words::Label;

/// The room around the drawing.
const AROUND: f64 = 12.0;
/// How far a line of text stands above the bottom of its row.
const DESCENT: f64 = 4.5;

const STYLE: &str = include_str!("style.css");
const LIGHT: &str = "--canvas:#fcfcfd;--ink:#1a1f29;--muted:#677084;--muted-ink:#3f4859;--guard:#8a4b08;--line:#7c879b;--state:#fff;\
    --border:#b9c2d0;--tint:rgb(90 110 150/.05);--accent:#3556d8;--active:#e4eaff;--active-tint:rgb(53 86 216/.07);\
    --covered:#1d8348;--missed:#cf2f2f";
const DARK: &str = "--canvas:#13161b;--ink:#e9ecf2;--muted:#929db0;--muted-ink:#b8c1d0;--guard:#e5b567;--line:#77839a;--state:#1e232c;\
    --border:#465062;--tint:rgb(170 190 230/.05);--accent:#8ea6ff;--active:#2a376b;--active-tint:rgb(142 166 255/.1);\
    --covered:#56c686;--missed:#ff7b72";

pub(crate) fn svg(drawing: &Drawing<'_>, scene: &Scene<'_, '_>) -> String {
    let (width, height) = scene.size();
    let counts = legend::Legend::of(drawing.marks, scene);
    let (legend_width, legend_height) = counts.as_ref().map_or((0.0, 0.0), legend::Legend::size);
    let width = width.max(legend_width) + 2.0 * AROUND;
    let height = height + legend_height + 2.0 * AROUND;
    let none = Marks::new();
    let id = drawing.id.as_deref().unwrap_or(&drawing.form.name);
    let mut writer = Writer {
        scene,
        marks: drawing.marks.unwrap_or(&none),
        prefix: identifier(id),
        ids: HashSet::new(),
        svg: String::new(),
    };
    writer.begin(drawing, width, height);
    for id in 0..scene.states.len() {
        writer.beginning(id);
    }
    for transition in &scene.transitions {
        writer.transition(transition);
    }
    for id in 0..scene.states.len() {
        writer.state(id);
    }
    if let Some(legend) = counts {
        legend.write(&mut writer.svg, (AROUND, height - AROUND));
    }
    writer.svg.push_str("</svg>");
    writer.svg
}

/// Appends to a string, which does not fail.
macro_rules! put {
    ($to:expr, $($what:tt)*) => {{
        let _ = write!($to, $($what)*);
    }};
}
pub(crate) use put;

struct Writer<'s, 'o, 'f> {
    scene: &'s Scene<'o, 'f>,
    marks: &'s Marks,
    prefix: String,
    ids: HashSet<String>,
    svg: String,
}

impl Writer<'_, '_, '_> {
    fn begin(&mut self, drawing: &Drawing<'_>, width: f64, height: f64) {
        let prefix = &self.prefix;
        let theme = match drawing.theme {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        };
        let (width, height) = (Px(width), Px(height));
        let svg = &mut self.svg;
        put!(
            svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"statechart {theme}\" role=\"graphics-document document\" \
             aria-labelledby=\"{prefix}-title {prefix}-desc\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\">"
        );
        let name = escaped(&drawing.form.name);
        put!(svg, "<title id=\"{prefix}-title\">{name}</title>");
        let summary = escaped(&summary(self.scene));
        put!(svg, "<desc id=\"{prefix}-desc\">{summary}</desc>");
        for taken in ["title", "desc"] {
            self.ids.insert(format!("{prefix}-{taken}"));
        }
        put!(svg, "<style>");
        match drawing.theme {
            Theme::Auto => put!(
                svg,
                ".statechart.auto{{color-scheme:light dark;{LIGHT}}}\
                 @media(prefers-color-scheme:dark){{.statechart.auto{{{DARK}}}}}"
            ),
            Theme::Light => put!(svg, ".statechart.light{{color-scheme:light;{LIGHT}}}"),
            Theme::Dark => put!(svg, ".statechart.dark{{color-scheme:dark;{DARK}}}"),
        }
        put!(svg, "\n{STYLE}</style>");
        put!(
            svg,
            "<rect class=\"backdrop\" width=\"{width}\" height=\"{height}\" rx=\"10\"/>\n"
        );
    }

    /// An identifier that no other element has.
    fn id(&mut self, what: &str, of: &str) -> String {
        let id = format!("{}-{what}-{}", self.prefix, identifier(of));
        let mut unique = id.clone();
        let mut count = 1;
        while !self.ids.insert(unique.clone()) {
            count += 1;
            unique = format!("{id}_{count}");
        }
        unique
    }

    /// Begins the element of a state or transition; what `kind` it is and its marks are its classes.
    fn group(&mut self, (what, of): (&str, &str), kind: &str, marks: &[Mark], title: &str) {
        let id = self.id(what, of);
        let classes = marks.iter().fold(kind.to_owned(), |classes, mark| {
            format!("{classes} {}", mark.class())
        });
        let (of, title) = (escaped(of), escaped(title));
        put!(
            self.svg,
            "<g id=\"{id}\" class=\"{what} {classes}\" role=\"graphics-symbol img\" data-{what}=\"{of}\"><title>{title}</title>"
        );
    }

    /// The way from the dot to where a state begins.
    fn beginning(&mut self, id: usize) {
        let scene = self.scene;
        let state = &scene.states[id];
        if state.begin.is_empty() {
            return;
        }
        let node = &scene.outline.nodes[id];
        let of = escaped(&node.path);
        put!(self.svg, "<g class=\"begin\" data-begin=\"{of}\">");
        let source = if node.kind.is_history() {
            Some(state.rect)
        } else {
            state.dot
        };
        for (way, target) in state.begin.iter().zip(&node.begin) {
            self.way(way, source, self.circle(*target), true);
        }
        let label = state.begin.first().and_then(|way| way.label);
        self.label(label, &state.begin_label);
        if let Some(dot) = state.dot {
            let radius = dot.width / 2.0;
            let (x, y) = (Px(dot.x + radius + AROUND), Px(dot.y + radius + AROUND));
            put!(
                self.svg,
                "<circle class=\"dot\" cx=\"{x}\" cy=\"{y}\" r=\"{}\"/>",
                Px(radius - 1.0)
            );
        }
        self.svg.push_str("</g>\n");
    }

    fn transition(&mut self, placed: &PlacedTransition<'_, '_>) {
        let outline = self.scene.outline;
        let edge = placed.edge;
        let source = &outline.nodes[edge.source];
        let marks: Vec<Mark> = self.marks.of_transition(&source.path, edge.index).collect();
        let name = |id: usize| match id {
            ROOT => outline.name(ROOT),
            _ => outline.nodes[id].path.as_str(),
        };
        let targets: Vec<&str> = edge.targets.iter().map(|target| name(*target)).collect();
        let said = Label::of(edge, outline).line();
        let title = format!("{} → {}: {said}", name(edge.source), targets.join(", "));
        let of = format!("{}#{}", source.path, edge.index);
        let kind = if edge.transition.internal {
            "internal"
        } else {
            "external"
        };
        self.group(("transition", &of), kind, &marks, &title);
        match placed.bar {
            None => {
                for (way, target) in placed.ways.iter().zip(&edge.targets) {
                    self.way(way, None, self.circle(*target), true);
                }
            }
            Some(bar) => {
                let targets = edge.targets.iter().map(|target| Some(*target));
                for (way, target) in placed.ways.iter().zip(std::iter::once(None).chain(targets)) {
                    let circle = target.and_then(|target| self.circle(target));
                    self.way(way, None, circle, target.is_some());
                }
                self.rect("bar", bar, 2.0);
            }
        }
        let label = placed.ways.first().and_then(|way| way.label);
        self.label(label, &placed.label);
        self.svg.push_str("</g>\n");
    }

    /// The circle that a way to this state ends at, if it is one.
    fn circle(&self, id: usize) -> Option<Rect> {
        let is_circle = self.scene.outline.nodes[id].kind.is_history();
        is_circle.then(|| self.scene.states[id].rect)
    }

    fn way(&mut self, way: &Way, from: Option<Rect>, to: Option<Rect>, has_arrow: bool) {
        let mut points = path::bends(&way.points);
        if let (Some(circle), Some(first)) = (from, points.first_mut()) {
            *first = path::on_circle(*first, circle);
        }
        if let (Some(circle), Some(last)) = (to, points.last_mut()) {
            *last = path::on_circle(*last, circle);
        }
        for point in &mut points {
            *point = (point.0 + AROUND, point.1 + AROUND);
        }
        put!(
            self.svg,
            "<path class=\"way\" d=\"{}\"/>",
            path::line(&points, has_arrow)
        );
        if let Some(arrow) = path::arrow(&points).filter(|_| has_arrow) {
            put!(self.svg, "<path class=\"head\" d=\"{arrow}\"/>");
        }
    }

    fn label(&mut self, rect: Option<Rect>, lines: &[TextLine]) {
        let Some(rect) = rect.filter(|_| !lines.is_empty()) else {
            return;
        };
        self.rect("label", rect, 5.0);
        let top = rect.y + MARGIN.1;
        let middle = rect.x + rect.width / 2.0;
        for (index, line) in lines.iter().enumerate() {
            let bottom = top + (index + 1) as f64 * LEADING;
            self.text(line, (middle, bottom), true);
        }
    }

    fn state(&mut self, id: usize) {
        let scene = self.scene;
        let (node, state) = (&scene.outline.nodes[id], &scene.states[id]);
        let marks: Vec<Mark> = self.marks.of_state(&node.path).collect();
        let region = if scene.outline.is_region(id) {
            " region"
        } else {
            ""
        };
        let kind = match node.kind {
            _ if id == ROOT => "root outer",
            NodeKind::Atomic => "atomic",
            NodeKind::Compound if node.children.is_empty() => "compound",
            NodeKind::Compound => "compound outer",
            NodeKind::Parallel if node.children.is_empty() => "parallel",
            NodeKind::Parallel => "parallel outer",
            NodeKind::Final => "final",
            NodeKind::Shallow => "history",
            NodeKind::Deep => "history deep",
        };
        let title = self.title(id);
        self.group(
            ("state", &node.path),
            &format!("{kind}{region}"),
            &marks,
            &title,
        );
        if node.kind.is_history() {
            self.history(state, node.kind == NodeKind::Deep);
        } else {
            self.face(id, state);
        }
        self.svg.push_str("</g>\n");
    }

    fn title(&self, id: usize) -> String {
        let outline = self.scene.outline;
        let node = &outline.nodes[id];
        let name = if id == ROOT {
            outline.name(ROOT)
        } else {
            &node.path
        };
        let kind = if id == ROOT {
            "chart"
        } else {
            kind_of(node.kind)
        };
        let mut title = format!("{name}, {kind}");
        for row in self.scene.states[id].face.rows.iter() {
            let said = row.lines.iter().flat_map(|line| &line.0);
            let said: Vec<&str> = said.map(|(_, text)| text.as_str()).collect();
            put!(title, "; {}", said.join(" "));
        }
        for (key, value) in &node.state.meta {
            put!(title, "; {key}: {value}");
        }
        title
    }

    fn history(&mut self, state: &PlacedState, is_deep: bool) {
        let Rect { x, y, width, .. } = state.rect;
        let radius = width / 2.0;
        let (x, y) = (x + radius, y + radius);
        let (cx, cy) = (Px(x + AROUND), Px(y + AROUND));
        put!(
            self.svg,
            "<circle class=\"box\" cx=\"{cx}\" cy=\"{cy}\" r=\"{}\"/>",
            Px(radius)
        );
        let letter = if is_deep { "H*" } else { "H" };
        let baseline = Px(y + AROUND + 4.0);
        put!(self.svg, "<text class=\"event\" text-anchor=\"middle\" x=\"{cx}\" y=\"{baseline}\">{letter}</text>");
    }

    /// The box of a state with what is written in it.
    fn face(&mut self, id: usize, state: &PlacedState) {
        let node = &self.scene.outline.nodes[id];
        let Rect { x, y, width, .. } = state.rect;
        self.rect("box", state.rect, 8.0);
        let mut top = y;
        if node.kind == NodeKind::Final {
            let Rect { height, .. } = state.rect;
            let ring = Rect {
                x: x + 3.5,
                y: y + 3.5,
                width: width - 7.0,
                height: height - 7.0,
            };
            self.rect("ring", ring, 5.0);
            top += 4.0;
        }
        let rows = &state.face.rows;
        let is_centred = node.children.is_empty() && rows.is_empty();
        let at = if is_centred {
            x + width / 2.0
        } else {
            x + PADDING
        };
        // The name is in the middle of its row, and the row of an empty box in the middle of that.
        let spare = if is_centred {
            state.rect.bottom() - top - state.face.title()
        } else {
            0.0
        };
        let spare = if node.kind == NodeKind::Final {
            0.0
        } else {
            spare
        };
        for (index, line) in state.face.name.iter().enumerate() {
            let baseline = top + spare / 2.0 + 25.5 + index as f64 * LEADING;
            self.text(line, (at, baseline), is_centred);
        }
        top += state.face.title();
        if !rows.is_empty() {
            let (left, right, y) = (Px(x + AROUND), Px(x + width + AROUND), Px(top + AROUND));
            put!(self.svg, "<path class=\"rule\" d=\"M{left} {y}H{right}\"/>");
            top += BODY;
        }
        for row in rows {
            self.row(id, row, (x + PADDING, top));
            top += row.height();
        }
    }

    fn row(&mut self, state: usize, row: &Row, (x, top): (f64, f64)) {
        let path = &self.scene.outline.nodes[state].path;
        if let Some(index) = row.transition {
            let marks: Vec<Mark> = self.marks.of_transition(path, index).collect();
            let of = format!("{path}#{index}");
            let edges = &self.scene.outline.edges;
            let edge = edges
                .iter()
                .find(|edge| edge.source == state && edge.index == index);
            let said = edge.map(|edge| Label::of(edge, self.scene.outline).line());
            let title = format!(
                "{}: {}",
                self.scene.outline.name(state),
                said.unwrap_or_default()
            );
            self.group(("transition", &of), "inner", &marks, &title);
        }
        for (index, line) in row.lines.iter().enumerate() {
            self.text(line, (x, top + (index + 1) as f64 * LEADING), false);
        }
        if row.transition.is_some() {
            self.svg.push_str("</g>");
        }
    }

    /// A line of text that ends at `bottom`, and is in the middle of `x` or begins there.
    fn text(&mut self, line: &TextLine, (x, bottom): (f64, f64), is_centred: bool) {
        let (x, y) = (Px(x + AROUND), Px(bottom - DESCENT + AROUND));
        let anchor = if is_centred {
            " text-anchor=\"middle\""
        } else {
            ""
        };
        put!(self.svg, "<text x=\"{x}\" y=\"{y}\"{anchor}>");
        for (index, (style, text)) in line.0.iter().enumerate() {
            let space = if index == 0 { "" } else { " " };
            let (class, text) = (style.class(), escaped(text));
            put!(self.svg, "{space}<tspan class=\"{class}\">{text}</tspan>");
        }
        self.svg.push_str("</text>");
    }

    fn rect(&mut self, class: &str, rect: Rect, round: f64) {
        let Rect {
            x,
            y,
            width,
            height,
        } = rect;
        let (x, y) = (Px(x + AROUND), Px(y + AROUND));
        let (width, height, round) = (Px(width), Px(height), Px(round));
        put!(
            self.svg,
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{round}\"/>"
        );
    }
}

/// What is in the drawing, in a sentence.
fn summary(scene: &Scene<'_, '_>) -> String {
    let outline = scene.outline;
    let names = |ids: &[usize]| {
        let paths = ids.iter().map(|id| outline.nodes[*id].path.as_str());
        paths.collect::<Vec<_>>().join(", ")
    };
    let root = &outline.nodes[ROOT];
    let begin = match root.kind {
        NodeKind::Parallel => format!("Together active: {}", names(&root.children)),
        _ => format!("Begins in {}", names(&root.begin)),
    };
    let (states, transitions) = (outline.nodes.len() - 1, outline.edges.len());
    format!("Statechart of {states} states and {transitions} transitions. {begin}.")
}

/// What kind of state it is, for those who hear the drawing.
fn kind_of(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Atomic => "state",
        NodeKind::Compound => "compound state",
        NodeKind::Parallel => "parallel state",
        NodeKind::Final => "final state",
        NodeKind::Shallow => "history",
        NodeKind::Deep => "deep history",
    }
}
