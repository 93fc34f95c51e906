//! Which states with data a transition enters without anything that makes the data.

use super::model::Kind;
use super::tree::Tree;

/// A state that is entered and holds data that nothing makes.
pub(super) struct Unmade {
    pub holder: usize,
    /// The place of the target whose fault it is. `None` if it is entered as the machine starts.
    pub target: Option<usize>,
    pub way: Way,
}

/// How a state comes to be entered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// It is a target, or around one.
    Named,
    /// It is the first in a state that does not say where it begins.
    First,
    /// It is a region of this parallel state.
    Region(usize),
}

/// The innermost state that stays active when a transition is taken (SCXML 3.13).
pub(super) fn domain(
    tree: &Tree<'_>,
    source: usize,
    is_internal: bool,
    targets: &[usize],
) -> usize {
    let is_compound = |place: usize| {
        let state = tree.nodes[place].state;
        place == 0 || (state.kind == Kind::Plain && !state.is_atomic())
    };
    let holds = |place: usize| targets.iter().all(|target| tree.is_inside(*target, place));
    if source == 0 || (is_internal && is_compound(source) && holds(source)) {
        return source;
    }
    let mut around = tree.around(source);
    around
        .find(|place| is_compound(*place) && holds(*place))
        .unwrap_or(0)
}

/// What is entered inside of `domain` to get to `targets`, and holds data that is not among what is `made`.
pub(super) fn unmade(
    tree: &Tree<'_>,
    targets: &[usize],
    domain: usize,
    made: &[usize],
) -> Vec<Unmade> {
    let mut entering = Entering {
        tree,
        made,
        found: Vec::new(),
    };
    let is_on_the_way = |place: usize| {
        let mut targets = targets.iter();
        targets.any(|target| *target == place || tree.is_inside(*target, place))
    };
    for (index, target) in targets.iter().enumerate() {
        for place in tree.from(*target) {
            let is_entered = tree.is_inside(place, domain);
            if is_entered {
                entering.note(place, Some(index), Way::Named);
            }
            if place != *target && (is_entered || place == domain) {
                entering.regions(place, Some(index), |region| !is_on_the_way(region));
            }
        }
        entering.inside(*target, Some(index));
    }
    entering.found
}

/// The same of what is entered as the machine starts, as far as no `initial` leads there.
pub(super) fn unmade_at_start(tree: &Tree<'_>) -> Vec<Unmade> {
    let mut entering = Entering {
        tree,
        made: &[],
        found: Vec::new(),
    };
    entering.inside(0, None);
    entering.found
}

struct Entering<'t, 'c> {
    tree: &'t Tree<'c>,
    made: &'t [usize],
    found: Vec<Unmade>,
}

impl Entering<'_, '_> {
    fn note(&mut self, place: usize, target: Option<usize>, way: Way) {
        let is_made = self.tree.nodes[place].state.holding.is_none() || self.made.contains(&place);
        let is_known = self.found.iter().any(|known| known.holder == place);
        if !is_made && !is_known {
            self.found.push(Unmade {
                holder: place,
                target,
                way,
            });
        }
    }

    /// What is entered because nobody says otherwise, when `place` is. What an `initial` leads to is looked at where that stands.
    fn inside(&mut self, place: usize, target: Option<usize>) {
        let state = self.tree.nodes[place].state;
        if state.initial.is_some() {
            return;
        }
        match state.kind {
            Kind::Parallel => self.regions(place, target, |_| true),
            // It leads where its parent begins.
            Kind::History(_) => {
                let parent = self.tree.nodes[place].parent;
                parent
                    .into_iter()
                    .for_each(|parent| self.inside(parent, target));
            }
            Kind::Plain => {
                let first = self.tree.children(place).next();
                first
                    .into_iter()
                    .for_each(|first| self.by_default(first, target, Way::First));
            }
            Kind::Final => {}
        }
    }

    fn regions(&mut self, place: usize, target: Option<usize>, is_meant: impl Fn(usize) -> bool) {
        if self.tree.nodes[place].state.kind != Kind::Parallel {
            return;
        }
        let regions: Vec<usize> = self.tree.children(place).collect();
        for region in regions.into_iter().filter(|region| is_meant(*region)) {
            self.by_default(region, target, Way::Region(place));
        }
    }

    fn by_default(&mut self, place: usize, target: Option<usize>, way: Way) {
        self.note(place, target, way);
        self.inside(place, target);
    }
}
