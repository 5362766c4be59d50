//! Scans YAML by the events of the parser that made the tree.

use std::collections::HashMap;
use std::ops::Range;

use libyaml_safer::EventData;

use super::super::parse::{Events, Prepared, key_text};
use super::{Key, Scan, clamp};

pub(super) fn scan(text: &str, scan: &mut Scan<'_>) {
    let prepared = Prepared::new(text);
    let mut bytes: &[u8] = &[];
    let mut events = Events::of(&prepared, &mut bytes);
    let mut anchors: HashMap<String, u32> = HashMap::new();
    // For what is open: whether it is a mapping, and its pending key.
    let mut open: Vec<(bool, Option<Key>)> = Vec::new();
    while let Ok((event, at)) = events.next() {
        let is_key = matches!(open.last(), Some((true, None)));
        let pending = |open: &mut Vec<(bool, Option<Key>)>| open.last_mut().and_then(|(_, pending)| pending.take());
        let (anchor, id) = match event {
            EventData::Scalar { value, style, anchor, .. } if is_key => {
                set_key(&mut open, yaml_key(text, key_text(value, style), at.clone()));
                // A key that another one repeats has no node of its own.
                (anchor, scan.detached(at))
            }
            EventData::Scalar { anchor, .. } => (anchor, scan.scalar(pending(&mut open), at)),
            EventData::Alias { anchor } => {
                let target = anchors.get(&anchor).copied();
                if is_key {
                    let repeated = target.map(|target| scan.text(target, text)).unwrap_or_default();
                    set_key(&mut open, yaml_key(text, repeated, at));
                } else {
                    scan.alias(pending(&mut open), at, target);
                }
                continue;
            }
            EventData::MappingStart { anchor, .. } => {
                let id = scan.open(pending(&mut open), at);
                open.push((true, None));
                (anchor, id)
            }
            EventData::SequenceStart { anchor, .. } => {
                let id = scan.open(pending(&mut open), at);
                open.push((false, None));
                (anchor, id)
            }
            EventData::MappingEnd | EventData::SequenceEnd => {
                scan.close();
                open.pop();
                continue;
            }
            EventData::DocumentEnd { .. } | EventData::StreamEnd => return,
            EventData::StreamStart { .. } | EventData::DocumentStart { .. } => continue,
        };
        if let Some(anchor) = anchor {
            anchors.insert(anchor, id);
        }
    }
}

fn set_key(open: &mut [(bool, Option<Key>)], key: Key) {
    if let Some((_, pending)) = open.last_mut() {
        *pending = Some(key);
    }
}

fn yaml_key(text: &str, value: String, at: Range<usize>) -> Key {
    let decoded = (text[at.clone()] != value).then(|| value.into());
    Key { at: clamp(at.start)..clamp(at.end), decoded }
}
