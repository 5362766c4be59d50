//! Reads the root document, then every file that the references of a file in hand name.

use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt;
use std::io::Read;
use std::path::{Path as FilePath, PathBuf};

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::address;
use super::bases;
use super::decode::{Fault, decode};
#[cfg(feature = "fetch")]
use super::fetch;
use super::locate::{Bounds, Place, decode as percent_decode, locate, missing};
use super::parse::{Format, parse};
use super::shape::{Child, Kind, references};
use super::{FileId, Location, Path, Pointer, SourceFile, Sources, Unreachable};
use crate::diagnostic::{Diagnostic, Severity};

/// What to read.
#[derive(Clone)]
pub enum Input {
    /// A file.
    Path(PathBuf),
    /// An `http` or `https` address. User information and the query are used for the fetch, and are neither shown nor kept.
    Url(String),
    /// Standard input.
    Stdin,
    /// A text in memory.
    Text {
        /// The name to show.
        name: String,
        /// The text.
        text: String,
    },
    /// Several files in memory as pairs of path and text, of which the first is the root.
    Files(Vec<(String, String)>),
}

/// Shows an address without what may be secret in it.
impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => f.debug_tuple("Path").field(path).finish(),
            Self::Url(url) => f.debug_tuple("Url").field(&address::shown(url)).finish(),
            Self::Stdin => f.write_str("Stdin"),
            Self::Text { name, text } => f.debug_struct("Text").field("name", name).field("text", text).finish(),
            Self::Files(files) => f.debug_tuple("Files").field(files).finish(),
        }
    }
}

/// What may be read.
#[derive(Clone, Debug)]
pub struct LoadOptions {
    /// Whether references may name files outside the folder of the root document; default: no.
    pub allow_outside_root: bool,
    /// Whether references may name files on the network; default: no. The root itself may be a URL in any case.
    pub allow_network: bool,
    /// The size of the largest file, in bytes; default: 256 MiB.
    pub max_file_bytes: u64,
    /// The number of files; default: 20,000.
    pub max_files: usize,
}

impl Default for LoadOptions {
    fn default() -> Self {
        Self { allow_outside_root: false, allow_network: false, max_file_bytes: 256 << 20, max_files: 20_000 }
    }
}

/// What was read. Where the root document is of no use, a diagnostic is an error and says why.
#[derive(Debug)]
pub struct Loaded {
    /// The files.
    pub sources: Sources,
    /// What is wrong with them.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a spec.
pub fn load(input: &Input, options: &LoadOptions) -> Loaded {
    let memory = match input {
        Input::Files(files) => files.iter().cloned().collect(),
        Input::Text { name, text } => HashMap::from([(name.clone(), text.clone())]),
        Input::Path(_) | Input::Url(_) | Input::Stdin => HashMap::new(),
    };
    let (place, name) = root_place(input);
    let bounds = Bounds {
        root: match &place {
            Place::Path(path) => path.parent().map(FilePath::to_path_buf),
            Place::Url(_) | Place::Memory(_) | Place::Stdin => None,
        },
        allow_outside_root: options.allow_outside_root,
        allow_network: options.allow_network,
    };
    let mut loader = Loader {
        options,
        memory,
        bounds,
        sources: Sources { files: Vec::new(), config: None, links: HashMap::new() },
        places: Vec::new(),
        known: HashMap::new(),
        queue: VecDeque::new(),
        seen: HashSet::new(),
        diagnostics: Vec::new(),
        credentials: HashMap::new(),
        root_url: None,
    };
    if let Input::Url(url) = input {
        loader.root_url = Some(loader.without_userinfo(url.clone()));
    }
    loader.read_root(place, name);
    loader.follow();
    Loaded { sources: loader.sources, diagnostics: loader.diagnostics }
}

fn root_place(input: &Input) -> (Place, String) {
    match input {
        Input::Path(path) => {
            // A path that cannot be made canonical cannot be read either, and reading it says why.
            let real = path.canonicalize().unwrap_or_else(|_| path.clone());
            (Place::Path(real), path.display().to_string())
        }
        Input::Url(url) => (Place::Url(address::shown(url)), address::shown(url)),
        Input::Stdin => (Place::Stdin, "<stdin>".to_owned()),
        Input::Text { name, .. } => (Place::Memory(name.clone()), name.clone()),
        Input::Files(files) => {
            let name = files.first().map(|(name, _)| name.clone()).unwrap_or_default();
            (Place::Memory(name.clone()), name)
        }
    }
}

struct Loader<'a> {
    options: &'a LoadOptions,
    memory: HashMap<String, String>,
    bounds: Bounds,
    sources: Sources,
    places: Vec<Place>,
    known: HashMap<Place, Result<FileId, Unreachable>>,
    /// Places whose references are still to be followed.
    queue: VecDeque<(FileId, Pointer, Child)>,
    seen: HashSet<(FileId, Pointer, Child)>,
    diagnostics: Vec<Diagnostic>,
    /// The user information for each origin.
    credentials: HashMap<String, String>,
    /// The address of the root document with its query; nothing else stores the query.
    root_url: Option<String>,
}

impl Loader<'_> {
    fn read_root(&mut self, place: Place, name: String) {
        let id = match self.fetch(&place) {
            Ok(bytes) => self.add(place, name, bytes, Diagnostic::error),
            Err(unreachable) => {
                let message = format!("`{name}` cannot be used: {}", unreachable.reason);
                let diagnostic = Diagnostic::error(unreachable.code, message);
                self.diagnostics.push(match unreachable.help {
                    Some(help) => diagnostic.help(help),
                    None => diagnostic,
                });
                self.push(place, name, String::new(), [0; 32])
            }
        };
        self.enqueue(id, Pointer::root(), Child::One(Kind::Document));
    }

    fn follow(&mut self) {
        while let Some((file, pointer, child)) = self.queue.pop_front() {
            let mut found = Vec::new();
            if let Some(value) = pointer.get(self.sources.tree(file)) {
                references(value, child, &Path::base(&pointer), &mut |_, child, reference| {
                    found.push((child, reference.to_owned()));
                });
            }
            for (child, reference) in found {
                self.reach(file, child, &reference);
            }
        }
    }

    /// Reads the file that a reference names, and sees to the references of what it names.
    fn reach(&mut self, file: FileId, child: Child, reference: &str) {
        let (address, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let is_plain = fragment.starts_with("/components/") || fragment.starts_with("/definitions/");
        if address.is_empty() && file == self.sources.root() && is_plain {
            return;
        }
        let target = if address.is_empty() { Some(file) } else { self.link(file, address) };
        if let Some(target) = target {
            // A fragment that is no pointer is an anchor, which may be anywhere in the file.
            let decoded = percent_decode(fragment);
            let is_pointer = decoded.is_empty() || decoded.starts_with('/');
            let pointer = if is_pointer { Pointer::from_escaped(decoded) } else { Pointer::root() };
            self.enqueue(target, pointer, child);
        }
    }

    fn enqueue(&mut self, file: FileId, pointer: Pointer, child: Child) {
        let place = (file, pointer, child);
        if self.seen.insert(place.clone()) {
            self.queue.push_back(place);
        }
    }

    fn link(&mut self, file: FileId, address: &str) -> Option<FileId> {
        let key = (file, address.to_owned());
        if let Some(link) = self.sources.links.get(&key) {
            return link.as_ref().ok().copied();
        }
        let base = &self.places[file.0 as usize];
        let link = locate(base, address, &self.bounds).and_then(|place| {
            let place = match place {
                Place::Url(url) => Place::Url(self.without_userinfo(url)),
                place @ (Place::Path(_) | Place::Memory(_) | Place::Stdin) => place,
            };
            self.open(place)
        });
        let id = link.as_ref().ok().copied();
        self.sources.links.insert(key, link);
        id
    }

    /// Removes the user information from an address, and stores it for fetches from its origin. References never override the user
    /// information of the root's address.
    fn without_userinfo(&mut self, url: String) -> String {
        let (plain, userinfo) = address::split_userinfo(&url);
        if let (Some(origin), Some(userinfo)) = (address::origin(&plain), userinfo) {
            self.credentials.entry(origin).or_insert(userinfo);
        }
        plain
    }

    fn open(&mut self, place: Place) -> Result<FileId, Unreachable> {
        if let Some(known) = self.known.get(&place) {
            return known.clone();
        }
        let opened = if self.sources.files.len() >= self.options.max_files {
            Err(unusable(format!("the spec has more than {} files", self.options.max_files)))
        } else {
            self.fetch(&place).map(|bytes| {
                let name = self.name(&place);
                self.add(place.clone(), name, bytes, Diagnostic::warning)
            })
        };
        self.known.insert(place, opened.clone());
        opened
    }

    /// Names a file as the user would from where the root's name starts.
    fn name(&self, place: &Place) -> String {
        let path = match place {
            Place::Path(path) => path,
            Place::Url(url) => return address::shown(url),
            Place::Memory(name) => return name.clone(),
            Place::Stdin => return "<stdin>".to_owned(),
        };
        let root_name = FilePath::new(&self.sources.files[0].name);
        let inside = self.bounds.root.as_ref().and_then(|root| path.strip_prefix(root).ok());
        match (inside, root_name.parent()) {
            (Some(inside), Some(folder)) => folder.join(inside).display().to_string(),
            _ => path.display().to_string(),
        }
    }

    fn fetch(&self, place: &Place) -> Result<Vec<u8>, Unreachable> {
        match place {
            Place::Path(path) => read_file(path, self.options.max_file_bytes),
            Place::Url(url) => self.fetch_url(url),
            Place::Stdin => read_limited(std::io::stdin().lock(), self.options.max_file_bytes),
            Place::Memory(name) => match self.memory.get(name) {
                Some(text) => Ok(text.clone().into_bytes()),
                None => Err(missing(&std::io::ErrorKind::NotFound.into())),
            },
        }
    }

    #[cfg(feature = "fetch")]
    fn fetch_url(&self, url: &str) -> Result<Vec<u8>, Unreachable> {
        let is_root = self.sources.files.is_empty();
        let url = self.root_url.as_deref().filter(|_| is_root).unwrap_or(url);
        let userinfo = address::origin(url).and_then(|origin| self.credentials.get(&origin));
        fetch::get(url, userinfo.map(String::as_str), self.options.max_file_bytes)
    }

    #[cfg(not(feature = "fetch"))]
    fn fetch_url(&self, _url: &str) -> Result<Vec<u8>, Unreachable> {
        Err(unusable("this build of the generator cannot fetch URLs"))
    }

    /// Decodes and parses a file; what is wrong with it becomes a diagnostic made by `blame`.
    fn add(&mut self, place: Place, name: String, bytes: Vec<u8>, blame: fn(&'static str, String) -> Diagnostic) -> FileId {
        let hash = Sha256::digest(&bytes).into();
        let (text, fault) = match decode(bytes) {
            Ok(text) => (text, None),
            Err((fault, text)) => (text, Some(fault)),
        };
        let parsed = match fault {
            Some(fault) => Err(fault),
            None => parse(&text, &name),
        };
        let id = self.push(place, name, text, hash);
        let file = &mut self.sources.files[id.0 as usize];
        match parsed {
            Ok(parsed) => {
                file.blank = parsed.tree.is_null();
                file.tree = parsed.tree;
                if file.text.contains("$id") || file.text.contains("$self") {
                    bases::rewrite(&mut file.tree);
                }
                file.levels = parsed.levels;
                file.format = parsed.format;
                self.diagnostics.extend(
                    parsed
                        .oddities
                        .into_iter()
                        .map(|oddity| Diagnostic::warning(oddity.code, oddity.message).at(Location { file: id, pointer: oddity.pointer })),
                );
            }
            Err(Fault { code, message, help, offset }) => {
                // A web page is what an address answers that is not the author's.
                let blame = if code == "not-a-description" { Diagnostic::error } else { blame };
                file.fault = Some(char_start(&file.text, offset.unwrap_or(0)));
                let diagnostic = blame(code, message).at(Location { file: id, pointer: Pointer::root() });
                self.diagnostics.push(match help {
                    Some(help) => diagnostic.help(help),
                    None => diagnostic,
                });
            }
        }
        id
    }

    fn push(&mut self, place: Place, name: String, text: String, hash: [u8; 32]) -> FileId {
        let id = FileId(u32::try_from(self.sources.files.len()).unwrap_or(u32::MAX));
        let url = match &place {
            Place::Url(url) => Some(address::shown(url)),
            Place::Path(_) | Place::Memory(_) | Place::Stdin => None,
        };
        self.sources.files.push(SourceFile {
            name,
            url,
            text,
            format: Format::Yaml,
            tree: Value::Null,
            levels: 0,
            blank: true,
            hash,
            fault: None,
            spans: std::sync::OnceLock::new(),
            lines: std::sync::OnceLock::new(),
        });
        self.known.insert(place.clone(), Ok(id));
        self.places.push(place);
        id
    }
}

/// Returns the start of the character that a byte is in.
fn char_start(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

pub(super) fn unusable(reason: impl Into<String>) -> Unreachable {
    Unreachable { severity: Severity::Error, code: "unusable-file", reason: reason.into(), help: None }
}

fn read_file(path: &FilePath, limit: u64) -> Result<Vec<u8>, Unreachable> {
    let metadata = path.metadata().map_err(|error| missing(&error))?;
    if metadata.is_dir() {
        return Err(unusable("it is a folder, not a file"));
    }
    // Opening a pipe would wait for its writer, and a device may never end.
    if !metadata.is_file() {
        return Err(unusable("it is a pipe or a device, not a file"));
    }
    read_sized(std::fs::File::open(path).map_err(|error| missing(&error))?, limit, metadata.len())
}

pub(super) fn read_limited(reader: impl Read, limit: u64) -> Result<Vec<u8>, Unreachable> {
    read_sized(reader, limit, 0)
}

/// Reads what is likely to be of a size.
fn read_sized(reader: impl Read, limit: u64, size: u64) -> Result<Vec<u8>, Unreachable> {
    // One byte more than there is, so that the end is found without growing.
    let mut bytes = Vec::with_capacity(usize::try_from(size.min(limit) + 1).unwrap_or_default());
    reader.take(limit + 1).read_to_end(&mut bytes).map_err(|error| missing(&error))?;
    if bytes.len() as u64 > limit {
        return Err(unusable(format!("it is larger than {} MiB", limit >> 20)));
    }
    Ok(bytes)
}
