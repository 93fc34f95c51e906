//! Charts of `chart!` are explored with their logic, as they run.

use leptos_state_macros::chart;
use leptos_state_model::{Coverage, Cue, End, Model, Path, RunningModel};

chart! {
    Vending { context: u32 }
    events { Coin(u32), Choose, Refund }
    initial Idle;
    Idle {
        on Coin(value) if has_room(value) / insert(value) => Paid;
    }
    Paid {
        on Coin(value) if has_room(value) / insert(value);
        on Choose if is_enough => Vends(count);
        on Refund / refund => Idle;
        after 30s / refund => Idle;
    }
    Vends(u32) {
        invoke motor -> Result<u32, String> { done(left) / keep(left) => Idle; error => Jammed; }
    }
    Jammed { on Refund / refund => Idle; }
}

#[derive(Default)]
struct Vending;

impl vending::Logic for Vending {
    fn has_room(&self, coins: &u32, value: &u32) -> bool {
        coins + value <= 3
    }

    fn insert(&self, coins: &mut u32, value: &u32, _: &mut vending::Cx<'_>) {
        *coins += value;
    }

    fn is_enough(&self, coins: &u32) -> bool {
        *coins >= 2
    }

    fn count(&self, coins: &u32) -> u32 {
        *coins
    }

    fn refund(&self, coins: &mut u32, _: &mut vending::Cx<'_>) {
        *coins = 0;
    }

    fn keep(&self, coins: &mut u32, left: &u32, _: &mut vending::Cx<'_>) {
        *coins = *left;
    }

    async fn motor(&self, coins: u32) -> Result<u32, String> {
        Ok(coins - 2)
    }
}

fn model() -> RunningModel<Vending> {
    use vending::Event;
    RunningModel::new(Vending, 0).events([
        Event::Coin(1),
        Event::Coin(2),
        Event::Choose,
        Event::Refund,
    ])
}

#[test]
fn events_and_results_are_those_given() {
    let graph = model().explore();
    let coverage = Coverage::of(graph.form(), &graph.covering());
    let missing: Vec<_> = coverage.missing_states().into_iter().collect();
    assert_eq!(missing, ["Jammed"], "no result of the motor is given");
}

#[test]
fn a_sequence_of_cues_is_a_path_with_its_context() {
    let cues = ["Coin(1)", "Coin(2)", "Choose"].map(Cue::event);
    let path = Path::replay(&model(), &cues).unwrap();
    assert_eq!(path.active(), ["Vends"]);
    assert_eq!(*path.end().unwrap().state.context(), 3);
    assert!(Path::replay(&model(), &[Cue::event("Choose")]).is_err());
    let back = [Cue::event("Coin(1)"), Cue::elapsed("Paid:after.30s")];
    assert_eq!(Path::replay(&model(), &back).unwrap().active(), ["Idle"]);
}

#[test]
fn properties_see_the_context() {
    let graph = model().explore();
    graph
        .always("it holds three coins", |node| *node.state.context() <= 3)
        .assert_holds();
    graph
        .never("it vends for less than two", |node| {
            node.is_active("Vends") && *node.state.context() < 2
        })
        .assert_holds();
    let vends = graph.eventually("it vends", |node| node.state.matches(vending::Vends));
    let example = vends.counterexample().unwrap();
    assert!(
        matches!(example.end, End::Circle(_)),
        "who refunds gets nothing"
    );
}

#[test]
fn results_and_failures_lead_on() {
    let model = model()
        .done("Vends:motor", vending::Data::Motor(0))
        .and_then(|model| model.failed("Vends:motor", vending::Data::MotorError("stuck".into())))
        .unwrap();
    let graph = model.explore();
    let coverage = Coverage::of(graph.form(), &graph.covering());
    assert_eq!(coverage.ratio(), 1.0, "{coverage}");
    let jammed = graph.shortest_to(|node| node.state.matches(vending::Jammed));
    assert_eq!(
        jammed[0].to_string(),
        r#"start, Coin(2), Choose, motor of Vends fails with MotorError("stuck")"#
    );
    let unknown = self::model().done("Vends:engine", vending::Data::Motor(0));
    assert_eq!(
        unknown.unwrap_err().to_string(),
        "chart `Vending`: there is no invoke `Vends:engine`; they are called by the path of the state and their name, \
         as Vends:motor"
    );
}
