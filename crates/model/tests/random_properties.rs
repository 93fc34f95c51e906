//! What is to be at some time is found to hold, or not, as trying all ways says, on random charts.
//!
//! The seed of a chart that differs is printed; `SEED=n` repeats it.

use fastrand::Rng;
use leptos_state_chart::form::{state, to, Form};
use leptos_state_model::{End, FormModel, Graph, Model, Path, Verdict};

/// For each state, where it leads.
type Leads = Vec<Vec<usize>>;

fn random(rng: &mut Rng) -> (Leads, Vec<bool>) {
    let count = rng.usize(1..7);
    let leads = (0..count).map(|_| {
        let several = rng.usize(0..3);
        (0..several).map(|_| rng.usize(0..count)).collect()
    });
    let leads = leads.collect();
    (leads, (0..count).map(|_| rng.u8(0..4) == 0).collect())
}

fn explored(leads: &Leads) -> Graph<FormModel> {
    let states = leads.iter().enumerate().map(|(name, leads)| {
        let all = leads.iter().enumerate();
        all.fold(state(format!("s{name}")), |state, (event, target)| {
            state.on(&format!("e{event}"), to(format!("s{target}")))
        })
    });
    let form = states.fold(Form::new("random"), Form::state);
    FormModel::of(form).unwrap().explore()
}

/// Whether a way that never comes to where it holds goes on for ever or stops.
fn avoids(leads: &Leads, holds: &[bool], at: usize, way: &mut Vec<usize>) -> bool {
    if holds[at] {
        return false;
    }
    if way.contains(&at) || leads[at].is_empty() {
        return true;
    }
    way.push(at);
    let found = leads[at].iter().any(|to| avoids(leads, holds, *to, way));
    way.pop();
    found
}

/// Whether something leads to where it holds.
fn can(leads: &Leads, holds: &[bool], at: usize, seen: &mut Vec<usize>) -> bool {
    if holds[at] {
        return true;
    }
    if seen.contains(&at) {
        return false;
    }
    seen.push(at);
    leads[at].iter().any(|to| can(leads, holds, *to, seen))
}

/// Whether a way that never comes to where it holds comes to where it can't hold any more.
fn loses(leads: &Leads, holds: &[bool], at: usize, seen: &mut Vec<usize>) -> bool {
    if holds[at] || seen.contains(&at) {
        return false;
    }
    seen.push(at);
    !can(leads, holds, at, &mut Vec::new())
        || leads[at].iter().any(|to| loses(leads, holds, *to, seen))
}

fn places(path: &Path<FormModel>) -> Vec<usize> {
    let steps = path.steps.iter();
    steps
        .map(|step| step.node.situation.active[0][1..].parse().unwrap())
        .collect()
}

/// Whether what is told is a counterexample.
fn is_one(verdict: &Verdict<FormModel>, leads: &Leads, holds: &[bool]) -> bool {
    let Some(example) = verdict.counterexample() else {
        return true;
    };
    let way = places(&example.path);
    let (Some(last), true) = (way.last(), way[0] == 0) else {
        return false;
    };
    let goes = way.windows(2).all(|pair| leads[pair[0]].contains(&pair[1]));
    let ends = match example.end {
        End::Stop => leads[*last].is_empty(),
        End::Circle(after) => way.len() > after && way[after - 1] == *last,
        End::TooLate => !can(leads, holds, *last, &mut Vec::new()),
        _ => false,
    };
    goes && ends && way.iter().all(|at| !holds[*at])
}

#[test]
fn verdicts_are_those_of_trying_all_ways() {
    let given = std::env::var("SEED").ok();
    let seeds = match given.map(|seed| seed.parse().expect("a number")) {
        Some(seed) => seed..seed + 1,
        None => 0..3_000,
    };
    for seed in seeds {
        let (leads, holds) = random(&mut Rng::with_seed(seed));
        let graph = explored(&leads);
        let eventually = {
            let holds = holds.clone();
            graph.eventually("it", move |node| holds_at(&holds, &node.situation.active))
        };
        let fairly = {
            let holds = holds.clone();
            graph.fairly_eventually("it", move |node| holds_at(&holds, &node.situation.active))
        };
        let shown = format!("seed {seed}: {leads:?}, holds {holds:?}");
        let violated = |verdict: &Verdict<_>| verdict.counterexample().is_some();
        assert_eq!(
            violated(&eventually),
            avoids(&leads, &holds, 0, &mut Vec::new()),
            "{shown}"
        );
        assert_eq!(
            violated(&fairly),
            loses(&leads, &holds, 0, &mut Vec::new()),
            "{shown}"
        );
        assert!(is_one(&eventually, &leads, &holds), "{shown}: {eventually}");
        assert!(is_one(&fairly, &leads, &holds), "{shown}: {fairly}");
    }
}

fn holds_at(holds: &[bool], active: &[String]) -> bool {
    holds[active[0][1..].parse::<usize>().unwrap()]
}
