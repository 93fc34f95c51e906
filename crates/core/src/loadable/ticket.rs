//! The line between a place in a state and the task that loads its value.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use crate::turn::lock;

/// The end of the line that lies in the state, if there is a line. When the last copy of it goes, with its row or with the
/// store, the task is told. It is no part of the value: all tickets are equal.
#[derive(Clone)]
pub(super) struct Ticket(Option<Arc<InState>>);

struct InState(Arc<Line>);

impl Ticket {
    pub(super) const NONE: Self = Self(None);

    /// The line, which is made if there is none.
    pub(super) fn line(&mut self) -> Arc<Line> {
        let held = self
            .0
            .get_or_insert_with(|| Arc::new(InState(Arc::default())));
        Arc::clone(&held.0)
    }

    /// Whether this is an end of `line`.
    pub(super) fn is_for(&self, line: &Arc<Line>) -> bool {
        let held = self.0.as_ref();
        held.is_some_and(|held| Arc::ptr_eq(&held.0, line))
    }

    /// The line, if there was one. This end of it is gone.
    pub(super) fn take(&mut self) -> Option<Arc<Line>> {
        let held = self.0.take()?;
        Some(Arc::clone(&held.0))
    }
}

impl Drop for InState {
    fn drop(&mut self) {
        self.0.cut();
    }
}

impl PartialEq for Ticket {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// The line itself. At most one task runs on it.
#[derive(Default)]
pub(super) struct Line(Mutex<OnLine>);

#[derive(Default)]
struct OnLine {
    /// The number of the last task.
    last: u64,
    is_running: bool,
    waker: Option<Waker>,
}

impl Line {
    /// Ends the task that is running, if there is one.
    pub(super) fn cut(&self) {
        let waker = {
            let mut line = lock(&self.0);
            line.is_running = false;
            line.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// The right to run a task; `None` if one is running.
    pub(super) fn begin(self: &Arc<Self>) -> Option<Running> {
        let mut line = lock(&self.0);
        if line.is_running {
            return None;
        }
        line.is_running = true;
        line.last += 1;
        Some(Running {
            line: Arc::clone(self),
            number: line.last,
        })
    }
}

/// The right to run a task on a line.
pub(super) struct Running {
    line: Arc<Line>,
    number: u64,
}

impl Running {
    /// Runs `task` until it comes to its end or the line is cut. Then it is dropped.
    pub(super) fn until_cut<F: Future<Output = ()>>(self, task: F) -> UntilCut<F> {
        UntilCut {
            running: self,
            task: Some(Box::pin(task)),
        }
    }

    /// Whether the line has been cut; if not, `waker` is woken when it is.
    fn is_cut(&self, waker: &Waker) -> bool {
        let mut line = lock(&self.line.0);
        let is_cut = !line.is_running || line.last != self.number;
        if !is_cut {
            line.waker = Some(waker.clone());
        }
        is_cut
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let mut line = lock(&self.line.0);
        if line.last == self.number {
            line.is_running = false;
            line.waker = None;
        }
    }
}

/// A task that ends when its line is cut.
pub(super) struct UntilCut<F> {
    running: Running,
    task: Option<Pin<Box<F>>>,
}

impl<F: Future<Output = ()>> Future for UntilCut<F> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = &mut *self;
        if this.running.is_cut(cx.waker()) {
            this.task = None;
        }
        let Some(task) = &mut this.task else {
            return Poll::Ready(());
        };
        task.as_mut().poll(cx)
    }
}
