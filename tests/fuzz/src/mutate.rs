//! Changes inputs: the trees of JSON and YAML as trees, everything else as bytes.

use fastrand::Rng;
use serde_json::Value;

use crate::exchange::SEPARATOR;
use crate::tree;
use crate::words::word;

/// Changes an input in a few places.
pub(crate) fn change(input: &mut Vec<u8>, donor: &[u8], rng: &mut Rng) {
    let as_tree = rng.u8(..3) > 0 && change_tree(input, donor, rng);
    if !as_tree || rng.u8(..16) == 0 {
        for _ in 0..rng.usize(1..8) {
            change_bytes(input, donor, rng);
        }
    }
}

/// Changes the longest suffix of the input's first part that is JSON, or all of it where it is YAML; returns whether there is such a tree.
fn change_tree(input: &mut Vec<u8>, donor: &[u8], rng: &mut Rng) -> bool {
    let start = body_start(input);
    let end = find(&input[start..], SEPARATOR).map_or(input.len(), |at| start + at);
    let Some(mut value) = parse(&input[start..end]) else { return false };
    let donor = parse(&donor[body_start(donor)..]).unwrap_or(Value::Null);
    tree::change(&mut value, &donor, rng);
    let Ok(written) = serde_json::to_vec(&value) else { return false };
    drop(input.splice(start..end, written));
    true
}

/// A body is what comes after the first empty line, where that is one of headers.
fn body_start(input: &[u8]) -> usize {
    match find(input, b"\n\n") {
        Some(at) if !matches!(input.first(), Some(b'{' | b'[')) => at + 2,
        _ => 0,
    }
}

fn parse(bytes: &[u8]) -> Option<Value> {
    serde_json::from_slice(bytes).ok().filter(|value: &Value| value.is_object() || value.is_array())
}

fn find(within: &[u8], wanted: &[u8]) -> Option<usize> {
    within.windows(wanted.len()).position(|window| window == wanted)
}

fn change_bytes(input: &mut Vec<u8>, donor: &[u8], rng: &mut Rng) {
    let at = rng.usize(..=input.len());
    let end = (at + rng.usize(..24)).min(input.len());
    match rng.u8(..12) {
        0 => input.truncate(at),
        1 if at < input.len() => input[at] = rng.u8(..),
        2 if at < input.len() => input[at] ^= 1 << rng.u8(..8),
        3 => input.insert(at, rng.u8(..)),
        4 => input.insert(at, *rng.choice(b"{}[]\",:\\0\0\r\n#&*!-<>/=;% \t").expect("there are bytes")),
        5 => drop(input.drain(at..end)),
        6 => {
            let part = input[at..end].to_vec();
            for _ in 0..rng.usize(1..40) {
                drop(input.splice(at..at, part.iter().copied()));
            }
        }
        7 if !donor.is_empty() => {
            let from = rng.usize(..donor.len());
            let part = &donor[from..(from + rng.usize(..64)).min(donor.len())];
            drop(input.splice(at..end, part.iter().copied()));
        }
        8 => change_line(input, donor, rng),
        9 => drop(input.splice(at..at, number(rng).into_bytes())),
        10 => drop(input.splice(at..end, word(rng).into_bytes())),
        _ => drop(input.splice(at..at, word(rng).into_bytes())),
    }
}

/// Repeats, drops, swaps or replaces a line.
fn change_line(input: &mut Vec<u8>, donor: &[u8], rng: &mut Rng) {
    let mut lines: Vec<&[u8]> = input.split(|byte| *byte == b'\n').collect();
    let foreign: Vec<&[u8]> = donor.split(|byte| *byte == b'\n').collect();
    let (one, other) = (rng.usize(..lines.len()), rng.usize(..lines.len()));
    match rng.u8(..4) {
        0 => drop(lines.remove(one)),
        1 => lines.insert(one, lines[other]),
        2 => lines.swap(one, other),
        _ => lines.insert(one, foreign[rng.usize(..foreign.len())]),
    }
    *input = lines.join(&b'\n');
}

fn number(rng: &mut Rng) -> String {
    const NUMBERS: [&str; 14] = [
        "0",
        "-1",
        "1",
        "00",
        "4294967296",
        "9223372036854775807",
        "18446744073709551616",
        "1e308",
        "1e999",
        "-0.0",
        "0.1",
        "NaN",
        "99999999999",
        "1.5e3",
    ];
    rng.choice(NUMBERS).unwrap_or_default().to_owned()
}
