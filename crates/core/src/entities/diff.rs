//! Where two sorted lists differ, without a look at what they share.

use std::cmp::Ordering;
use std::sync::Arc;

use super::tree::{Child, Element, Node, Tree};

/// What two lists differ in.
pub(super) enum Found<'d, 't, E> {
    /// Two elements of one place. The answer is whether they are counterparts.
    Pair(&'t E, &'t E),
    /// What lies between two pairs of counterparts on either side. The answer is whether to go on.
    Gap(&'d [&'t E], &'d [&'t E]),
}

/// Goes through both lists at once. Nodes that are in both are passed over: what is in them has itself as its counterpart.
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
            (Next::Node(a), Next::Node(b)) => match old.height().cmp(&new.height()) {
                Ordering::Equal if Arc::ptr_eq(a, b) => {
                    old.pass();
                    new.pass();
                    true
                }
                Ordering::Equal => {
                    old.enter();
                    new.enter();
                    continue;
                }
                Ordering::Greater => {
                    old.enter();
                    continue;
                }
                Ordering::Less => {
                    new.enter();
                    continue;
                }
            },
            (Next::Node(_), _) => {
                old.enter();
                continue;
            }
            (_, Next::Node(_)) => {
                new.enter();
                continue;
            }
            (Next::Element(a), Next::Element(b)) => match a.place().cmp(&b.place()) {
                Ordering::Less => {
                    gone.push(old.take(a));
                    false
                }
                Ordering::Greater => {
                    come.push(new.take(b));
                    false
                }
                Ordering::Equal => {
                    let (a, b) = (old.take(a), new.take(b));
                    let is_pair = ask(Found::Pair(a, b));
                    if !is_pair {
                        gone.push(a);
                        come.push(b);
                    }
                    is_pair
                }
            },
            (Next::Element(a), Next::End) => {
                gone.push(old.take(a));
                false
            }
            (Next::End, Next::Element(b)) => {
                come.push(new.take(b));
                false
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

/// A place in a list, between its elements.
struct Cursor<'t, E: Element> {
    /// The siblings that are still to come, at each level that has been entered.
    levels: Vec<&'t [Child<E>]>,
    /// The elements of a leaf that are still to come.
    elements: &'t [E],
    /// How many levels of inner nodes there are.
    height: usize,
}

/// What comes next in a list: an element if a leaf has been entered, a node otherwise.
enum Next<'t, E: Element> {
    Node(&'t Arc<Node<E>>),
    Element(&'t E),
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
        Self {
            levels: vec![root.children()],
            elements: root.elements(),
            height,
        }
    }

    fn next(&mut self) -> Next<'t, E> {
        if let [first, ..] = self.elements {
            return Next::Element(first);
        }
        while let Some(siblings) = self.levels.last() {
            if let [first, ..] = siblings {
                return Next::Node(&first.node);
            }
            self.levels.pop();
        }
        Next::End
    }

    /// How many levels there are from the next node down.
    fn height(&self) -> usize {
        self.height - self.levels.len()
    }

    /// Goes past the next element.
    fn take(&mut self, next: &'t E) -> &'t E {
        self.elements = &self.elements[1..];
        next
    }

    /// Goes past the next node, and returns it.
    fn pass(&mut self) -> Option<&'t Node<E>> {
        let siblings = self.levels.last_mut()?;
        let (first, rest) = siblings.split_first()?;
        *siblings = rest;
        Some(&first.node)
    }

    /// Goes into the next node.
    fn enter(&mut self) {
        if let Some(node) = self.pass() {
            self.elements = node.elements();
            if !node.children().is_empty() {
                self.levels.push(node.children());
            }
        }
    }
}
