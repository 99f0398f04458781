//! The lines on which the elements of a JSON document's lists start.
//!
//! serde_json says where a syntax error is, and nothing about values that are well-formed and wrong.

use std::collections::HashMap;

/// For each key whose value is a list: the line of each of its elements. A key met again replaces
/// what it had, as a JSON reader does. `text` is well-formed JSON.
pub(super) fn of_lists(text: &str) -> HashMap<&str, Vec<u64>> {
    let lists = HashMap::new();
    let mut walk = Walk { text, at: 0, line: 1, key: "", open: Vec::new(), awaits: false, lists };
    while walk.step().is_some() {}
    walk.lists
}

struct Walk<'a> {
    text: &'a str,
    at: usize,
    line: u64,
    /// The string read last, which names the value after a colon.
    key: &'a str,
    /// For each bracket that is open: the list's key, or none for an object.
    open: Vec<Option<&'a str>>,
    /// Inside a list, before its next element.
    awaits: bool,
    lists: HashMap<&'a str, Vec<u64>>,
}

impl Walk<'_> {
    fn step(&mut self) -> Option<()> {
        let sign = *self.text.as_bytes().get(self.at)?;
        match sign {
            b' ' | b'\t' | b':' => {}
            b'\n' => self.line += 1,
            b',' => self.awaits = matches!(self.open.last(), Some(Some(_))),
            b']' | b'}' => {
                self.open.pop();
                self.awaits = false;
            }
            b'[' => {
                self.element();
                self.lists.insert(self.key, Vec::new());
                self.open.push(Some(self.key));
                self.awaits = true;
            }
            b'{' => {
                self.element();
                self.open.push(None);
            }
            b'"' => {
                self.element();
                self.string();
            }
            _ => self.element(),
        }
        self.at += 1;
        Some(())
    }

    fn element(&mut self) {
        if std::mem::take(&mut self.awaits)
            && let Some(Some(key)) = self.open.last()
            && let Some(lines) = self.lists.get_mut(key)
        {
            lines.push(self.line);
        }
    }

    /// From the opening mark to the closing one. A raw line break cannot be in a JSON string.
    fn string(&mut self) {
        let start = self.at + 1;
        let mut escaped = false;
        let inside = self.text.as_bytes()[start..].iter().position(|byte| {
            let ends = *byte == b'"' && !escaped;
            escaped = *byte == b'\\' && !escaped;
            ends
        });
        self.at = start + inside.unwrap_or(self.text.len() - start);
        self.key = &self.text[start..self.at];
    }
}

#[cfg(test)]
mod tests {
    use super::of_lists;

    // SPEC X3
    #[test]
    fn each_element_of_a_list_has_its_line() {
        let text =
            "{\"a\": [1,\n {\"x\": \"]\\\"[\",\n\"in\": [\n]},\n\n null], \"b\":\n[\n\"s\"]}";
        let lists = of_lists(text);
        assert_eq!(lists["a"], [1, 2, 6]);
        assert!(lists["in"].is_empty());
        assert_eq!(lists["b"], [8]);
    }
}
