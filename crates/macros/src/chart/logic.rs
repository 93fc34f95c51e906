//! What a chart needs of its logic: functions, each with what it is given where it is called.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::{Fields, Type, Variant};

use super::model::{Call, Chart, Handed, Kind, On, Pattern, State, Trigger};
use super::tree::{error, unknown, Tree};
use crate::errors::Errors;

/// The functions of a chart's logic, in the order in which the chart names them.
pub(super) struct Functions<'c> {
    pub list: Vec<Function<'c>>,
    pub handed: Vec<HandedOver<'c>>,
}

pub(super) struct Function<'c> {
    pub name: &'c Ident,
    pub role: Role<'c>,
    /// What the compiled chart calls it.
    pub known_as: String,
    pub fails: bool,
    pub args: Vec<&'c Type>,
    /// The arguments that are data of states, by their places.
    pub held: Vec<Option<usize>>,
    pub args_named: Vec<&'c Ident>,
    pub cases: Vec<Case>,
}

#[derive(Clone, Copy)]
pub(super) enum Role<'c> {
    Guard,
    Action,
    /// Makes the data of a state.
    Maker(usize),
    /// Makes what a final state hands over.
    Output(usize),
    /// Is the work of an invoke.
    Task(Option<&'c Type>, Option<&'c Type>),
}

impl PartialEq for Role<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Guard, Self::Guard) | (Self::Action, Self::Action) => true,
            (Self::Maker(one), Self::Maker(other)) | (Self::Output(one), Self::Output(other)) => {
                one == other
            }
            (Self::Task(..), Self::Task(..)) => true,
            _ => false,
        }
    }
}

impl Role<'_> {
    fn name(&self, tree: &Tree<'_>) -> String {
        let state = |place: &usize| &tree.nodes[*place].state.name;
        match self {
            Self::Guard => "a guard".to_owned(),
            Self::Action => "an action".to_owned(),
            Self::Maker(holder) => format!("what makes the data of `{}`", state(holder)),
            Self::Output(place) => format!("what makes what `{}` hands over", state(place)),
            Self::Task(..) => "the work of an invoke".to_owned(),
        }
    }
}

/// One reason for which a function is called.
pub(super) struct Case {
    /// What it is, in words that no other reason has. `None` if it may be any.
    reason: Option<String>,
    /// What the reason is matched with.
    pub pattern: TokenStream,
    /// The arguments, in the names of the pattern and of [`held`].
    pub args: Vec<Ident>,
}

/// What the data of a state is called where it is an argument.
pub(super) fn held(state: usize) -> Ident {
    format_ident!("__held_{state}")
}

/// A kind of value that final states and invokes hand over.
pub(super) struct HandedOver<'c> {
    pub variant: Ident,
    /// `()` if it is `None`.
    pub ty: Option<&'c Type>,
}

/// What calls at a place of the chart can be given.
#[derive(Clone, Copy)]
pub(super) struct Place<'c> {
    pub state: usize,
    pub trigger: Option<&'c Trigger>,
}

impl<'c> Functions<'c> {
    /// Notes a call.
    pub(super) fn call(
        &mut self,
        chart: &'c Chart,
        tree: &Tree<'c>,
        place: Place<'c>,
        call: &'c Call,
        role: Role<'c>,
        errors: &mut Errors,
    ) -> String {
        let plain = call.name.unraw().to_string();
        let known_as = match role {
            Role::Maker(holder) => format!("{}({plain})", tree.nodes[holder].state.name),
            _ => plain,
        };
        let mut args: Vec<Arg<'c>> = Vec::new();
        for name in &call.args {
            if args.iter().any(|arg| arg.name == name) {
                let message = format!("`{}` is given `{name}` twice", call.name);
                errors.add(error(name.span(), message));
            } else {
                args.extend(
                    errors
                        .take(argument(chart, tree, place, name, role))
                        .flatten(),
                );
            }
        }
        if args.len() < call.args.len() {
            return known_as;
        }
        let cases = cases(tree, place, &args);
        let function = Function {
            name: &call.name,
            role,
            known_as: known_as.clone(),
            fails: call.fails,
            args: args.iter().map(|arg| arg.ty).collect(),
            held: args.iter().map(|arg| arg.held).collect(),
            args_named: call.args.iter().collect(),
            cases,
        };
        if call.fails && role != Role::Action {
            let message = format!(
                "only actions may fail, and `{}` is {}",
                call.name,
                role.name(tree)
            );
            errors.add(error(call.name.span(), message));
        }
        errors.take(self.agree(tree, function));
        known_as
    }

    /// Notes a function that takes nothing but the context.
    pub(super) fn plain(
        &mut self,
        tree: &Tree<'_>,
        name: &'c Ident,
        role: Role<'c>,
        errors: &mut Errors,
    ) -> String {
        let known_as = name.unraw().to_string();
        let function = Function {
            name,
            role,
            known_as: known_as.clone(),
            fails: false,
            args: Vec::new(),
            held: Vec::new(),
            args_named: Vec::new(),
            cases: Vec::new(),
        };
        errors.take(self.agree(tree, function));
        known_as
    }

    /// Adds a function, or what is new of one that is there.
    fn agree(&mut self, tree: &Tree<'_>, function: Function<'c>) -> syn::Result<()> {
        let same = |known: &&mut Function<'c>| known.name == function.name;
        let Some(known) = self.list.iter_mut().find(same) else {
            self.list.push(function);
            return Ok(());
        };
        let name = function.name;
        let wrong = |message: String| Err(error(name.span(), message));
        if known.role != function.role {
            return wrong(format!(
                "`{name}` is {} elsewhere, and here {}: use two names",
                known.role.name(tree),
                function.role.name(tree)
            ));
        }
        if let (Role::Task(_, one), Role::Task(_, other)) = (known.role, function.role) {
            if one.is_some() != other.is_some() {
                return wrong(format!("`{name}` has a `Result` elsewhere, and here none"));
            }
        }
        if known.fails != function.fails {
            return wrong(format!(
                "`{name}` is written with `?` in one place and without in another: either it may fail, or not"
            ));
        }
        let text = |ty: &Type| quote!(#ty).to_string();
        let is_same = known.held == function.held
            && known.args.len() == function.args.len()
            && known
                .args
                .iter()
                .zip(&function.args)
                .all(|(one, other)| text(one) == text(other));
        if !is_same {
            return wrong(format!(
                "`{name}` is given {} elsewhere, and here {}: a function has one list of arguments",
                known.given(tree),
                function.given(tree)
            ));
        }
        for case in function.cases {
            let mut same = known.cases.iter();
            match same.find(|known| known.reason == case.reason) {
                None => known.cases.push(case),
                Some(same) if same.args == case.args => {}
                Some(_) => {
                    return wrong(format!(
                        "`{name}` is given other parts of the same elsewhere: use two names"
                    ));
                }
            }
        }
        Ok(())
    }

    /// Notes what somebody hands over.
    pub(super) fn hands_over(&mut self, variant: Ident, ty: Option<&'c Type>) -> syn::Result<()> {
        let same = |known: &&HandedOver<'c>| known.variant == variant;
        match self.handed.iter().find(same) {
            None => self.handed.push(HandedOver { variant, ty }),
            Some(known) if written(known.ty) == written(ty) => {}
            Some(known) => {
                let message = format!(
                    "`Data::{variant}` is {} elsewhere, and here {}: use two names",
                    written(known.ty),
                    written(ty)
                );
                return Err(error(variant.span(), message));
            }
        }
        Ok(())
    }
}

impl Function<'_> {
    /// Its arguments, as messages call them.
    fn given(&self, tree: &Tree<'_>) -> String {
        let args = self.args.iter().zip(&self.held);
        let args = args.map(|(ty, held)| match held {
            Some(state) => format!("the data of `{}`", tree.nodes[*state].state.name),
            None => written(Some(ty)),
        });
        let args: Vec<String> = args.collect();
        if args.is_empty() {
            return "nothing".to_owned();
        }
        args.join(" and ")
    }
}

/// A type as messages say it.
fn written(ty: Option<&Type>) -> String {
    let text = ty.map_or_else(|| "()".to_owned(), |ty| quote!(#ty).to_string());
    let mut plain = text
        .replace(" ::", "::")
        .replace(":: ", "::")
        .replace(" <", "<");
    plain = plain
        .replace("< ", "<")
        .replace(" >", ">")
        .replace(" ,", ",")
        .replace("& ", "&");
    format!("`{}`", plain.trim_start_matches("super::"))
}

/// The name of what an invoke's work results in.
pub(super) fn result_variant(invoke: &Ident) -> Ident {
    let mut camel = String::new();
    for word in invoke.unraw().to_string().split('_') {
        let mut letters = word.chars();
        camel.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        camel.extend(letters);
    }
    if camel.starts_with(|first: char| first.is_ascii_digit()) {
        camel.insert(0, '_');
    }
    Ident::new(&camel, invoke.span())
}

/// The name of why it failed.
pub(super) fn failure_variant(invoke: &Ident) -> Ident {
    let variant = result_variant(invoke);
    Ident::new(&format!("{variant}Error"), invoke.span())
}

struct Arg<'c> {
    ty: &'c Type,
    /// The state whose data it is.
    held: Option<usize>,
    name: &'c Ident,
}

/// Where a name in a call comes from. `None` if it is that of something in a pattern of which it was said that it is wrong.
fn argument<'c>(
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
        Some((holding.name.as_ref()?, around, &holding.ty))
    });
    let held: Vec<_> = held.collect();
    if let Some((_, state, ty)) = held.iter().find(|(known, ..)| *known == name) {
        return Ok(Some(Arg {
            ty,
            held: Some(*state),
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
            | Trigger::InvokeFailed(_, handed),
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
    let is_handed = |handed: &Handed| handed.0.as_ref() == Some(name);
    Ok(match place.trigger {
        Some(Trigger::Events(events)) => events.iter().map(|on| carried(chart, on, name)).collect(),
        Some(Trigger::Done(handed)) if is_handed(handed) => {
            vec![Some(
                output(state).map_err(|message| error(name.span(), message))?,
            )]
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
        _ => Vec::new(),
    })
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

/// The reasons for which a call is made, with its arguments for each.
fn cases<'c>(tree: &Tree<'c>, place: Place<'c>, args: &[Arg<'c>]) -> Vec<Case> {
    if args.iter().all(|arg| arg.held.is_some()) {
        let args = args.iter().filter_map(|arg| arg.held).map(held).collect();
        return vec![Case {
            reason: None,
            pattern: TokenStream::new(),
            args,
        }];
    }
    let state = tree.nodes[place.state].state;
    let data = |kind: &str, variant: Ident, pattern: TokenStream| Case {
        reason: Some(format!("{kind} {variant}")),
        pattern,
        args: args
            .iter()
            .map(|arg| arg.held.map_or_else(|| format_ident!("__data"), held))
            .collect(),
    };
    match place.trigger {
        Some(Trigger::Events(events)) => events.iter().map(|on| event_case(on, args)).collect(),
        Some(Trigger::Done(_)) => {
            let finals = state.children().filter(|state| state.output.is_some());
            finals
                .map(|state| {
                    let variant = &state.name;
                    let pattern = quote!(Cause::Done { data: ::core::option::Option::Some(Data::#variant(__data)), .. });
                    data("done", variant.clone(), pattern)
                })
                .collect()
        }
        Some(Trigger::InvokeDone(invoke, _)) => {
            let variant = result_variant(&state.invokes[*invoke].name);
            let pattern = quote!(Cause::TaskDone { data: Data::#variant(__data), .. });
            vec![data("result", variant, pattern)]
        }
        Some(Trigger::InvokeFailed(invoke, _)) => {
            let variant = failure_variant(&state.invokes[*invoke].name);
            let pattern = quote!(Cause::TaskFailed { data: Data::#variant(__data), .. });
            vec![data("failure", variant, pattern)]
        }
        _ => Vec::new(),
    }
}

/// Binds what of an event is given to a call, by where it is in the event, and nothing else.
fn event_case(on: &On, args: &[Arg<'_>]) -> Case {
    let event = &on.event;
    let place = |name: &Ident| match &on.pattern {
        Pattern::Tuple { names, .. } => names
            .iter()
            .position(|known| known == name)
            .map(|place| format_ident!("__{place}")),
        Pattern::Named(fields) => fields
            .iter()
            .find(|(_, known)| known == name)
            .map(|(field, _)| format_ident!("__{}", field.unraw())),
        Pattern::Rest => None,
    };
    let places = args.iter().map(|arg| match arg.held {
        Some(state) => Some(held(state)),
        None => place(arg.name),
    });
    let places: Vec<Ident> = places.flatten().collect();
    let fields = match &on.pattern {
        Pattern::Rest => quote!({ .. }),
        Pattern::Tuple { names, has_rest } => {
            let rest = has_rest.then(|| quote!(..));
            let names = (0..names.len()).map(|place| {
                let place = format_ident!("__{place}");
                if places.contains(&place) {
                    quote!(#place)
                } else {
                    quote!(_)
                }
            });
            quote!((#(#names,)* #rest))
        }
        Pattern::Named(fields) => {
            let fields = fields
                .iter()
                .map(|(field, _)| (field, format_ident!("__{}", field.unraw())));
            let fields = fields.filter(|(_, place)| places.contains(place));
            let fields = fields.map(|(field, place)| quote!(#field: #place));
            quote!({ #(#fields,)* .. })
        }
    };
    Case {
        reason: Some(format!("event {event}")),
        pattern: quote!(Cause::Event(Event::#event #fields)),
        args: places,
    }
}
