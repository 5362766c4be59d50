//! A file that is written beside its place and put there when it is whole.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use tokio::fs::{File, OpenOptions};
use tokio::io::{AsyncWriteExt as _, BufWriter};

/// How much is written at a time: each write goes to a thread for blocking work, which costs more than a copy.
const BUFFER: usize = 512 << 10;

/// A file that is being written. It is deleted unless it is put in place.
pub(super) struct Partial {
    pub(super) file: BufWriter<File>,
    path: Option<PathBuf>,
}

impl Partial {
    /// Makes a file in the folder of the place that it is for: only within a file system does a file move at once.
    pub(super) async fn create(place: &Path) -> io::Result<Self> {
        let name = place.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        let mut last = io::Error::from(io::ErrorKind::AlreadyExists);
        for number in 0..100_u32 {
            let mut beside = OsString::from(".");
            beside.push(name);
            beside.push(format!(".{}-{number}.part", std::process::id()));
            let path = place.with_file_name(beside);
            match OpenOptions::new().write(true).create_new(true).open(&path).await {
                Ok(file) => return Ok(Self { file: BufWriter::with_capacity(BUFFER, file), path: Some(path) }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => last = error,
                Err(error) => return Err(error),
            }
        }
        Err(last)
    }

    /// Puts the file in its place, where it takes the place of another.
    pub(super) async fn put_in_place(mut self, place: &Path) -> io::Result<()> {
        self.file.flush().await?;
        self.file.get_ref().sync_all().await?;
        if let Some(path) = &self.path {
            tokio::fs::rename(path, place).await?;
        }
        self.path = None;
        Ok(())
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            // There is nobody to tell of an error; what is left over has a name that says what it is.
            let _ = std::fs::remove_file(path);
        }
    }
}
