//! Random charts, and what a drawing says of itself.

#![allow(dead_code, reason = "each test file uses its own part of this")]

pub mod forms;
#[path = "../../../chart/tests/random/generate.rs"]
pub mod generate;

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

use fastrand::Rng;
use leptos_state_chart::form::{Form, State};
use leptos_state_draw::{Direction, Drawing};
use roxmltree::{Document, Node};

/// Random charts with their seeds. `SEED=n` repeats one, `LEPTOS_STATE_DRAWINGS=n` makes more.
pub fn random() -> impl Iterator<Item = (u64, Form)> {
    let number = |name| std::env::var(name).ok()?.parse::<u64>().ok();
    let seed = number("SEED");
    let first = seed.unwrap_or_else(|| RandomState::new().build_hasher().finish());
    let count = match seed {
        Some(_) => 1,
        None => number("LEPTOS_STATE_DRAWINGS").unwrap_or(25),
    };
    let seeds = (0..count).map(move |index| first.wrapping_add(index));
    seeds.map(|seed| (seed, generate::form(&mut Rng::with_seed(seed))))
}

pub const DIRECTIONS: [Direction; 2] = [Direction::Right, Direction::Down];

pub fn drawn(form: &Form, direction: Direction) -> String {
    Drawing::of(form).direction(direction).svg()
}

/// The states of a form with their paths.
pub fn states(form: &Form) -> Vec<(String, &State)> {
    fn add<'f>(state: &'f State, path: String, states: &mut Vec<(String, &'f State)>) {
        let outer = if path.is_empty() {
            String::new()
        } else {
            format!("{path}.")
        };
        states.push((path, state));
        for inner in &state.states {
            add(inner, format!("{outer}{}", inner.name), states);
        }
    }
    let mut states = Vec::new();
    add(&form.root, String::new(), &mut states);
    states
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

/// What rounding to a tenth of a pixel may do.
const ROUNDING: f64 = 0.21;

impl Area {
    pub fn overlaps(self, other: Self) -> bool {
        self.left + ROUNDING < other.right
            && other.left + ROUNDING < self.right
            && self.top + ROUNDING < other.bottom
            && other.top + ROUNDING < self.bottom
    }

    pub fn holds(self, other: Self) -> bool {
        self.left <= other.left + ROUNDING
            && other.right <= self.right + ROUNDING
            && self.top <= other.top + ROUNDING
            && other.bottom <= self.bottom + ROUNDING
    }

    /// Whether a point is at the border, or at that of the circle in it.
    pub fn touches(self, (x, y): (f64, f64)) -> bool {
        let near = |one: f64, other: f64| (one - other).abs() <= 1.0;
        let width = self.right - self.left;
        let (dx, dy) = (x - self.left - width / 2.0, y - self.top - width / 2.0);
        if near(width, self.bottom - self.top) && near(dx.hypot(dy), width / 2.0) {
            return true;
        }
        let is_within = self.left - 1.0 <= x
            && x <= self.right + 1.0
            && self.top - 1.0 <= y
            && y <= self.bottom + 1.0;
        is_within
            && (near(x, self.left)
                || near(x, self.right)
                || near(y, self.top)
                || near(y, self.bottom))
    }
}

/// What a drawing says of itself.
pub struct Drawn {
    pub size: Area,
    /// By their paths.
    pub states: Vec<(String, Area)>,
    /// The middles of the lines of text in states, by these.
    pub texts: Vec<(String, (f64, f64))>,
    pub transitions: Vec<Arrow>,
    /// What is written at transitions and where states begin.
    pub labels: Vec<(String, Area)>,
    /// All points of all lines.
    pub points: Vec<(f64, f64)>,
}

pub struct Arrow {
    pub of: String,
    /// The points of each of its lines.
    pub ways: Vec<Vec<(f64, f64)>>,
    pub tips: Vec<(f64, f64)>,
}

impl Drawn {
    pub fn of(svg: &str) -> Self {
        let document = Document::parse(svg).expect("the drawing is XML");
        let root = document.root_element();
        let view = numbers(root.attribute("viewBox").unwrap());
        let mut drawn = Self {
            size: Area {
                left: view[0],
                top: view[1],
                right: view[2],
                bottom: view[3],
            },
            states: Vec::new(),
            texts: Vec::new(),
            transitions: Vec::new(),
            labels: Vec::new(),
            points: Vec::new(),
        };
        for group in root.descendants().filter(|node| node.has_tag_name("g")) {
            drawn.group(group);
        }
        drawn
    }

    fn group(&mut self, group: Node<'_, '_>) {
        let of = |class: &'static str| {
            let inside = group.children();
            inside.filter(move |node| node.attribute("class") == Some(class))
        };
        if let Some(path) = group.attribute("data-state") {
            let area = of("box").next().map(area).expect("a state has a box");
            self.states.push((path.to_owned(), area));
            let lines = group.descendants().filter(|node| node.has_tag_name("text"));
            let points = lines.map(|line| (number(line, "x"), number(line, "y") - 4.0));
            self.texts
                .extend(points.map(|point| (path.to_owned(), point)));
        }
        let ways: Vec<Vec<(f64, f64)>> = of("way").map(points).collect();
        self.points.extend(ways.iter().flatten());
        let name = group
            .attribute("data-transition")
            .or(group.attribute("data-begin"));
        let name = name.unwrap_or_default().to_owned();
        self.labels
            .extend(of("label").map(|label| (name.clone(), area(label))));
        if group.has_attribute("data-transition") {
            let tips = of("head").map(|head| points(head)[0]).collect();
            self.transitions.push(Arrow {
                of: name,
                ways,
                tips,
            });
        }
    }

    pub fn state(&self, path: &str) -> Area {
        let mut states = self.states.iter();
        states
            .find(|(other, _)| other == path)
            .expect("the state is drawn")
            .1
    }
}

fn number(node: Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).unwrap().parse().unwrap()
}

fn area(node: Node<'_, '_>) -> Area {
    if node.has_tag_name("circle") {
        let [x, y, r] = ["cx", "cy", "r"].map(|name| number(node, name));
        return Area {
            left: x - r,
            top: y - r,
            right: x + r,
            bottom: y + r,
        };
    }
    let [x, y, width, height] = ["x", "y", "width", "height"].map(|name| number(node, name));
    Area {
        left: x,
        top: y,
        right: x + width,
        bottom: y + height,
    }
}

fn points(path: Node<'_, '_>) -> Vec<(f64, f64)> {
    let numbers = numbers(path.attribute("d").unwrap());
    numbers
        .chunks(2)
        .map(|point| (point[0], point[1]))
        .collect()
}

fn numbers(text: &str) -> Vec<f64> {
    let parts = text.split(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '-'));
    parts
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().unwrap())
        .collect()
}
