//! Numbers within their bounds.

use serde_json::{Map, Number, Value, json};

use super::shape::Shape;
use super::{Kind, Maker};

/// The numbers that a schema allows.
struct Range {
    least: f64,
    most: f64,
    step: Option<f64>,
}

impl Range {
    fn of(nodes: &[&Map<String, Value>]) -> Self {
        let bounds = |keyword: &'static str| nodes.iter().filter_map(move |node| node.get(keyword)?.as_f64());
        // A bound that is excluded is a little off: what is made there would be dropped.
        let off = |bound: f64| (bound.abs() * 1e-9).max(1e-6);
        let least = bounds("minimum").chain(bounds("exclusiveMinimum").map(|bound| bound + off(bound)));
        let most = bounds("maximum").chain(bounds("exclusiveMaximum").map(|bound| bound - off(bound)));
        Self {
            least: least.fold(f64::NEG_INFINITY, f64::max),
            most: most.fold(f64::INFINITY, f64::min),
            step: bounds("multipleOf").fold(None, |known: Option<f64>, step| Some(known.map_or(step, |known| known.max(step)))),
        }
    }

    fn holds(&self, value: f64) -> bool {
        self.least <= value && value <= self.most
    }
}

impl<'s> Maker<'s> {
    pub(super) fn integer(&mut self, shape: &Shape<'s>) -> Option<Value> {
        let range = Range::of(&shape.nodes);
        let step = range.step.map_or(1, |step| if step >= 1.0 { step as i64 } else { 1 });
        let value = match (range.least.is_finite(), range.most.is_finite()) {
            (true, true) if range.most - range.least < 1e15 => {
                let (least, most) = (range.least.ceil() as i64, range.most.floor() as i64);
                if least > most {
                    return None;
                }
                self.rng.i64(least..=most)
            }
            _ => self.wide_integer(&range),
        };
        // Towards the inside of the range.
        let value = value - value % step;
        let value = if range.holds(value as f64) { value } else { value.saturating_add(step) };
        // 1.0 is an integer (JSON Schema 2020-12, section 4.2.3).
        let is_plain = self.kind == Kind::Minimal || value.unsigned_abs() > 1 << 50 || self.rng.u8(..24) != 0;
        if is_plain { Some(json!(value)) } else { Number::from_f64(value as f64).map(Value::Number) }
    }

    fn wide_integer(&mut self, range: &Range) -> i64 {
        const EDGES: &[i64] =
            &[0, 1, -1, 7, 42, 255, 65_536, i32::MAX as i64, i32::MIN as i64, 1 << 53, (1 << 53) + 1, i64::MAX, i64::MIN, 1_700_000_000];
        let edges: Vec<i64> = EDGES.iter().copied().filter(|value| range.holds(*value as f64)).collect();
        let small = i64::from(self.rng.i16(..));
        let candidates = [small, small.abs(), small.saturating_add(range.least.min(1e18) as i64)];
        let inside = candidates.into_iter().find(|value| range.holds(*value as f64));
        match inside {
            Some(value) if edges.is_empty() || self.rng.bool() => value,
            _ if !edges.is_empty() => edges[self.rng.usize(..edges.len())],
            _ => range.least.max(-9e18).min(range.most) as i64,
        }
    }

    pub(super) fn number(&mut self, shape: &Shape<'s>) -> Option<Value> {
        let range = Range::of(&shape.nodes);
        let is_whole = range.step.is_some_and(|step| step >= 1.0 && step.fract() == 0.0) || self.rng.u8(..3) == 0;
        if is_whole && let Some(value) = self.integer(shape).filter(|value| value.as_f64().is_some_and(|value| range.holds(value))) {
            return Some(value);
        }
        let value = match (range.least.is_finite(), range.most.is_finite()) {
            (true, true) => range.least + self.rng.f64() * (range.most - range.least),
            (true, false) => range.least + self.rng.f64() * 1000.0,
            (false, true) => range.most - self.rng.f64() * 1000.0,
            (false, false) => [0.5, -12.75, 1e-7, 1.5e10, 1e300, 0.1 + 0.2, f64::from(self.rng.i32(..)) / 100.0][self.rng.usize(..7)],
        };
        let value = match range.step {
            Some(step) => (value / step).round() * step,
            // Few digits are what servers send.
            None if self.rng.bool() && range.holds((value * 100.0).round() / 100.0) => (value * 100.0).round() / 100.0,
            None => value,
        };
        Number::from_f64(value.clamp(range.least, range.most)).map(Value::Number)
    }
}
