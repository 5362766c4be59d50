//! Compares what is read with what other parsers of JSON and YAML read.

use super::super::parse::parse;
use super::corpus_files;

/// The tree of a text by another parser.
fn by_another(text: &str) -> Option<serde_json::Value> {
    fn json(value: serde_yaml::Value) -> serde_json::Value {
        use serde_json::Value;
        match value {
            serde_yaml::Value::Null => Value::Null,
            serde_yaml::Value::Bool(truth) => Value::Bool(truth),
            serde_yaml::Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(number), _) => number.into(),
                (None, Some(number)) => number.into(),
                (None, None) => number.as_f64().and_then(serde_json::Number::from_f64).map_or(Value::Null, Value::Number),
            },
            serde_yaml::Value::String(text) => Value::String(text),
            serde_yaml::Value::Sequence(list) => list.into_iter().map(json).collect(),
            serde_yaml::Value::Mapping(map) => {
                let key = |key| match json(key) {
                    Value::String(text) => text,
                    other => other.to_string(),
                };
                map.into_iter().map(|(own, value)| (key(own), json(value))).collect()
            }
            serde_yaml::Value::Tagged(tagged) => json(tagged.value),
        }
    }
    serde_yaml::from_str::<serde_yaml::Value>(text).ok().map(json)
}

#[test]
fn yaml_is_read_as_another_parser_reads_it() {
    let read = |text: &str| parse(text, "api.yaml").map(|parsed| parsed.tree);
    let scalars = [
        "0",
        "-0",
        "+1",
        "007",
        "1_000",
        "0x1F",
        "-0x1F",
        "0o17",
        "0b101",
        "0x",
        "1.5",
        "-1.50",
        ".5",
        "5.",
        "1e3",
        "1E-3",
        "+.5",
        "1e400",
        "18446744073709551615",
        "-9223372036854775808",
        "1.2.3",
        "12:30",
        "2024-01-01",
        "null",
        "Null",
        "~",
        "nULL",
        "true",
        "True",
        "tRUE",
        "no",
        "yes",
        "on",
        "y",
        "'1'",
        "\"1\"",
        "-",
        "--",
        "+",
        ".",
        "!!str 1",
        "!!int '1'",
        "!!float 1",
        "!own 1",
        "'a''b'",
        "\"a\\tb\"",
        "a b",
        "a: b",
        "*",
        "é",
        "- a",
        "? a",
        "=",
        "<<",
        "|\n  a\n  b",
        ">\n  a\n  b",
    ];
    let mut count = 0;
    for scalar in scalars {
        for text in [format!("k: {scalar}\n"), format!("- {scalar}\n- x\n"), format!("{{k: {scalar}}}\n")] {
            if let Some(tree) = by_another(&text) {
                assert_eq!(read(&text).ok(), Some(tree), "{text:?}");
                count += 1;
            }
        }
    }
    let mut random = fastrand::Rng::with_seed(11);
    let parts = [
        "a",
        "b: ",
        "- ",
        "\n",
        "\n  ",
        "\n    ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "'",
        "\"",
        "# c\n",
        "&x ",
        "*x",
        "|\n",
        ">-\n",
        ">",
        "|2",
        "? ",
        ": ",
        "1",
        "!!str ",
        "!",
        "!a",
        "!<x>",
        "%TAG ! x:\n",
        "\\",
        "\t",
        "\r",
        "...\n",
        "---\n",
        "é",
        "\u{2028}",
        "\u{e000}",
    ];
    for _ in 0..60_000 {
        let text: String = (0..random.usize(1..14)).map(|_| parts[random.usize(..parts.len())]).collect();
        let own = read(&text);
        let other = by_another(&text);
        // By the specification, `!` makes a string of a scalar, which the other parser does not do.
        let differs = text.contains('!') || text.contains("---");
        if let (Ok(own), Some(other)) = (&own, &other) {
            assert!(differs || own == other, "{text:?} is {own} and not {other}");
            count += 1;
        }
    }
    for path in corpus_files() {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let is_yaml = path.extension().is_some_and(|ending| ending == "yaml");
        if let Some(tree) = by_another(&text).filter(|_| is_yaml && !text.contains("<<:")) {
            assert_eq!(read(&text).ok(), Some(tree), "{}", path.display());
            count += 1;
        }
    }
    assert!(count > 3_000, "{count}");
}

#[test]
fn json_is_read_as_another_parser_reads_it() {
    let read = |text: &str| parse(text, "api.json").map(|parsed| parsed.tree);
    let mut random = fastrand::Rng::with_seed(13);
    let parts = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"a\"",
        "\"\\u00e9\\n\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"",
        "1",
        "-1.5e3",
        "0",
        "01",
        "1.",
        "-",
        "true",
        "nul",
        "null",
        " ",
        "\n",
        "\"b",
        "18446744073709551616",
        "1e400",
        "-0",
        "\"\u{7f}\t\"",
        "é",
    ];
    let mut count = 0;
    for _ in 0..50_000 {
        let body: String = (0..random.usize(0..9)).map(|_| parts[random.usize(..parts.len())]).collect();
        for text in [format!("[{body}]"), format!("{{\"a\":{body}}}"), format!("[{body}")] {
            let other = serde_json::from_str::<serde_json::Value>(&text);
            let own = read(&text);
            // A key that is there twice is an oddity of both.
            assert_eq!(own.as_ref().ok(), other.as_ref().ok(), "{text:?}");
            count += usize::from(own.is_ok());
        }
    }
    for path in corpus_files() {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        if path.extension().is_some_and(|ending| ending == "json") {
            let other: serde_json::Value = serde_json::from_str(&text).expect("the corpus is JSON");
            assert!(read(&text).ok() == Some(other), "{}", path.display());
            count += 1;
        }
    }
    assert!(count > 3_000, "{count}");
}
