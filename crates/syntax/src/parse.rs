//! Reading a chart.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{
    braced, parenthesized, token, Attribute, Ident, Lit, LitInt, LitStr, Token, Type, Variant,
    Visibility,
};

use super::clauses::{any_guard, calls, delay, handed, name, pattern, slash_calls, targets};
use super::errors::Errors;
use super::model::{
    Chart, Emits, History, Holding, Initial, Kind, On, Output, Role, State, Transition, Trigger,
};
use super::secret;

/// The words that begin something in a state. No state is called so.
const WORDS: [&str; 13] = [
    "after", "always", "done", "entry", "error", "exit", "history", "initial", "invoke", "meta",
    "on", "spawn", "tags",
];

impl Chart {
    /// Reads a chart. What can't be read is noted in `errors` and left out, so that the rest is known while somebody writes.
    pub(super) fn read(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis: Visibility = input.parse()?;
        let name: Ident = input.parse()?;
        let kind = region_kind(input)?;
        let mut chart = Self {
            attrs,
            vis,
            root: State::new(Ident::new("State", name.span()), kind),
            name,
            context: None,
            version: None,
            microsteps: None,
            serde: false,
            is_local: false,
            denies_unhandled: false,
            event_attrs: Vec::new(),
            events: Vec::new(),
            emits: None,
        };
        if input.peek(token::Brace) {
            let options;
            braced!(options in input);
            let read = chart.read_options(&options, errors);
            errors.take(read);
            skip_all(&options);
        } else if let Err(error) = input.parse::<Token![;]>() {
            let message = "expected `;`, or options in braces: `{ context: Type }`";
            errors.add(syn::Error::new(error.span(), message));
        }
        if begins(input, "events") {
            chart.event_attrs = input.call(Attribute::parse_outer)?;
            input.parse::<Ident>()?;
            if input.peek(token::Brace) {
                let events;
                braced!(events in input);
                chart.events = read_variants(&events, errors);
            } else {
                errors
                    .add(input.error("expected `{` and the events: `events { Load(Song), Play }`"));
            }
        }
        if begins(input, "emits") {
            let attrs = input.call(Attribute::parse_outer)?;
            input.parse::<Ident>()?;
            if input.peek(token::Brace) {
                let emits;
                braced!(emits in input);
                let variants = read_variants(&emits, errors);
                chart.emits = Some(Emits { attrs, variants });
            } else {
                let message = "expected `{` and what is emitted: `emits { Progress(f32) }`";
                errors.add(input.error(message));
            }
        }
        chart.root.read_items(input, errors);
        Ok(chart)
    }

    fn read_options(&mut self, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<()> {
        while !input.is_empty() {
            let option = input.call(Ident::parse_any)?;
            let plain = option.to_string();
            if !["deny", "local", "serde"].contains(&plain.as_str()) {
                input.parse::<Token![:]>()?;
            }
            match plain.as_str() {
                "serde" => self.serde = true,
                "local" => self.is_local = true,
                "deny" => {
                    let denied;
                    parenthesized!(denied in input);
                    let denied: Ident = denied.parse()?;
                    if denied != "unhandled" {
                        let message = "only `unhandled` can be denied: `deny(unhandled)`";
                        errors.add(syn::Error::new(denied.span(), message));
                    }
                    self.denies_unhandled = true;
                }
                "context" => self.context = Some(input.parse()?),
                "version" => self.version = Some(input.parse::<LitInt>()?.base10_parse()?),
                "microsteps" => self.microsteps = Some(input.parse::<LitInt>()?.base10_parse()?),
                unknown => {
                    let message = format!(
                        "there is no option `{unknown}`: a chart has `context: Type`, `serde`, `local`, `deny(unhandled)`, `version: number` and `microsteps: number`"
                    );
                    errors.add(syn::Error::new(option.span(), message));
                    if input.peek(Lit) {
                        input.parse::<Lit>()?;
                    } else {
                        input.parse::<Type>()?;
                    }
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    }
}

fn read_variants(input: ParseStream<'_>, errors: &mut Errors) -> Vec<Variant> {
    let mut variants = Vec::new();
    while !input.is_empty() {
        match read_event(input) {
            Ok(event) => variants.push(event),
            Err(error) => {
                errors.add(error);
                skip_until(input, ',', false);
                continue;
            }
        }
        if !input.is_empty() {
            // Where a comma was forgotten, another event follows.
            errors.take(input.parse::<Token![,]>());
        }
    }
    secret::check(&variants, errors);
    variants
}

fn read_event(input: ParseStream<'_>) -> syn::Result<Variant> {
    let ahead = input.fork();
    ahead.call(Attribute::parse_outer)?;
    name(&ahead, "an event: `Play`, `Load(Song)`, `Seek { to: f32 }`")?;
    input.parse()
}

/// Whether this word comes next, perhaps with attributes before it.
fn begins(input: ParseStream<'_>, word: &str) -> bool {
    let ahead = input.fork();
    ahead.call(Attribute::parse_outer).is_ok()
        && ahead.parse::<Ident>().is_ok_and(|next| next == word)
}

fn region_kind(input: ParseStream<'_>) -> syn::Result<Kind> {
    if input.peek(Ident) && input.fork().parse::<Ident>()? == "parallel" {
        input.parse::<Ident>()?;
        return Ok(Kind::Parallel);
    }
    Ok(Kind::Plain)
}

impl State {
    /// Reads what is inside of a state. After something that can't be read it goes on behind the next `;` or `}`, or where a word
    /// begins something else.
    fn read_items(&mut self, input: ParseStream<'_>, errors: &mut Errors) {
        while !input.is_empty() {
            let before = input.cursor();
            if let Err(error) = self.read_item(input, errors) {
                errors.add(error);
                if input.cursor() == before || !begins_something(input) {
                    skip_until(input, ';', true);
                }
            }
        }
    }

    fn read_item(&mut self, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<()> {
        let attrs = input.call(Attribute::parse_outer)?;
        if let Some(attr) = attrs.iter().find(|attr| !attr.path().is_ident("doc")) {
            let message = "what is in a chart has documentation and no other attributes";
            errors.add(syn::Error::new(attr.pound_token.span(), message));
        }
        if input.peek(Token![final]) {
            input.parse::<Token![final]>()?;
            let mut state = Self::new(state_name(input)?, Kind::Final);
            state.attrs = attrs;
            state.read_output(input)?;
            state.read_body(input, errors)?;
            self.states.push(state);
            return Ok(());
        }
        let word = input
            .call(Ident::parse_any)
            .map_err(|error| syn::Error::new(error.span(), format!("expected {}", something())))?;
        match word.to_string().as_str() {
            "initial" => self.read_initial(input, word.span())?,
            "history" => self.read_history(input, attrs)?,
            "on" => self.read_on(input, word.span())?,
            "always" => self.read_transition(input, word.span(), Trigger::Always)?,
            "after" => {
                let delay = delay(input)?;
                self.read_transition(input, word.span(), Trigger::After(delay))?;
            }
            "done" => {
                let handed = handed(input)?;
                self.read_transition(input, word.span(), Trigger::Done(handed))?;
            }
            "entry" => {
                let calls = calls(input)?;
                self.entry.push(calls);
                end(input)?;
            }
            "exit" => {
                let calls = calls(input)?;
                self.exit.push(calls);
                end(input)?;
            }
            "invoke" => self.read_invoke(input, errors)?,
            "spawn" => self.read_spawn(input, errors)?,
            "tags" => {
                let tags = Punctuated::<Ident, Token![,]>::parse_separated_nonempty(input)?;
                self.tags.extend(tags.iter().map(Ident::to_string));
                end(input)?;
            }
            "meta" => {
                let key = input.call(Ident::parse_any)?;
                input.parse::<Token![=]>()?;
                let value: LitStr = input.parse()?;
                self.meta.push((key.to_string(), value.value()));
                end(input)?;
            }
            "events" | "emits" => {
                let message = "this stands once, before all states, and `events` before `emits`";
                return Err(syn::Error::new(word.span(), message));
            }
            "error" => {
                let message = "this stands in an `invoke`, or names an action: `on error.action`";
                return Err(syn::Error::new(word.span(), message));
            }
            _ => {
                check_state_name(&word)?;
                let kind = region_kind(input)?;
                let mut state = Self::new(word, kind);
                state.attrs = attrs;
                state.holding = holding(input)?;
                if input.peek(Ident) && input.fork().parse::<Ident>()? == "parallel" {
                    let message =
                        format!("`parallel` comes first: `{} parallel(Type)`", state.name);
                    errors.add(input.error(message));
                    state.kind = region_kind(input)?;
                }
                state.read_body(input, errors)?;
                self.states.push(state);
            }
        }
        Ok(())
    }

    /// `;`, or what is inside in braces.
    fn read_body(&mut self, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<()> {
        if input.peek(Token![;]) {
            return end(input);
        }
        if !input.peek(token::Brace) {
            let message = format!(
                "expected `;`, or `{{` and what is inside of `{}`",
                self.name
            );
            return Err(input.error(message));
        }
        let inside;
        braced!(inside in input);
        self.read_items(&inside, errors);
        Ok(())
    }

    /// `= maker -> Type`
    fn read_output(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            let maker: Ident = input.parse()?;
            input.parse::<Token![->]>()?;
            let ty = input.parse()?;
            self.output = Some(Output { maker, ty });
        }
        Ok(())
    }

    fn read_initial(&mut self, input: ParseStream<'_>, span: Span) -> syn::Result<()> {
        let targets = targets(input)?;
        let calls = slash_calls(input)?;
        if self.initial.is_some() {
            let message = "where this state begins is said above: a state has one `initial`";
            return Err(syn::Error::new(span, message));
        }
        self.initial = Some(Initial {
            span,
            targets,
            calls,
        });
        end(input)
    }

    fn read_history(&mut self, input: ParseStream<'_>, attrs: Vec<Attribute>) -> syn::Result<()> {
        let first = input.call(Ident::parse_any)?;
        let (history, name) = match first.to_string().as_str() {
            "deep" => (History::Deep, state_name(input)?),
            "shallow" => (History::Shallow, state_name(input)?),
            _ => {
                check_state_name(&first)?;
                (History::Shallow, first)
            }
        };
        let mut state = Self::new(name, Kind::History(history));
        state.attrs = attrs;
        let calls = slash_calls(input)?;
        if input.peek(Token![=>]) {
            let span = input.parse::<Token![=>]>()?.span();
            let targets = targets(input)?;
            state.initial = Some(Initial {
                span,
                targets,
                calls,
            });
        } else if let Some(call) = calls.first() {
            let message = "what is done on the way needs to know where it leads: add `=> State`";
            return Err(syn::Error::new(call.name.span(), message));
        }
        self.states.push(state);
        end(input)
    }

    fn read_on(&mut self, input: ParseStream<'_>, span: Span) -> syn::Result<()> {
        if input.peek(Token![*]) {
            input.parse::<Token![*]>()?;
            return self.read_transition(input, span, Trigger::Any);
        }
        let mut events: Vec<On> = Vec::new();
        loop {
            let event = name(input, "an event, `error.action`, or `*` for all events")?;
            if event == "error" && input.peek(Token![.]) {
                input.parse::<Token![.]>()?;
                if input.peek(Token![*]) {
                    input.parse::<Token![*]>()?;
                    return self.read_transition(input, span, Trigger::AnyError);
                }
                let action: Ident = input.parse()?;
                return self.read_transition(input, span, Trigger::Error(action));
            }
            let pattern = pattern(input)?;
            events.push(On { event, pattern });
            if !input.peek(Token![|]) {
                break;
            }
            input.parse::<Token![|]>()?;
        }
        self.read_transition(input, span, Trigger::Events(events))
    }

    /// `if guard / action, action => Target;`
    pub(super) fn read_transition(
        &mut self,
        input: ParseStream<'_>,
        span: Span,
        trigger: Trigger,
    ) -> syn::Result<()> {
        let mut transition = Transition {
            span,
            trigger,
            guard: None,
            calls: Vec::new(),
            targets: Vec::new(),
            is_internal: false,
            role: Role::Take,
        };
        if input.peek(Ident) {
            transition.role = match input.fork().parse::<Ident>()?.to_string().as_str() {
                "ignore" => Role::Ignore,
                "forbid" => Role::Forbid,
                _ => {
                    let message = "expected `if`, `/`, `=>`, `ignore`, `forbid` or `;`";
                    return Err(input.error(message));
                }
            };
            let word: Ident = input.parse()?;
            if !matches!(transition.trigger, Trigger::Events(_) | Trigger::Any) {
                let message = format!("`{word}` is for events: `on Event {word};`");
                return Err(syn::Error::new(word.span(), message));
            }
            self.transitions.push(transition);
            return end(input);
        }
        if input.peek(Token![if]) {
            input.parse::<Token![if]>()?;
            transition.guard = Some(any_guard(input)?);
        }
        transition.calls = slash_calls(input)?;
        if input.peek(Token![=>]) {
            input.parse::<Token![=>]>()?;
            if input.peek(Ident) && input.fork().parse::<Ident>()? == "internal" {
                input.parse::<Ident>()?;
                transition.is_internal = true;
            }
            transition.targets = targets(input)?;
        } else if input.peek(Token![->]) {
            return Err(input.error("expected `=>`, which leads to a state"));
        }
        self.transitions.push(transition);
        end(input)
    }
}

/// Goes on behind the next `mark`, or behind the next braces if they end it too.
pub(super) fn skip_until(input: ParseStream<'_>, mark: char, or_braces: bool) {
    let _ = input.step(|cursor| {
        let mut rest = *cursor;
        while let Some((tree, next)) = rest.token_tree() {
            rest = next;
            match tree {
                TokenTree::Punct(punct) if punct.as_char() == mark => break,
                TokenTree::Group(group) if or_braces && group.delimiter() == Delimiter::Brace => {
                    break;
                }
                _ => {}
            }
        }
        Ok(((), rest))
    });
}

fn skip_all(input: ParseStream<'_>) {
    let _ = input.parse::<TokenStream>();
}

/// Whether something comes next that surely begins something in a state.
fn begins_something(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    ahead.call(Ident::parse_any).is_ok_and(|word| {
        let is_state = check_state_name(&word).is_ok() && ahead.peek(token::Brace);
        is_state || word == "final" || WORDS.iter().any(|known| word == known)
    })
}

/// What may stand in a state.
fn something() -> String {
    format!(
        "a state, whose name begins with a capital letter, or one of {}",
        WORDS.map(|word| format!("`{word}`")).join(", ")
    )
}

pub(super) fn end(input: ParseStream<'_>) -> syn::Result<()> {
    input.parse::<Token![;]>().map(|_| ())
}

fn state_name(input: ParseStream<'_>) -> syn::Result<Ident> {
    let name: Ident = input.parse()?;
    check_state_name(&name)?;
    Ok(name)
}

fn check_state_name(name: &Ident) -> syn::Result<()> {
    let plain = name.unraw().to_string();
    let wrong = |message: String| Err(syn::Error::new(name.span(), message));
    if WORDS.contains(&plain.as_str()) {
        return wrong(format!(
            "`{plain}` says what a state does; the name of a state begins with a capital letter"
        ));
    }
    if plain == "Self" {
        return wrong("`Self` is a word of Rust, so no state is called so".to_owned());
    }
    if !plain.starts_with(char::is_uppercase) {
        let meant = leptos_state_chart::__private::nearest(&plain, WORDS.into_iter());
        return wrong(match meant {
            Some(meant) => format!(
                "there is no `{plain}`; did you mean `{meant}`? The name of a state begins with a capital letter"
            ),
            None => format!("expected {}", something()),
        });
    }
    Ok(())
}

/// `(Type)` or `(name: Type)`
fn holding(input: ParseStream<'_>) -> syn::Result<Option<Holding>> {
    if !input.peek(token::Paren) {
        return Ok(None);
    }
    let inside;
    parenthesized!(inside in input);
    let has_name = inside.peek(Ident) && inside.peek2(Token![:]) && !inside.peek2(Token![::]);
    let name = if has_name {
        let name = inside.parse()?;
        inside.parse::<Token![:]>()?;
        Some(name)
    } else {
        None
    };
    let ty = inside.parse()?;
    Ok(Some(Holding { name, ty }))
}
