//! Documents say in words what they do, and where it stands; tools read them without the program that they are for.

use leptos_state_chart::document::{scxml, xstate, Place, Registry, System};
use leptos_state_chart::form::{all, not, Guard, State};

fn open() -> Registry {
    Registry::new().otherwise(|name, _| name == "isRich", |_, _| {})
}

fn state<'f>(states: &'f [State], name: &str) -> &'f State {
    states.iter().find(|state| state.name == name).unwrap()
}

#[test]
fn scxml_in_words() {
    let text = r##"<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="ecmascript" name="shop">
  <datamodel><data id="paid" expr="0"/></datamodel>
  <state id="open">
    <onentry>
      <log label="open" expr="paid"/>
      <send event="late" delay="5s" target="#_parent"/>
    </onentry>
    <invoke type="scxml" src="counter.scxml" id="counter"/>
    <transition event="pay" cond="_event.data &gt;
        paid" target="closed">
      <assign location="paid" expr="_event.data"/>
      <if cond="paid > 9"><raise event="rich"/><else/><cancel sendid="x"/></if>
      <foreach array="list" item="one"><log expr="one"/></foreach>
    </transition>
  </state>
  <final id="closed"><donedata><param name="sum" expr="paid"/></donedata></final>
</scxml>"##;
    let document = scxml::read(text, &Registry::new()).unwrap();
    let form = document.described();
    assert_eq!(form.name, "shop");
    let open = state(&form.root.states, "open");
    assert_eq!(
        open.entry,
        [["log open paid", "send late to #_parent after 5s"]]
    );
    assert_eq!(open.invokes[0].source, "counter.scxml");
    let pay = &open.transitions[0];
    assert_eq!(pay.guard, Some(Guard::from("_event.data > paid")));
    assert_eq!(
        pay.actions,
        [
            "paid = _event.data",
            "if paid > 9 { raise rich } else { cancel x }",
            "for one in list"
        ]
    );
    let closed = state(&form.root.states, "closed");
    assert_eq!(closed.data.as_deref(), Some("sum = paid"));
    let place = |line, column| Some(Place { line, column });
    assert_eq!(document.state_place("open"), place(3, 3));
    assert_eq!(document.transition_place("open", 0), place(9, 5));
    assert_eq!(document.transition_place("open", 1), None);
}

#[test]
fn configurations_of_xstate_in_words() {
    let five = r##"{ "id": "door", "initial": "shut", "states": {
      "shut": {
        "entry": ["ring", { "type": "light" }],
        "on": { "open": { "target": "wide", "guard": { "type": "xstate.and", "params": { "guards": ["isRich", { "type": "xstate.not", "params": { "guard": "isLate" } }] } } } }
      },
      "wide": {}
    } }"##;
    let document = xstate::read(five, &open()).unwrap();
    let form = document.described();
    let shut = state(&form.root.states, "shut");
    assert_eq!(shut.entry.concat(), ["ring", "light"]);
    assert_eq!(
        shut.transitions[0].guard,
        Some(all(["isRich".into(), not("isLate")]))
    );

    let six = r##"{ "@exprLang": "js", "id": "n", "initial": "a", "context": { "n": 0 }, "states": {
      "a": { "on": { "go": { "target": "a", "context": { "n": { "@expr": "context.n + 1" } }, "guard": { "@expr": "context.n < 3" } } } }
    } }"##;
    let form = xstate::read_v6(six, &open()).unwrap().described();
    let a = state(&form.root.states, "a");
    assert_eq!(a.transitions[0].guard, Some(Guard::from("context.n < 3")));
    assert_eq!(a.transitions[0].actions, ["n = context.n + 1"]);
}

#[test]
fn a_registry_can_have_an_answer_for_every_name() {
    let text = r##"{ "id": "door", "initial": "shut", "states": {
      "shut": { "on": { "open": [{ "target": "narrow", "guard": "isPoor" }, { "target": "wide", "guard": "isRich", "actions": "ring" }] } },
      "wide": { "invoke": { "src": "lamp" } },
      "narrow": {}
    } }"##;
    let mut system: System = System::new(open());
    let door = system.start(xstate::read(text, &open()).unwrap()).unwrap();
    system.send(door, "open").unwrap();
    assert_eq!(system.active(door), ["door.wide"]);
    assert_eq!(system.take_requests().len(), 1);
}
