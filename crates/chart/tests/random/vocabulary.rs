//! What the names in random charts mean: the same for the kernel, as closures, and for the reference, which reads them.

use leptos_state_chart::{ActionCx, ActionError, Cause, Chart, Column, GuardCx, Host, Logic};

/// What guards read and actions write.
pub type Counters = [i64; 3];

/// Everything that can be told of a cause.
pub type Why<'a> = Cause<'a, String, i64>;

/// What an action's name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action<'n> {
    /// `log.x`: only noted.
    Log,
    /// `add.1`: adds to a counter.
    Add(usize),
    /// `reset.1`: sets a counter to 0.
    Reset(usize),
    /// `raise.e1`: raises an event.
    Raise(&'n str),
    /// `fail.x`: fails.
    Fail,
    /// `fail_late.1`: adds to a counter and fails.
    FailLate(usize),
}

pub fn action(name: &str) -> Action<'_> {
    let (verb, object) = name.split_once('.').expect("a verb and its object");
    let number = || object.parse::<usize>().expect("a counter");
    match verb {
        "log" => Action::Log,
        "add" => Action::Add(number()),
        "reset" => Action::Reset(number()),
        "raise" => Action::Raise(object),
        "fail" => Action::Fail,
        "fail_late" => Action::FailLate(number()),
        _ => panic!("no action is called `{name}`"),
    }
}

/// `less.1.3`: whether a counter is less than a number. `even.1`: whether it is even. `data`: whether there is data.
pub fn guard(name: &str, counters: &Counters, data: Option<i64>) -> bool {
    let parts: Vec<_> = name.split('.').collect();
    let number = |index: usize| parts[index].parse::<i64>().expect("a number");
    let counter = || counters[number(1) as usize];
    match parts[0] {
        "less" => counter() < number(2),
        "even" => counter() % 2 == 0,
        "data" => data.is_some(),
        _ => panic!("no guard is called `{name}`"),
    }
}

/// `sum`: what a final state hands over.
pub fn make(counters: &Counters) -> i64 {
    counters.iter().sum()
}

/// What is noted of an action: its name and why it is taken.
pub fn note(action: &str, cause: &str, data: Option<i64>) -> String {
    match data {
        None => format!("{action} <- {cause}"),
        Some(data) => format!("{action} <- {cause} {data}"),
    }
}

/// What a cause is called.
pub fn cause(why: Why<'_>) -> String {
    match why {
        Cause::Start => "start".to_owned(),
        Cause::Event(event) => event.clone(),
        Cause::Done { state, .. } => format!("done.state.{state}"),
        Cause::Elapsed => "after".to_owned(),
        Cause::TaskDone { id, .. } => format!("done.invoke.{id}"),
        Cause::TaskFailed { id, .. } => format!("error.invoke.{id}"),
        Cause::TaskNext { id, .. } => format!("next.invoke.{id}"),
        Cause::Error { action, .. } => format!("error.{action}"),
        _ => panic!("an unknown cause"),
    }
}

/// The meaning of these names as closures.
pub fn logic(
    guards: &[impl AsRef<str>],
    actions: &[impl AsRef<str>],
) -> Logic<Counters, String, i64> {
    let mut logic = Logic::new().data("sum", |cx: &GuardCx<'_, Counters, String, i64>| {
        make(cx.context)
    });
    for name in guards {
        let name = name.as_ref().to_owned();
        logic = logic.guard(name.clone(), move |cx| {
            guard(&name, cx.context, cx.cause.data().copied())
        });
    }
    for name in actions {
        let name = name.as_ref().to_owned();
        logic = logic.action(name.clone(), move |cx| act(&name, cx));
    }
    logic
}

/// The meaning of the names in a chart, as a host that the compiler puts into a kernel of its own.
pub struct Direct<'c, const WHOLE: bool>(pub &'c Chart);

impl<const WHOLE: bool> Host for Direct<'_, WHOLE> {
    type Context = Counters;
    type Event = String;
    type Data = i64;

    const WHOLE: bool = WHOLE;

    fn column(&self, chart: &Chart, event: &String) -> Option<Column> {
        chart.column(event)
    }

    fn guard(&self, number: u16, cx: &GuardCx<'_, Counters, String, i64>) -> bool {
        let name = &self.0.guards()[usize::from(number)];
        guard(name, cx.context, cx.cause.data().copied())
    }

    fn act(
        &mut self,
        number: u16,
        cx: &mut ActionCx<'_, Counters, String, i64>,
    ) -> Result<(), ActionError> {
        act(&self.0.actions()[usize::from(number)], cx).map_err(ActionError::new)
    }

    fn make(&mut self, _: u16, cx: &GuardCx<'_, Counters, String, i64>) -> i64 {
        make(cx.context)
    }
}

fn act(name: &str, cx: &mut ActionCx<'_, Counters, String, i64>) -> Result<(), String> {
    let data = cx.cause.data().copied();
    cx.send_to("log", note(name, &cause(cx.cause), data));
    match action(name) {
        Action::Log => {}
        Action::Add(counter) => cx.context[counter] += 1,
        Action::Reset(counter) => cx.context[counter] = 0,
        Action::Raise(event) => cx.raise(event.to_owned()),
        Action::Fail => return Err(name.to_owned()),
        Action::FailLate(counter) => {
            cx.context[counter] += 1;
            return Err(name.to_owned());
        }
    }
    Ok(())
}
