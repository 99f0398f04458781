//! The table of one language: a text with a sentence in each line, in the order of the keys. Arguments
//! are places such as `{0}`, bold words stand between stars, and the forms that a count chooses from
//! stand in one line with tabs between them. The first and the last line say which build it is of.

use crate::catalogue::{Catalogue, Message, Part};
use crate::{Lang, number};

/// Starts and ends bold words in what [`Table::fill`] returns.
pub const MARK: &str = "\u{1}";

const BETWEEN_FORMS: char = '\t';

/// What stands in the place of an argument.
#[derive(Clone, Copy, Debug)]
pub enum Argument<'a> {
    Text(&'a str),
    Number(u32),
}

/// The sentences of one language. They stay for as long as the program runs.
#[derive(Debug)]
pub struct Table {
    lang: Lang,
    sentences: Vec<&'static str>,
}

impl Table {
    /// `None`: the text is of another build, or was cut off.
    pub fn read(lang: Lang, text: &str, fit: &str) -> Option<Self> {
        let lines = text.strip_prefix(fit)?.strip_suffix(fit)?;
        let lines: &'static str = lines.replace('*', MARK).leak();
        Some(Self { lang, sentences: lines.split('\n').skip(1).collect() })
    }

    /// A sentence without arguments.
    pub fn sentence(&self, index: usize) -> &'static str {
        self.sentences.get(index).copied().unwrap_or_default()
    }

    /// A sentence with arguments. Where it has forms for a count, the count is the first of them.
    pub fn fill(&self, index: usize, arguments: &[Argument<'_>]) -> String {
        let mut filled = String::new();
        for (i, piece) in self.form(index, arguments.first()).split(['{', '}']).enumerate() {
            match (i % 2, piece.parse().ok().and_then(|place: usize| arguments.get(place))) {
                (1, Some(Argument::Text(words))) => filled.push_str(words),
                (1, Some(Argument::Number(value))) => {
                    filled.push_str(&number(self.lang, *value));
                }
                _ => filled.push_str(piece),
            }
        }
        filled
    }

    /// A sentence that does not count has one form, whatever its first argument is.
    fn form(&self, index: usize, first: Option<&Argument<'_>>) -> &'static str {
        let form = match first {
            Some(Argument::Number(count)) => self.lang.form_of(*count),
            Some(Argument::Text(_)) | None => 0,
        };
        self.sentence(index).split(BETWEEN_FORMS).take(form + 1).last().unwrap_or_default()
    }
}

/// What [`Table::read`] reads.
pub(crate) fn write(fit: &str, forms: &[&str], catalogue: &Catalogue) -> String {
    let lines: String =
        catalogue.messages.values().map(|message| line(message, forms) + "\n").collect();
    format!("{fit}\n{lines}{fit}")
}

fn line(message: &Message, forms: &[&str]) -> String {
    let slots = message.slots();
    let forms: &[&str] = if message.is_plural() { forms } else { &[""] };
    let spelled = forms.iter().filter_map(|form| message.forms.get(*form));
    let spelled: Vec<String> =
        spelled.map(|parts| parts.iter().map(|part| spell(part, &slots)).collect()).collect();
    spelled.join(&BETWEEN_FORMS.to_string())
}

fn spell(part: &Part, slots: &[(String, bool)]) -> String {
    match part {
        Part::Words(words) => words.clone(),
        Part::Bold => "*".to_owned(),
        Part::Text(name) | Part::Number(name) => {
            let place = slots.iter().position(|(known, _)| known == name).unwrap_or_default();
            format!("{{{place}}}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Argument::{Number, Text};
    use super::*;
    use crate::fit::fit;

    fn table(lang: Lang, text: &str) -> Table {
        let catalogue = Catalogue::parse(text).unwrap();
        let fit = fit(&catalogue);
        Table::read(lang, &write(&fit, lang.forms(), &catalogue), &fit).unwrap()
    }

    #[test]
    fn arguments_stand_where_the_sentence_wants_them() {
        let table = table(Lang::En, "a = {to} from {from}, {#times} times\nb = no more");
        let arguments = [Text("A {0} *"), Number(1_200), Text("B")];
        assert_eq!(table.fill(0, &arguments), "B from A {0} *, 1,200 times");
        assert_eq!(table.sentence(1), "no more");
        assert_eq!(table.sentence(2), "");
    }

    // SPEC L24
    #[test]
    fn a_count_chooses_its_form_and_other_numbers_do_not() {
        let table =
            table(Lang::Nl, "a[one] = {n} klus van {name}\na[other] = {n} klussen\nb = {#level} x");
        assert_eq!(table.fill(0, &[Number(1), Text("Bo")]), "1 klus van Bo");
        assert_eq!(table.fill(0, &[Number(0), Text("Bo")]), "0 klussen");
        assert_eq!(table.fill(1, &[Number(5)]), "5 x");
    }

    #[test]
    fn all_the_forms_of_a_language_stand_in_its_order() {
        let forms = ["one", "few", "many", "other"];
        let text = "a[other] = d\na[few] = {n} b\na[many] = c\na[one] = a\nb = x";
        let written = write("fit", &forms, &Catalogue::parse(text).unwrap());
        assert_eq!(written, "fit\na\t{0} b\tc\td\nx\nfit");
    }

    #[test]
    fn bold_words_are_marked_and_a_persons_star_is_not() {
        let table = table(Lang::En, "a = You say *{what}*");
        assert_eq!(table.fill(0, &[Text("5*")]), ["You say ", MARK, "5*", MARK].concat());
    }

    // SPEC L23
    #[test]
    fn a_table_of_another_build_or_cut_off_is_refused() {
        for text in ["other\na\nother", "fit\na", "fit\na\nfi", "fit", "", "<!doctype html>"] {
            assert!(Table::read(Lang::En, text, "fit").is_none(), "{text}");
        }
        assert!(Table::read(Lang::En, "fit\na\nfit", "fit").is_some());
    }
}
