//! Writing XML.

/// Text that can't be written: XML has no way to say this character (XML 1.0, 2.2).
#[derive(Clone, Copy, Debug)]
pub struct Unwritable(pub char);

/// XML as it is written, indented by two spaces.
#[derive(Debug, Default)]
pub struct Xml {
    out: String,
    open: Vec<&'static str>,
    /// Whether the last start tag is not yet closed: attributes may follow.
    is_in_tag: bool,
    /// Whether the innermost element has text, so that white space counts in it.
    has_text: bool,
    /// The first character that could not be written.
    pub unwritable: Option<Unwritable>,
}

impl Xml {
    pub fn open(&mut self, name: &'static str) {
        self.end_tag();
        self.line();
        self.out.push('<');
        self.out.push_str(name);
        self.open.push(name);
        self.is_in_tag = true;
    }

    pub fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        self.escaped(value, true);
        self.out.push('"');
    }

    pub fn text(&mut self, text: &str) {
        self.end_tag();
        self.has_text = true;
        self.escaped(text, false);
    }

    /// What is XML already.
    pub fn markup(&mut self, markup: &str) {
        self.end_tag();
        self.has_text = true;
        self.out.push_str(markup);
    }

    pub fn close(&mut self) {
        let Some(name) = self.open.pop() else {
            return;
        };
        if self.is_in_tag {
            self.out.push_str("/>");
            self.is_in_tag = false;
            return;
        }
        if !self.has_text {
            self.line();
        }
        self.has_text = false;
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    pub fn finish(mut self) -> String {
        self.out.push('\n');
        self.out
    }

    fn end_tag(&mut self) {
        if self.is_in_tag {
            self.out.push('>');
            self.is_in_tag = false;
        }
    }

    fn line(&mut self) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.open.iter().for_each(|_| self.out.push_str("  "));
    }

    /// White space that a reader would change is written by its number.
    fn escaped(&mut self, text: &str, is_attribute: bool) {
        for character in text.chars() {
            match character {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                // As the end of `]]>` it can't stand in text.
                '>' => self.out.push_str("&gt;"),
                '"' if is_attribute => self.out.push_str("&quot;"),
                '\r' => self.out.push_str("&#13;"),
                '\n' if is_attribute => self.out.push_str("&#10;"),
                '\t' if is_attribute => self.out.push_str("&#9;"),
                '\n' | '\t' | ' '..='\u{fffd}' | '\u{10000}'.. => self.out.push(character),
                _ => {
                    self.unwritable.get_or_insert(Unwritable(character));
                }
            }
        }
    }
}
