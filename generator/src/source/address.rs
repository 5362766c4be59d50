//! Splits network addresses: the part to fetch, and the part that may be shown and kept.
//!
//! **Invariant:** user information and the query of an address never leave this stage. They authorize a fetch: a user name and a password,
//! a token, a signature. Addresses outside this stage are shown in messages and written into the generated crate.

#[cfg(any(feature = "fetch", test))]
use super::locate::decode;

/// A shorter secret is not removed from text, because ordinary words contain it.
#[cfg(any(feature = "fetch", test))]
const SHORTEST_SECRET: usize = 3;

/// Returns the scheme, in lower case, of a network address such as `https://example.com`.
pub(crate) fn scheme(text: &str) -> Option<String> {
    let (scheme, _) = text.split_once("://")?;
    let is_scheme =
        scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    // One letter before the colon is a Windows drive.
    (is_scheme && scheme.len() > 1).then(|| scheme.to_ascii_lowercase())
}

/// Returns the part of an address that may be shown and kept: without user information, query and fragment.
///
/// A host and port are also omitted if they could be part of a password with an unescaped `/`, `?` or `#`.
pub(super) fn shown(url: &str) -> String {
    let (plain, _) = split_userinfo(url);
    let end = plain.find(['?', '#']).unwrap_or(plain.len());
    match origin(&plain) {
        Some(_) => plain[..end].to_owned(),
        None => "[an address that is not valid]".to_owned(),
    }
}

/// Splits off the user information (RFC 3986, section 3.2.1), which ends at the last `@` of the authority.
pub(super) fn split_userinfo(url: &str) -> (String, Option<String>) {
    let Some((scheme, rest)) = url.split_once("://") else { return (url.to_owned(), None) };
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len()));
    match authority.rsplit_once('@') {
        Some((userinfo, host)) => (format!("{scheme}://{host}{path}"), Some(userinfo.to_owned())),
        None => (url.to_owned(), None),
    }
}

/// Returns the query of an address.
#[cfg(any(feature = "fetch", test))]
pub(super) fn query(url: &str) -> Option<&str> {
    url.split('#').next()?.split_once('?').map(|(_, query)| query)
}

/// Returns the scheme, the host and the port of an address without user information; `None` for an address that is not valid.
pub(super) fn origin(url: &str) -> Option<String> {
    let scheme = scheme(url)?;
    let (_, rest) = url.split_once("://")?;
    let authority = &rest[..rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len())];
    // The colons of an IPv6 address are in brackets.
    let (host, port) = match authority.rsplit_once(':').filter(|(_, port)| !port.ends_with(']')) {
        Some((host, port)) => (host, port),
        None => (authority, ""),
    };
    let is_host = !host.is_empty() && (host.starts_with('[') || !host.contains(':')) && !host.contains(['@', '\\']);
    let is_port = port.bytes().all(|byte| byte.is_ascii_digit()) && (port.is_empty() || port.parse::<u16>().is_ok());
    let default = if scheme == "https" { "443" } else { "80" };
    let port = if port.is_empty() { default } else { port };
    (is_host && is_port && !authority.ends_with('@')).then(|| format!("{scheme}://{}:{port}", host.to_ascii_lowercase()))
}

/// Returns the value of the header `Authorization` for user information (RFC 7617, section 2).
#[cfg(feature = "fetch")]
pub(super) fn basic(userinfo: &str) -> String {
    use base64::Engine;
    let (user, password) = userinfo.split_once(':').unwrap_or((userinfo, ""));
    let pair = format!("{}:{}", decode(user), decode(password));
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair))
}

/// Removes the secret parts of an address from a text, such as an error message.
#[cfg(any(feature = "fetch", test))]
pub(super) fn without_secrets(text: &str, url: &str, userinfo: Option<&str>) -> String {
    let mut clean = text.to_owned();
    let mut secrets: Vec<String> = query(url).into_iter().chain(userinfo).map(str::to_owned).collect();
    if let Some((_, password)) = userinfo.and_then(|userinfo| userinfo.split_once(':')) {
        secrets.extend([password.to_owned(), decode(password)]);
    }
    secrets.extend(query(url).map(decode));
    // The longest first: a secret may contain another.
    secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    for secret in secrets.iter().filter(|secret| secret.len() >= SHORTEST_SECRET) {
        clean = clean.replace(secret.as_str(), "[redacted]");
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::{origin, scheme, shown, split_userinfo, without_secrets};

    #[test]
    fn user_information_query_and_fragment_are_not_shown() {
        for url in [
            "https://example.com/a/openapi.json",
            "https://me@example.com/a/openapi.json",
            "https://me:s3cret@example.com/a/openapi.json",
            "https://me:s3@cret@example.com/a/openapi.json",
            "https://:s3cret@example.com/a/openapi.json?token=s3cret#s3cret",
            "https://me:s3cret%2F@example.com/a/openapi.json?a=b@c",
            "https://example.com/a/openapi.json#s3cret?s3cret",
        ] {
            assert_eq!(shown(url), "https://example.com/a/openapi.json", "{url}");
        }
        assert_eq!(shown("https://example.com/npm/@scope/a@1.json"), "https://example.com/npm/@scope/a@1.json");
        assert_eq!(shown("HTTP://me:pw@[::1]:8080?a"), "HTTP://[::1]:8080");
    }

    #[test]
    fn an_address_whose_password_is_not_escaped_is_not_shown() {
        for url in ["http://me:s3/cret@example.com/a", "http://me:s3?cret@example.com/", "http://me:s3#cret@h/", "http://me:s3\\cret@h/"] {
            assert_eq!(shown(url), "[an address that is not valid]", "{url}");
        }
    }

    #[test]
    fn origins_are_compared_with_their_ports() {
        assert_eq!(origin("HTTPS://Example.com/a").as_deref(), Some("https://example.com:443"));
        assert_eq!(origin("http://example.com?a").as_deref(), Some("http://example.com:80"));
        assert_eq!(origin("http://[::1]:8080/").as_deref(), Some("http://[::1]:8080"));
        for url in ["example.com", "http://", "http://:80/", "http://a:b/", "http://a:99999/", "http://a:b:80/"] {
            assert_eq!(origin(url), None, "{url}");
        }
    }

    #[test]
    fn a_path_is_not_an_address() {
        for text in ["a/b.yaml", "C://a.yaml", "://a", "a b://c", "1a://b", "-"] {
            assert_eq!(scheme(text), None, "{text}");
        }
        assert_eq!(scheme("FTP://a").as_deref(), Some("ftp"));
    }

    #[test]
    fn secrets_are_taken_out_of_texts() {
        let text = without_secrets("a s3%40 b s3@ c token=x d me:s3%40", "http://h/?token=x", Some("me:s3%40"));
        assert_eq!(text, "a [redacted] b [redacted] c [redacted] d [redacted]");
        assert_eq!(without_secrets("abc", "http://h/?", Some(":")), "abc");
        assert_eq!(split_userinfo("http://h/a@b"), ("http://h/a@b".to_owned(), None));
    }
}
