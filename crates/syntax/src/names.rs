//! The names that a chart's module has, and how those of the user's types are found from there.

use std::collections::{HashMap, HashSet};

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Path, PathSegment, Type, TypePath};

use super::case::snake_case;
use super::errors::Errors;
use super::model::{Chart, Invoke, Kind, State};
use super::tree::{error, Tree};

/// What the module of every chart has.
const OURS: [&str; 6] = ["State", "Event", "Data", "Held", "Logic", "Cx"];

/// What the module of this chart has.
fn ours(chart: &Chart) -> Vec<&'static str> {
    let mut ours = OURS.to_vec();
    ours.extend(chart.emits.as_ref().map(|_| "Emitted"));
    ours.extend(has_machines(&chart.root).then_some("Inner"));
    ours
}

fn has_machines(state: &State) -> bool {
    let mut invokes = state.invokes.iter();
    invokes.any(|invoke| invoke.chart.is_some()) || state.states.iter().any(has_machines)
}

/// Refuses events that can't be what they are, and leaves out what is there twice.
pub(super) fn check_events(chart: &mut Chart, errors: &mut Errors) {
    let mut known = HashSet::new();
    chart.events.retain(|event| {
        let name = event.ident.unraw();
        if let Some((_, number)) = &event.discriminant {
            let message = "an event is known by its name and has no number";
            errors.add(error(number.span(), message));
        }
        let is_condition = |attr: &&Attribute| {
            let path = attr.path();
            path.is_ident("cfg") || path.is_ident("cfg_attr")
        };
        if let Some(attr) = event.attrs.iter().find(is_condition) {
            let message =
                "no part of a chart can be left out: put `cfg` on the whole, and write another";
            errors.add(error(attr.pound_token.span(), message));
        }
        let is_new = known.insert(name.to_string());
        if !is_new {
            errors.add(error(
                name.span(),
                format!("there is an event `{name}` already"),
            ));
        }
        is_new
    });
}

/// Has the types in a chart, which are written in the module around it, name the same in the module that is made of it.
pub(super) fn qualify(chart: &mut Chart, errors: &mut Errors) {
    let mut taken: HashSet<String> = ours(chart).into_iter().map(str::to_owned).collect();
    enums(&chart.root, &mut taken);
    let mut qualify = Qualify { taken, errors };
    if let Some(context) = &mut chart.context {
        qualify.visit_type_mut(context);
    }
    let emits = chart.emits.iter_mut().flat_map(|emits| &mut emits.variants);
    for field in chart
        .events
        .iter_mut()
        .chain(emits)
        .flat_map(|event| &mut event.fields)
    {
        qualify.visit_type_mut(&mut field.ty);
    }
    qualify.state(&mut chart.root);
}

fn enums(state: &State, taken: &mut HashSet<String>) {
    for inner in &state.states {
        if !inner.is_atomic() {
            taken.insert(inner.name.to_string());
        }
        enums(inner, taken);
    }
}

struct Qualify<'e> {
    taken: HashSet<String>,
    errors: &'e mut Errors,
}

impl Qualify<'_> {
    fn state(&mut self, state: &mut State) {
        let types: [Option<&mut Type>; 2] = [
            state.holding.as_mut().map(|holding| &mut holding.ty),
            state.output.as_mut().map(|output| &mut output.ty),
        ];
        let handed = state.invokes.iter_mut().flat_map(|invoke| {
            let Invoke {
                chart,
                key,
                result,
                error,
                next,
                ..
            } = invoke;
            [chart, key, result, error, next].map(Option::as_mut)
        });
        for ty in types.into_iter().chain(handed).flatten() {
            self.visit_type_mut(ty);
        }
        state.states.iter_mut().for_each(|inner| self.state(inner));
    }
}

impl VisitMut for Qualify<'_> {
    fn visit_type_path_mut(&mut self, ty: &mut TypePath) {
        let before = ty.path.segments.len();
        visit_mut::visit_type_path_mut(self, ty);
        // In `<Type as path::Trait>::Name` it says how long the trait's path is.
        if let Some(of) = ty.qself.as_mut().filter(|of| of.position > 0) {
            of.position += ty.path.segments.len() - before;
        }
    }

    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);
        if path.leading_colon.is_some() {
            return;
        }
        let first = path.segments.first().map(|segment| segment.ident.clone());
        let Some(first) = first else {
            return;
        };
        let outer = PathSegment::from(Ident::new("super", first.span()));
        if first == "self" {
            path.segments[0] = outer;
        } else if first == "super" {
            path.segments.insert(0, outer);
        } else if self.taken.contains(&first.to_string()) {
            let message = format!(
                "the chart's own module has a type `{first}` too: write the path of the one that is meant, `self::{first}` if it \
                 is around the chart"
            );
            self.errors.add(error(first.span(), message));
            // It is surely meant so; without it there would be more errors.
            path.segments.insert(0, outer);
        }
    }
}

/// Refuses names that would be there twice.
pub(super) fn check(chart: &Chart, tree: &Tree<'_>, errors: &mut Errors) {
    let name = &chart.name;
    if snake_case(name) == *name {
        let message = format!(
            "the chart's module is called `{name}` too: begin the name of the chart, which is that of the type with its logic, \
             with a capital letter"
        );
        errors.add(error(name.span(), message));
    }
    for node in &tree.nodes[1..] {
        let name = &node.state.name;
        if is_ours(chart, name) {
            let ours: Vec<String> = ours(chart).iter().map(|ours| format!("`{ours}`")).collect();
            let message = format!(
                "the module of the chart has its own `{name}`: call the state otherwise; taken are {}",
                ours.join(", ")
            );
            errors.add(error(name.span(), message));
        }
    }
    for node in tree
        .nodes
        .iter()
        .filter(|node| node.state.kind == Kind::Parallel)
    {
        let mut fields = HashMap::new();
        for region in node.state.children() {
            let field = snake_case(&region.name);
            if let Some(other) = fields
                .insert(field.clone(), &region.name)
                .filter(|other| **other != region.name)
            {
                let message = format!(
                    "the field for this region is called `{field}`, as that for `{other}` is"
                );
                errors.add(error(region.name.span(), message));
            }
        }
    }
    if chart.root.states.is_empty() && errors.is_empty() {
        let message = "a chart has states: `Idle;`, `Active { .. }`";
        errors.add(error(name.span(), message));
    }
}

/// Whether the module of a chart has something of this name.
pub(super) fn is_ours(chart: &Chart, name: &Ident) -> bool {
    ours(chart).iter().any(|ours| name == ours)
}
