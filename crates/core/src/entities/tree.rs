//! A sorted list that shares with its copies what is the same in both.
//!
//! It is a B+ tree whose nodes are counted references: a copy is one reference more, and a change copies the nodes on the way
//! from the root to one leaf, unless nobody else has them. Every child is known with its length, so that elements are found
//! by their position as well as by their place in the order.

use std::sync::Arc;

/// What can be in the list: it says where in the order it belongs. No two elements have the same place.
pub(super) trait Element: Clone {
    type Place: Copy + Ord;

    fn place(&self) -> Self::Place;

    /// Whether both are the very same, without a look at what is in them.
    fn is(&self, other: &Self) -> bool;
}

/// How many elements or children a node has at most.
const MOST: usize = 24;

/// A node with fewer is joined with one beside it.
const FEW: usize = 6;

pub(super) struct Tree<E: Element> {
    root: Arc<Node<E>>,
}

pub(super) enum Node<E: Element> {
    Leaf(Vec<E>),
    /// Never empty, and no child is.
    Inner(Vec<Child<E>>),
}

pub(super) struct Child<E: Element> {
    /// The place of its first element.
    first: E::Place,
    len: usize,
    pub(super) node: Arc<Node<E>>,
}

impl<E: Element> Tree<E> {
    /// A list of elements that are in order already.
    pub(super) fn of_sorted(elements: Vec<E>) -> Self {
        let mut elements = elements.into_iter();
        let mut level = Vec::new();
        loop {
            let leaf: Vec<E> = elements.by_ref().take(MOST).collect();
            if leaf.is_empty() {
                break;
            }
            level.push(Child::of(Node::Leaf(leaf)));
        }
        while level.len() > 1 {
            let mut below = level.into_iter().peekable();
            level = Vec::new();
            while below.peek().is_some() {
                let children = below.by_ref().take(MOST).collect();
                level.push(Child::of(Node::Inner(children)));
            }
        }
        match level.pop() {
            Some(root) => Self { root: root.node },
            None => Self::default(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.root.len()
    }

    pub(super) const fn root(&self) -> &Arc<Node<E>> {
        &self.root
    }

    pub(super) fn get(&self, place: E::Place) -> Option<&E> {
        let found = self.first_from(place)?;
        (found.place() == place).then_some(found)
    }

    /// The first element at this place or behind it.
    pub(super) fn first_from(&self, place: E::Place) -> Option<&E> {
        self.root.first_from(place)
    }

    /// The element at a place, to write to. Its place has to stay.
    pub(super) fn get_mut(&mut self, place: E::Place) -> Option<&mut E> {
        let mut node = &mut self.root;
        loop {
            match Arc::make_mut(node) {
                Node::Inner(children) => {
                    let at = child_for(children, place);
                    node = &mut children[at].node;
                }
                Node::Leaf(elements) => {
                    let at = elements.binary_search_by_key(&place, Element::place).ok()?;
                    return Some(&mut elements[at]);
                }
            }
        }
    }

    /// How many elements come before a place.
    pub(super) fn position(&self, place: E::Place) -> usize {
        let mut before = 0;
        let mut node = &*self.root;
        loop {
            match node {
                Node::Inner(children) => {
                    let at = child_for(children, place);
                    before += children[..at].iter().map(|child| child.len).sum::<usize>();
                    node = &children[at].node;
                }
                Node::Leaf(elements) => {
                    return before + elements.partition_point(|element| element.place() < place);
                }
            }
        }
    }

    /// How many elements come before the first of which `is_before` does not hold; it holds of none behind that.
    pub(super) fn partition_point(&self, mut is_before: impl FnMut(&E) -> bool) -> usize {
        let mut before = 0;
        let mut node = &*self.root;
        loop {
            match node {
                Node::Inner(children) => {
                    // The last that begins with one of them, or the first, whatever that begins with.
                    let at = children[1..]
                        .partition_point(|child| child.node.first().is_some_and(&mut is_before));
                    before += children[..at].iter().map(|child| child.len).sum::<usize>();
                    node = &children[at].node;
                }
                Node::Leaf(elements) => return before + elements.partition_point(is_before),
            }
        }
    }

    pub(super) fn nth(&self, position: usize) -> Option<&E> {
        let (leaf, at) = self.leaf(position)?;
        leaf.elements().get(at)
    }

    pub(super) fn last(&self) -> Option<&E> {
        let mut node = &*self.root;
        loop {
            match node {
                Node::Inner(children) => node = &children.last()?.node,
                Node::Leaf(elements) => return elements.last(),
            }
        }
    }

    /// The leaf with the element at a position, and where in the leaf that is.
    pub(super) fn leaf(&self, position: usize) -> Option<(&Arc<Node<E>>, usize)> {
        let mut at = position;
        let mut node = &self.root;
        while let Node::Inner(children) = &**node {
            node = &children
                .iter()
                .find(|child| {
                    let is_in = at < child.len;
                    if !is_in {
                        at -= child.len;
                    }
                    is_in
                })?
                .node;
        }
        (at < node.elements().len()).then_some((node, at))
    }

    /// Puts an element in. Its place is nobody's yet.
    pub(super) fn insert(&mut self, element: E) {
        if let Some(right) = Node::insert(&mut self.root, element) {
            let left = Child::new(Arc::clone(&self.root));
            self.root = Arc::new(Node::Inner(vec![left, right]));
        }
    }

    pub(super) fn remove(&mut self, place: E::Place) -> Option<E> {
        // Nothing is copied for what is not there.
        self.get(place)?;
        let removed = Node::remove(&mut self.root, place);
        while let Node::Inner(children) = &*self.root {
            self.root = match &children[..] {
                [] => Arc::default(),
                [only] => Arc::clone(&only.node),
                _ => break,
            };
        }
        removed
    }

    /// All elements. Those that nobody else has are not copied.
    pub(super) fn into_vec(self) -> Vec<E> {
        let mut elements = Vec::with_capacity(self.len());
        Node::drain(self.root, &mut elements);
        elements
    }

    pub(super) fn iter(&self) -> Iter<'_, E> {
        self.range(0, self.len())
    }

    /// The elements at the positions from `start` up to `end`, which are not past the last.
    pub(super) const fn range(&self, start: usize, end: usize) -> Iter<'_, E> {
        Iter {
            tree: self,
            start,
            end,
            front: &[],
            back: &[],
        }
    }
}

impl<E: Element> Node<E> {
    fn len(&self) -> usize {
        match self {
            Self::Leaf(elements) => elements.len(),
            Self::Inner(children) => children.iter().map(|child| child.len).sum(),
        }
    }

    /// How many elements or children it has itself.
    fn width(&self) -> usize {
        match self {
            Self::Leaf(elements) => elements.len(),
            Self::Inner(children) => children.len(),
        }
    }

    fn first(&self) -> Option<&E> {
        match self {
            Self::Leaf(elements) => elements.first(),
            Self::Inner(children) => children.first()?.node.first(),
        }
    }

    fn first_from(&self, place: E::Place) -> Option<&E> {
        match self {
            Self::Leaf(elements) => {
                elements.get(elements.partition_point(|element| element.place() < place))
            }
            Self::Inner(children) => {
                let at = child_for(children, place);
                let next = || children.get(at + 1)?.node.first();
                children[at].node.first_from(place).or_else(next)
            }
        }
    }

    /// The elements of a leaf.
    pub(super) fn elements(&self) -> &[E] {
        match self {
            Self::Leaf(elements) => elements,
            Self::Inner(_) => &[],
        }
    }

    /// The children of an inner node.
    pub(super) fn children(&self) -> &[Child<E>] {
        match self {
            Self::Leaf(_) => &[],
            Self::Inner(children) => children,
        }
    }

    /// Puts an element in, and returns what comes behind the node if that had to be split.
    fn insert(node: &mut Arc<Self>, element: E) -> Option<Child<E>> {
        match Arc::make_mut(node) {
            Self::Leaf(elements) => {
                let at = elements.partition_point(|other| other.place() < element.place());
                elements.insert(at, element);
                overflow(elements, at).map(Self::Leaf)
            }
            Self::Inner(children) => {
                let at = child_for(children, element.place());
                let child = &mut children[at];
                child.first = child.first.min(element.place());
                child.len += 1;
                let right = Self::insert(&mut child.node, element)?;
                child.len -= right.len;
                children.insert(at + 1, right);
                overflow(children, at + 1).map(Self::Inner)
            }
        }
        .map(Child::of)
    }

    fn remove(node: &mut Arc<Self>, place: E::Place) -> Option<E> {
        match Arc::make_mut(node) {
            Self::Leaf(elements) => {
                let at = elements.binary_search_by_key(&place, Element::place).ok()?;
                Some(elements.remove(at))
            }
            Self::Inner(children) => {
                let at = child_for(children, place);
                let child = &mut children[at];
                let removed = Self::remove(&mut child.node, place)?;
                child.len -= 1;
                match child.node.first() {
                    Some(first) => {
                        child.first = first.place();
                        mend(children, at);
                    }
                    None => drop(children.remove(at)),
                }
                Some(removed)
            }
        }
    }

    fn drain(node: Arc<Self>, into: &mut Vec<E>) {
        match Arc::unwrap_or_clone(node) {
            Self::Leaf(elements) => into.extend(elements),
            Self::Inner(children) => {
                for child in children {
                    Self::drain(child.node, into);
                }
            }
        }
    }
}

impl<E: Element> Child<E> {
    fn new(node: Arc<Node<E>>) -> Self {
        let first = node.first().expect("a child is not empty");
        Self {
            first: first.place(),
            len: node.len(),
            node,
        }
    }

    fn of(node: Node<E>) -> Self {
        Self::new(Arc::new(node))
    }
}

/// Which child has an element of this place, if any has.
fn child_for<E: Element>(children: &[Child<E>], place: E::Place) -> usize {
    children[1..].partition_point(|child| child.first <= place)
}

/// Takes off what is too much for a node to which something was added at `at`. Where elements are only ever put at the end,
/// the nodes before it stay full.
fn overflow<I>(items: &mut Vec<I>, at: usize) -> Option<Vec<I>> {
    let is_at_end = at + 1 == items.len();
    (items.len() > MOST).then(|| items.split_off(if is_at_end { MOST } else { MOST / 2 }))
}

/// Joins the child at `at` with one beside it if it has become small.
fn mend<E: Element>(children: &mut Vec<Child<E>>, at: usize) {
    if children[at].node.width() >= FEW || children.len() == 1 {
        return;
    }
    let left = at.saturating_sub(1);
    let right = children.remove(left + 1);
    let child = &mut children[left];
    child.len += right.len;
    let rest = match (
        Arc::make_mut(&mut child.node),
        Arc::unwrap_or_clone(right.node),
    ) {
        (Node::Leaf(elements), Node::Leaf(more)) => {
            elements.extend(more);
            overflow(elements, 0).map(Node::Leaf)
        }
        (Node::Inner(inner), Node::Inner(more)) => {
            inner.extend(more);
            overflow(inner, 0).map(Node::Inner)
        }
        _ => unreachable!("all leaves are equally deep"),
    };
    if let Some(rest) = rest.map(Child::of) {
        child.len -= rest.len;
        children.insert(left + 1, rest);
    }
}

impl<E: Element> Default for Tree<E> {
    fn default() -> Self {
        Self {
            root: Arc::default(),
        }
    }
}

impl<E: Element> Clone for Tree<E> {
    fn clone(&self) -> Self {
        Self {
            root: Arc::clone(&self.root),
        }
    }
}

impl<E: Element> Default for Node<E> {
    fn default() -> Self {
        Self::Leaf(Vec::new())
    }
}

/// A node is copied to be changed, so the copy has room for one more.
impl<E: Element> Clone for Node<E> {
    fn clone(&self) -> Self {
        fn copy<I: Clone>(items: &[I]) -> Vec<I> {
            let mut copy = Vec::with_capacity(items.len() + 1);
            copy.extend_from_slice(items);
            copy
        }
        match self {
            Self::Leaf(elements) => Self::Leaf(copy(elements)),
            Self::Inner(children) => Self::Inner(copy(children)),
        }
    }
}

impl<E: Element> Clone for Child<E> {
    fn clone(&self) -> Self {
        Self {
            first: self.first,
            len: self.len,
            node: Arc::clone(&self.node),
        }
    }
}

/// Elements in order, a leaf at a time from either end.
pub(super) struct Iter<'t, E: Element> {
    tree: &'t Tree<E>,
    start: usize,
    end: usize,
    /// What is left of the leaf at the start.
    front: &'t [E],
    /// What is left of the leaf at the end.
    back: &'t [E],
}

impl<'t, E: Element> Iterator for Iter<'t, E> {
    type Item = &'t E;

    fn next(&mut self) -> Option<&'t E> {
        if self.start == self.end {
            return None;
        }
        if self.front.is_empty() {
            let (leaf, at) = self.tree.leaf(self.start)?;
            self.front = &leaf.elements()[at..];
        }
        let (first, rest) = self.front.split_first()?;
        self.front = rest;
        self.start += 1;
        Some(first)
    }

    fn nth(&mut self, n: usize) -> Option<&'t E> {
        let skipped = n.min(self.len());
        self.start += skipped;
        self.front = self.front.get(skipped..).unwrap_or_default();
        self.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let len = self.end - self.start;
        (len, Some(len))
    }
}

impl<E: Element> DoubleEndedIterator for Iter<'_, E> {
    fn next_back(&mut self) -> Option<Self::Item> {
        if self.start == self.end {
            return None;
        }
        if self.back.is_empty() {
            let (leaf, at) = self.tree.leaf(self.end - 1)?;
            self.back = &leaf.elements()[..=at];
        }
        let (last, rest) = self.back.split_last()?;
        self.back = rest;
        self.end -= 1;
        Some(last)
    }
}

impl<E: Element> ExactSizeIterator for Iter<'_, E> {}

impl<E: Element> Clone for Iter<'_, E> {
    fn clone(&self) -> Self {
        Self { ..*self }
    }
}
