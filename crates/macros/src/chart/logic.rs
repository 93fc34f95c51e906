//! What a chart needs of its logic: functions, each with what it is given where it is called.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::{Fields, Type, Variant};

use super::model::{Call, Chart, On, Pattern, Trigger};
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
            (Self::Task(_, one), Self::Task(_, other)) => one.is_some() == other.is_some(),
            _ => false,
        }
    }
}

impl Role<'_> {
    const fn name(&self) -> &'static str {
        match self {
            Self::Guard => "a guard",
            Self::Action => "an action",
            Self::Maker(_) => "what makes the data of a state",
            Self::Output(_) => "what makes the data of a final state",
            Self::Task(..) => "the work of an invoke",
        }
    }
}

/// One reason for which a function is called.
pub(super) struct Case {
    /// The event, or what else is the reason. `None` if it may be any.
    reason: Option<Ident>,
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
        let args: Option<Vec<Arg<'c>>> = call
            .args
            .iter()
            .map(|arg| errors.take(argument(chart, tree, place, arg, role)))
            .collect();
        let Some(args) = args else {
            return known_as;
        };
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
                role.name()
            );
            errors.add(error(call.name.span(), message));
        }
        errors.take(self.agree(function));
        known_as
    }

    /// Notes a function that takes nothing but the context.
    pub(super) fn plain(&mut self, name: &'c Ident, role: Role<'c>, errors: &mut Errors) -> String {
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
        errors.take(self.agree(function));
        known_as
    }

    /// Adds a function, or what is new of one that is there.
    fn agree(&mut self, function: Function<'c>) -> syn::Result<()> {
        let same = |known: &&mut Function<'c>| known.name == function.name;
        let Some(known) = self.list.iter_mut().find(same) else {
            self.list.push(function);
            return Ok(());
        };
        let name = function.name;
        let wrong = |message: String| Err(error(name.span(), message));
        if known.role != function.role {
            return wrong(format!(
                "`{name}` is {} elsewhere, and here {}",
                known.role.name(),
                function.role.name()
            ));
        }
        if known.fails != function.fails {
            return wrong(format!(
                "`{name}` is written with `?` in one place and without in another: it may fail, or it may not"
            ));
        }
        let types = |args: &[&Type]| -> Vec<String> {
            args.iter().map(|ty| quote!(#ty).to_string()).collect()
        };
        let (before, here) = (types(&known.args), types(&function.args));
        if before != here || known.held != function.held {
            return wrong(format!(
                "`{name}` is given ({}) elsewhere, and here ({}): a function has one list of arguments",
                before.join(", "),
                here.join(", ")
            ));
        }
        for case in function.cases {
            let mut same = known.cases.iter();
            match same.find(|known| known.reason == case.reason) {
                None => known.cases.push(case),
                Some(same) if same.args == case.args => {}
                Some(_) => {
                    return wrong(format!(
                        "`{name}` is given other parts of the same event elsewhere: use two names"
                    ));
                }
            }
        }
        Ok(())
    }

    /// Notes what somebody hands over.
    pub(super) fn hands_over(&mut self, variant: Ident, ty: Option<&'c Type>) -> syn::Result<()> {
        let text = |ty: Option<&Type>| quote!(#ty).to_string();
        let same = |known: &&HandedOver<'c>| known.variant == variant;
        match self.handed.iter().find(same) {
            None => self.handed.push(HandedOver { variant, ty }),
            Some(known) if text(known.ty) == text(ty) => {}
            Some(_) => {
                let message =
                    "what this hands over is called as something of another type elsewhere";
                return Err(error(variant.span(), message));
            }
        }
        Ok(())
    }
}

/// The name of what an invoke's work results in.
pub(super) fn result_variant(invoke: &Ident) -> Ident {
    let mut camel = String::new();
    for word in invoke.unraw().to_string().split('_') {
        let mut letters = word.chars();
        camel.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        camel.extend(letters);
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

/// Where a name in a call comes from.
fn argument<'c>(
    chart: &'c Chart,
    tree: &Tree<'c>,
    place: Place<'c>,
    name: &'c Ident,
    role: Role<'c>,
) -> syn::Result<Arg<'c>> {
    let mut types = Vec::new();
    match place.trigger {
        Some(Trigger::Events(events)) => {
            for on in events {
                types.push(carried(chart, on, name)?);
            }
        }
        Some(Trigger::Done(handed)) => {
            let found = handed.0.as_ref().filter(|handed| *handed == name);
            let finals = tree.nodes[place.state].state.children();
            let output = finals.filter_map(|state| state.output.as_ref());
            types.push(found.and_then(|_| output.map(|output| &output.ty).next()));
        }
        Some(Trigger::InvokeDone(invoke, handed)) => {
            let found = handed.0.as_ref().filter(|handed| *handed == name);
            let invoke = &tree.nodes[place.state].state.invokes[*invoke];
            types.push(found.and(invoke.result.as_ref()));
        }
        Some(Trigger::InvokeFailed(invoke, handed)) => {
            let found = handed.0.as_ref().filter(|handed| *handed == name);
            let invoke = &tree.nodes[place.state].state.invokes[*invoke];
            types.push(found.and(invoke.error.as_ref()));
        }
        _ => {}
    }
    if let Some(ty) = types.iter().flatten().next() {
        if types.iter().any(Option::is_none) {
            let message = format!("not all of the events here carry a `{name}`");
            return Err(error(name.span(), message));
        }
        let same = |other: &&Type| quote!(#other).to_string() == quote!(#ty).to_string();
        if !types.iter().flatten().all(same) {
            let message = format!("`{name}` has other types in other events of this transition");
            return Err(error(name.span(), message));
        }
        return Ok(Arg {
            ty,
            held: None,
            name,
        });
    }
    // What makes a state's data is called before that is there.
    let own = match role {
        Role::Maker(holder) => Some(holder),
        _ => None,
    };
    let around = tree.from(place.state).filter(|around| Some(*around) != own);
    let mut held = around.filter_map(|around| {
        let holding = tree.nodes[around].state.holding.as_ref()?;
        (holding.name.as_ref() == Some(name)).then_some((around, &holding.ty))
    });
    if let Some((state, ty)) = held.next() {
        return Ok(Arg {
            ty,
            held: Some(state),
            name,
        });
    }
    let message = format!(
        "nothing is called `{name}` here: an argument is a name from the event's pattern, `on Event({name})`, from \
         `done({name})`, or that of a state's data, `State({name}: Type)`"
    );
    Err(error(name.span(), message))
}

/// The type of what an event carries under a name; `None` if it carries nothing so called.
fn carried<'c>(chart: &'c Chart, on: &'c On, name: &Ident) -> syn::Result<Option<&'c Type>> {
    let event = event(chart, &on.event)?;
    let types = event.fields.iter().map(|field| &field.ty);
    match &on.pattern {
        Pattern::Rest => Ok(None),
        Pattern::Tuple(names) => {
            let is_tuple = matches!(event.fields, Fields::Unnamed(_));
            if !is_tuple || names.len() != event.fields.len() {
                let message = match &event.fields {
                    Fields::Unit => format!("`{}` carries nothing", event.ident),
                    Fields::Named(_) => {
                        format!("`{}` carries fields with names: `{{ .. }}`", event.ident)
                    }
                    Fields::Unnamed(fields) => {
                        let count = fields.unnamed.len();
                        let values = if count == 1 { "value" } else { "values" };
                        format!("`{}` carries {count} {values}", event.ident)
                    }
                };
                return Err(error(on.event.span(), message));
            }
            let found = names.iter().zip(types).find(|(known, _)| *known == name);
            Ok(found.map(|(_, ty)| ty))
        }
        Pattern::Named(fields) => {
            for (field, bound) in fields {
                let mut known = event.fields.iter();
                let found = known.find(|known| known.ident.as_ref() == Some(field));
                let Some(found) = found else {
                    let known = event.fields.iter().filter_map(|field| field.ident.as_ref());
                    let known: Vec<String> = known.map(Ident::to_string).collect();
                    let known: Vec<&str> = known.iter().map(String::as_str).collect();
                    return Err(unknown("field", field, &known));
                };
                if bound == name {
                    return Ok(Some(&found.ty));
                }
            }
            Ok(None)
        }
    }
}

/// The event of a name.
pub(super) fn event<'c>(chart: &'c Chart, name: &Ident) -> syn::Result<&'c Variant> {
    let mut events = chart.events.iter();
    events.find(|event| event.ident == *name).ok_or_else(|| {
        let known: Vec<String> = chart
            .events
            .iter()
            .map(|event| event.ident.to_string())
            .collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        unknown("event", name, &known)
    })
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
    let data = |variant: Ident, pattern: TokenStream| Case {
        reason: Some(variant),
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
                    data(variant.clone(), pattern)
                })
                .collect()
        }
        Some(Trigger::InvokeDone(invoke, _)) => {
            let variant = result_variant(&state.invokes[*invoke].name);
            let pattern = quote!(Cause::TaskDone { data: Data::#variant(__data), .. });
            vec![data(variant, pattern)]
        }
        Some(Trigger::InvokeFailed(invoke, _)) => {
            let variant = failure_variant(&state.invokes[*invoke].name);
            let pattern = quote!(Cause::TaskFailed { data: Data::#variant(__data), .. });
            vec![data(variant, pattern)]
        }
        _ => Vec::new(),
    }
}

/// Binds what of an event is given to a call, by where it is in the event, and nothing else.
fn event_case(on: &On, args: &[Arg<'_>]) -> Case {
    let event = &on.event;
    let place = |name: &Ident| match &on.pattern {
        Pattern::Tuple(names) => names
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
        Pattern::Tuple(names) => {
            let names = (0..names.len()).map(|place| {
                let place = format_ident!("__{place}");
                if places.contains(&place) {
                    quote!(#place)
                } else {
                    quote!(_)
                }
            });
            quote!((#(#names),*))
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
        reason: Some(event.clone()),
        pattern: quote!(Cause::Event(Event::#event #fields)),
        args: places,
    }
}
