//! Runs in one folder take turns.

use super::*;

#[test]
fn a_run_that_waits_too_long_for_another_one_writes_nothing() {
    let dir = folder();
    let root = dir.path().canonicalize().expect("the folder is there");
    write(&files([("src/lib.rs", "b")]), &root).expect("the folder is empty");
    let other = Lock::take(&root, &mut Patience::new(Duration::ZERO, &mut || panic!("nobody else writes"))).expect("nobody else writes");
    let mut nobody = || panic!("there is no time to wait");
    let zoo = purpose("Zoo", Some("../zoo.yaml"));
    let error = super::super::write_within(&files([("src/lib.rs", "B")]), &root, &zoo, &mut Patience::new(Duration::ZERO, &mut nobody))
        .expect_err("another run writes");
    assert_eq!(error.code, "output-busy");
    assert_eq!(tree(&root), pairs([(lock_name(), ""), ("src/lib.rs", "b")]));
    let error = super::super::check_within(&files([("src/lib.rs", "B")]), &root, &mut Patience::new(Duration::ZERO, &mut nobody))
        .expect_err("another run writes");
    assert_eq!(error.code, "output-busy");
    // A folder that is up to date needs no lock.
    assert!(write(&files([("src/lib.rs", "b")]), &root).expect("nothing is to be done").is_clean());
    drop(other);
    assert_eq!(tree(&root), pairs([("src/lib.rs", "b")]));
    write(&files([("src/lib.rs", "B")]), &root).expect("nobody else writes");
}

fn lock_name() -> &'static str {
    super::super::lock::NAME
}

#[test]
fn a_run_that_waits_goes_on_when_the_other_one_ends() {
    let dir = folder();
    let root = dir.path().canonicalize().expect("the folder is there");
    let mut other =
        Some(Lock::take(&root, &mut Patience::new(Duration::ZERO, &mut || panic!("nobody else writes"))).expect("nobody else writes"));
    let mut waited = 0;
    let mut waiting = || {
        waited += 1;
        drop(other.take());
    };
    super::super::write(&files([("src/lib.rs", "b")]), &root, &purpose("Zoo", None), &mut waiting).expect("the other run ends");
    assert_eq!(waited, 1);
    assert_eq!(tree(&root), pairs([("src/lib.rs", "b")]));
}

#[test]
fn only_a_file_system_without_locks_is_written_to_without_one() {
    use super::super::lock::Attempt;
    use fs4::TryLockError;
    use std::io::{Error, ErrorKind};
    let attempt = |result| format!("{:?}", Attempt::of(result));
    assert_eq!((attempt(Ok(())), attempt(Err(TryLockError::WouldBlock))), ("Locked".to_owned(), "Taken".to_owned()));
    for kind in [ErrorKind::Unsupported, ErrorKind::PermissionDenied, ErrorKind::Interrupted, ErrorKind::Other] {
        let found = attempt(Err(TryLockError::Error(Error::from(kind))));
        assert_eq!(found, if kind == ErrorKind::Unsupported { "Unsupported".to_owned() } else { format!("Failed(Kind({kind:?}))") });
    }
}

#[test]
fn a_lock_that_a_killed_run_left_is_nobodys() {
    let dir = folder();
    put(dir.path(), lock_name(), "");
    put(dir.path(), ".turnbuckle-staging-1/new/src/lib.rs", "half");
    let report = check(&files([("src/lib.rs", "b")]), dir.path()).expect("nobody writes");
    assert_eq!(report.written.len(), 2);
    write(&files([("src/lib.rs", "b")]), dir.path()).expect("nobody else writes");
    assert_eq!(tree(dir.path()), pairs([("src/lib.rs", "b")]));
}

#[cfg(unix)]
#[test]
fn a_link_in_place_of_the_lock_is_not_followed() {
    let dir = folder();
    let root = dir.path().join("out");
    fs::create_dir(&root).expect("the folder can be made");
    std::os::unix::fs::symlink("../elsewhere", root.join(lock_name())).expect("the link can be made");
    let error = write(&files([("src/lib.rs", "b")]), &root).expect_err("the lock is no file");
    assert_eq!(error.code, "output-unwritable");
    assert!(!dir.path().join("elsewhere").exists());
}

/// The folder's modification time does not change either: builds may depend on it.
#[test]
fn a_run_that_has_nothing_to_do_does_not_touch_the_folder() {
    let dir = folder();
    write(&files([("src/lib.rs", "b")]), dir.path()).expect("the folder is empty");
    let modified = || fs::metadata(dir.path()).and_then(|folder| folder.modified()).expect("the folder is there");
    let before = modified();
    assert!(write(&files([("src/lib.rs", "b")]), dir.path()).expect("the folder is ours").is_clean());
    check(&files([("src/lib.rs", "B")]), dir.path()).expect("the paths are fine");
    assert_eq!(modified(), before);
}

/// Pairs of runs with many files. Some files belong to only one of the two runs.
#[test]
fn two_runs_at_once_leave_the_files_of_one() {
    let of = |who: &str| -> Vec<File> {
        let shared = (0..20).map(|index| File { path: format!("src/shared/f{index}.rs").into(), contents: who.to_owned() });
        let own = (0..20).map(|index| File { path: format!("src/{who}/f{index}.rs").into(), contents: who.to_owned() });
        shared.chain(own).collect()
    };
    let whole = |who: &str| -> Vec<(String, String)> {
        let mut all: Vec<_> = of(who).into_iter().map(|file| (file.path.display().to_string(), file.contents)).collect();
        all.sort();
        all
    };
    let dir = folder();
    for round in 0..25 {
        std::thread::scope(|scope| {
            let runs = ["a", "b"].map(|who| {
                let (files, root) = (of(who), dir.path());
                scope.spawn(move || super::super::write(&files, root, &purpose("Zoo", None), &mut || {}))
            });
            let checked = scope.spawn(|| super::super::check(&of("a"), dir.path(), &mut || {}));
            for run in runs {
                run.join().expect("no run panics").expect("both runs succeed");
            }
            // The check saw a complete or an empty folder: either no file differs, or all files of one set do.
            let differing = checked.join().expect("no check panics").expect("the check ends").written.len();
            assert!([0, 20 + 20, 20 + 20 + 1].contains(&differing), "round {round}: {differing}");
        });
        let found = tree(dir.path());
        assert!(found == whole("a") || found == whole("b"), "round {round}: {found:?}");
    }
}
