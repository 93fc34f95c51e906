//! SARIF 2.1.0 (OASIS), which code hosts and editors show beside the code.

use leptos_state_analysis::{Rule, Severity};
use serde_json::{json, Value};

use super::{Found, UNREADABLE};
use crate::source::Spot;

/// A log of one run.
pub fn log(found: &[&Found]) -> Value {
    let mut rules: Vec<Value> = Rule::ALL
        .iter()
        .map(|rule| described(rule.name(), rule.about(), rule.severity()))
        .collect();
    rules.push(described(
        UNREADABLE,
        "the text can't be read as a chart",
        Severity::Error,
    ));
    let place = |name: &str| {
        let mut names = Rule::ALL.iter().map(|rule| rule.name());
        names
            .position(|known| known == name)
            .unwrap_or(Rule::ALL.len())
    };
    let results: Vec<Value> = found
        .iter()
        .map(|found| {
            let mut result = json!({
                "ruleId": found.rule,
                "ruleIndex": place(found.rule),
                "level": found.severity.name(),
                "message": { "text": found.message },
                "locations": [location(&found.path, found.spot, None)],
            });
            if !found.related.is_empty() {
                let related = found.related.iter().map(|related| {
                    location(&found.path, Some(related.spot), Some(&related.message))
                });
                result["relatedLocations"] = related.collect();
            }
            result
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "leptos-state",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn described(name: &str, about: &str, severity: Severity) -> Value {
    json!({
        "id": name,
        "shortDescription": { "text": about },
        "defaultConfiguration": { "level": severity.name() },
    })
}

fn location(path: &str, spot: Option<Spot>, message: Option<&str>) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": uri(path) } });
    if let Some(Spot { line, column }) = spot {
        physical["region"] = json!({ "startLine": line, "startColumn": column });
    }
    let mut location = json!({ "physicalLocation": physical });
    if let Some(message) = message {
        location["message"] = json!({ "text": message });
    }
    location
}

/// A path as a reference of RFC 3986: what may not stand there is written by its bytes.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let path = path.replace('\\', "/");
    path.bytes().fold(String::new(), |mut uri, byte| {
        if plain(byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
        uri
    })
}
