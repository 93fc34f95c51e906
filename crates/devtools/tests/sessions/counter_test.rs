/// Recorded in the store `Counter`.
#[test]
fn it_counts() {
    let mut replay = leptos_state_devtools::Replay::<Counter>::of(r#"{"value":0,"note":"","stamps":[]}"#);
    replay.does(r#"{"version":1,"origin":"local","time":0,"change":{"action":{"add":{"by":5}}}}"#);
    replay.has(r#"{"value":5,"note":"","stamps":[]}"#);
    replay.does(r#"{"version":2,"origin":"local","time":0,"inputs":{"now":0,"ids":["00000000-0000-0000-0000-000000000001"]},"change":{"action":"stamp"}}"#);
    replay.has(r#"{"value":5,"note":"","stamps":[["00000000-0000-0000-0000-000000000001",0]]}"#);
    replay.fails(r#"{"spend":{"amount":9}}"#, r#"4 is missing"#);
    replay.does(r#"{"version":3,"origin":"local","time":0,"change":{"action":"double"}}"#);
    replay.has(r#"{"value":10,"note":"","stamps":[["00000000-0000-0000-0000-000000000001",0]]}"#);
    replay.does(r##"{"version":4,"origin":"local","time":0,"change":{"write":{"name":"set note","state":{"value":10,"note":"it's \"#\" so","stamps":[["00000000-0000-0000-0000-000000000001",0]]}}}}"##);
    replay.has(r##"{"value":10,"note":"it's \"#\" so","stamps":[["00000000-0000-0000-0000-000000000001",0]]}"##);
}
