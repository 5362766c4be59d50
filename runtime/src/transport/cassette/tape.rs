//! The file: exchanges to and from JSON, and put in place at once.

use std::io;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::body::Recorded;
use crate::scalar::base64;
use crate::transport::TransportErrorKind;

/// The form of the file.
const VERSION: u64 = 1;

/// A request and its answer, without secrets.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Exchange {
    pub(super) method: String,
    pub(super) url: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Recorded,
    pub(super) answer: Answer,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Answer {
    Response {
        status: u16,
        headers: Vec<(String, String)>,
        body: Recorded,
        /// Whether the connection broke before the body's end.
        broken: bool,
    },
    Error(TransportErrorKind),
}

const KINDS: [(TransportErrorKind, &str); 6] = [
    (TransportErrorKind::Connect, "connect"),
    (TransportErrorKind::Refused, "refused"),
    (TransportErrorKind::Timeout, "timeout"),
    (TransportErrorKind::Broken, "broken"),
    (TransportErrorKind::Invalid, "invalid"),
    (TransportErrorKind::Coding, "coding"),
];

/// Writes exchanges to a file: the whole of it, or nothing.
pub(super) fn save(path: &Path, exchanges: &[Exchange]) -> io::Result<()> {
    let file = json!({ "version": VERSION, "exchanges": exchanges.iter().map(Exchange::to_json).collect::<Vec<_>>() });
    let mut text = serde_json::to_string_pretty(&sorted(file))?;
    text.push('\n');
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        std::fs::create_dir_all(folder)?;
    }
    let mut name = path.file_name().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the path names no file"))?.to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    let beside = path.with_file_name(name);
    let result = std::fs::write(&beside, text).and_then(|()| std::fs::rename(&beside, path));
    if result.is_err() {
        // What could be written is of no use to anybody; that it cannot be removed either says nothing more.
        let _ = std::fs::remove_file(&beside);
    }
    result
}

/// Reads a file.
pub(super) fn load(path: &Path) -> io::Result<Vec<Exchange>> {
    let malformed = |what: &str| io::Error::new(io::ErrorKind::InvalidData, format!("`{}` is not a cassette: {what}", path.display()));
    let file: Value = serde_json::from_slice(&std::fs::read(path)?).map_err(|error| malformed(&error.to_string()))?;
    if file["version"] != VERSION {
        return Err(malformed("its version is not 1"));
    }
    let exchanges = file["exchanges"].as_array().ok_or_else(|| malformed("it has no exchanges"))?;
    let read = |(at, value): (usize, &Value)| Exchange::from_json(value).ok_or_else(|| malformed(&format!("exchange {}", at + 1)));
    exchanges.iter().enumerate().map(read).collect()
}

/// Puts the members of objects in the order of their names, so that a file is the same whether or not a program's `serde_json` keeps the
/// order in which they were added.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: Vec<(String, Value)> = members.into_iter().map(|(name, value)| (name, sorted(value))).collect();
            members.sort_by(|(a, _), (b, _)| a.cmp(b));
            Value::Object(members.into_iter().collect())
        }
        Value::Array(values) => values.into_iter().map(sorted).collect(),
        scalar => scalar,
    }
}

impl Exchange {
    fn to_json(&self) -> Value {
        let mut request = Map::new();
        request.insert("method".to_owned(), self.method.clone().into());
        request.insert("url".to_owned(), self.url.clone().into());
        request.insert("headers".to_owned(), headers_to_json(&self.headers));
        body_to_json(&self.body, &mut request);
        let mut response = Map::new();
        match &self.answer {
            Answer::Error(kind) => {
                let name = KINDS.iter().find(|(known, _)| known == kind).map_or("broken", |(_, name)| name);
                response.insert("error".to_owned(), name.into());
            }
            Answer::Response { status, headers, body, broken } => {
                response.insert("status".to_owned(), (*status).into());
                response.insert("headers".to_owned(), headers_to_json(headers));
                body_to_json(body, &mut response);
                if *broken {
                    response.insert("broken".to_owned(), true.into());
                }
            }
        }
        json!({ "request": request, "response": response })
    }

    fn from_json(value: &Value) -> Option<Self> {
        let (request, response) = (&value["request"], &value["response"]);
        let answer = match response["error"].as_str() {
            Some(name) => Answer::Error(KINDS.iter().find(|(_, known)| *known == name)?.0),
            None => Answer::Response {
                status: response["status"].as_u64()?.try_into().ok()?,
                headers: headers_from_json(&response["headers"])?,
                body: body_from_json(response)?,
                broken: response["broken"] == true,
            },
        };
        Some(Self {
            method: request["method"].as_str()?.to_owned(),
            url: request["url"].as_str()?.to_owned(),
            headers: headers_from_json(&request["headers"])?,
            body: body_from_json(request)?,
            answer,
        })
    }
}

/// A header that stands several times is a list.
fn headers_to_json(headers: &[(String, String)]) -> Value {
    let mut out: Map<String, Value> = Map::new();
    for (name, value) in headers {
        match out.get_mut(name) {
            None => {
                out.insert(name.clone(), value.clone().into());
            }
            Some(Value::Array(values)) => values.push(value.clone().into()),
            Some(first) => *first = json!([first.take(), value]),
        }
    }
    out.into()
}

fn headers_from_json(value: &Value) -> Option<Vec<(String, String)>> {
    let Some(fields) = value.as_object() else { return value.is_null().then(Vec::new) };
    let mut headers = Vec::new();
    for (name, value) in fields {
        match value {
            Value::Array(values) => {
                for value in values {
                    headers.push((name.clone(), value.as_str()?.to_owned()));
                }
            }
            value => headers.push((name.clone(), value.as_str()?.to_owned())),
        }
    }
    Some(headers)
}

fn body_to_json(body: &Recorded, out: &mut Map<String, Value>) {
    let (name, value) = match body {
        Recorded::Empty => return,
        Recorded::Json(value) => ("json", value.clone()),
        Recorded::Base64(text) => ("base64", text.clone().into()),
        Recorded::Omitted(reason) => ("omitted", reason.clone().into()),
        // A line each, so that a change of one is a change of one.
        Recorded::Text(text) if text.contains('\n') => ("text", text.split_inclusive('\n').collect()),
        Recorded::Text(text) => ("text", text.clone().into()),
    };
    out.insert(name.to_owned(), value);
}

fn body_from_json(value: &Value) -> Option<Recorded> {
    if let Some(json) = value.get("json") {
        return Some(Recorded::Json(json.clone()));
    }
    if let Some(reason) = value.get("omitted") {
        return reason.as_str().map(|reason| Recorded::Omitted(reason.to_owned()));
    }
    if let Some(text) = value.get("base64") {
        return base64::decode(text.as_str()?).map(|_| Recorded::Base64(text.as_str().unwrap_or_default().to_owned()));
    }
    match value.get("text") {
        None => Some(Recorded::Empty),
        Some(Value::Array(lines)) => Some(Recorded::Text(lines.iter().map(Value::as_str).collect::<Option<String>>()?)),
        Some(text) => Some(Recorded::Text(text.as_str()?.to_owned())),
    }
}

impl Recorded {
    /// Returns the bytes of a body.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Empty => Vec::new(),
            Self::Json(value) => value.to_string().into_bytes(),
            Self::Text(text) => text.clone().into_bytes(),
            Self::Base64(text) => base64::decode(text).unwrap_or_default(),
            Self::Omitted(_) => Vec::new(),
        }
    }
}
