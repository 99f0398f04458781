//! What a drawing is made of: SVG marks as text, with numbers rounded to a tenth.
//!
//! Colours are the `k-*` classes of the style sheets, so a drawing never has to be made again for
//! another theme. Written by hand, without float formatting, to keep the phone's module small.

/// A finished drawing: the size of its view box and the marks inside.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Drawing {
    pub(crate) width: f64,
    pub(crate) height: f64,
    /// SVG elements. Only numbers, class names and escaped words.
    pub(crate) marks: String,
}

impl Drawing {
    pub(crate) fn view_box(&self) -> String {
        ["0 0 ", &number(self.width), " ", &number(self.height)].concat()
    }
}

/// Writes marks one after the other.
#[derive(Default)]
pub(crate) struct Ink {
    marks: String,
}

impl Ink {
    /// `extra` is more attributes, with their leading space.
    pub(crate) fn path(&mut self, class: &str, extra: &str, d: &str) {
        self.put(&["<path class=\"", class, "\"", extra, " d=\"", d, "\"/>"]);
    }

    pub(crate) fn stroke(&mut self, class: &str, width: f64, d: &str) {
        self.path(class, &stroke_width(width), d);
    }

    pub(crate) fn circle(&mut self, class: &str, (x, y): Point, r: f64, width: Option<f64>) {
        let width = width.map_or(String::new(), stroke_width);
        let (x, y, r) = (number(x), number(y), number(r));
        self.put(&[
            "<circle class=\"",
            class,
            "\" cx=\"",
            &x,
            "\" cy=\"",
            &y,
            "\" r=\"",
            &r,
            "\"",
            &width,
            "/>",
        ]);
    }

    /// Words of the app, such as the name of a month. Escaped here.
    pub(crate) fn words(&mut self, class: &str, (x, y): Point, middle: bool, words: &str) {
        let class =
            if class.is_empty() { String::new() } else { [" class=\"", class, "\""].concat() };
        let anchor = if middle { " text-anchor=\"middle\"" } else { "" };
        let (x, y, words) = (number(x), number(y), escape(words));
        self.put(&[
            "<text", &class, " x=\"", &x, "\" y=\"", &y, "\"", anchor, ">", &words, "</text>",
        ]);
    }

    pub(crate) fn finish(self, width: f64, height: f64) -> Drawing {
        Drawing { width, height, marks: self.marks }
    }

    fn put(&mut self, parts: &[&str]) {
        for part in parts {
            self.marks.push_str(part);
        }
    }
}

pub(crate) type Point = (f64, f64);

fn stroke_width(width: f64) -> String {
    [" stroke-width=\"", &number(width), "\""].concat()
}

/// To a tenth, halves upwards, without a needless ".0".
pub(crate) fn number(value: f64) -> String {
    let tenths = (value * 10.0 + 0.5).floor() as i64;
    let sign = if tenths < 0 { "-" } else { "" };
    let whole = (tenths.unsigned_abs() / 10).to_string();
    match tenths.unsigned_abs() % 10 {
        0 => [sign, &whole].concat(),
        tenth => [sign, &whole, ".", &tenth.to_string()].concat(),
    }
}

/// Path data: `M x y`, `L x y`, `l dx dy` and so on, as `step('M', x, y)`.
pub(crate) fn step(letter: &str, (x, y): Point) -> String {
    [letter, &number(x), " ", &number(y)].concat()
}

/// Words as text or an attribute of markup.
pub(crate) fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_to_a_tenth() {
        for (value, text) in [
            (33.0, "33"),
            (27.24, "27.2"),
            (12.15, "12.2"),
            (-4.06, "-4.1"),
            (-0.04, "0"),
            (0.25, "0.3"),
        ] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn words_cannot_break_out_of_a_drawing() {
        let mut ink = Ink::default();
        ink.words("", (1.0, 2.0), false, "<b>\"R&D\"");
        assert_eq!(ink.marks, "<text x=\"1\" y=\"2\">&lt;b&gt;&quot;R&amp;D&quot;</text>");
    }
}
