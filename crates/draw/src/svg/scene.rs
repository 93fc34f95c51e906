//! A chart with a place for everything in it.

use std::collections::HashMap;

use super::face::{self, Face};
use super::layout::{arrange, Line, Part, Places, Rect, Way};
use super::text::{flow, Style, TextLine};
use super::Direction;
use crate::outline::{Edge, NodeKind, Outline, ROOT};

/// The diameter of the dot where a state begins.
const DOT: f64 = 12.0;
/// The length and the thickness of the bar where a way parts into several.
const BAR: (f64, f64) = (28.0, 5.0);

pub(crate) struct Scene<'o, 'f> {
    pub outline: &'o Outline<'f>,
    pub states: Vec<PlacedState>,
    /// Those that lead somewhere.
    pub transitions: Vec<PlacedTransition<'o, 'f>>,
}

pub(crate) struct PlacedState {
    pub face: Face,
    pub rect: Rect,
    /// Where it begins: a dot, and ways from there. For a history, ways to where it leads if it remembers nothing.
    pub dot: Option<Rect>,
    pub begin: Vec<Way>,
    pub begin_label: Vec<TextLine>,
}

pub(crate) struct PlacedTransition<'o, 'f> {
    pub edge: &'o Edge<'f>,
    pub label: Vec<TextLine>,
    /// To the target, or to the bar and from there to each target.
    pub ways: Vec<Way>,
    pub bar: Option<Rect>,
}

impl<'o, 'f> Scene<'o, 'f> {
    pub fn of(outline: &'o Outline<'f>, direction: Direction) -> Self {
        let faces = (0..outline.nodes.len()).map(|id| Face::of(outline, id));
        let mut sketch = Sketch {
            outline,
            direction,
            parts: Vec::new(),
            lines: Vec::new(),
            states: faces.map(Planned::of).collect(),
            bars: HashMap::new(),
            transitions: Vec::new(),
        };
        sketch.state(ROOT, None);
        sketch.begin();
        sketch.transitions();
        sketch.place()
    }

    /// The innermost part of the drawing that has everything in it, without the room around it.
    pub fn size(&self) -> (f64, f64) {
        let root = self.states[0].rect;
        (root.width, root.height)
    }
}

/// What is to be placed, by the numbers of its parts and lines.
struct Sketch<'o, 'f> {
    outline: &'o Outline<'f>,
    direction: Direction,
    parts: Vec<Part>,
    lines: Vec<Line>,
    states: Vec<Planned>,
    /// By the places of their transitions among all.
    bars: HashMap<usize, usize>,
    transitions: Vec<PlannedTransition<'o, 'f>>,
}

struct Planned {
    face: Face,
    part: usize,
    dot: Option<usize>,
    begin: Vec<usize>,
    begin_label: Vec<TextLine>,
}

impl Planned {
    fn of(face: Face) -> Self {
        Self {
            face,
            part: 0,
            dot: None,
            begin: Vec::new(),
            begin_label: Vec::new(),
        }
    }
}

struct PlannedTransition<'o, 'f> {
    edge: &'o Edge<'f>,
    label: Vec<TextLine>,
    lines: Vec<usize>,
    bar: Option<usize>,
}

impl<'o, 'f> Sketch<'o, 'f> {
    fn part(&mut self, parent: Option<usize>, size: (f64, f64), head: f64) -> usize {
        self.parts.push(Part { parent, size, head });
        self.parts.len() - 1
    }

    fn line(&mut self, from: usize, to: usize, label: &[TextLine], leads: bool) -> usize {
        let label = (!label.is_empty()).then(|| face::size(label));
        self.lines.push(Line {
            from,
            to,
            label,
            leads,
        });
        self.lines.len() - 1
    }

    /// Makes parts of a state and of what is inside of it, in the order in which they should be read: first where it begins.
    fn state(&mut self, id: usize, parent: Option<usize>) {
        let outline = self.outline;
        let node = &outline.nodes[id];
        let size = self.states[id].face.size;
        let part = self.part(parent, size, size.1);
        self.states[id].part = part;
        if node.kind == NodeKind::Compound && !node.begin.is_empty() {
            self.states[id].dot = Some(self.part(Some(part), (DOT, DOT), 0.0));
        }
        self.bars(id, id);
        let is_first = |child: &usize| {
            let mut begin = node.begin.iter();
            begin.any(|target| target == child || outline.is_inside(*target, *child))
        };
        let first = node.children.iter().filter(|child| is_first(child));
        let rest = node.children.iter().filter(|child| !is_first(child));
        for child in first.chain(rest) {
            self.state(*child, Some(part));
            self.bars(id, *child);
        }
    }

    /// Makes the bars in `around` of transitions that come from `branch`, from which they lead to several states.
    fn bars(&mut self, around: usize, branch: usize) {
        let outline = self.outline;
        let (long, thick) = BAR;
        let size = match self.direction {
            Direction::Right => (thick, long),
            Direction::Down => (long, thick),
        };
        for (index, edge) in outline.edges.iter().enumerate() {
            let is_of_branch = match branch == around {
                true => edge.source == around,
                false => edge.source == branch || outline.is_inside(edge.source, branch),
            };
            if edge.targets.len() > 1 && is_of_branch && bar_is_in(edge, outline) == around {
                let bar = self.part(Some(self.states[around].part), size, 0.0);
                self.bars.insert(index, bar);
            }
        }
    }

    fn begin(&mut self) {
        for (id, node) in self.outline.nodes.iter().enumerate() {
            let from = self.states[id].dot.unwrap_or(self.states[id].part);
            let actions = self.outline.begin_actions(id);
            let pieces = [(Style::Action, actions.as_deref().unwrap_or_default())];
            let label = flow(&pieces, face::WIDEST_LABEL);
            for (index, target) in node.begin.iter().enumerate() {
                let said = if index == 0 { &label[..] } else { &[] };
                let to = self.states[*target].part;
                let line = self.line(from, to, said, self.states[id].dot.is_some());
                self.states[id].begin.push(line);
            }
            self.states[id].begin_label = label;
        }
    }

    fn transitions(&mut self) {
        for (index, edge) in self.outline.edges.iter().enumerate() {
            let label = face::label(edge, self.outline);
            let source = self.states[edge.source].part;
            let targets = edge.targets.iter().map(|target| self.states[*target].part);
            let targets: Vec<usize> = targets.collect();
            let bar = self.bars.get(&index).copied();
            let (lines, bar) = match (targets.as_slice(), bar) {
                ([], _) => continue,
                ([target, ..], None) => (vec![self.line(source, *target, &label, false)], None),
                (targets, Some(bar)) => {
                    let mut lines = vec![self.line(source, bar, &label, false)];
                    lines.extend(targets.iter().map(|to| self.line(bar, *to, &[], true)));
                    (lines, Some(bar))
                }
            };
            self.transitions.push(PlannedTransition {
                edge,
                label,
                lines,
                bar,
            });
        }
    }

    fn place(mut self) -> Scene<'o, 'f> {
        let mut places = arrange(&self.parts, &self.lines, self.direction);
        // Regions that grow make what is around them grow, which may be a region as well.
        for _ in 0..3 {
            if !self.align_regions(&places) {
                break;
            }
            places = arrange(&self.parts, &self.lines, self.direction);
        }
        let Places { parts, ways } = places;
        let take = |lines: &[usize]| lines.iter().map(|line| ways[*line].clone()).collect();
        let states = self.states.into_iter().map(|state| PlacedState {
            face: state.face,
            rect: parts[state.part],
            dot: state.dot.map(|dot| parts[dot]),
            begin: take(&state.begin),
            begin_label: state.begin_label,
        });
        let transitions = self
            .transitions
            .into_iter()
            .map(|planned| PlacedTransition {
                edge: planned.edge,
                label: planned.label,
                ways: take(&planned.lines),
                bar: planned.bar.map(|bar| parts[bar]),
            });
        Scene {
            outline: self.outline,
            states: states.collect(),
            transitions: transitions.collect(),
        }
    }

    /// Makes regions that are below each other (beside each other, if the drawing goes down) equally long. Returns whether some
    /// were not.
    fn align_regions(&mut self, places: &Places) -> bool {
        let mut has_changed = false;
        let parallel = |id: &usize| self.outline.nodes[*id].kind == NodeKind::Parallel;
        for id in (0..self.outline.nodes.len()).filter(parallel) {
            let children = &self.outline.nodes[id].children;
            let regions = children
                .iter()
                .filter(|child| self.outline.is_region(**child));
            let regions: Vec<usize> = regions.map(|region| self.states[*region].part).collect();
            let extent = |part: &usize| {
                let rect = places.parts[*part];
                match self.direction {
                    Direction::Right => (rect.x, rect.right()),
                    Direction::Down => (rect.y, rect.bottom()),
                }
            };
            let begin = regions
                .iter()
                .map(|part| extent(part).0)
                .fold(f64::MIN, f64::max);
            let end = regions
                .iter()
                .map(|part| extent(part).1)
                .fold(f64::MAX, f64::min);
            if regions.len() < 2 || begin >= end {
                continue;
            }
            let lengths = regions.iter().map(|part| extent(part).1 - extent(part).0);
            let longest = lengths.fold(0.0, f64::max);
            for part in regions {
                let is_shorter = extent(&part).1 - extent(&part).0 < longest - 0.5;
                has_changed |= is_shorter;
                let size = &mut self.parts[part].size;
                match self.direction {
                    Direction::Right => size.0 = size.0.max(longest),
                    Direction::Down => size.1 = size.1.max(longest),
                }
            }
        }
        has_changed
    }
}

/// The state in which the bar of a transition is: its source if it leads only to what is inside of that, and else what is around
/// its source and its targets.
fn bar_is_in(edge: &Edge<'_>, outline: &Outline<'_>) -> usize {
    let outer = |id: usize| outline.nodes[id].parent.unwrap_or(ROOT);
    let holds = |around: usize| {
        let mut targets = edge.targets.iter();
        targets.all(|target| outline.is_inside(*target, around))
    };
    let mut around = edge.source;
    while around != ROOT && !holds(around) {
        around = outer(around);
    }
    around
}
