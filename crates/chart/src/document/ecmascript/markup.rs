//! Markup as a tree of values.

use roxmltree::{Document, Node, ParsingOptions};
use serde_json::{json, Map, Value};

/// How deep elements of markup may be nested.
const DEPTH: usize = 200;

/// The elements of a text; nothing if it is not well-formed.
pub(super) fn tree(text: &str) -> Option<Value> {
    let options = ParsingOptions::default();
    let document = Document::parse_with_options(text, options).ok()?;
    element(document.root_element(), 0)
}

fn element(node: Node<'_, '_>, depth: usize) -> Option<Value> {
    if depth > DEPTH {
        return None;
    }
    let mut children = Vec::new();
    for child in node.children() {
        if child.is_element() {
            children.push(element(child, depth + 1)?);
        } else if let Some(text) = child.text().filter(|_| child.is_text()) {
            children.push(text.into());
        }
    }
    let attributes = node.attributes();
    let attributes: Map<_, _> = attributes
        .map(|attribute| (attribute.name().to_owned(), attribute.value().into()))
        .collect();
    let source = node.document().input_text().get(node.range());
    Some(json!({
        "name": node.tag_name().name(),
        "attributes": attributes,
        "children": children,
        "source": source.unwrap_or_default(),
    }))
}
