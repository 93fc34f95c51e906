//! The paths through a chart are those that XState's graph finds (`xstate/graph` 5): as many, to the same, by the same events.
//!
//! `paths.json` is made by `xstate_graph/run.mjs`; the gate compares them where Node is.

use leptos_state_chart::document::{xstate, Registry};
use leptos_state_model::{FormModel, Graph, Model, Path};
use serde::Deserialize;
use serde_json::Value;

/// A chart with what XState finds.
#[derive(Deserialize)]
struct Found {
    config: Value,
    nodes: usize,
    shortest: Vec<Way>,
    simple: Vec<Way>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
struct Way {
    active: Vec<String>,
    events: Vec<String>,
}

fn all() -> Vec<Found> {
    let lines = include_str!("xstate_graph/paths.json").lines();
    let found: Vec<_> = lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(found.len(), 5);
    found
}

fn explored(config: &Value) -> (FormModel, Graph<FormModel>) {
    let document = xstate::read(&config.to_string(), &Registry::new());
    let document = document.unwrap_or_else(|errors| panic!("{errors}"));
    let model = FormModel::of(document.form().clone()).unwrap();
    let graph = model.explore();
    (model, graph)
}

fn ways(paths: &[Path<FormModel>]) -> Vec<Way> {
    let way = |path: &Path<FormModel>| Way {
        active: path.active().into_iter().map(str::to_owned).collect(),
        events: path.cues().skip(1).map(|cue| cue.name.clone()).collect(),
    };
    let mut ways: Vec<_> = paths.iter().map(way).collect();
    ways.sort();
    ways
}

#[test]
fn as_much_is_reached() {
    for found in all() {
        let (_, graph) = explored(&found.config);
        assert_eq!(graph.nodes().len(), found.nodes, "{}", found.config["id"]);
    }
}

/// Of several shortest paths to one configuration either may be found.
#[test]
fn shortest_paths_are_as_short() {
    for found in all() {
        let (_, graph) = explored(&found.config);
        let lengths = |ways: Vec<Way>| {
            let lengths = ways.into_iter().map(|way| (way.active, way.events.len()));
            let mut lengths: Vec<_> = lengths.collect();
            lengths.sort();
            lengths
        };
        let ours = lengths(ways(&graph.shortest()));
        assert_eq!(ours, lengths(found.shortest), "{}", found.config["id"]);
    }
}

#[test]
fn simple_paths_are_the_same() {
    for mut found in all() {
        let (_, graph) = explored(&found.config);
        let (paths, is_whole) = graph.simple(1_000);
        assert!(is_whole);
        found.simple.sort();
        assert_eq!(ways(&paths), found.simple, "{}", found.config["id"]);
    }
}

#[test]
fn what_goes_there_goes_here() {
    for found in all() {
        let (model, _) = explored(&found.config);
        for way in found.shortest.iter().chain(&found.simple) {
            let cues: Vec<_> = way
                .events
                .iter()
                .map(leptos_state_model::Cue::event)
                .collect();
            let path = Path::replay(&model, &cues).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(path.active(), way.active);
        }
    }
}
