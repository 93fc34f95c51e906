//! The positions of a history and the steps between them: plain data, which knows no store.

#[cfg(feature = "json")]
mod restored;

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;

/// A position in a history, and the step that leads to it. Later ones have greater numbers.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(transparent)]
pub struct StepId(pub(super) u64);

impl StepId {
    /// The number.
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl fmt::Display for StepId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(feature = "json")]
pub(super) use restored::Entry;

/// What a step is called.
pub(super) type Label = Cow<'static, str>;

/// A step, as a history lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndoStep {
    pub(super) id: StepId,
    pub(super) parent: Option<StepId>,
    pub(super) label: Label,
    pub(super) is_done: bool,
}

impl UndoStep {
    /// The position that the step leads to.
    pub const fn id(&self) -> StepId {
        self.id
    }

    /// The position that it was made at; `None` for the position that the history begins with, to which no step leads.
    pub const fn parent(&self) -> Option<StepId> {
        self.parent
    }

    /// What it is called: the name of its change, unless another was given. That of the first position is empty.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Whether it is done at present: it has led to where the state is now.
    pub const fn is_done(&self) -> bool {
        self.is_done
    }
}

/// How much is kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) steps: usize,
    pub(super) bytes: usize,
    /// Whether a step after an undo leaves what was undone as a branch.
    pub(super) branches: bool,
}

/// A position.
pub(super) struct Node<A, T> {
    id: StepId,
    parent: Option<StepId>,
    /// How many steps begin here.
    children: usize,
    /// Where a redo leads.
    next: Option<StepId>,
    label: Label,
    /// What is kept of the step that leads here; the first position has none.
    step: Option<Kept<T>>,
    /// What is kept of the state here, while it is not the present one.
    at: Option<Kept<A>>,
}

impl<A, T> Node<A, T> {
    fn bytes(&self) -> usize {
        Kept::weight(&self.step) + Kept::weight(&self.at)
    }
}

/// What is kept, and how many bytes that is.
pub struct Kept<T> {
    pub(super) kept: T,
    pub(super) bytes: usize,
}

impl<T> Kept<T> {
    fn weight(kept: &Option<Self>) -> usize {
        kept.as_ref().map_or(0, |kept| kept.bytes)
    }
}

/// What is kept of the way from one position to another.
pub struct Way<'t, A, T> {
    /// The steps that are taken back, and then those that are taken. Only who keeps patches looks at them.
    #[cfg(feature = "json")]
    pub(super) back: Vec<&'t T>,
    #[cfg(feature = "json")]
    pub(super) forth: Vec<&'t T>,
    pub(super) steps: PhantomData<&'t T>,
    /// What is kept of the state at the end.
    pub(super) at: Option<&'t A>,
}

/// The positions, in the order in which they were made, so parents come before children. `A` is what is kept of a state, `T`
/// what is kept of a step.
pub(super) struct Timeline<A, T> {
    nodes: VecDeque<Node<A, T>>,
    present: StepId,
    /// The number of the last step.
    last: u64,
    undos: usize,
    redos: usize,
    bytes: usize,
    bounds: Bounds,
}

const THERE: &str = "a timeline has the positions that it names";

impl<A, T> Timeline<A, T> {
    pub(super) fn new(bounds: Bounds) -> Self {
        let mut timeline = Self {
            nodes: VecDeque::new(),
            present: StepId(0),
            last: 0,
            undos: 0,
            redos: 0,
            bytes: 0,
            bounds,
        };
        timeline.begin();
        timeline
    }

    /// Only the present position is left.
    fn begin(&mut self) {
        self.nodes.clear();
        self.nodes.push_back(Node {
            id: self.present,
            parent: None,
            children: 0,
            next: None,
            label: Cow::Borrowed(""),
            step: None,
            at: None,
        });
        (self.undos, self.redos, self.bytes) = (0, 0, 0);
    }

    /// Forgets all steps.
    pub(super) fn clear(&mut self) {
        self.begin();
    }

    pub(super) const fn present(&self) -> StepId {
        self.present
    }

    pub(super) const fn undos(&self) -> usize {
        self.undos
    }

    pub(super) const fn redos(&self) -> usize {
        self.redos
    }

    pub(super) const fn bytes(&self) -> usize {
        self.bytes
    }

    /// What the step that an undo takes back is called.
    pub(super) fn undo_label(&self) -> Option<&Label> {
        (self.undos > 0).then(|| &self.here().label)
    }

    /// What the step that a redo takes is called.
    pub(super) fn redo_label(&self) -> Option<&Label> {
        self.here().next.map(|next| &self.node(next).label)
    }

    /// The steps, the position that the history begins with before them.
    pub(super) fn steps(&self) -> Vec<UndoStep> {
        let done = self.ancestors(self.present);
        let step = |node: &Node<A, T>| UndoStep {
            id: node.id,
            parent: node.parent,
            label: node.label.clone(),
            is_done: done.contains(&node.id),
        };
        self.nodes.iter().map(step).collect()
    }

    /// Adds a step from the present position, of whose state `at` is kept, to a new one, which is then the present.
    pub(super) fn push(&mut self, label: Label, at: Kept<A>, step: Kept<T>) {
        if !self.bounds.branches {
            self.drop_redos();
        }
        self.last += 1;
        let id = StepId(self.last);
        self.put(self.present, at);
        let here = self.here_mut();
        here.children += 1;
        here.next = Some(id);
        self.bytes += step.bytes;
        self.nodes.push_back(Node {
            id,
            parent: Some(self.present),
            children: 0,
            next: None,
            label,
            step: Some(step),
            at: None,
        });
        self.present = id;
        self.undos += 1;
        self.redos = 0;
        self.bound();
    }

    /// The last step leads further than it did, and is called `label`. `extended` is given what is kept of the state before it and
    /// of the step, and returns what is to be kept of the step. If that is nothing, the step is back where it began, and is
    /// taken out of the history: then this returns `false`.
    pub(super) fn extend(
        &mut self,
        label: Label,
        extended: impl FnOnce(Option<&A>, &T) -> Result<Option<Kept<T>>, String>,
    ) -> Result<bool, String> {
        self.moved();
        let here = self.here();
        let (Some(parent), Some(step)) = (here.parent, &here.step) else {
            return Ok(false);
        };
        let start = self.node(parent).at.as_ref();
        let extended = extended(start.map(|at| &at.kept), &step.kept)?;
        let Some(step) = extended else {
            self.undos -= 1;
            let dropped = std::mem::replace(&mut self.present, parent);
            self.drop_leaf(dropped);
            self.moved();
            self.redos = self.count_redos();
            return Ok(false);
        };
        self.bytes += step.bytes;
        let here = self.here_mut();
        here.label = label;
        let before = here.step.replace(step);
        self.bytes -= Kept::weight(&before);
        self.bound();
        Ok(true)
    }

    /// The present state is another, without a step: what was kept of it is not it any more.
    pub(super) fn moved(&mut self) {
        let at = self.here_mut().at.take();
        self.bytes -= Kept::weight(&at);
    }

    /// The present state is another, without a step, and the position is to be what it was: `at`.
    pub(super) fn stay(&mut self, at: Kept<A>) {
        self.put(self.present, at);
        self.bound();
    }

    /// Where `n` undos lead, at least one, or as many as there can be; `None` if there can be none.
    pub(super) fn back(&self, n: usize) -> Option<StepId> {
        self.follow(n, |node| node.parent)
    }

    /// Where `n` redos lead, at least one, or as many as there can be; `None` if there can be none.
    pub(super) fn forth(&self, n: usize) -> Option<StepId> {
        self.follow(n, |node| node.next)
    }

    fn follow(&self, n: usize, next: impl Fn(&Node<A, T>) -> Option<StepId>) -> Option<StepId> {
        let first = next(self.here())?;
        let more = std::iter::successors(Some(first), |id| next(self.node(*id)));
        more.take(n).last()
    }

    pub(super) fn has(&self, id: StepId) -> bool {
        self.place(id).is_some()
    }

    /// What is kept of the way to `target`.
    pub(super) fn way(&self, target: StepId) -> Way<'_, A, T> {
        #[cfg(feature = "json")]
        let [back, forth] = {
            let (back, forth) = self.route(target);
            [back, forth].map(|ids| {
                let steps = ids.into_iter().map(|id| self.node(id).step.as_ref());
                steps.flatten().map(|step| &step.kept).collect()
            })
        };
        Way {
            #[cfg(feature = "json")]
            back,
            #[cfg(feature = "json")]
            forth,
            steps: PhantomData,
            at: self.node(target).at.as_ref().map(|at| &at.kept),
        }
    }

    /// Goes to `target`. `at` is what is kept of the state that is left.
    pub(super) fn go(&mut self, target: StepId, at: Kept<A>) {
        let (back, forth) = self.route(target);
        self.put(self.present, at);
        let mut is_on_line = back.is_empty();
        for &id in &forth {
            let parent = self.node(id).parent.expect(THERE);
            let parent = self.place(parent).expect(THERE);
            is_on_line &= self.nodes[parent].next.replace(id) == Some(id);
        }
        self.present = target;
        self.moved();
        self.undos = self.undos + forth.len() - back.len();
        self.redos = match (forth.len(), is_on_line) {
            (0, _) => self.redos + back.len(),
            (forth, true) => self.redos - forth,
            (_, false) => self.count_redos(),
        };
        self.bound();
    }

    /// The steps to take back, last first, and then the steps to take, first first, from the present position to `target`.
    fn route(&self, target: StepId) -> (Vec<StepId>, Vec<StepId>) {
        let (mut back, mut forth) = (Vec::new(), Vec::new());
        let (mut from, mut to) = (self.present, target);
        let up = |id: StepId| self.node(id).parent.expect("all positions have one root");
        // A parent is older than its children, so the younger of the two can't be above the other.
        while from != to {
            if from > to {
                back.push(from);
                from = up(from);
            } else {
                forth.push(to);
                to = up(to);
            }
        }
        forth.reverse();
        (back, forth)
    }

    fn ancestors(&self, id: StepId) -> Vec<StepId> {
        std::iter::successors(Some(id), |id| self.node(*id).parent).collect()
    }

    fn count_redos(&self) -> usize {
        std::iter::successors(self.here().next, |id| self.node(*id).next).count()
    }

    /// Keeps `at` of the state at `id`, unless something is kept of it.
    fn put(&mut self, id: StepId, at: Kept<A>) {
        let place = self.place(id).expect(THERE);
        let node = &mut self.nodes[place];
        if node.at.is_none() {
            self.bytes += at.bytes;
            node.at = Some(at);
        }
    }

    /// Drops what comes after the present position. Without branches that is all that was made later.
    fn drop_redos(&mut self) {
        while self.nodes.back().is_some_and(|last| last.id > self.present) {
            self.drop_back();
        }
        let here = self.here_mut();
        (here.children, here.next) = (0, None);
        self.redos = 0;
    }

    fn drop_back(&mut self) {
        if let Some(dropped) = self.nodes.pop_back() {
            self.bytes -= dropped.bytes();
        }
    }

    /// Drops what is too much: the oldest end of a branch that leads neither to the present nor on from there; then the first
    /// step; then, if there is nothing to undo, the last to redo.
    fn bound(&mut self) {
        while self.nodes.len() - 1 > self.bounds.steps || self.bytes > self.bounds.bytes {
            if let Some(leaf) = self.oldest_branch() {
                self.drop_leaf(leaf);
            } else if self.undos > 0 {
                self.drop_first();
            } else if self.redos > 0 {
                let last = self.forth(self.redos).expect(THERE);
                self.drop_leaf(last);
                self.redos -= 1;
            } else {
                break;
            }
        }
    }

    /// The end of a branch that is not the one of the present position.
    fn oldest_branch(&self) -> Option<StepId> {
        // Without branches there is one end.
        if self.nodes.len() == 1 + self.undos + self.redos {
            return None;
        }
        let end = self.forth(self.redos.max(1)).unwrap_or(self.present);
        let mut ends = self.nodes.iter().filter(|node| node.children == 0);
        ends.find(|node| node.id != end).map(|node| node.id)
    }

    fn drop_leaf(&mut self, id: StepId) {
        let place = self.place(id).expect(THERE);
        let node = self.nodes.remove(place).expect(THERE);
        self.bytes -= node.bytes();
        let parent = node
            .parent
            .expect("the first position is no end of a branch");
        let other = self
            .nodes
            .iter()
            .rev()
            .find(|node| node.parent == Some(parent));
        let other = other.map(|node| node.id);
        let place = self.place(parent).expect(THERE);
        let parent = &mut self.nodes[place];
        parent.children -= 1;
        if parent.next == Some(id) {
            parent.next = other;
        }
    }

    /// Drops the first position: the next one is then the first. Asked when there are no branches.
    fn drop_first(&mut self) {
        let dropped = self.nodes.pop_front();
        self.bytes -= dropped.map_or(0, |node| node.bytes());
        let first = &mut self.nodes[0];
        first.parent = None;
        let step = first.step.take();
        self.bytes -= Kept::weight(&step);
        self.undos -= 1;
    }

    fn place(&self, id: StepId) -> Option<usize> {
        self.nodes.binary_search_by_key(&id, |node| node.id).ok()
    }

    fn node(&self, id: StepId) -> &Node<A, T> {
        &self.nodes[self.place(id).expect(THERE)]
    }

    fn here(&self) -> &Node<A, T> {
        self.node(self.present)
    }

    fn here_mut(&mut self) -> &mut Node<A, T> {
        let place = self.place(self.present).expect(THERE);
        &mut self.nodes[place]
    }
}
