//! What a chart needs of its logic: functions, each with what it is given where it is called.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::Type;

use super::arguments::{argument, is_key, Arg};
use super::errors::Errors;
use super::model::{Call, Chart, Invoke, On, Pattern, Trigger};
use super::tree::{error, Tree};

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
    pub held: Vec<Option<Holder>>,
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
    Task(Work<'c>),
    /// Makes the machine of an invoke, of this chart.
    Machine(&'c Type),
}

/// The types of what work comes to.
#[derive(Clone, Copy)]
pub(super) struct Work<'c> {
    pub result: Option<&'c Type>,
    pub error: Option<&'c Type>,
    /// What it tells on its way.
    pub next: Option<&'c Type>,
}

/// Who has what guards and actions are lent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Holder {
    /// The state of this place, which holds data.
    State(usize),
    /// The machine, or the machines, of this number.
    Machine(usize),
}

impl PartialEq for Role<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Guard, Self::Guard) | (Self::Action, Self::Action) => true,
            (Self::Maker(one), Self::Maker(other)) | (Self::Output(one), Self::Output(other)) => {
                one == other
            }
            (Self::Task(_), Self::Task(_)) | (Self::Machine(_), Self::Machine(_)) => true,
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
            Self::Task(_) => "the work of an invoke".to_owned(),
            Self::Machine(_) => "what makes the machine of an invoke".to_owned(),
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
pub(super) fn held(holder: Holder) -> Ident {
    match holder {
        Holder::State(state) => format_ident!("__held_{state}"),
        Holder::Machine(number) => format_ident!("__inside_{number}"),
    }
}

/// A kind of value that final states and invokes hand over.
pub(super) struct HandedOver<'c> {
    pub variant: Ident,
    /// `()` if it is `None`.
    pub ty: Option<&'c Type>,
    /// The type of a key that comes with it.
    pub key: Option<&'c Type>,
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
        if let (Role::Task(one), Role::Task(other)) = (known.role, function.role) {
            if one.error.is_some() != other.error.is_some() {
                return wrong(format!("`{name}` has a `Result` elsewhere, and here none"));
            }
            if one.next.is_some() != other.next.is_some() {
                return wrong(format!(
                    "`{name}` tells something on its way elsewhere, and here nothing"
                ));
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
    pub(super) fn hands_over(
        &mut self,
        variant: Ident,
        key: Option<&'c Type>,
        ty: Option<&'c Type>,
    ) -> syn::Result<()> {
        let same = |known: &&HandedOver<'c>| known.variant == variant;
        match self.handed.iter().find(same) {
            None => self.handed.push(HandedOver { variant, ty, key }),
            Some(known)
                if written(known.ty) == written(ty) && known.key.is_some() == key.is_some() => {}
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
            Some(Holder::State(state)) => {
                format!("the data of `{}`", tree.nodes[*state].state.name)
            }
            Some(Holder::Machine(number)) => format!("`{}`", tree.machines()[*number].1.name),
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
pub(super) fn written(ty: Option<&Type>) -> String {
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

/// The variant of what an invoke's work tells on its way.
pub(super) fn next_variant(invoke: &Ident) -> Ident {
    let variant = result_variant(invoke);
    Ident::new(&format!("{variant}Next"), invoke.span())
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
            .map(|arg| match (arg.held, place.trigger) {
                (Some(holder), _) => held(holder),
                (
                    None,
                    Some(Trigger::InvokeDone(invoke, handed) | Trigger::InvokeNext(invoke, handed)),
                ) if is_key(&state.invokes[*invoke], handed, arg.name) => format_ident!("__key"),
                _ => format_ident!("__data"),
            })
            .collect(),
    };
    // With one of several machines comes its key.
    let with_key = |invoke: &Invoke, variant: &Ident| match invoke.key.as_ref() {
        Some(_) => quote!(Data::#variant((__key, __data))),
        None => quote!(Data::#variant(__data)),
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
            let invoke = &state.invokes[*invoke];
            let variant = result_variant(&invoke.name);
            let carried = with_key(invoke, &variant);
            let pattern = quote!(Cause::TaskDone { data: #carried, .. });
            vec![data("result", variant, pattern)]
        }
        Some(Trigger::InvokeFailed(invoke, _)) => {
            let variant = failure_variant(&state.invokes[*invoke].name);
            let pattern = quote!(Cause::TaskFailed { data: Data::#variant(__data), .. });
            vec![data("failure", variant, pattern)]
        }
        Some(Trigger::InvokeNext(invoke, _)) => {
            let invoke = &state.invokes[*invoke];
            let variant = next_variant(&invoke.name);
            let carried = with_key(invoke, &variant);
            let pattern = quote!(Cause::TaskNext { data: #carried, .. });
            vec![data("next", variant, pattern)]
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
        Some(holder) => Some(held(holder)),
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
