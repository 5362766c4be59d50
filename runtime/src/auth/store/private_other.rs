//! Files of a token store on systems where access control lists govern access.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::Path;

pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).create(folder)
}

pub(super) fn check_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

pub(super) fn open(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    options.open(path)
}

pub(super) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
