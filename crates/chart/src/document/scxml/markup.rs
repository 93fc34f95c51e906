//! SCXML documents as trees of elements.

use roxmltree::{Node, ParsingOptions};

use crate::document::content::Inline;
pub use crate::document::places::Places;
use crate::document::{DocumentError, DocumentProblem, Place};

/// The namespace of SCXML.
pub const SCXML: &str = "http://www.w3.org/2005/07/scxml";

/// The namespace of what is ours.
pub const OURS: &str = "urn:leptos-state";

/// How long a document may be.
const BYTES: usize = 4 << 20;

/// How many nodes it may have.
const NODES: u32 = 400_000;

/// How deep elements may be nested.
pub const DEPTH: usize = 200;

/// Reads the text as a tree.
pub fn parse(text: &str) -> Result<roxmltree::Document<'_>, DocumentError> {
    let start = Place { line: 1, column: 1 };
    if text.len() > BYTES {
        return Err(DocumentError::new(
            start,
            DocumentProblem::TooLong {
                found: text.len(),
                limit: BYTES,
            },
        ));
    }
    check_depth(text)?;
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: NODES,
        ..ParsingOptions::default()
    };
    roxmltree::Document::parse_with_options(text, options).map_err(|error| {
        let pos = error.pos();
        let place = Place {
            line: pos.row,
            column: pos.col,
        };
        let problem = match error {
            roxmltree::Error::NodesLimitReached => DocumentProblem::TooMany {
                what: "elements and texts",
                limit: NODES as usize,
            },
            error => DocumentProblem::Malformed(error.to_string()),
        };
        DocumentError::new(place, problem)
    })
}

/// Whether elements are not nested too deep, so far as that can be seen without reading the tree: every start tag counts, and
/// comments, texts in `CDATA` and attributes can only make it count more.
fn check_depth(text: &str) -> Result<(), DocumentError> {
    let mut depth = 0_usize;
    let mut deepest = 0;
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
        } else if let Some(data) = rest.strip_prefix("![CDATA[") {
            rest = data.find("]]>").map_or("", |end| &data[end + 3..]);
        } else if rest.starts_with(['?', '!']) {
            continue;
        } else if rest.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else {
            let (end, is_empty) = tag_end(rest);
            rest = &rest[end..];
            if !is_empty {
                depth += 1;
                deepest = deepest.max(depth);
            }
        }
        if deepest > DEPTH {
            let offset = text.len() - rest.len();
            let place = Places::of(text).at(offset);
            return Err(DocumentError::new(place, DocumentProblem::TooDeep(DEPTH)));
        }
    }
    Ok(())
}

/// Where a start tag ends, and whether the element ends with it.
fn tag_end(tag: &str) -> (usize, bool) {
    let mut quote = None;
    let mut before = b' ';
    for (index, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return (index + 1, before == b'/'),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
        before = byte;
    }
    (tag.len(), false)
}

/// Whether an element is SCXML's. Those of a document that stands in another one may have lost their namespace.
pub fn is_scxml(node: Node<'_, '_>) -> bool {
    node.is_element() && matches!(node.tag_name().namespace(), None | Some(SCXML))
}

pub fn is_ours(node: Node<'_, '_>) -> bool {
    node.is_element() && node.tag_name().namespace() == Some(OURS)
}

/// What is in an element: its text, or its markup if there are elements. `None` if there is nothing but white space.
pub fn inside(node: Node<'_, '_>) -> Option<Inline> {
    if let Some(first) = node.children().find(Node::is_element) {
        return Some(Inline {
            text: markup(node, first),
            is_markup: true,
        });
    }
    let text = text(node);
    let text = text.trim();
    (!text.is_empty()).then(|| Inline {
        text: text.to_owned(),
        is_markup: false,
    })
}

/// The text in an element.
pub fn text(node: Node<'_, '_>) -> String {
    node.children().filter_map(|child| child.text()).collect()
}

/// What is in an element as it stands there, with the namespaces that its first element needs.
fn markup(node: Node<'_, '_>, first: Node<'_, '_>) -> String {
    let source = node.document().input_text();
    let end = node
        .last_child()
        .map_or(first.range().end, |last| last.range().end);
    let start = first.range().start;
    let slice = source.get(start..end).unwrap_or_default().trim();
    let name_end = slice
        .find(|c: char| c.is_whitespace() || c == '>' || c == '/')
        .unwrap_or(slice.len());
    let (tag_end, _) = tag_end(slice.get(1..).unwrap_or_default());
    let tag = slice.get(..tag_end + 1).unwrap_or_default();
    let mut declared = String::new();
    for namespace in first.namespaces() {
        let name = match namespace.name() {
            Some("xml") => continue,
            Some(prefix) => format!("xmlns:{prefix}="),
            None => "xmlns=".to_owned(),
        };
        let uri = namespace.uri();
        if !tag.contains(&name) && !uri.contains(['"', '&', '<']) {
            declared.push_str(&format!(" {name}\"{uri}\""));
        }
    }
    let (name, rest) = slice.split_at(name_end);
    format!("{name}{declared}{rest}")
}
