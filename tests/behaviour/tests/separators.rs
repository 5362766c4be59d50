//! Lists in every way that 2.0 separates them, wherever they stand.

use turnbuckle_behaviour::separators::{Client, headers};
use turnbuckle_runtime::transport::{Fake, FakeAnswer};

#[tokio::test]
async fn lists_are_separated_as_their_collection_format_says() {
    let fake = Fake::new([FakeAnswer::status(204).header("x-codes", "1, 2").header("x-names", "a|b,c")]);
    let client = Client::builder().transport(fake.clone()).build().expect("the values can be used");
    let list = |letters: &str| letters.chars().map(String::from).collect::<Vec<_>>();
    let [commas, spaces, tabs, pipes] = ["ab", "cd", "ab", "cd"].map(list);
    let response = client.rows().list(commas, spaces, tabs, pipes, list("ab"), list("cd")).send().await.expect("it is answered");
    let request = &fake.requests()[0];
    assert_eq!(request.uri.path(), "/rows/a,b/c%20d/a%09b/c%7Cd");
    assert_eq!(request.header("x-spaces"), Some("a b"));
    assert_eq!(request.header("x-pipes"), Some("c|d"));
    assert_eq!(response.header(headers::X_CODES).expect("it is a list of numbers"), Some(vec![1, 2]));
    assert_eq!(response.header(headers::X_NAMES).expect("it is kept as it came"), Some("a|b,c".to_owned()));
}
