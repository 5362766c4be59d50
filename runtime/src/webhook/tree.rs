//! Values inside JSON bodies. **Invariant:** a value that is there twice is none, because who reads the body later may see the other one.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::error::VerifyError;

/// Reads a body in which every name is there once in its object.
pub(super) fn parse(body: &[u8]) -> Result<Value, VerifyError> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let tree = Tree.deserialize(&mut reader).and_then(|tree| reader.end().map(|()| tree));
    tree.map_err(|_| VerifyError::malformed("the body"))
}

/// Returns a scalar as text; nothing for null and for what is not there; `None` for an object or a list.
pub(super) fn scalar(root: &Value, pointer: &str) -> Option<String> {
    match root.pointer(pointer) {
        None | Some(Value::Null) => Some(String::new()),
        Some(Value::String(text)) => Some(text.clone()),
        Some(value @ (Value::Bool(_) | Value::Number(_))) => Some(value.to_string()),
        Some(Value::Array(_) | Value::Object(_)) => None,
    }
}

/// Finds one scalar in a body without keeping the rest; `None` where it is not there, is there twice, or the body is no JSON.
pub(super) fn find(body: &[u8], pointer: &str) -> Option<String> {
    let tokens: Vec<String> = crate::pointer::tokens(pointer).collect();
    let mut reader = serde_json::Deserializer::from_slice(body);
    let found = Find(&tokens).deserialize(&mut reader).ok()?;
    reader.end().ok()?;
    found
}

struct Tree;

impl<'de> DeserializeSeed<'de> for Tree {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Tree)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(name) = entries.next_key::<String>()? {
            let value = entries.next_value_seed(Tree)?;
            if map.insert(name, value).is_some() {
                return Err(A::Error::custom("a name is there twice"));
            }
        }
        Ok(Value::Object(map))
    }
}

/// Follows what is left of a pointer.
struct Find<'p>(&'p [String]);

impl<'de> DeserializeSeed<'de> for Find<'_> {
    type Value = Option<String>;
    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl Find<'_> {
    /// A scalar is what is looked for where the pointer ends at it.
    fn here(&self, text: impl fmt::Display) -> Option<String> {
        self.0.is_empty().then(|| text.to_string())
    }
}

impl<'de> Visitor<'de> for Find<'_> {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(self.here(value))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(self.here(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(self.here(value))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(self.here(value))
    }
    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(self.here(value))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let wanted = self.0.split_first().and_then(|(first, rest)| Some((first.parse::<usize>().ok()?, rest)));
        let mut found = None;
        let mut index = 0;
        loop {
            match wanted {
                Some((at, rest)) if at == index => match items.next_element_seed(Find(rest))? {
                    Some(value) => found = value,
                    None => return Ok(found),
                },
                Some(_) | None => {
                    if items.next_element::<IgnoredAny>()?.is_none() {
                        return Ok(found);
                    }
                }
            }
            index += 1;
        }
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let wanted = self.0.split_first();
        let mut found: Option<Self::Value> = None;
        while let Some(name) = entries.next_key::<String>()? {
            match wanted {
                Some((first, rest)) if *first == name => {
                    if found.replace(entries.next_value_seed(Find(rest))?).is_some() {
                        return Err(A::Error::custom("a name is there twice"));
                    }
                }
                Some(_) | None => {
                    entries.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(found.flatten())
    }
}
