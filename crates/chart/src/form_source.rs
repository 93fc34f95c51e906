//! A form as Rust source, which gives the same form.

use std::fmt::Write;

use crate::form::{Form, Guard, Initial, Invoke, Kind, Role, State, Transition, Trigger};

/// An expression for a form. It names this crate by `path`.
pub fn form_source(form: &Form, path: &str) -> String {
    let mut out = format!(
        "{{ use {path}::form::*; let mut form = Form::new({:?})",
        form.name
    );
    let _ = write!(
        out,
        ".version({}).microstep_limit({}).events({}).root(|_| {});",
        form.version,
        form.microstep_limit,
        names(&form.events),
        state(&form.root)
    );
    if form.strict_scxml {
        out.push_str("form = form.strict_scxml();");
    }
    if form.always_after_each_event {
        out.push_str("form = form.always_after_each_event();");
    }
    for ((path, place), scope) in &form.scopes {
        let _ = write!(
            out,
            "form.scopes.insert(({path:?}.into(), {place}), {scope:?}.into());"
        );
    }
    out.push_str(" form }");
    out
}

/// What [`Names`](crate::form::Names) takes.
fn names(names: &[String]) -> String {
    match names {
        [] => "::std::vec::Vec::<::std::string::String>::new()".to_owned(),
        names => format!("{names:?}"),
    }
}

fn state(of: &State) -> String {
    let maker = match of.kind {
        Kind::Plain => "state",
        Kind::Parallel => "parallel",
        Kind::Final => "final_state",
        Kind::ShallowHistory => "history",
        Kind::DeepHistory => "deep_history",
    };
    let mut out = format!("{maker}({:?})", of.name);
    if let Some(Initial { targets, actions }) = &of.initial {
        let _ = write!(out, ".initial({})", names(targets));
        if !actions.is_empty() {
            let _ = write!(out, ".initial_run({})", names(actions));
        }
    }
    for (method, blocks) in [("entry", &of.entry), ("exit", &of.exit)] {
        for block in blocks {
            let _ = write!(out, ".{method}({})", names(block));
        }
    }
    for Invoke { id, source } in &of.invokes {
        let _ = write!(out, ".invoke(invoke({source:?}).id({id:?}))");
    }
    for transition in &of.transitions {
        out.push_str(&self::transition(transition));
    }
    if let Some(maker) = &of.data {
        let _ = write!(out, ".data({maker:?})");
    }
    for tag in &of.tags {
        let _ = write!(out, ".tag({tag:?})");
    }
    for (key, value) in &of.meta {
        let _ = write!(out, ".meta({key:?}, {value:?})");
    }
    for inner in &of.states {
        let _ = write!(out, ".state({})", state(inner));
    }
    out
}

fn transition(of: &Transition) -> String {
    let descriptors = match &of.trigger {
        Trigger::Events(descriptors) => descriptors.join(" "),
        _ => String::new(),
    };
    match of.role {
        Role::Take => {}
        Role::Ignore => return format!(".ignore({descriptors:?})"),
        Role::Forbid => return format!(".forbid({descriptors:?})"),
    }
    let mut what = String::from("stay()");
    if let Some(condition) = &of.guard {
        let _ = write!(what, ".when({})", guard(condition));
    }
    if !of.actions.is_empty() {
        let _ = write!(what, ".run({})", names(&of.actions));
    }
    if !of.targets.is_empty() {
        let _ = write!(what, ".to({})", names(&of.targets));
    }
    if of.internal {
        what.push_str(".internal()");
    }
    match &of.trigger {
        Trigger::Events(_) => format!(".on({descriptors:?}, {what})"),
        Trigger::Always => format!(".always({what})"),
        Trigger::Done => format!(".done({what})"),
        Trigger::After(delay) => format!(
            ".after(::core::time::Duration::new({}, {}), {what})",
            delay.as_secs(),
            delay.subsec_nanos()
        ),
        Trigger::InvokeDone(id) => format!(".invoke_done({id:?}, {what})"),
        Trigger::InvokeFailed(id) => format!(".invoke_failed({id:?}, {what})"),
        Trigger::InvokeNext(id) => format!(".invoke_next({id:?}, {what})"),
    }
}

fn guard(of: &Guard) -> String {
    let all = |guards: &[Guard]| -> String {
        let guards: Vec<_> = guards.iter().map(guard).collect();
        format!("::std::vec![{}]", guards.join(", "))
    };
    match of {
        Guard::Named(name) => format!("Guard::Named({name:?}.into())"),
        Guard::In(path) => format!("Guard::In({path:?}.into())"),
        Guard::Not(inner) => format!("Guard::Not(::std::boxed::Box::new({}))", guard(inner)),
        Guard::All(guards) => format!("Guard::All({})", all(guards)),
        Guard::Any(guards) => format!("Guard::Any({})", all(guards)),
    }
}
