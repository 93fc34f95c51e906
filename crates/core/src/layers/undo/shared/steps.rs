//! The steps of all who share a state.

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;

use super::super::{StepId, UndoView};
use crate::patch::Patch;
use crate::turn::lock;
use crate::Store;

/// Whose steps these are.
pub(super) type Author = Cow<'static, str>;

/// The steps of all, and what is shown to each.
#[derive(Default)]
pub(super) struct Histories {
    pub(super) steps: Mutex<Steps>,
    pub(super) shown: Mutex<HashMap<Author, Store<UndoView>>>,
}

/// The steps of all, in the order in which they were made.
#[derive(Default)]
pub(super) struct Steps {
    pub(super) steps: VecDeque<Step>,
    pub(super) last: u64,
    pub(super) bytes: usize,
}

pub(super) struct Step {
    pub(super) id: StepId,
    pub(super) author: Author,
    pub(super) label: Author,
    pub(super) patch: Patch,
    pub(super) bytes: usize,
    pub(super) is_done: bool,
}

impl Steps {
    pub(super) fn push(
        &mut self,
        author: Author,
        label: Author,
        patch: Patch,
        steps: usize,
        bytes: usize,
    ) {
        self.retain(|step| step.is_done || step.author != author);
        self.last += 1;
        let weight = patch.size();
        self.bytes += weight;
        self.steps.push_back(Step {
            id: StepId(self.last),
            author,
            label,
            patch,
            bytes: weight,
            is_done: true,
        });
        while self.steps.len() > steps || self.bytes > bytes {
            if let Some(step) = self.steps.pop_front() {
                self.bytes -= step.bytes;
            }
        }
    }

    pub(super) fn retain(&mut self, stays: impl Fn(&Step) -> bool) {
        let bytes = &mut self.bytes;
        self.steps.retain(|step| {
            let stays = stays(step);
            if !stays {
                *bytes -= step.bytes;
            }
            stays
        });
    }

    /// The places of those steps of somebody that are done, or undone.
    pub(super) fn of<'s>(
        &'s self,
        author: &'s str,
        is_done: bool,
    ) -> impl DoubleEndedIterator<Item = usize> + 's {
        let steps = self.steps.iter().enumerate();
        let found =
            move |(_, step): &(usize, &Step)| step.author == author && step.is_done == is_done;
        steps.filter(found).map(|(place, _)| place)
    }

    pub(super) fn view(&self, author: &str, revision: u64) -> UndoView {
        let label = |place: Option<usize>| place.map(|place| self.steps[place].label.clone());
        let (last, first) = (
            self.of(author, true).next_back(),
            self.of(author, false).next(),
        );
        let own = self.steps.iter().filter(|step| step.author == author);
        UndoView {
            can_undo: last.is_some(),
            can_redo: first.is_some(),
            undos: self.of(author, true).count(),
            redos: self.of(author, false).count(),
            undo_label: label(last),
            redo_label: label(first),
            is_paused: false,
            position: last.map_or(StepId::default(), |place| self.steps[place].id),
            bytes: own.map(|step| step.bytes).sum(),
            revision,
        }
    }
}

impl Histories {
    /// Shows everybody what is theirs, if it is another than it was.
    pub(super) fn show(&self) {
        let shown: Vec<_> = {
            let shown = lock(&self.shown);
            let both = shown
                .iter()
                .map(|(author, shown)| (author.clone(), shown.clone()));
            both.collect()
        };
        for (author, shown) in shown {
            let before = shown.snapshot();
            let mut view = lock(&self.steps).view(&author, before.revision);
            if view != **before.state() {
                view.revision += 1;
                shown.update(move |shown| *shown = view);
            }
        }
    }

    pub(super) fn shown(&self, author: &Author) -> Store<UndoView> {
        let view = lock(&self.steps).view(author, 0);
        let mut all = lock(&self.shown);
        let shown = all.entry(author.clone());
        shown.or_insert_with(|| Store::new(view)).clone()
    }
}
