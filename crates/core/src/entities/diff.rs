//! Where two sorted lists differ, without a look at what they share.

use std::sync::Arc;

use super::tree::{Child, Element, Tree};

/// What two lists differ in.
pub(super) enum Found<'d, 't, E> {
    /// Two elements of one place. The answer is whether they are counterparts.
    Pair(&'t E, &'t E),
    /// What lies between two pairs of counterparts on either side. The answer is whether to go on.
    Gap(&'d [&'t E], &'d [&'t E]),
}

/// Goes through both lists at once. What is shared is passed over: it is its own counterpart.
///
/// If no element is twice in a list, whatever its place, and counterparts are equal, the lists are equal exactly if both
/// sides of every gap are.
pub(super) fn compare<'t, E: Element>(
    old: &'t Tree<E>,
    new: &'t Tree<E>,
    mut ask: impl FnMut(Found<'_, 't, E>) -> bool,
) {
    if Arc::ptr_eq(old.root(), new.root()) {
        return;
    }
    let (mut old, mut new) = (Cursor::new(old), Cursor::new(new));
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    loop {
        let is_pair = match (old.next(), new.next()) {
            (Next::Nodes(a), Next::Nodes(b)) => {
                let higher = old.height().cmp(&new.height());
                let shared = if higher.is_eq() {
                    shared(a, b, |a, b| Arc::ptr_eq(&a.node, &b.node))
                } else {
                    0
                };
                if shared == 0 {
                    if higher.is_ge() {
                        old.enter(a);
                    }
                    if higher.is_le() {
                        new.enter(b);
                    }
                    continue;
                }
                old.pass_nodes(shared);
                new.pass_nodes(shared);
                true
            }
            (Next::Nodes(a), _) => {
                old.enter(a);
                continue;
            }
            (_, Next::Nodes(b)) => {
                new.enter(b);
                continue;
            }
            (Next::Elements(a, _), Next::End) => {
                gone.push(a);
                old.pass_elements(1);
                false
            }
            (Next::End, Next::Elements(b, _)) => {
                come.push(b);
                new.pass_elements(1);
                false
            }
            (Next::Elements(a, from_a), Next::Elements(b, from_b)) => {
                let order = a.place().cmp(&b.place());
                let shared = shared(from_a, from_b, E::is);
                let is_pair = shared > 0 || order.is_eq() && ask(Found::Pair(a, b));
                if order.is_le() {
                    old.pass_elements(shared.max(1));
                    gone.extend((!is_pair).then_some(a));
                }
                if order.is_ge() {
                    new.pass_elements(shared.max(1));
                    come.extend((!is_pair).then_some(b));
                }
                is_pair
            }
            (Next::End, Next::End) => {
                if !gone.is_empty() || !come.is_empty() {
                    ask(Found::Gap(&gone, &come));
                }
                return;
            }
        };
        if is_pair && !(gone.is_empty() && come.is_empty()) {
            if !ask(Found::Gap(&gone, &come)) {
                return;
            }
            gone.clear();
            come.clear();
        }
    }
}

/// With how many items both begin that are the same.
fn shared<I>(a: &[I], b: &[I], same: impl Fn(&I, &I) -> bool) -> usize {
    a.iter().zip(b).take_while(|(a, b)| same(a, b)).count()
}

/// A place in a list, between its elements.
struct Cursor<'t, E: Element> {
    /// The siblings that are still to come, at each level that has been entered.
    levels: Vec<&'t [Child<E>]>,
    /// The elements of a leaf that are still to come.
    elements: &'t [E],
    /// How many levels of inner nodes there are.
    height: usize,
}

/// What comes next in a list: the elements of a leaf that has been entered, with the first of them, or nodes.
enum Next<'t, E: Element> {
    Nodes(&'t [Child<E>]),
    Elements(&'t E, &'t [E]),
    End,
}

impl<'t, E: Element> Cursor<'t, E> {
    fn new(tree: &'t Tree<E>) -> Self {
        let root = tree.root();
        let mut height = 0;
        let mut node = root;
        while let [first, ..] = node.children() {
            height += 1;
            node = &first.node;
        }
        let mut levels = Vec::with_capacity(height);
        levels.push(root.children());
        Self {
            levels,
            elements: root.elements(),
            height,
        }
    }

    fn next(&mut self) -> Next<'t, E> {
        if let [first, ..] = self.elements {
            return Next::Elements(first, self.elements);
        }
        while let Some(siblings) = self.levels.last() {
            if !siblings.is_empty() {
                return Next::Nodes(siblings);
            }
            self.levels.pop();
        }
        Next::End
    }

    /// How many levels there are from the next nodes down.
    fn height(&self) -> usize {
        self.height - self.levels.len()
    }

    fn pass_elements(&mut self, count: usize) {
        self.elements = &self.elements[count..];
    }

    fn pass_nodes(&mut self, count: usize) {
        if let Some(siblings) = self.levels.last_mut() {
            *siblings = &siblings[count..];
        }
    }

    /// Goes into the first of the next nodes.
    fn enter(&mut self, siblings: &'t [Child<E>]) {
        if let [first, ..] = siblings {
            self.pass_nodes(1);
            self.elements = first.node.elements();
            if !first.node.children().is_empty() {
                self.levels.push(first.node.children());
            }
        }
    }
}
