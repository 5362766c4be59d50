//! Files of a token store that only their owner can access (Unix).
//!
//! **Invariant:** after [`check_folder`], no other user can add, remove or replace a file in the folder, except root and users who may
//! write to a parent folder.

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use rustix::fs::OFlags;
use rustix::process::geteuid;

/// The permission bits of users other than the owner.
const OTHERS: u32 = 0o077;
/// The write permission bits of users other than the owner.
const OTHERS_WRITE: u32 = 0o022;
const ROOT: u32 = 0;

/// Creates the folder and its parents if they do not exist.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true).mode(0o700);
    builder.create(folder)
}

/// Refuses a folder in which others can change files, unless its mode can be restricted.
///
/// # Errors
///
/// Returns an error of the kind `NotFound` if the folder does not exist.
pub(super) fn check_folder(folder: &Path) -> io::Result<()> {
    let user = geteuid().as_raw();
    let link = fs::symlink_metadata(folder)?;
    if link.is_symlink() && link.uid() != user && link.uid() != ROOT {
        return Err(refused(folder, "is a symbolic link of another user: name the folder itself"));
    }
    // All checks use the opened folder, wherever its path leads by now.
    let opened = File::open(folder)?;
    let metadata = opened.metadata()?;
    if !metadata.is_dir() {
        return Err(refused(folder, "is not a folder"));
    }
    if metadata.uid() != user {
        return Err(refused(folder, "belongs to another user: choose a folder of the user that the program runs as"));
    }
    if mode(&metadata) & OTHERS == 0 {
        return Ok(());
    }
    if is_own(folder)? {
        return opened.set_permissions(Permissions::from_mode(0o700));
    }
    if mode(&metadata) & OTHERS_WRITE != 0 {
        let reason =
            format!("may be written by other users (mode {:04o}): run `chmod 700` on it, or choose a folder of its own", mode(&metadata));
        return Err(refused(folder, &reason));
    }
    Ok(())
}

/// Returns whether a folder contains only the files of a store.
fn is_own(folder: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        let parts = name.to_str().and_then(|name| name.split_once('.'));
        let is_digest = |stem: &str| stem.len() == 64 && stem.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !parts.is_some_and(|(stem, ending)| is_digest(stem) && matches!(ending, "json" | "lease" | "lock" | "new")) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Opens a file of the store, and removes the permissions of others.
pub(super) fn open(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    let no_follow = i32::try_from(OFlags::NOFOLLOW.bits()).expect("flags of `open` are of the type `int`");
    let file = options.mode(0o600).custom_flags(no_follow).open(path).map_err(|error| {
        let is_link = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
        if is_link { refused(path, "is a symbolic link, which the store did not make") } else { error }
    })?;
    let metadata = file.metadata()?;
    if !metadata.is_file() || metadata.uid() != geteuid().as_raw() {
        return Err(refused(path, "is not a file of the user that the program runs as"));
    }
    if mode(&metadata) & OTHERS != 0 {
        file.set_permissions(Permissions::from_mode(0o600))?;
    }
    Ok(file)
}

/// Makes a rename survive a power failure.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

fn mode(metadata: &Metadata) -> u32 {
    metadata.permissions().mode() & 0o7777
}

fn refused(path: &Path, reason: &str) -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, format!("`{}` {reason}", path.display()))
}
