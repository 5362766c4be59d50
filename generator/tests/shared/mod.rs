//! Real documents, which are not part of the repository.

use std::path::PathBuf;

const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared");

/// Returns the folder of the corpus, as [`folder`] does.
pub(crate) fn corpus() -> Option<PathBuf> {
    folder("corpus")
}

/// Returns a shared folder. Where there is none, a line says so, and in continuous integration that fails.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("TURNBUCKLE_SHARED").map_or_else(|| PathBuf::from(SHARED), PathBuf::from);
    let folder = shared.join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "{} is not there", folder.display());
    eprintln!("skipped: {} is not there", folder.display());
    None
}
