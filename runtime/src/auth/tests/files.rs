//! The store in a folder.

use std::fs;
use std::path::PathBuf;

use super::super::FileTokenStore;
use super::*;

/// A folder that is removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("turnbuckle-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        Self(path)
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).expect("the folder is there");
        entries.map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned()).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn a_store_in_a_folder_keeps_its_promises() {
    let folder = Folder::new("promises");
    super::stores::check(&FileTokenStore::new(&folder.0)).await;
}

#[tokio::test]
async fn a_store_outlives_its_process() {
    let folder = Folder::new("outlives");
    let store = || FileTokenStore::new(&folder.0);
    store().compare_and_swap("k", Version::ABSENT, &Grant::access("a1")).await.expect("it writes");
    assert_eq!(store().load("k").await.expect("it reads").map(|stored| stored.grant), Some(Grant::access("a1")));
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_may_read_the_files() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new("private");
    let store = FileTokenStore::new(&folder.0);
    store.compare_and_swap("k", Version::ABSENT, &Grant::access("a1")).await.expect("it writes");
    let mode = |path: PathBuf| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(folder.0.clone()), 0o700);
    let modes: Vec<u32> = folder.names().iter().map(|name| mode(folder.0.join(name))).collect();
    assert_eq!(modes, [0o600, 0o600], "the grant and the lock");
}

#[tokio::test]
async fn what_a_crash_leaves_does_no_harm() {
    let folder = Folder::new("crash");
    let store = FileTokenStore::new(&folder.0);
    store.compare_and_swap("k", Version::ABSENT, &Grant::access("a1")).await.expect("it writes");
    let name = folder.names().into_iter().find(|name| name.ends_with(".json")).expect("there is a grant");
    fs::write(folder.0.join(name.replace(".json", ".new")), "{\"key\":\"k\",\"ver").expect("it can be written");
    let found = store.load("k").await.expect("it reads").expect("it is there");
    assert_eq!(found.grant, Grant::access("a1"));
    store.compare_and_swap("k", found.version, &Grant::access("a2")).await.expect("it writes").expect("it is the version");
    assert_eq!(store.load("k").await.expect("it reads").map(|stored| stored.grant), Some(Grant::access("a2")));
}

#[tokio::test]
async fn a_file_that_is_no_grant_is_an_error_without_its_text() {
    let folder = Folder::new("broken");
    let store = FileTokenStore::new(&folder.0);
    store.compare_and_swap("k", Version::ABSENT, &Grant::access("a1")).await.expect("it writes");
    let name = folder.names().into_iter().find(|name| name.ends_with(".json")).expect("there is a grant");
    fs::write(folder.0.join(&name), "hunter2").expect("it can be written");
    let error = store.load("k").await.expect_err("it is broken").to_string();
    assert_eq!(error, format!("{} is no grant", folder.0.join(&name).display()));
}
