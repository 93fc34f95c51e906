//! Places for boxes in boxes and ways for the lines between them.

use elkrs::alg_layered::options_gen as layered;
use elkrs::alg_layered::provider::LayeredLayoutProvider;
use elkrs::core::options as core;
use elkrs::core::registry::LayoutProvider;
use elkrs::graph::graph::{EdgeId, ElementId, ElkGraph, NodeId, ShapeId};
use elkrs::graph::math::{KVector, Spacing};
use elkrs::graph::properties::EnumSet;

use super::Direction;

/// The room between what is in a box and its border.
pub(crate) const INSET: f64 = 18.0;

/// A box for which there is to be a place.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// The box that it is in, which comes before it.
    pub parent: Option<usize>,
    /// How large it is; if there are boxes inside, how large at least.
    pub size: (f64, f64),
    /// How much room boxes inside leave at its top.
    pub head: f64,
}

/// A line for which there is to be a way.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub from: usize,
    pub to: usize,
    /// The size of what is written at it.
    pub label: Option<(f64, f64)>,
    /// Whether it should be straight, and go the way that the drawing goes, rather than others.
    pub leads: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Rect {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Rect {
    pub fn right(self) -> f64 {
        self.x + self.width
    }

    pub fn bottom(self) -> f64 {
        self.y + self.height
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Way {
    pub points: Vec<(f64, f64)>,
    pub label: Option<Rect>,
}

pub(crate) struct Places {
    pub parts: Vec<Rect>,
    pub ways: Vec<Way>,
}

/// Finds places and ways, from the left top corner of the first box, in which all others are.
pub(crate) fn arrange(parts: &[Part], lines: &[Line], direction: Direction) -> Places {
    let mut graph = ElkGraph::new();
    let root = graph.root;
    set_up(&graph, root, direction);
    graph
        .node(root)
        .properties
        .set(&layered::PADDING, Spacing::new(0.0, 0.0, 0.0, 0.0));
    let mut nodes: Vec<NodeId> = Vec::new();
    for part in parts {
        let node = graph.create_node(Some(part.parent.map_or(root, |parent| nodes[parent])));
        let (width, height) = part.size;
        graph.node_mut(node).shape.set_dimensions(width, height);
        graph.node(node).properties.set(
            &layered::EDGE_ROUTING_SELF_LOOP_ORDERING,
            layered::SelfLoopOrderingStrategy::SEQUENCED,
        );
        nodes.push(node);
    }
    for (part, node) in parts.iter().zip(&nodes) {
        if graph.node(*node).children.is_empty() {
            continue;
        }
        set_up(&graph, *node, direction);
        let properties = &graph.node(*node).properties;
        properties.set(
            &layered::PADDING,
            Spacing::new(part.head + INSET, INSET, INSET, INSET),
        );
        let constraints = EnumSet::of(&[core::SizeConstraint::MINIMUM_SIZE]);
        properties.set(&layered::NODE_SIZE_CONSTRAINTS, constraints);
        // It is compared with what is found for a drawing to the right, before that is turned.
        let (width, height) = match direction {
            Direction::Right => part.size,
            Direction::Down => (part.size.1, part.size.0),
        };
        properties.set(&layered::NODE_SIZE_MINIMUM, KVector::new(width, height));
    }
    let edges: Vec<EdgeId> = lines
        .iter()
        .map(|line| add(&mut graph, line, &nodes))
        .collect();
    if let Err(problem) = LayeredLayoutProvider.layout(&mut graph, root) {
        unreachable!("the layout refuses a graph of this form: {problem}");
    }
    let corners: Vec<(f64, f64)> = nodes.iter().map(|node| corner(&graph, *node)).collect();
    let parts = nodes.iter().zip(&corners).map(|(node, (x, y))| {
        let shape = &graph.node(*node).shape;
        Rect {
            x: *x,
            y: *y,
            width: shape.width,
            height: shape.height,
        }
    });
    Places {
        parts: parts.collect(),
        ways: edges.into_iter().map(|edge| way(&graph, edge)).collect(),
    }
}

/// What holds for everything directly in a box.
fn set_up(graph: &ElkGraph, node: NodeId, direction: Direction) {
    let properties = &graph.node(node).properties;
    properties.set(
        &layered::HIERARCHY_HANDLING,
        core::HierarchyHandling::INCLUDE_CHILDREN,
    );
    let direction = match direction {
        Direction::Right => core::Direction::RIGHT,
        Direction::Down => core::Direction::DOWN,
    };
    properties.set(&layered::DIRECTION, direction);
    properties.set(&layered::EDGE_ROUTING, core::EdgeRouting::ORTHOGONAL);
    properties.set(
        &layered::CONSIDER_MODEL_ORDER_STRATEGY,
        layered::OrderingStrategy::NODES_AND_EDGES,
    );
    properties.set(
        &layered::CYCLE_BREAKING_STRATEGY,
        layered::CycleBreakingStrategy::DEPTH_FIRST,
    );
    properties.set(&layered::UNNECESSARY_BENDPOINTS, true);
    let spacings = [
        (&layered::SPACING_NODE_NODE, 28.0),
        (&layered::SPACING_EDGE_NODE, 16.0),
        (&layered::SPACING_EDGE_EDGE, 12.0),
        (&layered::SPACING_NODE_NODE_BETWEEN_LAYERS, 28.0),
        (&layered::SPACING_EDGE_NODE_BETWEEN_LAYERS, 16.0),
        (&layered::SPACING_EDGE_EDGE_BETWEEN_LAYERS, 12.0),
        (&layered::SPACING_NODE_SELF_LOOP, 16.0),
        (&layered::SPACING_EDGE_LABEL, 3.0),
        (&layered::SPACING_LABEL_LABEL, 4.0),
        (&layered::SPACING_LABEL_NODE, 8.0),
    ];
    for (spacing, pixels) in spacings {
        properties.set(spacing, pixels);
    }
}

fn add(graph: &mut ElkGraph, line: &Line, nodes: &[NodeId]) -> EdgeId {
    let [from, to] = [line.from, line.to].map(|part| ShapeId::Node(nodes[part]));
    let edge = graph.create_simple_edge(from, to);
    if line.leads {
        let properties = &graph.edge(edge).properties;
        properties.set(&layered::PRIORITY_DIRECTION, 10);
        properties.set(&layered::PRIORITY_STRAIGHTNESS, 10);
        properties.set(&layered::PRIORITY_SHORTNESS, 10);
    }
    if let Some((width, height)) = line.label {
        let label = graph.create_label("label", ElementId::Edge(edge));
        graph.label_mut(label).shape.set_dimensions(width, height);
        graph
            .label(label)
            .properties
            .set(&layered::EDGE_LABELS_INLINE, true);
    }
    edge
}

/// Where a box is in the whole drawing.
fn corner(graph: &ElkGraph, node: NodeId) -> (f64, f64) {
    let around = std::iter::successors(Some(node), |node| graph.node(*node).parent);
    around.fold((0.0, 0.0), |(x, y), node| {
        let shape = &graph.node(node).shape;
        (x + shape.x, y + shape.y)
    })
}

fn way(graph: &ElkGraph, edge: EdgeId) -> Way {
    let edge = graph.edge(edge);
    let (x, y) = edge
        .containing_node
        .map_or((0.0, 0.0), |node| corner(graph, node));
    let mut points = Vec::new();
    for section in &edge.sections {
        let section = graph.section(*section);
        points.push((section.start_x, section.start_y));
        points.extend(section.bend_points.iter().copied());
        points.push((section.end_x, section.end_y));
    }
    let label = edge.labels.first().map(|label| {
        let shape = &graph.label(*label).shape;
        Rect {
            x: x + shape.x,
            y: y + shape.y,
            width: shape.width,
            height: shape.height,
        }
    });
    Way {
        points: points
            .into_iter()
            .map(|(px, py)| (px + x, py + y))
            .collect(),
        label,
    }
}
