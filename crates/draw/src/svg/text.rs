//! How wide texts are, and where they break. A page's fonts are not known here, so this is about what sans-serif fonts have, and
//! a bit more.

/// Widths of the characters from the space to `~`, in thousandths of the size.
#[rustfmt::skip]
const WIDTHS: [u16; 95] = [
    280, 290, 370, 600, 560, 890, 680, 200, 340, 340, 400, 590, 280, 350, 280, 300,
    560, 560, 560, 560, 560, 560, 560, 560, 560, 560, 290, 290, 590, 590, 590, 530,
    1010, 670, 670, 710, 730, 660, 610, 770, 730, 290, 500, 670, 560, 850, 740, 780,
    660, 780, 710, 660, 620, 730, 670, 950, 660, 660, 620, 300, 300, 300, 500, 560,
    370, 560, 580, 520, 580, 560, 330, 580, 570, 250, 260, 530, 250, 860, 570, 570,
    580, 580, 370, 510, 350, 570, 510, 770, 510, 510, 500, 360, 280, 360, 590,
];

/// What fonts may be wider than that.
const SLACK: f64 = 1.05;

/// The distance from one line to the next.
pub(crate) const LEADING: f64 = 16.0;

/// How a piece of text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Name,
    Event,
    /// A word of the language: `entry`, `after`.
    Word,
    Guard,
    Action,
    Tag,
}

impl Style {
    /// The class that the style sheet knows it by.
    pub fn class(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Event => "event",
            Self::Word => "word",
            Self::Guard => "guard",
            Self::Action => "action",
            Self::Tag => "tag",
        }
    }

    /// The width of a text in pixels. Sizes and weights are those of `style.css`.
    fn width(self, text: &str) -> f64 {
        let (size, weight) = match self {
            Self::Name => (13.0, 1.07),
            Self::Event => (11.5, 1.07),
            _ => (11.5, 1.0),
        };
        let sum: u32 = text.chars().map(|c| u32::from(width(c))).sum();
        f64::from(sum) / 1_000.0 * size * weight * SLACK
    }
}

fn width(c: char) -> u16 {
    match u32::from(c) {
        code @ 32..=126 => WIDTHS[code as usize - 32],
        // Marks that stand above or below the letter before, and what has no width.
        0x300..=0x36f | 0x200b..=0x200f | 0xfe00..=0xfe0f => 0,
        // Hangul, kana, Chinese characters, full-width letters, arrows and signs.
        0x1100..=0x115f | 0x2190..=0x2bff | 0x2e80..=0xd7a3 | 0xf900..=0xfaff | 0xff00..=0xff60 => {
            1_050
        }
        // Pictures.
        0x1f000.. => 1_400,
        _ => 720,
    }
}

/// A line of text, in pieces with a space between them.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextLine(pub Vec<(Style, String)>);

impl TextLine {
    pub fn width(&self) -> f64 {
        let pieces = self.0.iter();
        let sum: f64 = pieces.map(|(style, text)| style.width(text)).sum();
        sum + self.0.len().saturating_sub(1) as f64 * Style::Action.width(" ")
    }

    fn push(&mut self, style: Style, word: &str) {
        match self.0.last_mut() {
            Some((last, text)) if *last == style => {
                text.push(' ');
                text.push_str(word);
            }
            _ => self.0.push((style, word.to_owned())),
        }
    }
}

/// Breaks pieces of text into lines that are no wider than `most`: at spaces, and within words that are wider.
pub(crate) fn flow(pieces: &[(Style, &str)], most: f64) -> Vec<TextLine> {
    let mut lines = Vec::new();
    let mut line = TextLine::default();
    for (style, text) in pieces {
        for word in text
            .split_whitespace()
            .flat_map(|word| chunks(*style, word, most))
        {
            let mut longer = line.clone();
            longer.push(*style, word);
            if longer.width() > most && !line.0.is_empty() {
                lines.push(std::mem::take(&mut line));
                line.push(*style, word);
            } else {
                line = longer;
            }
        }
    }
    if !line.0.is_empty() {
        lines.push(line);
    }
    lines
}

/// A word, or if it is wider than `most`, parts of it that are not.
fn chunks(style: Style, word: &str, most: f64) -> Vec<&str> {
    let mut chunks = Vec::new();
    let mut rest = word;
    while style.width(rest) > most {
        let mut ends = rest.char_indices().map(|(at, c)| at + c.len_utf8());
        let first = ends.next().unwrap_or(rest.len());
        let fits = ends.take_while(|end| style.width(&rest[..*end]) <= most);
        let (chunk, after) = rest.split_at(fits.last().unwrap_or(first));
        chunks.push(chunk);
        rest = after;
    }
    if !rest.is_empty() {
        chunks.push(rest);
    }
    chunks
}

/// The width of the widest line.
pub(crate) fn widest<'l>(lines: impl IntoIterator<Item = &'l TextLine>) -> f64 {
    let widths = lines.into_iter().map(TextLine::width);
    widths.fold(0.0, f64::max)
}
