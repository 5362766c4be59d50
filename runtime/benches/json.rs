//! Compares the table-driven JSON reader and writer with derived serde impls of the same types, and the reading of unions with that of an
//! untyped value. Prints the speed and the ratio.
#![allow(clippy::print_stdout, missing_docs)]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use turnbuckle_runtime::Value;
use turnbuckle_runtime::json;
use turnbuckle_runtime::model::Model;

macro_rules! both {
    ($ty:ident $derived:ident { $($index:literal $wire:literal $field:ident: $field_ty:ty, $derived_ty:ty, $flags:ident;)* }) => {
        #[derive(Clone)]
        struct $ty {
            $($field: $field_ty),*
        }

        turnbuckle_runtime::record!($ty { $($index $wire $field $flags),* });

        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        struct $derived {
            $(#[serde(rename = $wire)] $field: $derived_ty),*
        }
    };
}

both!(Repository RepositoryDerived {
    0 "id" id: i64, i64, REQUIRED;
    1 "node_id" node_id: String, String, REQUIRED;
    2 "name" name: String, String, REQUIRED;
    3 "full_name" full_name: String, String, REQUIRED;
    4 "owner" owner: Option<Box<User>>, Option<Box<UserDerived>>, REQUIRED;
    5 "private" private: bool, bool, REQUIRED;
    6 "html_url" html_url: String, String, REQUIRED;
    7 "description" description: Option<String>, Option<String>, REQUIRED;
    8 "fork" fork: bool, bool, REQUIRED;
    9 "url" url: String, String, REQUIRED;
    10 "archive_url" archive_url: String, String, REQUIRED;
    11 "assignees_url" assignees_url: String, String, REQUIRED;
    12 "blobs_url" blobs_url: String, String, REQUIRED;
    13 "forks_count" forks_count: i32, i32, REQUIRED;
    14 "stargazers_count" stargazers_count: i32, i32, REQUIRED;
    15 "size" size: i32, i32, REQUIRED;
    16 "score" score: f64, f64, REQUIRED;
    17 "default_branch" default_branch: String, String, REQUIRED;
    18 "topics" topics: Vec<String>, Vec<String>, REQUIRED;
    19 "has_issues" has_issues: Option<bool>, Option<bool>, REQUIRED;
    20 "pushed_at" pushed_at: Option<String>, Option<String>, REQUIRED;
    21 "permissions" permissions: BTreeMap<String, bool>, BTreeMap<String, bool>, REQUIRED;
    22 "license" license: Option<License>, Option<LicenseDerived>, REQUIRED;
});

both!(User UserDerived {
    0 "login" login: String, String, REQUIRED;
    1 "id" id: i64, i64, REQUIRED;
    2 "node_id" node_id: String, String, REQUIRED;
    3 "avatar_url" avatar_url: String, String, REQUIRED;
    4 "gravatar_id" gravatar_id: Option<String>, Option<String>, REQUIRED;
    5 "url" url: String, String, REQUIRED;
    6 "type" kind: String, String, REQUIRED;
    7 "site_admin" site_admin: bool, bool, REQUIRED;
});

both!(License LicenseDerived {
    0 "key" key: String, String, REQUIRED;
    1 "name" name: String, String, REQUIRED;
    2 "url" url: Option<String>, Option<String>, REQUIRED;
});

/// A recursive union whose two variants have the same properties.
#[derive(Clone, Debug, PartialEq)]
enum Chain {
    Left(Box<Left>),
    Right(Box<Right>),
    Many(Vec<Chain>),
    Unknown(Value),
}

turnbuckle_runtime::untagged_union!(Chain { 0 Left, 1 Right, 2 Many; Unknown });

#[derive(Clone)]
struct Left {
    next: Chain,
    note: Option<String>,
    value: i32,
}

#[derive(Clone)]
struct Right {
    next: Chain,
    note: Option<String>,
    value: String,
}

turnbuckle_runtime::record!(Left { 0 "next" next REQUIRED, 1 "note" note OPTIONAL, 2 "value" value REQUIRED });
turnbuckle_runtime::record!(Right { 0 "next" next REQUIRED, 1 "note" note OPTIONAL, 2 "value" value REQUIRED });

/// A recursive union whose tag is the last property.
#[derive(Clone, Debug, PartialEq)]
enum Node {
    Parent(Box<Parent>),
    Unknown(Value),
}

turnbuckle_runtime::tagged_union!(Node by "type" { 0 Parent "parent"; Unknown });

#[derive(Clone)]
struct Parent {
    children: Vec<Node>,
    note: Option<String>,
}

turnbuckle_runtime::record!(Parent { 0 "children" children REQUIRED, 1 "note" note OPTIONAL });

/// Reads unions that are sixty levels deep, in a body of 1.7 MB.
fn unions(rounds: usize) {
    let against = |name: &str, text: &str, ours: &dyn Fn(&[u8])| {
        let text = format!("[{}]", vec![text; 1_700_000 / text.len()].join(","));
        let plain = |text: &[u8]| drop(black_box(json::from_slice::<Value>(black_box(text))));
        let (ours, plain) = race(rounds.div_ceil(10), || ours(black_box(text.as_bytes())), || plain(text.as_bytes()));
        println!("{name}: {:.2} times the time of an untyped value", ours.as_secs_f64() / plain.as_secs_f64());
    };
    let nested = |before: &str, inner: &str, after: &str| format!("{}{inner}{}", before.repeat(60), after.repeat(60));
    let chain = |text: &[u8]| drop(black_box(json::from_slice::<Chain>(text)));
    let node = |text: &[u8]| drop(black_box(json::from_slice::<Vec<Node>>(text)));
    let note = r#","note":"what is said about it""#;
    against("untagged, the first arm", &nested(r#"{"next":"#, "[]", &format!(r#"{note},"value":1}}"#)), &chain);
    against("untagged, the last arm", &nested(r#"{"next":"#, "[]", &format!(r#"{note},"value":"x"}}"#)), &chain);
    against("untagged, no arm", &nested(r#"{"next":"#, "[]", &format!(r#"{note},"value":true}}"#)), &chain);
    against("untagged, only brackets", &nested("[", "", "]"), &chain);
    against("untagged, flat", &format!(r#"{{"next":[]{note},"value":"x"}}"#), &chain);
    against("tagged at the end", &nested(r#"{"children":["#, "", &format!(r#"]{note},"type":"parent"}}"#)), &node);
}

fn user(id: i64) -> User {
    User {
        login: format!("octocat-{id}"),
        id,
        node_id: "MDQ6VXNlcjE=".to_owned(),
        avatar_url: format!("https://github.example/images/error/octocat_happy.gif?u={id}"),
        gravatar_id: None,
        url: format!("https://api.github.example/users/octocat-{id}"),
        kind: "User".to_owned(),
        site_admin: false,
    }
}

fn repository(id: i64) -> Repository {
    let url = |tail: &str| format!("https://api.github.example/repos/octocat/hello-{id}{tail}");
    Repository {
        id,
        node_id: "MDEwOlJlcG9zaXRvcnkxMjk2MjY5".to_owned(),
        name: format!("hello-{id}"),
        full_name: format!("octocat/hello-{id}"),
        owner: Some(Box::new(user(id * 7))),
        private: id % 2 == 0,
        html_url: url(""),
        description: (id % 3 > 0).then(|| "This is your first \"repository\", made by a bench.".to_owned()),
        fork: false,
        url: url("/self"),
        archive_url: url("/{archive_format}{/ref}"),
        assignees_url: url("/assignees{/user}"),
        blobs_url: url("/git/blobs{/sha}"),
        forks_count: 9,
        stargazers_count: 80_000,
        size: 108,
        score: id as f64 * 1.25,
        default_branch: "main".to_owned(),
        topics: ["octocat", "atom", "electron", "api"].map(str::to_owned).to_vec(),
        has_issues: Some(true),
        pushed_at: Some("2011-01-26T19:06:43Z".to_owned()),
        permissions: ["admin", "pull", "push"].map(|name| (name.to_owned(), name != "admin")).into(),
        license: Some(License { key: "mit".to_owned(), name: "MIT License".to_owned(), url: None }),
    }
}

/// Returns the time of the fastest of many passes, and keeps the two contenders in turn so that both meet the same machine.
fn race(rounds: usize, mut ours: impl FnMut(), mut derived: impl FnMut()) -> (Duration, Duration) {
    let time = |pass: &mut dyn FnMut()| {
        let start = Instant::now();
        pass();
        start.elapsed()
    };
    let mut best = (Duration::MAX, Duration::MAX);
    for _ in 0..rounds {
        best.0 = best.0.min(time(&mut ours));
        best.1 = best.1.min(time(&mut derived));
    }
    best
}

fn report(name: &str, bytes: usize, (ours, derived): (Duration, Duration)) {
    let speed = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
    let ratio = ours.as_secs_f64() / derived.as_secs_f64();
    println!("{name}: {:.0} MB/s by tables, {:.0} MB/s derived, {ratio:.2} times the time", speed(ours), speed(derived));
}

fn main() {
    let list: Vec<Repository> = (0..300).map(repository).collect();
    let text = json::to_vec(list.view()).expect("the list can be written");
    let derived: Vec<RepositoryDerived> = serde_json::from_slice(&text).expect("the derived types are the same");
    assert_eq!(serde_json::to_vec(&derived).expect("the list can be written"), text);
    let rounds = if std::env::args().any(|it| it == "--test") { 1 } else { 300 };
    let decode = race(
        rounds,
        || drop(black_box(json::from_slice::<Vec<Repository>>(black_box(&text)))),
        || drop(black_box(serde_json::from_slice::<Vec<RepositoryDerived>>(black_box(&text)))),
    );
    report("decode", text.len(), decode);
    let encode = race(
        rounds,
        || drop(black_box(json::to_vec(black_box(&list).view()))),
        || drop(black_box(serde_json::to_vec(black_box(&derived)))),
    );
    report("encode", text.len(), encode);
    let generic = race(
        rounds,
        || drop(black_box(serde_json::from_slice::<Vec<Repository>>(black_box(&text)))),
        || drop(black_box(serde_json::from_slice::<Vec<RepositoryDerived>>(black_box(&text)))),
    );
    report("decode through serde", text.len(), generic);
    unions(rounds);
}
