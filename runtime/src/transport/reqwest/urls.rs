//! The URLs of reqwest. To parse one costs a tenth of what a small call costs, and most of that is its origin, which nearly every request of
//! a transport shares: so the first origin is kept, and only path and query are parsed again.

use std::sync::OnceLock;

use http::Uri;
use http::uri::{Authority, Scheme};
use reqwest::Url;

use super::invalid;
use crate::transport::TransportError;

/// The origin of a transport's first request.
#[derive(Default)]
pub(super) struct Urls(OnceLock<(Scheme, Authority, Url)>);

impl Urls {
    /// Makes a URL of reqwest's.
    pub(super) fn url(&self, uri: &Uri) -> Result<Url, TransportError> {
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else { return parsed(uri) };
        let Some((own_scheme, own_authority, root)) = self.0.get() else {
            let url = parsed(uri)?;
            // Two first requests at a time have one winner; the other goes on all the same.
            self.0.get_or_init(|| (scheme.clone(), authority.clone(), root_of(&url)));
            return Ok(url);
        };
        if scheme != own_scheme || authority.as_str() != own_authority.as_str() {
            return parsed(uri);
        }
        let mut url = root.clone();
        url.set_path(uri.path());
        if let Some(query) = uri.query() {
            url.set_query(Some(query));
        }
        Ok(url)
    }
}

fn root_of(url: &Url) -> Url {
    let mut root = url.clone();
    root.set_path("/");
    root.set_query(None);
    root
}

fn parsed(uri: &Uri) -> Result<Url, TransportError> {
    let scheme = uri.scheme_str().unwrap_or_default();
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    let path = uri.path_and_query().map_or("", |path| path.as_str());
    Url::parse(&[scheme, "://", authority, path].concat()).map_err(invalid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_urls_are_as_if_parsed_whole() {
        for origin in ["http://127.0.0.1:8080", "https://API.example.com", "https://user@example.com:444", "http://[::1]:1"] {
            let urls = Urls::default();
            for path in [
                "/first?a=b",
                "",
                "/",
                "//other.example/a",
                "/\\other.example/a",
                "/a/./b/../c",
                "/a/%2e%2E/b",
                "/a%2Fb/%C3%A4/{x}|\"'~!$&()*+,;=:@",
                "/?",
                "?",
                "/a?b=c?d&e=%20+'{}|`",
                "/a;b=c//d/",
            ] {
                let uri: Uri = format!("{origin}{path}").parse().expect("it is a URL");
                let expected = parsed(&uri).expect("it is one of reqwest's");
                assert_eq!(urls.url(&uri).expect("it is made"), expected, "{uri}");
                assert_eq!(urls.url(&uri).expect("it is made again").as_str(), expected.as_str(), "{uri}");
            }
            let other: Uri = "https://other.example/x".parse().expect("it is a URL");
            assert_eq!(urls.url(&other).expect("it is made").as_str(), "https://other.example/x");
        }
    }
}
