//! Timelines that are stored and read again.

use super::{Bounds, Kept, Label, Node, StepId, Timeline};

/// A position, as it is stored.
pub(in super::super) struct Entry<A, T> {
    pub(in super::super) id: StepId,
    pub(in super::super) parent: Option<StepId>,
    pub(in super::super) next: Option<StepId>,
    pub(in super::super) label: Label,
    pub(in super::super) step: Option<T>,
    pub(in super::super) at: Option<A>,
}

impl<A, T> Timeline<A, T> {
    /// The positions, to be stored.
    pub(in super::super) fn entries(&self) -> impl Iterator<Item = Entry<&A, &T>> {
        self.nodes.iter().map(|node| Entry {
            id: node.id,
            parent: node.parent,
            next: node.next,
            label: node.label.clone(),
            step: node.step.as_ref().map(|step| &step.kept),
            at: node.at.as_ref().map(|at| &at.kept),
        })
    }

    /// A timeline that was stored, or what is wrong with it.
    pub(in super::super) fn restored(
        entries: Vec<Entry<Kept<A>, Kept<T>>>,
        present: StepId,
        bounds: Bounds,
    ) -> Result<Self, String> {
        let mut timeline = Self::new(bounds);
        timeline.nodes.clear();
        for (n, entry) in entries.into_iter().enumerate() {
            let wrong = |what: &str| Err(format!("steps[{n}]: {what}"));
            if timeline
                .nodes
                .back()
                .is_some_and(|last| last.id >= entry.id)
            {
                return wrong("it has no greater number than the one before it");
            }
            match entry.parent.map(|parent| timeline.place(parent)) {
                None if n > 0 => return wrong("only the first has no parent"),
                Some(_) if n == 0 => return wrong("the first has no parent"),
                Some(None) => return wrong("its parent is none of those before it"),
                Some(Some(parent)) => timeline.nodes[parent].children += 1,
                None => {}
            }
            timeline.last = entry.id.0;
            let node = Node {
                id: entry.id,
                parent: entry.parent,
                children: 0,
                next: entry.next,
                label: entry.label,
                step: entry.step,
                at: entry.at,
            };
            timeline.bytes += node.bytes();
            timeline.nodes.push_back(node);
        }
        if !timeline.has(present) {
            return Err(format!("position: there is no step {present}"));
        }
        for (n, node) in timeline.nodes.iter().enumerate() {
            let parent = |next| Some(timeline.nodes.get(timeline.place(next)?)?.parent);
            if (node.next).is_some_and(|next| parent(next) != Some(Some(node.id))) {
                return Err(format!("steps[{n}].next: it does not begin here"));
            }
            if !bounds.branches && node.children > 1 {
                return Err(format!(
                    "steps[{n}]: there are branches, and none are kept here"
                ));
            }
        }
        timeline.present = present;
        timeline.undos = timeline.ancestors(present).len() - 1;
        timeline.redos = timeline.count_redos();
        timeline.bound();
        Ok(timeline)
    }
}
