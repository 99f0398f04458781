//! Reads fields of CASE objects that may be null, missing, numbers or strings.

use serde_json::Value;

/// A text that says something: a string that is not blank, or a number.
pub(super) fn text(value: &Value, key: &str) -> Option<String> {
    words(value.get(key)?)
}

pub(super) fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => {
            let clean: String =
                text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
            let clean = clean.trim();
            (!clean.is_empty()).then(|| clean.to_owned())
        }
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A number, also one written as a string.
pub(super) fn number(value: &Value, key: &str) -> Option<f64> {
    let number = text(value, key)?.parse::<f64>().ok()?;
    number.is_finite().then_some(number)
}

/// The objects of a list, each with its index among all elements. Nulls are dropped.
pub(super) fn objects<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = (usize, &'a Value)> {
    let list = value.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    list.iter().enumerate().filter(|(_, element)| element.is_object())
}

/// What a link may be found under, best first: its identifier, its address, the address's end.
pub(super) fn names_of(link: &Value) -> Vec<String> {
    let (identifier, uri) = match link {
        Value::Object(_) => (text(link, "identifier"), text(link, "uri")),
        other => (words(other), words(other)),
    };
    let end = uri.as_deref().and_then(end_of).map(str::to_owned);
    [identifier, uri, end].into_iter().flatten().collect()
}

/// The part of an address after the last slash.
pub(super) fn end_of(uri: &str) -> Option<&str> {
    uri.rsplit('/').next().filter(|end| !end.is_empty())
}
