//! One connection to a relay: what is said on it, without the socket. It is the protocol of SocketCluster, as far as the relay
//! of the Redux DevTools needs it.
//!
//! Every message is a JSON object, or an array of them. Who asks something gives it a number, `cid`, and is answered with the
//! same number, `rid`. The client shakes hands, logs in, and subscribes to the channel that it is then told and to one of
//! its own, `sc-` and its identifier; what is published there comes as `#publish`. The relay says an empty message, in an older
//! version `#1`, to hear whether the client is still there.

use std::time::Duration;

use serde_json::{json, Value};

/// How long the relay may be silent if it does not say how often it speaks.
const SILENCE: Duration = Duration::from_secs(30);

/// The longest that it may ask for.
const LONGEST_SILENCE: Duration = Duration::from_secs(600);

/// A message with more parts than this is not from a relay.
const MOST_PARTS: usize = 1_000;

/// What is said on one connection.
#[derive(Debug)]
pub(super) struct Session {
    calls: u64,
    stage: Stage,
    id: String,
    /// How long the relay may be silent before it counts as gone.
    pub(super) silence: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    ShakesHands,
    LogsIn,
    Subscribes { missing: u8 },
    Ready,
}

/// What comes of a message.
#[derive(Debug, PartialEq)]
pub(super) enum Heard {
    /// This is to be said.
    Say(String),
    /// The relay asks whether anybody is there; this is to be said, once if it asks often.
    Pong(&'static str),
    /// The connection can be used; the relay calls it by this name.
    Ready(String),
    /// Somebody tells a store something, or all of them.
    Told {
        /// What.
        message: Value,
        /// Whether it is for all stores of all programs.
        to_all: bool,
    },
}

impl Session {
    /// A new one, and what to say first.
    pub(super) fn begin() -> (Self, String) {
        let mut session = Self {
            calls: 0,
            stage: Stage::ShakesHands,
            id: String::new(),
            silence: SILENCE,
        };
        let hello = session.call("#handshake", &json!({ "authToken": null }));
        (session, hello)
    }

    fn call(&mut self, event: &str, data: &Value) -> String {
        self.calls += 1;
        json!({ "event": event, "data": data, "cid": self.calls }).to_string()
    }

    /// What comes of a message.
    ///
    /// # Errors
    ///
    /// Why there is no use in going on.
    pub(super) fn hear(&mut self, message: &str) -> Result<Vec<Heard>, String> {
        match message {
            "" => return Ok(vec![Heard::Pong("")]),
            "#1" => return Ok(vec![Heard::Pong("#2")]),
            _ => {}
        }
        let message: Value = serde_json::from_str(message)
            .map_err(|error| format!("it does not speak the protocol of SocketCluster: {error}"))?;
        let mut heard = Vec::new();
        match message {
            Value::Array(parts) if parts.len() > MOST_PARTS => {
                return Err("it sent a message of too many parts".to_owned());
            }
            Value::Array(parts) => {
                for part in parts {
                    self.hear_one(part, &mut heard)?;
                }
            }
            part => self.hear_one(part, &mut heard)?,
        }
        Ok(heard)
    }

    fn hear_one(&mut self, mut message: Value, heard: &mut Vec<Heard>) -> Result<(), String> {
        if let Some(call) = message.get("rid").and_then(Value::as_u64) {
            if let Some(error) = message.get("error") {
                return Err(format!("it refused {}: {}", self.asked(), reason(error)));
            }
            let answer = message.get("data").unwrap_or(&Value::Null);
            return self.answered(call, answer, heard);
        }
        match message.get("event").and_then(Value::as_str) {
            Some("#publish") => {
                let channel = message.pointer("/data/channel").and_then(Value::as_str);
                let to_all =
                    channel.is_some_and(|channel| channel.strip_prefix("sc-") != Some(&self.id));
                if let Some(message) = message.pointer_mut("/data/data").map(Value::take) {
                    heard.push(Heard::Told { message, to_all });
                }
                Ok(())
            }
            Some("#disconnect" | "#kickOut") => Err("it closed the connection".to_owned()),
            // There are events of tokens, which nobody uses here, and there may be others.
            _ => Ok(()),
        }
    }

    /// What was asked last, for an error.
    const fn asked(&self) -> &'static str {
        match self.stage {
            Stage::ShakesHands => "to shake hands",
            Stage::LogsIn => "the login",
            Stage::Subscribes { .. } | Stage::Ready => "a subscription",
        }
    }

    fn answered(
        &mut self,
        call: u64,
        answer: &Value,
        heard: &mut Vec<Heard>,
    ) -> Result<(), String> {
        if call == 0 || call > self.calls {
            return Err("it answered what was not asked".to_owned());
        }
        match self.stage {
            Stage::ShakesHands => {
                let id = answer.get("id").and_then(Value::as_str);
                let id = id.ok_or("it gave the connection no name when shaking hands")?;
                id.clone_into(&mut self.id);
                if let Some(millis) = answer.get("pingTimeout").and_then(Value::as_u64) {
                    let asked = Duration::from_millis(millis);
                    self.silence = asked.clamp(Duration::from_secs(1), LONGEST_SILENCE);
                }
                self.stage = Stage::LogsIn;
                // So one says that one is watched, and does not watch.
                heard.push(Heard::Say(self.call("login", &json!("master"))));
            }
            Stage::LogsIn => {
                let channel = answer.as_str();
                let channel = channel.ok_or("it named no channel at the login")?;
                self.stage = Stage::Subscribes { missing: 2 };
                for channel in [channel.to_owned(), format!("sc-{}", self.id)] {
                    let subscribe = self.call("#subscribe", &json!({ "channel": channel }));
                    heard.push(Heard::Say(subscribe));
                }
            }
            Stage::Subscribes { missing } if missing > 1 => {
                self.stage = Stage::Subscribes {
                    missing: missing - 1,
                };
            }
            Stage::Subscribes { .. } => {
                self.stage = Stage::Ready;
                heard.push(Heard::Ready(self.id.clone()));
            }
            Stage::Ready => {}
        }
        Ok(())
    }
}

/// A message to those who watch.
pub(super) fn tell(message: &Value) -> String {
    json!({ "event": "log", "data": message }).to_string()
}

/// What an error says.
fn reason(error: &Value) -> String {
    let said = error.get("message").and_then(Value::as_str);
    said.map_or_else(|| error.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hear(session: &mut Session, message: &Value) -> Result<Vec<Heard>, String> {
        session.hear(&message.to_string())
    }

    #[test]
    fn a_session_shakes_hands_logs_in_subscribes_twice_and_is_ready() {
        let (mut session, hello) = Session::begin();
        let handshake = json!({"event": "#handshake", "data": {"authToken": null}, "cid": 1});
        assert_eq!(hello, handshake.to_string());
        let heard = hear(
            &mut session,
            &json!({"rid": 1, "data": {"id": "x", "pingTimeout": 8000, "isAuthenticated": false}}),
        );
        let login = json!({"event": "login", "data": "master", "cid": 2});
        assert_eq!(heard, Ok(vec![Heard::Say(login.to_string())]));
        assert_eq!(session.silence, Duration::from_secs(8));
        let heard = hear(&mut session, &json!({"rid": 2, "data": "respond"}));
        let subscribe = |cid, channel| {
            let text = json!({"event": "#subscribe", "data": {"channel": channel}, "cid": cid});
            Heard::Say(text.to_string())
        };
        assert_eq!(
            heard,
            Ok(vec![subscribe(3, "respond"), subscribe(4, "sc-x")])
        );
        let both = json!([{"rid": 3}, {"rid": 4}]);
        assert_eq!(
            hear(&mut session, &both),
            Ok(vec![Heard::Ready("x".into())])
        );
    }

    #[test]
    fn pings_of_both_versions_are_answered() {
        let (mut session, _) = Session::begin();
        assert_eq!(session.hear(""), Ok(vec![Heard::Pong("")]));
        assert_eq!(session.hear("#1"), Ok(vec![Heard::Pong("#2")]));
    }

    #[test]
    fn what_is_published_is_told_and_what_is_not_known_is_passed_over() {
        let (mut session, _) = Session::begin();
        let start =
            json!({"event": "#publish", "data": {"channel": "respond", "data": {"type": "START"}}});
        let told = |to_all| {
            let message = json!({"type": "START"});
            vec![Heard::Told { message, to_all }]
        };
        assert_eq!(hear(&mut session, &start), Ok(told(true)));
        let shaken = json!({"rid": 1, "data": {"id": "x"}});
        hear(&mut session, &shaken).unwrap();
        let start =
            json!({"event": "#publish", "data": {"channel": "sc-x", "data": {"type": "START"}}});
        assert_eq!(hear(&mut session, &start), Ok(told(false)));
        for other in [
            json!({"event": "#publish"}),
            json!({"event": "#setAuthToken", "data": {"token": "t"}}),
            json!({"event": 1}),
            json!(null),
            json!([[]]),
        ] {
            assert_eq!(hear(&mut session, &other), Ok(vec![]), "{other}");
        }
    }

    #[test]
    fn what_ends_a_session_says_why() {
        let fails = |messages: &[Value]| {
            let (mut session, _) = Session::begin();
            let mut last = Ok(vec![]);
            for message in messages {
                last = hear(&mut session, message);
            }
            last.unwrap_err()
        };
        let shaken = json!({"rid": 1, "data": {"id": "x"}});
        for (messages, why) in [
            (
                vec![json!({"rid": 1, "error": {"name": "E", "message": "no"}})],
                "it refused to shake hands: no",
            ),
            (
                vec![shaken.clone(), json!({"rid": 2, "error": "who?"})],
                "it refused the login: \"who?\"",
            ),
            (
                vec![
                    shaken.clone(),
                    json!({"rid": 2, "data": "respond"}),
                    json!({"rid": 3, "error": {"message": "full"}}),
                ],
                "it refused a subscription: full",
            ),
            (
                vec![json!({"rid": 1, "data": {}})],
                "it gave the connection no name when shaking hands",
            ),
            (
                vec![shaken, json!({"rid": 2, "data": 7})],
                "it named no channel at the login",
            ),
            (
                vec![json!({"rid": 9, "data": {}})],
                "it answered what was not asked",
            ),
            (
                vec![json!({"event": "#kickOut"})],
                "it closed the connection",
            ),
            (
                vec![vec![Value::Null; 1_001].into()],
                "it sent a message of too many parts",
            ),
        ] {
            assert_eq!(fails(&messages), why);
        }
        let (mut session, _) = Session::begin();
        let error = session.hear("HTTP").unwrap_err();
        assert!(error.starts_with("it does not speak the protocol of SocketCluster: "));
    }

    #[test]
    fn how_long_a_relay_may_be_silent_has_bounds() {
        for (asked, silence) in [(0, 1), (20_000, 20), (u64::MAX, 600)] {
            let (mut session, _) = Session::begin();
            let shaken = json!({"rid": 1, "data": {"id": "x", "pingTimeout": asked}});
            hear(&mut session, &shaken).unwrap();
            assert_eq!(session.silence, Duration::from_secs(silence));
        }
    }
}
