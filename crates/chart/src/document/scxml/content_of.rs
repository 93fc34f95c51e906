//! Looking through what documents do.

use crate::document::content::{Condition, Given, Payload, Step, Variable};
use crate::document::document::{Body, Part};

/// All that is done, inner steps too.
fn each_step<'b>(steps: &'b [Step], look: &mut impl FnMut(&'b Step)) {
    for step in steps {
        look(step);
        match step {
            Step::If(branches) => {
                for branch in branches {
                    each_step(&branch.steps, look);
                }
            }
            Step::Foreach(foreach) => each_step(&foreach.steps, look),
            _ => {}
        }
    }
}

fn all_steps<'b>(body: &'b Body, look: &mut impl FnMut(&'b Step)) {
    for part in &body.blocks {
        if let Part::Block(block) = part {
            each_step(&block.steps, look);
        }
    }
    for finalize in body
        .invokes
        .iter()
        .filter_map(|invoke| invoke.finalize.as_ref())
    {
        each_step(&finalize.steps, look);
    }
}

/// Whether a guard or an action of a registry is named.
pub fn calls(body: &Body) -> bool {
    let mut calls = body
        .conditions
        .iter()
        .any(|condition| matches!(condition, Condition::Named(_)));
    all_steps(body, &mut |step| calls |= matches!(step, Step::Call(_)));
    calls
}

/// Whether there is markup that is a value.
pub fn has_markup(body: &Body) -> bool {
    let is_markup = |given: &Option<Given>| match given {
        Some(Given::Inline(inline)) => inline.is_markup,
        _ => false,
    };
    let in_payload = |payload: &Payload| is_markup(&payload.content);
    let in_variables = |variables: &[Variable]| variables.iter().any(|one| is_markup(&one.value));
    let mut has = body.outputs.iter().any(in_payload)
        || body
            .invokes
            .iter()
            .any(|invoke| in_payload(&invoke.payload))
        || in_variables(&body.variables);
    for part in &body.blocks {
        if let Part::Variables(variables) = part {
            has |= in_variables(variables);
        }
    }
    all_steps(body, &mut |step| {
        has |= match step {
            Step::Send(send) => in_payload(&send.payload),
            Step::Assign {
                value: Given::Inline(inline),
                ..
            } => inline.is_markup,
            _ => false,
        };
    });
    has
}
