//! Where the arguments of calls come from: from events, from what is handed over, from the data of states.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::{Fields, Type, Variant};

use super::logic::{written, Holder, Place, Role};
use super::model::{Chart, Handed, Invoke, Kind, On, Pattern, State, Trigger};
use super::tree::{error, unknown, Tree};

/// An argument of a call.
pub(super) struct Arg<'c> {
    pub ty: &'c Type,
    /// Whose data it is, if it is that of a state or a machine inside.
    pub held: Option<Holder>,
    pub name: &'c Ident,
}

/// Where a name in a call comes from. `None` if it is that of something in a pattern of which it was said that it is wrong.
pub(super) fn argument<'c>(
    chart: &'c Chart,
    tree: &Tree<'c>,
    place: Place<'c>,
    name: &'c Ident,
    role: Role<'c>,
) -> syn::Result<Option<Arg<'c>>> {
    let wrong = |message: String| Err(error(name.span(), message));
    let types = given(chart, tree, place, name)?;
    if let Some(ty) = types.iter().flatten().next() {
        if types.iter().any(Option::is_none) {
            return wrong(format!("not all of the events here carry `{name}`"));
        }
        let mut others = types.iter().flatten();
        if let Some(other) = others.find(|other| written(Some(other)) != written(Some(ty))) {
            return wrong(format!(
                "`{name}` is {} in one of the events here, and {} in another",
                written(Some(ty)),
                written(Some(other))
            ));
        }
        return Ok(Some(Arg {
            ty,
            held: None,
            name,
        }));
    }
    // What makes a state's data is called before that is there.
    let own = match role {
        Role::Maker(holder) => Some(holder),
        _ => None,
    };
    let around = tree.from(place.state).filter(|around| Some(*around) != own);
    let held = around.filter_map(|around| {
        let holding = tree.nodes[around].state.holding.as_ref()?;
        Some((holding.name.as_ref()?, Holder::State(around), &holding.ty))
    });
    let machines = tree.machines().into_iter().enumerate();
    let machines = machines.filter_map(|(number, (state, invoke))| {
        let is_around = tree.from(place.state).any(|around| around == state);
        let ty = invoke.lent.as_ref().filter(|_| is_around)?;
        Some((&invoke.name, Holder::Machine(number), ty))
    });
    let held: Vec<_> = held.chain(machines).collect();
    if let Some((_, holder, ty)) = held.iter().find(|(known, ..)| *known == name) {
        return Ok(Some(Arg {
            ty,
            held: Some(*holder),
            name,
        }));
    }
    let mut known = bound(place.trigger);
    if known.iter().any(|known| name == known) {
        return Ok(None);
    }
    known.extend(held.iter().map(|(known, ..)| known.to_string()));
    let known = known.iter().map(String::as_str);
    let plain = name.unraw().to_string();
    wrong(match leptos_state_chart::__private::nearest(&plain, known) {
        Some(meant) => format!("nothing is called `{name}` here; did you mean `{meant}`?"),
        None => format!(
            "nothing is called `{name}` here: an argument is a name from the event's pattern, `on Event({name})`, from \
             `done({name})` or `error({name})`, or that of a state's data, `State({name}: Type)`"
        ),
    })
}

/// The names that a trigger gives to what comes with it.
fn bound(trigger: Option<&Trigger>) -> Vec<String> {
    let names: Vec<&Ident> = match trigger {
        Some(Trigger::Events(events)) => events
            .iter()
            .flat_map(|on| match &on.pattern {
                Pattern::Rest => Vec::new(),
                Pattern::Tuple { names, .. } => names.iter().collect(),
                Pattern::Named(fields) => fields.iter().map(|(_, name)| name).collect(),
            })
            .collect(),
        Some(
            Trigger::Done(handed)
            | Trigger::InvokeDone(_, handed)
            | Trigger::InvokeFailed(_, handed)
            | Trigger::InvokeNext(_, handed),
        ) => handed.0.iter().collect(),
        _ => Vec::new(),
    };
    let names = names.into_iter().filter(|name| *name != "_");
    names.map(Ident::to_string).collect()
}

/// The types of what each reason for a call carries under a name; `None` for one that carries nothing so called.
fn given<'c>(
    chart: &'c Chart,
    tree: &Tree<'c>,
    place: Place<'c>,
    name: &Ident,
) -> syn::Result<Vec<Option<&'c Type>>> {
    let state = tree.nodes[place.state].state;
    let is_handed = |handed: &Handed| handed.0.contains(name);
    Ok(match place.trigger {
        Some(Trigger::Events(events)) => events.iter().map(|on| carried(chart, on, name)).collect(),
        Some(Trigger::Done(handed)) if is_handed(handed) => {
            vec![Some(
                output(state).map_err(|message| error(name.span(), message))?,
            )]
        }
        Some(Trigger::InvokeDone(invoke, handed) | Trigger::InvokeNext(invoke, handed))
            if is_key(&state.invokes[*invoke], handed, name) =>
        {
            vec![state.invokes[*invoke].key.as_ref()]
        }
        Some(Trigger::InvokeDone(invoke, handed)) if is_handed(handed) => {
            let invoke = &state.invokes[*invoke];
            let Some(result) = &invoke.result else {
                let message = format!(
                    "`{0}` has no result: write `invoke {0} -> Type` if it has one",
                    invoke.name
                );
                return Err(error(name.span(), message));
            };
            vec![Some(result)]
        }
        Some(Trigger::InvokeFailed(invoke, handed)) if is_handed(handed) => {
            vec![state.invokes[*invoke].error.as_ref()]
        }
        Some(Trigger::InvokeNext(invoke, handed)) if is_handed(handed) => {
            vec![state.invokes[*invoke].next.as_ref()]
        }
        _ => Vec::new(),
    })
}

/// Whether a name is that of the key of one of several machines.
pub(super) fn is_key(invoke: &Invoke, handed: &Handed, name: &Ident) -> bool {
    invoke.key.is_some() && handed.0.first() == Some(name)
}

/// The type of what the final states inside of a state hand over, or why there is none.
fn output(state: &State) -> Result<&Type, String> {
    let name = &state.name;
    let finals = || state.children().filter(|inner| inner.kind == Kind::Final);
    let mut outputs = finals().filter_map(|inner| Some((&inner.name, &inner.output.as_ref()?.ty)));
    let Some((first, ty)) = outputs.next() else {
        return Err(format!(
            "no final state of `{name}` hands anything over: `final Done = maker -> Type;` does"
        ));
    };
    if let Some((other, _)) = outputs.find(|(_, other)| written(Some(other)) != written(Some(ty))) {
        return Err(format!("`{first}` and `{other}` hand over different types"));
    }
    match finals().find(|inner| inner.output.is_none()) {
        None => Ok(ty),
        Some(silent) => Err(format!(
            "`{}` ends `{name}` too, and hands nothing over",
            silent.name
        )),
    }
}

/// The type of what an event carries under a name. What is wrong with the pattern is said by [`check_event`].
fn carried<'c>(chart: &'c Chart, on: &'c On, name: &Ident) -> Option<&'c Type> {
    let fields = &event(chart, &on.event)?.fields;
    match &on.pattern {
        Pattern::Rest => None,
        Pattern::Tuple { names, .. } => {
            let mut names = names.iter().zip(fields);
            names
                .find(|(known, _)| *known == name)
                .map(|(_, field)| &field.ty)
        }
        Pattern::Named(named) => {
            let (field, _) = named.iter().find(|(_, known)| known == name)?;
            let mut fields = fields.iter();
            fields
                .find(|known| known.ident.as_ref() == Some(field))
                .map(|field| &field.ty)
        }
    }
}

/// Refuses an event that is not there, and a pattern that is not one of it.
pub(super) fn check_event(chart: &Chart, on: &On) -> syn::Result<()> {
    let name = &on.event;
    let Some(event) = event(chart, name) else {
        let known: Vec<String> = chart
            .events
            .iter()
            .map(|event| event.ident.unraw().to_string())
            .collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        return Err(unknown("event", name, &known));
    };
    let known = event.fields.iter().filter_map(|field| field.ident.as_ref());
    let known: Vec<String> = known.map(Ident::to_string).collect();
    let count = event.fields.len();
    let is_right = match (&on.pattern, &event.fields) {
        (Pattern::Rest, _) | (Pattern::Named(_), Fields::Named(_)) => true,
        (Pattern::Tuple { names, has_rest }, Fields::Unnamed(_)) => {
            names.len() == count || (*has_rest && names.len() < count)
        }
        _ => false,
    };
    if !is_right {
        let message = match &event.fields {
            Fields::Unit => format!("`{name}` carries nothing: write `{name}` alone"),
            Fields::Named(_) => format!(
                "`{name}` carries fields with names: write `{name} {{ {} }}`",
                known.join(", ")
            ),
            Fields::Unnamed(_) => {
                let values = if count == 1 { "value" } else { "values" };
                let names: Vec<&str> = ["a", "b", "c", "d"]
                    .into_iter()
                    .cycle()
                    .take(count)
                    .collect();
                format!(
                    "`{name}` carries {count} {values}: write `{name}({})`",
                    names.join(", ")
                )
            }
        };
        return Err(error(name.span(), message));
    }
    if let Pattern::Named(fields) = &on.pattern {
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let strange = fields
            .iter()
            .find(|(field, _)| !known.iter().any(|known| field == known));
        if let Some((field, _)) = strange {
            return Err(unknown("field", field, &known));
        }
    }
    Ok(())
}

/// The event of a name.
fn event<'c>(chart: &'c Chart, name: &Ident) -> Option<&'c Variant> {
    let mut events = chart.events.iter();
    events.find(|event| event.ident.unraw() == name.unraw())
}
