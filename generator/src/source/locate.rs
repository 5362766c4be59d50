//! Decides which file a reference means, and whether it may be read.
//!
//! **Invariant:** a path outside the root is refused before the file system is asked about it, so that no answer tells what exists there.

use std::path::{Component, Path, PathBuf};

use super::Unreachable;
use crate::diagnostic::Severity;

/// Where a file comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Place {
    /// A file, by its canonical path.
    Path(PathBuf),
    /// An address on the network.
    Url(String),
    /// A text held in memory, by its name.
    Memory(String),
    /// Standard input.
    Stdin,
}

/// What references may reach.
pub(super) struct Bounds {
    /// The canonical folder of the root document.
    pub(super) root: Option<PathBuf>,
    pub(super) allow_outside_root: bool,
    pub(super) allow_network: bool,
}

const OUTSIDE: &str = "allow files outside the root document's folder if you trust the spec";
const NETWORK: &str = "allow the network if you trust the spec, or keep a copy of the file beside it";

/// Returns the place that `address` means in a file at `base`.
pub(super) fn locate(base: &Place, address: &str, bounds: &Bounds) -> Result<Place, Unreachable> {
    if let Some(url) = as_url(address) {
        return network(url, bounds);
    }
    match base {
        Place::Url(base) => network(join_url(base, address), bounds),
        Place::Path(base) => path(base, address, bounds),
        Place::Memory(base) => {
            let folder = Path::new(base).parent().unwrap_or(Path::new(""));
            let joined = folder.join(decode(strip_query(address)));
            Ok(Place::Memory(normal(&joined).to_string_lossy().into_owned()))
        }
        Place::Stdin => Err(refused("standard input has no folder to find the file in", "give the path of the file instead of `-`")),
    }
}

/// Returns the address as a URL, if it has a scheme. One letter before the colon is a Windows drive.
fn as_url(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once(':')?;
    let is_scheme = scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    is_scheme.then(|| address.to_owned())
}

fn network(url: String, bounds: &Bounds) -> Result<Place, Unreachable> {
    let scheme = url.split(':').next().unwrap_or_default().to_ascii_lowercase();
    if scheme != "http" && scheme != "https" {
        return Err(refused("only paths and `http` and `https` URLs can be read", "name the file by a relative path"));
    }
    if !bounds.allow_network {
        return Err(refused("the file is on the network", NETWORK));
    }
    Ok(Place::Url(url))
}

fn path(base: &Path, address: &str, bounds: &Bounds) -> Result<Place, Unreachable> {
    if address.starts_with("\\\\") || address.starts_with("//") {
        return Err(refused("the file is on another machine", NETWORK));
    }
    let folder = base.parent().unwrap_or(Path::new(""));
    let wanted = normal(&folder.join(decode(strip_query(address))));
    let is_inside = |path: &Path| bounds.allow_outside_root || bounds.root.as_ref().is_some_and(|root| path.starts_with(root));
    if !is_inside(&wanted) {
        let refused = refused("the file is outside the root document's folder", OUTSIDE);
        let severity = if is_sibling(address) { Severity::Warning } else { Severity::Error };
        return Err(Unreachable { severity, ..refused });
    }
    let real = wanted.canonicalize().map_err(|error| missing(&error))?;
    if !is_inside(&real) {
        return Err(refused("the file is a link that leaves the root document's folder", OUTSIDE));
    }
    Ok(Place::Path(real))
}

fn refused(reason: &str, help: &'static str) -> Unreachable {
    Unreachable { severity: Severity::Error, code: "refused-ref", reason: reason.to_owned(), help: Some(help) }
}

/// Returns whether an address is a relative path to a description: specs of several folders are handed on in parts, and the rest of
/// such a spec is worth having. Nobody means a description by `../../etc/passwd`.
fn is_sibling(address: &str) -> bool {
    let path = strip_query(address);
    path.starts_with("..") && [".json", ".yaml", ".yml"].iter().any(|ending| path.ends_with(ending))
}

/// Says in words why a file could not be opened.
pub(super) fn missing(error: &std::io::Error) -> Unreachable {
    let reason = match error.kind() {
        std::io::ErrorKind::NotFound => "the file does not exist".to_owned(),
        std::io::ErrorKind::PermissionDenied => "the file may not be read".to_owned(),
        _ => format!("the file cannot be read: {error}"),
    };
    Unreachable { severity: Severity::Warning, code: "missing-file", reason, help: None }
}

fn strip_query(address: &str) -> &str {
    address.split('?').next().unwrap_or(address)
}

/// Takes `.` and `..` out of a path without asking the file system.
fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                if !out.pop() {
                    out.push("..");
                }
            }
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => out.push(component),
        }
    }
    out
}

/// Decodes percent-encoded bytes (RFC 3986, section 2.1); what is no valid encoding stays.
pub(crate) fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let hex = |at: usize| tail.get(at).and_then(|&c| char::from(c).to_digit(16));
        match (byte, hex(0), hex(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(u8::try_from(high * 16 + low).unwrap_or(b'%'));
                rest = &tail[2..];
            }
            _ => {
                bytes.push(byte);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Resolves a relative reference against a URL (RFC 3986, section 5.2).
pub(super) fn join_url(base: &str, address: &str) -> String {
    let base = base.split(['?', '#']).next().unwrap_or(base);
    let (scheme, rest) = base.split_once("://").unwrap_or(("https", base));
    let (authority, path) = rest.find('/').map_or((rest, "/"), |at| rest.split_at(at));
    if let Some(other) = address.strip_prefix("//") {
        return format!("{scheme}://{other}");
    }
    let folder = path.rfind('/').map_or("", |at| &path[..=at]);
    // Dots and slashes in a query are not part of its path.
    let (address, query) = address.split_at(address.find('?').unwrap_or(address.len()));
    let joined = match address {
        "" => path.to_owned(),
        absolute if absolute.starts_with('/') => absolute.to_owned(),
        relative => format!("{folder}{relative}"),
    };
    let mut segments: Vec<&str> = Vec::new();
    for segment in joined.split('/').skip(1) {
        match segment {
            "." => {}
            ".." => {
                segments.pop();
            }
            segment => segments.push(segment),
        }
    }
    format!("{scheme}://{authority}/{}{query}", segments.join("/"))
}
