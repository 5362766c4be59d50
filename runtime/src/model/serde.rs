//! The serde side of a model, for formats and code that know nothing of slots. Generic over the format alone; the runtime itself reads
//! and writes JSON by [`json`](crate::json), which is faster.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};

use super::{Model, View, entries};
use crate::json::Writer;

/// Serializes what a value holds. A number that is kept as it is written goes as an integer or float where that loses nothing, and as
/// a string elsewhere.
///
/// # Errors
///
/// Returns the serializer's error, or one for a file that is not in memory.
pub fn serialize<S: Serializer>(view: View<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    match view {
        View::Absent | View::Null => serializer.serialize_unit(),
        View::Bool(value) => serializer.serialize_bool(value),
        View::Int(value) => serializer.serialize_i64(value),
        View::Uint(value) => serializer.serialize_u64(value),
        View::Float(value) => serializer.serialize_f64(value),
        View::Float32(value) => serializer.serialize_f32(value),
        View::Number(text) => number(text, serializer),
        View::Str(text) => serializer.serialize_str(text),
        View::Text(text) => serializer.collect_str(text),
        View::Written(value) => serializer.serialize_str(&value.text()),
        View::Bytes(bytes) => serializer.serialize_str(&crate::scalar::base64::encode(bytes)),
        View::File(file) => match file.as_bytes() {
            Some(bytes) => serializer.serialize_str(&crate::scalar::base64::encode(bytes)),
            None => Err(S::Error::custom("a file that is not in memory cannot be serialized")),
        },
        View::Any(value) => value.serialize(serializer),
        View::List(list) => {
            let mut out = serializer.serialize_seq(Some(list.len()))?;
            for index in 0..list.len() {
                out.serialize_element(&Part(list.at(index)))?;
            }
            out.end()
        }
        View::Tagged { arm, .. } if !super::entries::is_object(view) => serialize(arm.view(), serializer),
        View::Map(_) | View::Record(_) | View::Tagged { .. } | View::Merged(_) => {
            let mut parts = Vec::new();
            entries(view, &mut |entry| {
                parts.push((entry.name, entry.view));
                true
            });
            let mut out = serializer.serialize_map(Some(parts.len()))?;
            for (name, view) in parts {
                out.serialize_entry(name, &Part(view))?;
            }
            out.end()
        }
    }
}

struct Part<'a>(View<'a>);

impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self.0, serializer)
    }
}

fn number<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if let Ok(value) = text.parse::<i64>() {
        return serializer.serialize_i64(value);
    }
    if let Ok(value) = text.parse::<u64>() {
        return serializer.serialize_u64(value);
    }
    match text.parse::<f64>() {
        Ok(value) if crate::scalar::Decimal::same(text, &format!("{value:?}")) => serializer.serialize_f64(value),
        _ => serializer.serialize_str(text),
    }
}

/// Deserializes a value: writes down as JSON what the format gives, and reads that.
///
/// # Errors
///
/// Returns the deserializer's error, or one that tells the JSON pointer of a value of the wrong type.
pub fn deserialize<'de, T: Model, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut value = T::blank();
    let mut writer = Writer::default();
    Transcode(&mut writer).deserialize(deserializer)?;
    match crate::json::fill(&writer.out, value.slot()) {
        Ok(()) => Ok(value),
        Err(error) => Err(de::Error::custom(error.without_place())),
    }
}

struct Transcode<'w>(&'w mut Writer);

impl<'de> DeserializeSeed<'de> for Transcode<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// What serde_json's deserializer gives for a number where its feature `arbitrary_precision` is on.
const NUMBER_KEY: &str = "$serde_json::private::Number";

impl<'de> Visitor<'de> for Transcode<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.0.raw("null");
        Ok(())
    }

    fn visit_none<E: de::Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<(), E> {
        self.0.raw(if value { "true" } else { "false" });
        Ok(())
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<(), E> {
        self.0.int(value);
        Ok(())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<(), E> {
        self.0.uint(value);
        Ok(())
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<(), E> {
        self.0.raw(&value.to_string());
        Ok(())
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<(), E> {
        self.0.raw(&value.to_string());
        Ok(())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<(), E> {
        self.0.float(value).map_err(E::custom)
    }

    fn visit_f32<E: de::Error>(self, value: f32) -> Result<(), E> {
        self.0.float32(value).map_err(E::custom)
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<(), E> {
        self.0.string(value);
        Ok(())
    }

    fn visit_bytes<E: de::Error>(self, value: &[u8]) -> Result<(), E> {
        self.0.string(&crate::scalar::base64::encode(value));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        self.0.raw("[");
        let mut first = true;
        loop {
            let length = self.0.out.len();
            if !first {
                self.0.raw(",");
            }
            if list.next_element_seed(Transcode(self.0))?.is_none() {
                self.0.out.truncate(length);
                self.0.raw("]");
                return Ok(());
            }
            first = false;
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let start = self.0.out.len();
        self.0.raw("{");
        let mut first = true;
        while let Some(key) = map.next_key_seed(Key)? {
            if first && key == NUMBER_KEY {
                self.0.out.truncate(start);
                self.0.raw(&map.next_value::<String>()?);
                return Ok(());
            }
            if !first {
                self.0.raw(",");
            }
            first = false;
            self.0.string(&key);
            self.0.raw(":");
            map.next_value_seed(Transcode(self.0))?;
        }
        self.0.raw("}");
        Ok(())
    }
}

/// A key of a map, which formats other than JSON may give as a number or boolean.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<String, E> {
        Ok(key.to_owned())
    }

    fn visit_bool<E: de::Error>(self, key: bool) -> Result<String, E> {
        Ok(key.to_string())
    }

    fn visit_i64<E: de::Error>(self, key: i64) -> Result<String, E> {
        Ok(key.to_string())
    }

    fn visit_u64<E: de::Error>(self, key: u64) -> Result<String, E> {
        Ok(key.to_string())
    }
}
