//! Base URLs: what a server's variable may hold, and what a base may be.

use super::{API, Bench, GET, ok};
use crate::Client;
use crate::model::Value;
use crate::operation::{Api, Operation, Server};
use crate::transport::{Fake, FakeAnswer};

/// Makes an API with one server.
fn api(url: &'static str, variables: &'static [(&'static str, &'static str)]) -> &'static Api {
    let servers: &'static [Server] = Box::leak(Box::new([Server { url, description: "", variables }]));
    Box::leak(Box::new(Api { title: "Pets", version: "1", user_agent: "pets/1", servers, schemes: &[], security: &[] }))
}

/// Returns the base URL that a value makes, or the error.
fn base(url: &'static str, name: &str, value: &str) -> Result<String, String> {
    let client = Client::builder(api(url, &[("basePath", "v1"), ("port", "443"), ("url", "https://api.example.com"), ("start", "api")]));
    let client = client.server_variable(name, value).transport(Fake::default()).build();
    client.map(|client| client.base_url().to_owned()).map_err(|error| error.to_string())
}

const HOST: &str = "https://{tenant}.api.example.com/{basePath}/x";

/// Characters that a parser of URLs reads as a separator, maps to one or leaves out.
const SEPARATORS: [&str; 36] = [
    "/",
    "?",
    "#",
    "@",
    ":",
    "\\",
    " ",
    "\t",
    "\n",
    "\r",
    "\0",
    "\u{7f}",
    "%",
    "%2f",
    "%2F",
    "%3F",
    "%23",
    "%40",
    "%3a",
    "%5C",
    "%20",
    "%00",
    "%2e",
    "\u{3002}",
    "\u{ff0e}",
    "\u{ff61}",
    "\u{ff0f}",
    "\u{ff1f}",
    "\u{ff03}",
    "\u{ff20}",
    "\u{2044}",
    "\u{ad}",
    "\u{200b}",
    "\u{a0}",
    "\u{2100}",
    "\u{1f512}",
];

#[test]
fn a_variable_within_the_host_holds_nothing_that_ends_it() {
    for separator in SEPARATORS {
        for value in [separator.to_owned(), format!("evil.com{separator}"), format!("a{separator}b"), format!("{separator}evil.com")] {
            let error = base(HOST, "tenant", &value).expect_err(&value);
            assert!(error.contains("it is part of the host"), "{value:?}: {error}");
        }
    }
    for value in ["acme", "a-b_c", "eu.acme", "ACME", "123"] {
        assert_eq!(base(HOST, "tenant", value), Ok(format!("https://{value}.api.example.com/v1/x")));
    }
    for value in ["", ".", "a.", ".a", "a..b"] {
        let error = base(HOST, "tenant", value).expect_err(value);
        assert!(error.contains("has a host with an empty part"), "{value:?}: {error}");
    }
}

/// Asks the transport's own parser where each request would go.
#[cfg(feature = "reqwest")]
#[test]
fn no_value_of_a_variable_leads_to_another_origin() {
    let templates = [HOST, "https://api.example.com/{tenant}/x", "https://api.example.com:{tenant}/x", "https://a-{tenant}-b.example.com"];
    let pieces = ["evil.com", "a", "..", "1", "443"];
    let around =
        |separator: &str| pieces.map(|piece| [("", piece), (piece, ""), (piece, piece)].map(|(a, b)| format!("{a}{separator}{b}")));
    let every = (0..=0x24ff).filter_map(char::from_u32).chain('\u{fe00}'..='\u{ffff}').map(|c| format!("a{c}b"));
    let values: Vec<String> = SEPARATORS.iter().flat_map(|separator| around(separator).concat()).chain(every).collect();
    let mut taken = 0;
    for value in &values {
        for template in templates {
            let Ok(base) = base(template, "tenant", value) else { continue };
            taken += 1;
            let url = reqwest::Url::parse(&format!("{base}/pets")).expect("a base that is taken can be read");
            let host = url.host_str().unwrap_or_default();
            let is_own = host == "api.example.com"
                || host.ends_with(".api.example.com")
                || (host.starts_with("a-") && host.ends_with("-b.example.com"));
            assert!(is_own && url.scheme() == "https" && url.username().is_empty() && url.query().is_none(), "{template} {value:?}: {url}");
            assert!(url.fragment().is_none() && url.path().ends_with("/pets"), "{template} {value:?}: {url}");
            let depth = base.matches('/').count() + 1;
            assert_eq!(url.as_str().matches('/').count(), depth, "{template} {value:?}: {url}");
        }
    }
    assert!(taken > 100, "{taken}");
}

#[test]
fn a_variable_within_the_path_stays_within_it() {
    let path = |value: &str| base("https://api.example.com/{basePath}/x", "basePath", value);
    let refused = [
        "..",
        ".",
        "a/..",
        "../a",
        "a/../b",
        "a/./b",
        "%2e%2E",
        ".%2e",
        "%2e",
        "a/%2e%2e/b",
        "?",
        "a?b=c",
        "#",
        "a#b",
        "\\",
        "..\\a",
        "a b",
        "a\tb",
        "a\u{a0}b",
        "a%2fb",
        "a%5Cb",
        "a%3Fb",
        "a%23b",
        "a%252e",
        "a%0ab",
        "a%1fb",
        "a%7f",
        "{x}",
        "\u{7}",
    ];
    for value in refused {
        let error = path(value).expect_err(value);
        assert!(error.contains("it is part of the path"), "{value:?}: {error}");
    }
    for value in ["v2", "api/v2", "a.b", "...", "..a", "a..", "a:b", "a@b", "a%20b", "~a", "a+b", "", "/v2"] {
        assert_eq!(path(value), Ok(format!("https://api.example.com/{value}/x")), "{value:?}");
    }
    let two = |value: &str| base("https://api.example.com/{basePath}{end}/x", "end", value);
    assert_eq!(two("v2"), Ok("https://api.example.com/v1v2/x".to_owned()));
    let both = Client::builder(api("https://api.example.com/{a}{b}/x", &[])).server_variable("a", ".%2").server_variable("b", "e");
    let message = "the server's URL `https://api.example.com/{a}{b}/x` with its variables has a segment `.` or `..` in its path";
    assert_eq!(both.build().map(|_| ()).map_err(|error| error.to_string()), Err(message.to_owned()));
}

#[test]
fn a_variable_for_the_scheme_or_the_port_is_one() {
    let scheme = |value: &str| base("{scheme}://api.example.com", "scheme", value);
    assert_eq!(scheme("http"), Ok("http://api.example.com".to_owned()));
    assert_eq!(scheme("HTTPS"), Ok("HTTPS://api.example.com".to_owned()));
    for value in ["https://evil.com/", "ftp", "", "javascript", "https:", "http ", "//"] {
        let message = format!(
            "the server's variable `scheme` of `{{scheme}}://api.example.com` cannot be `{value}`: it is the scheme, which is `http` or `https`"
        );
        assert_eq!(scheme(value), Err(message));
    }
    let port = |value: &str| base("https://api.example.com:{port}/x", "port", value);
    assert_eq!(port("8443"), Ok("https://api.example.com:8443/x".to_owned()));
    for value in ["", "+1", "65536", "443@evil.com", "443/", "4 3", "\u{661}", "0x1"] {
        let error = port(value).expect_err(value);
        assert!(error.ends_with("it is the port, a number up to 65535"), "{value:?}: {error}");
    }
}

#[test]
fn a_variable_that_is_the_whole_url_is_checked_like_a_base_url() {
    let whole = |value: &str| base("{url}/v2", "url", value);
    assert_eq!(whole("https://eu.example.com"), Ok("https://eu.example.com/v2".to_owned()));
    for value in
        ["https://me:pw@eu.example.com", "https://eu.example.com?a=b", "https://eu.example.com/#", "//eu.example.com", "eu", "ftp://a/"]
    {
        assert!(whole(value).is_err(), "{value}");
    }
    assert!(!whole("https://me:hunter2@eu.example.com").expect_err("it holds a user").contains("hunter2"));
}

#[test]
fn a_variable_that_is_the_whole_url_may_have_an_empty_default() {
    let built = |value: &str| {
        let client = Client::builder(api("{endpoint}", &[("endpoint", "")])).server_variable("endpoint", value);
        client.transport(Fake::default()).build().map(|client| client.base_url().to_owned()).map_err(|error| error.to_string())
    };
    assert_eq!(built("http://localhost:43423"), Ok("http://localhost:43423".to_owned()));
    assert!(built("http://me@localhost:43423").is_err());
}

#[tokio::test]
async fn a_variable_of_a_relative_server_stays_on_the_base() {
    static OP: Operation =
        Operation::new("op", "GET", "/files").servers(&[Server { url: "{start}/up", description: "", variables: &[("start", "api")] }]);
    let sent = async |value: &str| {
        let bench = Bench::new([ok()]);
        let client = bench.builder().server_variable("start", value).build().expect("the values can be used");
        client.call::<Value, Value, ()>(&OP).await.map(|_| bench.lines().concat()).map_err(|error| error.to_string())
    };
    assert_eq!(sent("v3").await, Ok("GET https://eu.pets.example/v3/up/files".to_owned()));
    for value in ["https://evil.com", "//evil.com", "https:", "evil:", "\\\\evil.com", "/\\evil.com", "..", "a/../..", "x?", "x#"] {
        let error = sent(value).await.expect_err(value);
        assert!(error.contains("the server's variable `start`"), "{value}: {error}");
    }
}

#[test]
fn the_documents_own_default_is_taken_as_it_is() {
    let client = Client::builder(api("http://{host}/v1", &[("host", "localhost:8080")]));
    let client = client.server_variable("host", "localhost:8080").transport(Fake::default()).build().expect("it is the default");
    assert_eq!(client.base_url(), "http://localhost:8080/v1");
}

#[test]
fn a_message_about_a_variable_shows_the_value_and_the_reason_but_no_secret() {
    assert_eq!(
        base(HOST, "tenant", "evil.com/"),
        Err("the server's variable `tenant` of `https://{tenant}.api.example.com/{basePath}/x` cannot be `evil.com/`: it is part of the host, \
             where `/` cannot stand; `base_url` sets another server"
            .to_owned())
    );
    let error = base("https://api.example.com/bot{token}", "token", "hunter2/..").expect_err("it leads up");
    assert!(error.contains("cannot be `[redacted]`") && !error.contains("hunter2"), "{error}");
    let long = base(HOST, "tenant", &"/".repeat(1000)).expect_err("it ends the host");
    assert!(long.len() < 400, "{long}");
}

/// What a base URL cannot be, and what is said of it.
const UNUSABLE: [(&str, &str); 27] = [
    ("/v1", "the base URL `/v1` is not an absolute http or https URL"),
    ("", "the base URL `` is not an absolute http or https URL"),
    ("ftp://a.example", "the base URL `ftp://a.example` is not an absolute http or https URL"),
    ("https://", "the base URL `https://` is not an absolute http or https URL"),
    ("https://:80/", "the base URL `https://:80/` is not an absolute http or https URL"),
    ("https:/a.example", "the base URL `https:/a.example` is not an absolute http or https URL"),
    ("https://me:hunter2@a.example", "the base URL `https://[redacted]@a.example` holds a user: give it as a credential"),
    ("https://hunter2@a.example/x", "the base URL `https://[redacted]@a.example/x` holds a user: give it as a credential"),
    ("https://@a.example/x", "the base URL `https://[redacted]@a.example/x` holds a user: give it as a credential"),
    ("https://me:hun/ter2@a.example", "the base URL `https://[redacted]@a.example` has a port that is not a number up to 65535"),
    ("https://me:hun#ter2@a.example", "the base URL `https://[redacted]@a.example` has a fragment"),
    ("https://me:hun?ter2@a.example", "the base URL `https://[redacted]@a.example` has a query"),
    ("me:hunter2@a.example", "the base URL `[redacted]@a.example` is not an absolute http or https URL"),
    ("https://a.example/?key=hunter2", "the base URL `https://a.example/?[redacted]` has a query"),
    ("https://a.example?", "the base URL `https://a.example?[redacted]` has a query"),
    ("https://a.example/#hunter2", "the base URL `https://a.example/#[redacted]` has a fragment"),
    ("https://a.example/a b", "the base URL `https://a.example/a b` has a blank, a control character or a backslash"),
    ("https://a.example\\b", "the base URL `https://a.example\\\\b` has a blank, a control character or a backslash"),
    ("https://a.example/\u{a0}", "the base URL `https://a.example/\\u{a0}` has a blank, a control character or a backslash"),
    ("https://a.example/\n", "the base URL `https://a.example/\\n` has a blank, a control character or a backslash"),
    (
        "https://a%2eexample",
        "the base URL `https://a%2eexample` has a host with other characters than ASCII letters, digits, `.`, `-` and `_`",
    ),
    (
        "https://a\u{3002}example",
        "the base URL `https://a\u{3002}example` has a host with other characters than ASCII letters, digits, `.`, `-` and `_`",
    ),
    ("https://.example", "the base URL `https://.example` has a host with an empty part"),
    ("https://a..example", "the base URL `https://a..example` has a host with an empty part"),
    ("https://a.example:65536", "the base URL `https://a.example:65536` has a port that is not a number up to 65535"),
    (
        "https://a.example:80:80",
        "the base URL `https://a.example:80:80` has a host with other characters than ASCII letters, digits, `.`, `-` and `_`",
    ),
    ("https://[::1", "the base URL `https://[::1` cannot be read"),
];

#[test]
fn a_base_url_that_cannot_be_used_is_an_error() {
    for (url, message) in UNUSABLE {
        let error = Client::builder(&API).base_url(url).transport(Fake::default()).build().map(|_| ()).expect_err(url);
        assert_eq!(error.to_string(), message);
        let builder = format!("{:?}", Client::builder(&API).base_url(url));
        assert!(!builder.contains("hunter2") && !builder.contains("ter2"), "{builder}");
    }
}

#[tokio::test]
async fn a_base_url_of_a_call_goes_through_the_same_check() {
    for (url, message) in UNUSABLE {
        let bench = Bench::new([ok()]);
        let error = bench.client().call::<Value, Value, ()>(&GET).path("id", "1").base_url(url).await.expect_err(url);
        assert!(error.is_config());
        assert_eq!(error.to_string(), format!("getPet (GET /pets/{{id}}): {message}"));
        assert_eq!(bench.lines(), [""; 0]);
        let problem = bench.client().call::<Value, Value, ()>(&GET).path("id", "1").base_url(url).explain().problem;
        assert_eq!(problem, Some(error.to_string()));
    }
}

#[tokio::test]
async fn a_base_url_that_can_be_used_is() {
    for url in [
        "http://localhost",
        "HTTPS://A.example.",
        "https://[::1]:8443/v1",
        "https://a_b.example/v1/",
        "http://127.0.0.1:0",
        "https://a.example/~x/%20",
    ] {
        let bench = Bench::new([ok(), ok()]);
        let client = bench.builder().base_url(url).build().expect(url);
        client.call::<Value, Value, ()>(&GET).path("id", "1").await.expect("it is answered");
        bench.client().call::<Value, Value, ()>(&GET).path("id", "1").base_url(url).await.expect("it is answered");
        let lines = bench.lines();
        assert_eq!(lines[0], lines[1], "{url}");
    }
}

#[tokio::test]
async fn a_url_of_a_server_that_holds_a_user_is_not_followed() {
    for target in ["https://ann:pw@eu.pets.example/v1/pets/2", "https://eu.pets.example@evil.example/", "//ann@eu.pets.example/"] {
        let bench = Bench::new([FakeAnswer::status(302).header("location", target)]);
        let error = bench.client().call::<Value, Value, ()>(&GET).path("id", "1").await.expect_err(target);
        assert_eq!(error.to_string(), "getPet (GET /pets/{id}): a redirect to a URL that holds a user");
        assert_eq!(bench.lines().len(), 1);
    }
}
