//! SCXML documents as trees of elements.

use roxmltree::{Node, ParsingOptions};

use crate::document::content::Inline;
pub use crate::document::places::Places;
use crate::document::{DocumentError, DocumentProblem, Place};

/// The namespace of SCXML.
pub const SCXML: &str = "http://www.w3.org/2005/07/scxml";

/// The namespace of what is ours.
pub const OURS: &str = "urn:leptos-state";

/// How long a document may be, and what is repeated of it in each of its parts.
pub const BYTES: usize = 4 << 20;

/// How many nodes it may have.
const NODES: u32 = 400_000;

/// How many attributes one element may have.
const ATTRIBUTES: usize = 256;

/// How often namespaces may be declared.
const NAMESPACES: usize = 2_000;

/// How deep elements may be nested.
const DEPTH: usize = 200;

/// Reads the text as a tree.
///
/// The parser itself reads elements one after the other and not by recursion, so that how deep they are nested can be seen in the
/// tree. What it does take long for, or much memory, is looked for before: many attributes of one element, which it compares with
/// each other; namespaces, which elements inside repeat; and room for all that could be an element or an attribute.
pub fn parse(text: &str) -> Result<roxmltree::Document<'_>, DocumentError> {
    let wrong = |offset, problem| DocumentError::new(Places::of(text).at(offset), problem);
    if text.len() > BYTES {
        let (found, limit) = (text.len(), BYTES);
        let start = Place { line: 1, column: 1 };
        return Err(DocumentError::new(
            start,
            DocumentProblem::TooLong { found, limit },
        ));
    }
    for (what, limit, sign) in [
        ("elements and texts", NODES as usize, "<"),
        ("attributes", NODES as usize, "="),
        ("namespaces", NAMESPACES, "xmlns"),
    ] {
        // Elements have two tags.
        let most = if sign == "<" { 2 * limit } else { limit };
        if let Some((offset, _)) = text.match_indices(sign).nth(most) {
            return Err(wrong(offset, DocumentProblem::TooMany { what, limit }));
        }
    }
    check_attributes(text)?;
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: NODES,
        ..ParsingOptions::default()
    };
    let tree = roxmltree::Document::parse_with_options(text, options).map_err(|error| {
        let pos = error.pos();
        let place = Place {
            line: pos.row,
            column: pos.col,
        };
        let message = error.to_string();
        match error {
            roxmltree::Error::NodesLimitReached => {
                let (what, limit) = ("elements and texts", NODES as usize);
                DocumentError::new(place, DocumentProblem::TooMany { what, limit })
            }
            roxmltree::Error::DtdDetected => {
                let offset = text.find("<!DOCTYPE").unwrap_or_default();
                wrong(offset, DocumentProblem::Malformed(message))
            }
            roxmltree::Error::UnclosedRootNode => {
                wrong(text.len(), DocumentProblem::Malformed(message))
            }
            _ => DocumentError::new(place, DocumentProblem::Malformed(message)),
        }
    })?;
    check_depth(&tree).map_err(|offset| wrong(offset, DocumentProblem::TooDeep(DEPTH)))?;
    Ok(tree)
}

/// Reads bytes as text.
pub fn decode(bytes: &[u8]) -> Result<&str, DocumentError> {
    let start = Place { line: 1, column: 1 };
    let other = match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Some("UTF-32"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [b'<', 0, ..] | [0, b'<', ..] => Some("UTF-16"),
        _ => None,
    };
    if let Some(other) = other {
        return Err(DocumentError::new(
            start,
            DocumentProblem::OtherEncoding(other),
        ));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let (good, rest) = bytes.split_at(error.valid_up_to());
        let good = String::from_utf8_lossy(good);
        let place = Places::of(&good).at(good.len());
        let byte = rest.first().copied().unwrap_or_default();
        DocumentError::new(place, DocumentProblem::BadByte(byte))
    })
}

/// Whether no element has too many attributes. A start tag begins with `<` wherever it is, and has no other `<` in it; what looks
/// like one in a comment or a text can only make it count more.
fn check_attributes(text: &str) -> Result<(), DocumentError> {
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let length = rest.find('<').unwrap_or(rest.len());
        let tag = &rest[..length];
        let (end, _) = tag_end(tag);
        let mut quote = None;
        let mut count = 0;
        for byte in tag[..end].bytes() {
            match (quote, byte) {
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b'=') => count += 1,
                (Some(open), _) if open == byte => quote = None,
                _ => {}
            }
        }
        if count > ATTRIBUTES {
            let place = Places::of(text).at(text.len() - rest.len() - 1);
            let (what, limit) = ("attributes of one element", ATTRIBUTES);
            return Err(DocumentError::new(
                place,
                DocumentProblem::TooMany { what, limit },
            ));
        }
    }
    Ok(())
}

/// Whether elements are not nested too deep; where not, says at which byte.
fn check_depth(tree: &roxmltree::Document<'_>) -> Result<(), usize> {
    let mut depth = 0;
    let mut next = Some(tree.root());
    while let Some(node) = next {
        if node.is_element() && depth > DEPTH {
            return Err(node.range().start);
        }
        if let Some(first) = node.first_child() {
            depth += 1;
            next = Some(first);
            continue;
        }
        let mut last = node;
        next = loop {
            if let Some(sibling) = last.next_sibling() {
                break Some(sibling);
            }
            let Some(parent) = last.parent() else {
                break None;
            };
            depth -= 1;
            last = parent;
        };
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
