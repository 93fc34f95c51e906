//! Mermaid and Graphviz: what is in a chart is in its text, and names of any kind are only names there.

use std::time::Duration;

use leptos_state_chart::form::{
    all, final_state, history, not, parallel, run, state, to, when, within, Form,
};
use leptos_state_draw::{dot, mermaid};

/// Something of everything.
fn oven() -> Form {
    let guard = all([not("open"), not(within("Off"))]);
    let heat = state("Heat")
        .initial_run("warm")
        .state(history("Last"))
        .state(state("Low").tag("on").on("up", when(guard).to("High")))
        .state(state("High").after(Duration::from_millis(90_000), to("Low")))
        .done(to("Low").internal());
    let light = state("Light")
        .on("lamp", run("toggle"))
        .state(final_state("Burnt"));
    Form::new("Oven")
        .on("fix", to("Off"))
        .state(state("Off").on("start", to(["High", "Light"]).run("beep")))
        .state(
            parallel("On")
                .ignore("noise")
                .on("stop", to("Off"))
                .state(heat)
                .state(light),
        )
}

#[test]
fn mermaid_has_all_that_is_in_a_chart() {
    let expected = r#"stateDiagram-v2
    state "Oven" as Oven {
        state "Off" as Off
        state "On" as On {
            state "Heat" as On_Heat {
                state "H" as On_Heat_Last
                state "Low" as On_Heat_Low
                On_Heat_Low : tags on
                state "High" as On_Heat_High
                [*] --> On_Heat_Low : / warm
            }
            note right of On_Heat
                done (internal) =#62; On.Heat.Low
            end note
            --
            state "Light" as On_Light {
                state "Burnt" as On_Light_Burnt
                On_Light_Burnt --> [*]
                [*] --> On_Light_Burnt
            }
            note right of On_Light
                lamp / toggle
            end note
        }
        note right of On
            noise ignore
        end note
        [*] --> Off
    }
    note right of Oven
        fix =#62; Off
    end note
    state Off__0 <<fork>>
    Off --> Off__0 : start / beep
    Off__0 --> On_Heat_High
    Off__0 --> On_Light
    On --> Off : stop
    On_Heat_Low --> On_Heat_High : up [!open #38;#38; !in Off]
    On_Heat_High --> On_Heat_Low : after 90s
"#;
    assert_eq!(mermaid(&oven()), expected);
}

#[test]
fn graphviz_has_all_that_is_in_a_chart() {
    let expected = r#"    i0 [shape=point, width=0.12, label=""];
    s1 [label="Off"];
    subgraph cluster_2 {
        label="On\lnoise ignore\l"; style=rounded;
        i2 [shape=point, style=invis, label=""];
        subgraph cluster_3 {
            label="Heat\l"; style="rounded,dashed";
            i3 [shape=point, width=0.12, label=""];
            s4 [label="H", shape=circle, width=0.3, fixedsize=true, fontsize=10];
            s5 [label="Low\ntags on"];
            s6 [label="High"];
            i3 -> s5 [label="/ warm"];
        }
        subgraph cluster_7 {
            label="Light\llamp / toggle\l"; style="rounded,dashed";
            i7 [shape=point, width=0.12, label=""];
            s8 [label="Burnt", peripheries=2];
            i7 -> s8;
        }
    }
    i0 -> s1;
    i0 -> s1 [label="fix"];
    f1 [shape=box, style=filled, fillcolor=black, label="", width=0.05, height=0.4];
    s1 -> f1 [label="start / beep", arrowhead=none];
    f1 -> s6;
    f1 -> i7 [lhead=cluster_7];
    i2 -> s1 [label="stop", ltail=cluster_2];
    i3 -> s5 [label="done (internal)"];
    s5 -> s6 [label="up [!open &amp;&amp; !in Off]"];
    s6 -> s5 [label="after 90s"];
}
"#;
    let dot = dot(&oven());
    assert!(dot.ends_with(expected), "{dot}");
}

#[test]
fn names_are_only_names() {
    let name = "a\"]; }\nstate x --> y %% #quot; \\";
    let form = Form::new(name).state(state(name).on(name, to(name).run(name)));
    let text = mermaid(&form);
    assert_eq!(text.lines().count(), 4, "{text}");
    assert!(
        text.contains("a#34;]#59; #125; state x --#62; y #37;#37; #35;quot#59; #92;"),
        "{text}"
    );
    let text = dot(&form);
    assert!(
        text.contains(
            r#"s1 [label="a\"]; }} state x --> y %% #quot; \\"];"#
                .replace("}}", "}")
                .as_str()
        ),
        "{text}"
    );
    // A quote that no backslash keeps from it would end a string.
    let quotes = |line: &str| {
        line.replace("\\\\", "")
            .replace("\\\"", "")
            .matches('"')
            .count()
    };
    assert!(text.lines().all(|line| quotes(line) % 2 == 0), "{text}");
}

#[test]
fn states_that_would_be_one_for_mermaid_have_names_of_their_own() {
    let form = Form::new("c")
        .state(state("a b"))
        .state(state("a_b"))
        .state(state("A-b"))
        .state(state("end"));
    let text = mermaid(&form);
    for name in ["a_b", "a_b_2", "A_b_3", "end_2"] {
        assert!(text.contains(&format!(" as {name}\n")), "{text}");
    }
}
