//! A folder belongs to the API that it was written for.

use super::*;

fn write_for(purpose: &Purpose, root: &Path) -> Result<Report, Diagnostic> {
    super::super::write(&files([("src/lib.rs", &purpose.source.title)]), root, purpose, &mut || panic!("nobody else writes"))
}

#[test]
fn a_folder_of_another_api_is_refused_and_can_be_replaced() {
    let dir = folder();
    let root = dir.path();
    let zoo = purpose("Zoo", Some("../zoo.yaml"));
    write(&files([("src/lib.rs", "Zoo"), ("src/old.rs", "x")]), root).expect("the folder is empty");
    let before = (tree(root), read(root, list::NAME));
    let refused = |purpose: &Purpose| {
        let error = write_for(purpose, root).expect_err("the folder is another API's");
        assert_eq!(error.code, "output-of-other-api");
        assert_eq!((tree(root), read(root, list::NAME)), before);
        error.message.replace(&root.display().to_string(), "out")
    };
    assert_eq!(
        refused(&purpose("Crm", Some("../crm.yaml"))),
        "the output folder `out` was written for the API `Zoo` of `../zoo.yaml`, and this is the API `Crm` of `../crm.yaml`; nothing is written"
    );
    refused(&purpose("Zoo", Some("../crm.yaml")));
    refused(&purpose("Crm", Some("../zoo.yaml")));
    assert_eq!(
        refused(&purpose("Crm", None)),
        "the output folder `out` was written for the API `Zoo` of `../zoo.yaml`, and this is the API `Crm`; nothing is written"
    );
    assert!(write_for(&zoo, root).is_ok_and(|report| report.deleted == [PathBuf::from("src/old.rs")]));
    let crm = Purpose { other: OtherApi::Replace, ..purpose("Crm", Some("../crm.yaml")) };
    assert_eq!(write_for(&crm, root).expect("it is replaced").written, [PathBuf::from("src/lib.rs")]);
    assert_eq!(tree(root), pairs([("src/lib.rs", "Crm")]));
    write_for(&zoo, root).expect_err("the folder is the other API's");
    assert!(write_for(&purpose("Crm", Some("../crm.yaml")), root).expect("the folder is its own").is_clean());
}

#[test]
fn a_spec_without_a_place_is_known_by_its_title() {
    let dir = folder();
    write_for(&purpose("Zoo", None), dir.path()).expect("the folder is empty");
    write_for(&purpose("Crm", None), dir.path()).expect_err("the folder is another API's");
    write_for(&purpose("Zoo", Some("../zoo.yaml")), dir.path()).expect("the title is the same");
    assert!(read(dir.path(), list::NAME).contains("\n# spec: ../zoo.yaml\n"));
    write_for(&purpose("Zoo", None), dir.path()).expect("the title is the same");
    assert!(!read(dir.path(), list::NAME).contains("# spec"));
}

/// The list is also rewritten if only the API changes.
#[test]
fn an_api_that_is_replaced_by_equal_files_is_kept_in_the_list() {
    let dir = folder();
    write(&files([("src/lib.rs", "b")]), dir.path()).expect("the folder is empty");
    let moved = Purpose { other: OtherApi::Replace, ..purpose("Zoo", Some("../specs/zoo.yaml")) };
    let report = super::super::write(&files([("src/lib.rs", "b")]), dir.path(), &moved, &mut || panic!("nobody else writes"));
    assert!(report.expect("it is replaced").is_clean());
    assert_eq!(
        read(dir.path(), list::NAME),
        "# The files in this folder that turnbuckle wrote. It overwrites and deletes these, and no others.\n# title: Zoo\n# spec: ../specs/zoo.yaml\nsrc/lib.rs\n"
    );
}

#[test]
fn a_list_that_says_no_api_is_refused_until_it_is_replaced() {
    let dir = folder();
    let root = dir.path();
    write(&files([("src/lib.rs", "b")]), root).expect("the folder is empty");
    let list: String = read(root, list::NAME).lines().filter(|line| !line.starts_with("# title")).map(|line| format!("{line}\n")).collect();
    fs::write(root.join(list::NAME), list).expect("the list can be changed");
    let error = write(&files([("src/lib.rs", "B")]), root).expect_err("it does not say for what it was written");
    assert_eq!(error.code, "output-of-other-api");
    let replace = Purpose { other: OtherApi::Replace, ..purpose("Zoo", None) };
    write_for(&replace, root).expect("it is replaced");
    write_for(&purpose("Zoo", None), root).expect("the list says so");
}

#[test]
fn a_title_that_looks_like_lines_of_the_list_is_one_line() {
    let dir = folder();
    let title = "A\nsrc/main.rs\r\n# spec: b\u{85}\u{2028}c\u{0}\t\u{202e}\u{feff}d";
    write_for(&purpose(title, None), dir.path()).expect("the folder is empty");
    assert!(read(dir.path(), list::NAME).contains("\n# title: A src/main.rs # spec: b c d\nsrc/lib.rs\n"));
    assert!(write_for(&purpose(title, None), dir.path()).expect("the title is the same").is_clean());
}
