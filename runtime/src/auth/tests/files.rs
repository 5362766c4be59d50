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

#[cfg(unix)]
mod modes {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    fn mode(path: &std::path::Path) -> u32 {
        fs::metadata(path).expect("it is there").permissions().mode() & 0o777
    }

    fn set_mode(path: &std::path::Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is ours");
    }

    async fn write(store: &FileTokenStore) -> Result<Option<Version>, String> {
        let version = store.load("k").await.map_err(|error| error.to_string())?.map_or(Version::ABSENT, |stored| stored.version);
        store.compare_and_swap("k", version, &Grant::access("a1")).await.map_err(|error| error.to_string())
    }

    #[tokio::test]
    async fn a_folder_that_is_open_to_others_is_closed() {
        for open in [0o777, 0o775, 0o770, 0o755, 0o750, 0o711, 0o701, 0o1777, 0o720, 0o702] {
            let folder = Folder::new(&format!("open-{open:o}"));
            fs::create_dir(&folder.0).expect("it can be made");
            set_mode(&folder.0, open);
            let store = FileTokenStore::new(&folder.0);
            assert!(store.load("k").await.expect("it reads").is_none());
            assert_eq!(mode(&folder.0), 0o700, "{open:o}, read");
            write(&store).await.expect("it writes").expect("it is the version");
            set_mode(&folder.0, open);
            write(&store).await.expect("it writes").expect("it is the version");
            assert_eq!(mode(&folder.0), 0o700, "{open:o}, written");
            set_mode(&folder.0, open);
            store.try_lock("k", seconds(1)).await.expect("it locks").expect("nobody else has it");
            assert_eq!(mode(&folder.0), 0o700, "{open:o}, locked");
        }
    }

    #[tokio::test]
    async fn a_folder_with_other_files_is_refused_where_others_may_write_and_left_as_it_is() {
        for open in [0o777, 0o775, 0o757, 0o720, 0o702] {
            let folder = Folder::new(&format!("shared-{open:o}"));
            fs::create_dir(&folder.0).expect("it can be made");
            fs::write(folder.0.join("config.toml"), "").expect("it can be written");
            set_mode(&folder.0, open);
            let store = FileTokenStore::new(&folder.0);
            let reason = format!("may be written by other users (mode {open:04o}): run `chmod 700` on it, or choose a folder of its own");
            let message = format!("`{}` {reason}", folder.0.display());
            assert_eq!(write(&store).await, Err(message.clone()), "{open:o}");
            assert_eq!(store.load("k").await.expect_err("it is refused").to_string(), message, "{open:o}");
            let lease = store.try_lock("k", seconds(1)).await;
            assert_eq!(lease.map(|_| ()).map_err(|error| error.to_string()), Err(message), "{open:o}");
            assert_eq!((mode(&folder.0), folder.names()), (open, vec!["config.toml".to_owned()]));
        }
        let folder = Folder::new("shared-read");
        fs::create_dir(&folder.0).expect("it can be made");
        fs::write(folder.0.join("config.toml"), "").expect("it can be written");
        set_mode(&folder.0, 0o755);
        write(&FileTokenStore::new(&folder.0)).await.expect("it writes").expect("it is the version");
        assert_eq!(mode(&folder.0), 0o755);
    }

    #[tokio::test]
    async fn a_file_that_others_may_read_is_closed() {
        let folder = Folder::new("open-file");
        let store = FileTokenStore::new(&folder.0);
        write(&store).await.expect("it writes");
        for name in folder.names() {
            set_mode(&folder.0.join(name), 0o666);
        }
        assert!(store.load("k").await.expect("it reads").is_some());
        write(&store).await.expect("it writes");
        for name in folder.names() {
            assert_eq!(mode(&folder.0.join(&name)), 0o600, "{name}");
        }
    }

    #[tokio::test]
    async fn a_link_that_somebody_planted_is_not_followed() {
        let (folder, elsewhere) = (Folder::new("links"), Folder::new("links-elsewhere"));
        let store = FileTokenStore::new(&folder.0);
        write(&store).await.expect("it writes");
        fs::create_dir(&elsewhere.0).expect("it can be made");
        for ending in ["json", "lock"] {
            let name = folder.names().into_iter().find(|name| name.ends_with(ending)).expect("it is there");
            let (path, target) = (folder.0.join(&name), elsewhere.0.join(&name));
            fs::rename(&path, &target).expect("it can be moved");
            symlink(&target, &path).expect("it can be linked");
            let message = format!("`{}` is a symbolic link, which the store did not make", path.display());
            assert_eq!(write(&store).await, Err(message));
            fs::remove_file(&path).expect("it is there");
        }
    }

    #[tokio::test]
    async fn a_folder_behind_a_link_is_closed_too() {
        let (folder, link) = (Folder::new("behind"), Folder::new("behind-link"));
        fs::create_dir(&folder.0).expect("it can be made");
        set_mode(&folder.0, 0o777);
        symlink(&folder.0, &link.0).expect("it can be linked");
        write(&FileTokenStore::new(&link.0)).await.expect("it writes").expect("it is the version");
        assert_eq!(mode(&folder.0), 0o700);
        fs::remove_file(&link.0).expect("it is a link");
    }

    #[tokio::test]
    async fn a_folder_behind_a_link_of_another_user_is_refused() {
        let (folder, link) = (Folder::new("behind-foreign"), Folder::new("behind-foreign-link"));
        fs::create_dir(&folder.0).expect("it can be made");
        symlink(&folder.0, &link.0).expect("it can be linked");
        // Only root can give a link away.
        if std::os::unix::fs::lchown(&link.0, Some(12345), None).is_ok() {
            let message = format!("`{}` is a symbolic link of another user: name the folder itself", link.0.display());
            assert_eq!(write(&FileTokenStore::new(&link.0)).await, Err(message));
        }
        fs::remove_file(&link.0).expect("it is a link");
    }

    #[tokio::test]
    async fn a_folder_of_another_user_is_refused() {
        // `/` belongs to root; a test that runs as root creates a folder for another user.
        let folder = Folder::new("foreign");
        fs::create_dir(&folder.0).expect("it can be made");
        let path = match std::os::unix::fs::chown(&folder.0, Some(12345), None) {
            Ok(()) => folder.0.clone(),
            Err(_) => PathBuf::from("/"),
        };
        let reason = "belongs to another user: choose a folder of the user that the program runs as";
        assert_eq!(write(&FileTokenStore::new(&path)).await, Err(format!("`{}` {reason}", path.display())));
    }

    #[tokio::test]
    async fn what_is_not_a_folder_is_refused() {
        let folder = Folder::new("no-folder");
        fs::write(&folder.0, "").expect("it can be written");
        let error = FileTokenStore::new(&folder.0).load("k").await.expect_err("it is a file").to_string();
        assert_eq!(error, format!("`{}` is not a folder", folder.0.display()));
        fs::remove_file(&folder.0).expect("it is there");
    }
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
