//! The page at the root of the site.

use super::example::Example;

/// A page that lists the examples.
pub fn index(examples: &[Example]) -> String {
    let entries: Vec<String> = examples.iter().map(entry).collect();
    include_str!("index.html").replace("<!-- examples -->", &entries.join("\n      "))
}

fn entry(example: &Example) -> String {
    format!(
        r#"<li><a href="{name}/"><strong>{name}</strong><span>{about}</span></a></li>"#,
        name = escaped(&example.name),
        about = escaped(&example.about),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::super::example::Kind;
    use super::*;

    #[test]
    fn an_example_is_listed_with_its_address_and_its_text_as_text() {
        let page = index(&[Example {
            name: "counter".to_owned(),
            about: "Signals & a <button>".to_owned(),
            package: "counter".to_owned(),
            kind: Kind::Page {
                programs: vec!["counter".to_owned()],
                server: None,
            },
            folder: PathBuf::new(),
        }]);
        assert!(page.contains(r#"<a href="counter/">"#), "{page}");
        assert!(page.contains("Signals &amp; a &lt;button>"), "{page}");
    }
}
