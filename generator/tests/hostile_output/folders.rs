//! C 24. The output folder, when others have been there before.

use std::fs;
use std::path::Path;

use turnbuckle::Generator;
use turnbuckle::generator::Runtime;
use turnbuckle::source::Input;

fn generator(paths: usize) -> Generator {
    let paths: String =
        (0..paths).map(|index| format!("  /p{index}: {{get: {{tags: [t{index}], responses: {{'204': {{description: d}}}}}}}}\n")).collect();
    let text = format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}");
    Generator::from_input(Input::Text { name: "spec.yaml".to_owned(), text }).runtime(Runtime::Version("0.1".to_owned()))
}

fn code(output: &Path) -> Option<&'static str> {
    generator(2).generate_to(output).err().and_then(|failure| failure.diagnostics.last().map(|last| last.code))
}

/// Returns every file below a folder with its text, sorted.
fn tree(root: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root).expect("it can be read").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(tree(&path));
        } else {
            found.push((path.display().to_string(), fs::read_to_string(&path).unwrap_or_default()));
        }
    }
    found.sort();
    found
}

#[test]
fn c24_foreign_files_are_neither_changed_nor_deleted() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    fs::create_dir(folder.path().join("src")).expect("the folder can be made");
    fs::write(folder.path().join("src/lib.rs"), "mine").expect("the file can be written");
    let before = tree(folder.path());
    assert_eq!(code(folder.path()), Some("output-not-ours"));
    assert_eq!(tree(folder.path()), before);
}

#[cfg(unix)]
#[test]
fn c24_links_that_leave_the_folder() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let (output, elsewhere) = (folder.path().join("out"), folder.path().join("elsewhere"));
    fs::create_dir(&elsewhere).expect("the folder can be made");
    // The folder itself may be a link: that is the user's choice.
    std::os::unix::fs::symlink(&elsewhere, &output).expect("the link can be made");
    assert_eq!(code(&output), None);
    fs::remove_file(&output).expect("the link is there");
    // One below it may not.
    assert_eq!(code(&output), None);
    fs::remove_dir_all(output.join("src")).expect("the sources are there");
    std::os::unix::fs::symlink("/", output.join("src")).expect("the link can be made");
    let before = tree(&elsewhere);
    assert_eq!(code(&output), Some("output-leaves-folder"));
    assert_eq!(tree(&elsewhere), before);
    assert!(!Path::new("/lib.rs").exists() && !Path::new("/models.rs").exists());
}

#[cfg(unix)]
#[test]
fn c24_a_folder_that_is_read_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let closed = folder.path().join("closed");
    fs::create_dir(&closed).expect("the folder can be made");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o555)).expect("the folder is ours");
    // The superuser may write anywhere, but nowhere below `/proc`.
    let refused = if fs::write(closed.join("probe"), "").is_ok() { Path::new("/proc/self/out") } else { &closed };
    assert_eq!(code(refused), Some("output-unwritable"));
}

/// A limit on the size of files stands for a disk that is full: the write fails halfway through a file.
#[cfg(all(unix, feature = "cli"))]
#[test]
fn c24_a_disk_that_is_full_midway() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let (spec, output) = (folder.path().join("spec.yaml"), folder.path().join("out"));
    let write = |paths: usize| {
        let paths: String =
            (0..paths).map(|index| format!("  /p{index}: {{get: {{tags: [t], responses: {{'204': {{description: d}}}}}}}}\n")).collect();
        fs::write(&spec, format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}")).expect("the spec can be written");
    };
    let run = |limit: &str| {
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", "trap '' XFSZ; ulimit -f $1; shift; exec \"$@\"", "sh", limit, env!("CARGO_BIN_EXE_turnbuckle"), "generate"]);
        shell.arg(&spec).arg("--output").arg(&output).args(["--runtime", "0.1"]).output().expect("there is a shell")
    };
    write(1);
    assert_eq!(run("unlimited").status.code(), Some(0));
    let before = tree(&output);
    write(300);
    let failed = run("8");
    let said = String::from_utf8_lossy(&failed.stderr).into_owned();
    assert_eq!(failed.status.code(), Some(1), "{said}");
    assert!(said.contains("error[output-unwritable]"), "{said}");
    assert_eq!(tree(&output), before, "the old output is whole");
    assert_eq!(run("unlimited").status.code(), Some(0));
}
