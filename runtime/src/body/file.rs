//! Files in multipart bodies.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

use super::Body;
use super::progress::Tell;
use crate::model::{Model, Slot, View};
use crate::stream::Progress;

/// A file that is sent: its content, name and media type.
///
/// Content in memory or at a path can be sent more than once, so a call with it can be tried again; a stream is sent once.
///
/// ```
/// use turnbuckle_runtime::body::FilePart;
///
/// let file = FilePart::from(&b"a,b\n1,2\n"[..]).file_name("table.csv").content_type("text/csv");
/// assert_eq!(file.name(), Some("table.csv"));
/// ```
#[derive(Clone)]
pub struct FilePart {
    source: FileSource,
    name: Option<String>,
    content_type: Option<String>,
    headers: Vec<(String, String)>,
    tell: Option<Tell>,
}

#[derive(Clone)]
enum FileSource {
    Bytes(Bytes),
    Vec(Arc<Vec<u8>>),
    Path(Arc<PathBuf>),
    Once(Arc<Mutex<Option<Body>>>),
}

/// Content that was decoded, shared with a body without a copy.
struct Decoded(Arc<Vec<u8>>);

impl AsRef<[u8]> for Decoded {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl FilePart {
    /// Makes a file of what is at a path when it is sent. Its name is that of the path.
    pub fn from_path(path: impl AsRef<Path>) -> Self {
        let path = path.as_ref().to_owned();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Self { name, ..Self::new(FileSource::Path(Arc::new(path))) }
    }

    /// Makes a file of a body, such as a stream. Clones share it, and one that is read once can be sent by one of them only.
    pub fn from_body(body: Body) -> Self {
        match body.as_bytes() {
            Some(bytes) => Self::new(FileSource::Bytes(bytes.clone())),
            None => Self::new(FileSource::Once(Arc::new(Mutex::new(Some(body))))),
        }
    }

    /// Sets the content that was received.
    pub(crate) fn set_content(&mut self, content: Vec<u8>) {
        self.source = FileSource::Vec(Arc::new(content));
    }

    /// Returns where content that is received goes.
    pub(crate) fn content_mut(&mut self) -> &mut Vec<u8> {
        if !matches!(&self.source, FileSource::Vec(_)) {
            self.set_content(Vec::new());
        }
        match &mut self.source {
            FileSource::Vec(content) => Arc::make_mut(content),
            FileSource::Bytes(_) | FileSource::Path(_) | FileSource::Once(_) => unreachable!("the content was set above"),
        }
    }

    /// Sets the name and the media type that were received.
    pub(crate) fn set_labels(&mut self, name: Option<String>, content_type: Option<String>) {
        (self.name, self.content_type) = (name, content_type);
    }

    fn new(source: FileSource) -> Self {
        Self { source, name: None, content_type: None, headers: Vec::new(), tell: None }
    }

    /// Sets the file's name.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the media type.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }

    /// Adds a header to the file's part of a multipart body.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Tells how much of the file was handed to the transport, after each piece.
    #[must_use]
    pub fn on_progress(mut self, tell: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.tell = Some(Arc::new(tell));
        self
    }

    /// Returns the file's name.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Returns the media type.
    pub fn media_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Returns the headers added.
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// Returns the content, where it is in memory.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.source {
            FileSource::Bytes(bytes) => Some(bytes),
            FileSource::Vec(bytes) => Some(bytes),
            FileSource::Path(_) | FileSource::Once(_) => None,
        }
    }

    /// Returns the content as a body.
    ///
    /// # Errors
    ///
    /// Returns an error for a path without a file, and for a stream that was sent.
    pub fn to_body(&self) -> io::Result<Body> {
        let body = self.content()?;
        Ok(match &self.tell {
            Some(tell) => body.telling(Arc::clone(tell)),
            None => body,
        })
    }

    fn content(&self) -> io::Result<Body> {
        match &self.source {
            FileSource::Bytes(bytes) => Ok(Body::from(bytes.clone())),
            FileSource::Vec(bytes) => Ok(Body::from(Bytes::from_owner(Decoded(Arc::clone(bytes))))),
            FileSource::Path(path) => open(path),
            FileSource::Once(body) => {
                let mut body = body.lock().unwrap_or_else(PoisonError::into_inner);
                match body.as_ref().map(Body::try_clone) {
                    Some(Some(again)) => Ok(again),
                    _ => body.take().ok_or_else(|| io::Error::other("the stream of a file was sent before")),
                }
            }
        }
    }
}

pub(super) fn open(path: &Arc<PathBuf>) -> io::Result<Body> {
    let told = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
    let metadata = std::fs::metadata(path.as_ref()).map_err(told)?;
    if metadata.is_dir() {
        return Err(told(io::ErrorKind::IsADirectory.into()));
    }
    // The length of a pipe or device is not known before it is read.
    let length = metadata.is_file().then_some(metadata.len());
    let path = Arc::clone(path);
    Ok(Body::reopenable(move || read(&path), length))
}

#[cfg(all(feature = "tokio", not(target_family = "wasm")))]
fn read(path: &Arc<PathBuf>) -> super::ByteStream {
    Box::pin(super::tokio_file::FileStream::new(Arc::clone(path)))
}

/// Reads a file in place, between the polls of a stream: without an asynchronous runtime there is no better way.
#[cfg(not(all(feature = "tokio", not(target_family = "wasm"))))]
fn read(path: &Arc<PathBuf>) -> super::ByteStream {
    Box::pin(blocking::FileStream::new(Arc::clone(path)))
}

#[cfg(not(all(feature = "tokio", not(target_family = "wasm"))))]
mod blocking {
    use std::fs::File;
    use std::io::{self, Read as _};
    use std::path::PathBuf;
    use std::pin::Pin;
    use std::sync::Arc;
    use std::task::{Context, Poll};

    use bytes::Bytes;
    use futures_core::Stream;

    pub(super) struct FileStream {
        path: Arc<PathBuf>,
        file: Option<File>,
        done: bool,
    }

    impl FileStream {
        pub(super) fn new(path: Arc<PathBuf>) -> Self {
            Self { path, file: None, done: false }
        }

        fn chunk(&mut self) -> io::Result<Bytes> {
            let file = match &mut self.file {
                Some(file) => file,
                none => none.insert(File::open(self.path.as_ref())?),
            };
            let mut chunk = vec![0; 64 * 1024];
            let length = file.read(&mut chunk)?;
            chunk.truncate(length);
            Ok(Bytes::from(chunk))
        }
    }

    impl Stream for FileStream {
        type Item = io::Result<Bytes>;
        fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            if self.done {
                return Poll::Ready(None);
            }
            let chunk = self.chunk();
            self.done = chunk.as_ref().map_or(true, Bytes::is_empty);
            match chunk {
                Ok(chunk) if chunk.is_empty() => Poll::Ready(None),
                chunk => Poll::Ready(Some(chunk)),
            }
        }
    }
}

impl From<Bytes> for FilePart {
    fn from(bytes: Bytes) -> Self {
        Self::new(FileSource::Bytes(bytes))
    }
}

impl From<Vec<u8>> for FilePart {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from(Bytes::from(bytes))
    }
}

impl From<&[u8]> for FilePart {
    fn from(bytes: &[u8]) -> Self {
        Self::from(Bytes::copy_from_slice(bytes))
    }
}

impl From<String> for FilePart {
    fn from(text: String) -> Self {
        Self::from(Bytes::from(text))
    }
}

impl From<&str> for FilePart {
    fn from(text: &str) -> Self {
        Self::from(text.as_bytes())
    }
}

impl Default for FilePart {
    fn default() -> Self {
        Self::from(Bytes::new())
    }
}

impl fmt::Debug for FilePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("FilePart");
        match &self.source {
            FileSource::Bytes(bytes) => out.field("bytes", &bytes.len()),
            FileSource::Vec(bytes) => out.field("bytes", &bytes.len()),
            FileSource::Path(path) => out.field("path", path),
            FileSource::Once(_) => out.field("body", &"stream"),
        };
        out.field("name", &self.name).field("content_type", &self.content_type).finish()
    }
}

impl PartialEq for FilePart {
    /// Compares contents in memory, paths, and for streams whether they are the same one.
    fn eq(&self, other: &Self) -> bool {
        let sources = match (&self.source, &other.source) {
            (FileSource::Path(a), FileSource::Path(b)) => a == b,
            (FileSource::Once(a), FileSource::Once(b)) => Arc::ptr_eq(a, b),
            _ => self.as_bytes().is_some() && self.as_bytes() == other.as_bytes(),
        };
        sources && self.name == other.name && self.content_type == other.content_type && self.headers == other.headers
    }
}

impl Model for FilePart {
    fn blank() -> Self {
        Self::new(FileSource::Vec(Arc::default()))
    }
    fn view(&self) -> View<'_> {
        View::File(self)
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::File(self)
    }
}

crate::serde_by_model!(FilePart);
