//! The list in a folder: its generated files, and the API that they were written for.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Source;

/// The file's name.
pub(super) const NAME: &str = ".turnbuckle";
const HEADER: &str = "# The files in this folder that turnbuckle wrote. It overwrites and deletes these, and no others.";
const TITLE: &str = "# title: ";
const SPEC: &str = "# spec: ";

/// The content of a list. Somebody may have edited it, so a listed file counts as ours only if its header confirms that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct List {
    /// The API; `None` in a list of a version that did not keep it.
    pub(super) source: Option<Source>,
    /// The files, relative to the folder.
    pub(super) files: BTreeSet<PathBuf>,
}

impl List {
    /// Reads the list of a folder; `None` if the folder has no list of ours.
    pub(super) fn read(root: &Path) -> io::Result<Option<Self>> {
        let path = root.join(NAME);
        match fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_file() => {}
            Ok(_) => return Ok(None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        }
        let text = fs::read_to_string(&path)?;
        Ok(text.starts_with(HEADER).then(|| Self::parse(&text)))
    }

    fn parse(text: &str) -> Self {
        let value = |key: &str| text.lines().find_map(|line| line.strip_prefix(key)).map(str::to_owned);
        let source = value(TITLE).map(|title| Source { title, spec: value(SPEC) });
        // A line that leads outside the folder, because somebody edited it, is ignored.
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(PathBuf::from);
        Self { source, files: lines.filter(|path| super::is_inside(path)).collect() }
    }

    /// Returns the text of the list.
    pub(super) fn text(&self) -> String {
        let mut lines = vec![HEADER.to_owned()];
        if let Some(source) = &self.source {
            lines.push(format!("{TITLE}{}", source.title));
            lines.extend(source.spec.iter().map(|spec| format!("{SPEC}{spec}")));
        }
        let files: BTreeSet<String> = self.files.iter().map(|path| portable(path)).collect();
        lines.extend(files);
        lines.join("\n") + "\n"
    }
}

/// Writes a path in the same form on every system.
fn portable(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|component| component.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}
