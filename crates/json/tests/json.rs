//! Against serde_json: both read the same texts, and each reads what the other wrote.

use json::{Json, read};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Both take it or neither does, and what they take is the same.
fn agree(text: &[u8]) {
    let (ours, theirs) = (read(text), serde_json::from_slice::<Value>(text).ok());
    assert_eq!(ours.is_some(), theirs.is_some(), "{}", String::from_utf8_lossy(text));
    let Some((ours, theirs)) = ours.zip(theirs) else { return };
    for written in [ours.to_bytes(), ours.to_lines()] {
        let back: Option<Value> = serde_json::from_slice(&written).ok();
        assert_eq!(back.as_ref(), Some(&theirs), "{}", String::from_utf8_lossy(&written));
        assert_eq!(read(&written), Some(ours.clone()));
    }
}

#[test]
fn strange_texts_read_as_others_read_them() {
    let deep = |depth: usize| ["[".repeat(depth), "]".repeat(depth)].concat();
    for text in [
        "",
        " ",
        "nul",
        "nulls",
        "null null",
        " true\r\n\t",
        "tru",
        "[false]",
        "[true,]",
        "[,]",
        "[1 2]",
        "[",
        "]",
        "{",
        "{}",
        "{ }",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{1:1}",
        "{\"a\" : [ { } , [ ] ] }",
        "{\"a\":1,\"a\":2}",
        "0",
        "-0",
        "-",
        "00",
        "01",
        "-01",
        "+1",
        "1.",
        ".5",
        "1.5",
        "-1.50",
        "1e3",
        "1E+3",
        "1e-3",
        "1e",
        "1e+",
        "1.e1",
        "0x1",
        "1_0",
        "9223372036854775807",
        "\"",
        "\"a",
        "\"a\"b",
        "\"\\\"\"",
        "\"\\/\\b\\f\\n\\r\\t\\\\\"",
        "\"\\x\"",
        "\"\\\"",
        "\"\\u00e9\"",
        "\"\\u00E\"",
        "\"\\u+0e9\"",
        "\"\\u12é\"",
        "\"\\é\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"",
        "\"\\ud83d\\u0041\"",
        "\"\\ude00\"",
        "\"\\ud83dn\"",
        "\"\u{7f}\"",
        "\"\n\"",
        "\"\0\"",
        "\"\\u0000\"",
        "\"é😀\"",
        "\u{feff}1",
        "1//",
        "'a'",
        &deep(127),
        &deep(128),
        &deep(4_000),
    ] {
        agree(text.as_bytes());
    }
    for bytes in [&b"\xff"[..], b"\"\xc3\"", b"\"\xed\xa0\x80\""] {
        agree(bytes);
    }
}

#[test]
fn what_is_written_stands_as_others_write_it() {
    let value = json!({
        "bool": [true, false, null],
        "empty": [[], {}, ""],
        "numbers": [0, -7, 9_007_199_254_740_993_u64, 1.5],
        "text": "a \"quote\", \\ / and \u{8}\u{c}\n\r\t\u{1}\u{1f}\u{7f}é😀",
    });
    let written = read(value.to_string().as_bytes()).map(|json| (json.to_bytes(), json.to_lines()));
    let (line, lines) = (value.to_string(), serde_json::to_string_pretty(&value));
    assert_eq!(written, lines.ok().map(|lines| (line.into_bytes(), lines.into_bytes())));
}

#[test]
fn a_look_answers_only_with_what_is_there() {
    let json = Json::object()
        .with("text", "a")
        .with("number", 300_u16)
        .with("far", i64::MIN)
        .with("half", 0.5)
        .with("endless", f64::INFINITY)
        .with("is", true)
        .with("none", None::<&str>)
        .with("list", Json::from_iter(["b", "c"]))
        .with("mixed", Json::List(vec!["b".into(), 1_u8.into()]))
        .with("text", "last");
    assert_eq!(json.text("text").as_deref(), Some("last"));
    assert_eq!((json.number("number"), json.number("far")), (Some(300_u64), Some(i64::MIN)));
    assert_eq!((json.number::<u8>("number"), json.number::<u64>("far")), (None, None));
    assert_eq!(json.number::<i64>("half"), None);
    assert_eq!((json.get("endless"), json.get("none")), (Some(&Json::Null), Some(&Json::Null)));
    assert_eq!(
        (json.is_true("is"), json.is_true("text"), json.is_true("gone")),
        (true, false, false)
    );
    assert_eq!(json.texts("list"), Some(vec!["b".to_owned(), "c".to_owned()]));
    assert_eq!(
        (json.texts("gone"), json.texts("mixed"), json.texts("text")),
        (Some(vec![]), None, None)
    );
    assert_eq!((json.text("number"), json.text("none"), json.as_list()), (None, None, None));
}

fn values() -> impl Strategy<Value = Value> {
    let plain = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    plain.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_value_and_any_harm_to_its_text_read_as_others_read_them(
        value in values(),
        at in any::<prop::sample::Index>(),
        byte in prop::sample::select(b"\"\\{}[],:tfnu \n\x00\xff".to_vec()),
    ) {
        let mut text = value.to_string().into_bytes();
        agree(&text);
        let at = at.index(text.len());
        text[at] = byte;
        agree(&text);
    }
}
