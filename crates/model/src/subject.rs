//! Paths as tests of something else.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use crate::path::without_beginnings;
use crate::{Coverage, Graph, Model, Node, Path, RustTest, Step};

/// What a step of a test comes to. Any error will do: `Err("no dialog is open".into())`.
pub type Checked = Result<(), Box<dyn Error + Send + Sync>>;

/// Something that is to do what a model does: a page, a server, another implementation.
pub trait Subject<M: Model> {
    /// Puts it where the machine begins, whatever was before.
    ///
    /// # Errors
    ///
    /// If that is not possible.
    fn start(&mut self, first: &Step<M>) -> Checked;

    /// Does what happens to the machine in a step.
    ///
    /// # Errors
    ///
    /// If that is not possible.
    fn act(&mut self, step: &Step<M>) -> Checked;

    /// Looks whether it is where the machine is.
    ///
    /// # Errors
    ///
    /// If not.
    fn check(&mut self, node: &Node<M::State>) -> Checked;
}

/// A [`Subject`] that takes its time. Whoever runs the test runs the futures: it needs no runtime of its own, and they need not
/// be `Send`.
#[expect(
    async_fn_in_trait,
    reason = "nobody asks whether these futures are `Send`"
)]
pub trait AsyncSubject<M: Model> {
    /// Puts it where the machine begins, whatever was before.
    ///
    /// # Errors
    ///
    /// If that is not possible.
    async fn start(&mut self, first: &Step<M>) -> Checked;

    /// Does what happens to the machine in a step.
    ///
    /// # Errors
    ///
    /// If that is not possible.
    async fn act(&mut self, step: &Step<M>) -> Checked;

    /// Looks whether it is where the machine is.
    ///
    /// # Errors
    ///
    /// If not.
    async fn check(&mut self, node: &Node<M::State>) -> Checked;
}

/// A subject as one that never waits.
struct AtOnce<'s, T>(&'s mut T);

impl<M: Model, T: Subject<M>> AsyncSubject<M> for AtOnce<'_, T> {
    async fn start(&mut self, first: &Step<M>) -> Checked {
        self.0.start(first)
    }

    async fn act(&mut self, step: &Step<M>) -> Checked {
        self.0.act(step)
    }

    async fn check(&mut self, node: &Node<M::State>) -> Checked {
        self.0.check(node)
    }
}

/// What was done when a test failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// The step was done.
    Act,
    /// What it led to was looked at.
    Check,
}

/// A subject does not do what the model does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestFailure {
    /// What the steps of the path are called, each with what is active after it.
    pub path: Vec<(String, String)>,
    /// Which of them failed.
    pub at: usize,
    /// And in what.
    pub phase: Phase,
    /// What the subject says.
    pub message: String,
    /// A test in Rust that goes the path.
    pub rust_test: String,
}

impl fmt::Display for TestFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.phase {
            Phase::Act => "can't be done",
            Phase::Check => "does not lead to what it should",
        };
        let (cue, _) = &self.path[self.at];
        writeln!(f, "`{cue}` {what}: {}", self.message)?;
        for (index, (cue, active)) in self.path.iter().enumerate() {
            let mark = if index == self.at { ">" } else { " " };
            writeln!(f, "{mark} {cue} -> {active}")?;
        }
        write!(f, "\nTo go the path again:\n\n{}", self.rust_test)
    }
}

impl Error for TestFailure {}

/// Paths that something is tested with.
///
/// # Examples
///
/// ```
/// use leptos_state_chart::form::{state, to, Form};
/// use leptos_state_chart::Snapshot;
/// use leptos_state_model::{Checked, FormModel, Model, Node, Step, Subject, Tests};
///
/// /// What is tested.
/// struct Lamp { is_on: bool }
///
/// impl Subject<FormModel> for Lamp {
///     fn start(&mut self, _: &Step<FormModel>) -> Checked {
///         self.is_on = false;
///         Ok(())
///     }
///
///     fn act(&mut self, step: &Step<FormModel>) -> Checked {
///         match step.cue.name.as_str() {
///             "switch" => self.is_on = !self.is_on,
///             other => return Err(format!("what is `{other}`?").into()),
///         }
///         Ok(())
///     }
///
///     fn check(&mut self, node: &Node<Snapshot<()>>) -> Checked {
///         match self.is_on == node.is_active("on") {
///             true => Ok(()),
///             false => Err("the light is wrong".into()),
///         }
///     }
/// }
///
/// let form = Form::new("lamp").state(state("off").on("switch", to("on"))).state(state("on").on("switch", to("off")));
/// let graph = FormModel::of(form).unwrap().explore();
/// let coverage = Tests::covering(&graph).run(&mut Lamp { is_on: false }).unwrap();
/// assert_eq!(coverage.ratio(), 1.0);
/// ```
pub struct Tests<M: Model> {
    paths: Vec<Path<M>>,
    nothing: Coverage,
    rust_test: RustTest,
}

impl<M: Model> Tests<M> {
    /// Shortest paths to all that can be reached; those that others begin with are left out.
    pub fn shortest(graph: &Graph<M>) -> Self {
        Self::of(graph, without_beginnings(graph.shortest()))
    }

    /// Paths that come to no node twice, up to a number of them; those that others begin with are left out.
    pub fn simple(graph: &Graph<M>, limit: usize) -> Self {
        Self::of(graph, without_beginnings(graph.simple(limit).0))
    }

    /// A few paths on which every transition is taken that can be.
    pub fn covering(graph: &Graph<M>) -> Self {
        Self::of(graph, graph.covering())
    }

    /// Other paths.
    pub fn of(graph: &Graph<M>, paths: Vec<Path<M>>) -> Self {
        Self {
            paths,
            nothing: Coverage::new(graph.form()),
            rust_test: RustTest::new().subject("subject()"),
        }
    }

    /// Sets how failures write the test that goes a path again.
    #[must_use]
    pub fn rust_test(self, rust_test: RustTest) -> Self {
        Self { rust_test, ..self }
    }

    /// The paths.
    pub fn paths(&self) -> &[Path<M>] {
        &self.paths
    }

    /// Goes all paths, until one fails. Returns what of the chart was reached.
    ///
    /// # Errors
    ///
    /// If the subject is not where the machine is. If the subject panics instead, the path is printed.
    pub fn run(&self, subject: &mut impl Subject<M>) -> Result<Coverage, Box<TestFailure>> {
        at_once(self.run_async(&mut AtOnce(subject)))
    }

    /// The same with a subject that takes its time.
    ///
    /// # Errors
    ///
    /// If the subject is not where the machine is.
    pub async fn run_async(
        &self,
        subject: &mut impl AsyncSubject<M>,
    ) -> Result<Coverage, Box<TestFailure>> {
        let mut coverage = self.nothing.clone();
        for path in &self.paths {
            go(path, &self.rust_test, subject).await?;
            coverage.note(path);
        }
        Ok(coverage)
    }
}

impl<M: Model> fmt::Debug for Tests<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tests")
            .field("paths", &self.paths)
            .finish_non_exhaustive()
    }
}

impl<M: Model> Path<M> {
    /// Tests something with this path.
    ///
    /// # Errors
    ///
    /// If the subject is not where the machine is. If the subject panics instead, the path is printed.
    pub fn test(&self, subject: &mut impl Subject<M>) -> Result<(), Box<TestFailure>> {
        at_once(self.test_async(&mut AtOnce(subject)))
    }

    /// The same with a subject that takes its time.
    ///
    /// # Errors
    ///
    /// If the subject is not where the machine is.
    pub async fn test_async(
        &self,
        subject: &mut impl AsyncSubject<M>,
    ) -> Result<(), Box<TestFailure>> {
        let rust_test = RustTest::new().subject("subject()");
        go(self, &rust_test, subject).await
    }
}

/// The result of a future that never waits.
fn at_once<T>(future: impl Future<Output = T>) -> T {
    let mut cx = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut cx) {
        Poll::Ready(done) => done,
        Poll::Pending => unreachable!("a subject that never waits makes futures that never do"),
    }
}

async fn go<M: Model>(
    path: &Path<M>,
    rust_test: &RustTest,
    subject: &mut impl AsyncSubject<M>,
) -> Result<(), Box<TestFailure>> {
    for (at, step) in path.steps.iter().enumerate() {
        let mut watch = Watch {
            path,
            rust_test,
            at,
            phase: Phase::Act,
        };
        let acted = match at {
            0 => subject.start(step).await,
            _ => subject.act(step).await,
        };
        acted.map_err(|error| watch.failure(error.to_string()))?;
        watch.phase = Phase::Check;
        let checked = subject.check(&step.node).await;
        checked.map_err(|error| watch.failure(error.to_string()))?;
    }
    Ok(())
}

/// A step of a path that a subject goes.
struct Watch<'p, M: Model> {
    path: &'p Path<M>,
    rust_test: &'p RustTest,
    at: usize,
    phase: Phase,
}

impl<M: Model> Watch<'_, M> {
    fn failure(&self, message: String) -> Box<TestFailure> {
        let steps = self.path.steps.iter();
        let told = |step: &Step<M>| (step.cue.to_string(), step.node.situation.words());
        Box::new(TestFailure {
            path: steps.map(told).collect(),
            at: self.at,
            phase: self.phase,
            message,
            rust_test: self.rust_test.of(self.path),
        })
    }
}

/// Tells the path if the subject panics on it: what it asserts says nothing of that.
impl<M: Model> Drop for Watch<'_, M> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}", self.failure("the subject panics".to_owned()));
        }
    }
}
