//! Names that say that something is a secret.

use http::HeaderName;

/// The ends of names that leave no doubt.
const ENDS: [&str; 19] = [
    "accesstoken",
    "apikey",
    "apitoken",
    "authtoken",
    "bearertoken",
    "codeverifier",
    "devicecode",
    "oauthtoken",
    "passphrase",
    "passwd",
    "password",
    "passwordhash",
    "privatekey",
    "refreshtoken",
    "secret",
    "secretaccesskey",
    "secretkey",
    "securitytoken",
    "sessiontoken",
];
/// Names that leave no doubt.
const WHOLE: [&str; 13] = [
    "actortoken",
    "assertion",
    "authorization",
    "awsaccesskeyid",
    "clientassertion",
    "idtoken",
    "jwt",
    "oauthtokensecret",
    "pwd",
    "sessionid",
    "subjecttoken",
    "token",
    "xamzcredential",
];
/// Names of which some are of secrets, and many of what an answer is made of.
const DOUBTFUL: [&str; 6] = ["auth", "key", "pass", "session", "sid", "sig"];
/// Parts of such names.
const DOUBTFUL_PARTS: [&str; 12] = [
    "accesstoken",
    "apikey",
    "authtoken",
    "credential",
    "passphrase",
    "passwd",
    "password",
    "privatekey",
    "refreshtoken",
    "secret",
    "securitytoken",
    "signature",
];
/// Words that make a header's name a secret's with `key` behind them. There are keys that are none, such as `Idempotency-Key`.
const OF_KEYS: [&str; 14] = [
    "access",
    "account",
    "api",
    "app",
    "application",
    "auth",
    "client",
    "consumer",
    "developer",
    "functions",
    "master",
    "private",
    "service",
    "subscription",
];
/// Words of a header's name.
const HEADER_WORDS: [&str; 8] = ["auth", "cookie", "cookie2", "credential", "password", "secret", "session", "signature"];

/// Returns a name without what differs between spellings of it.
pub(crate) fn normal(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns whether a name is a secret's without doubt: for what is still to be of use without it, such as an answer.
#[cfg(feature = "cassette")]
pub(crate) fn is_secret_name(name: &str) -> bool {
    is_secret(&normal(name))
}

fn is_secret(normal: &str) -> bool {
    WHOLE.contains(&normal) || ENDS.iter().any(|end| normal.ends_with(end))
}

/// Returns whether a name may be a secret's.
pub(crate) fn may_be_secret_name(name: &str) -> bool {
    let name = normal(name);
    is_secret(&name) || DOUBTFUL.contains(&name.as_str()) || DOUBTFUL_PARTS.iter().any(|part| name.contains(part))
}

/// Returns whether a header's name says that it holds a secret. Headers that count tokens do not.
pub(crate) fn is_secret_header_name(name: &HeaderName) -> bool {
    let words: Vec<&str> = name.as_str().split(['-', '_']).collect();
    let is_key = |pair: &[&str]| pair[1] == "key" && OF_KEYS.contains(&pair[0]);
    may_be_secret_name(name.as_str())
        || words.windows(2).any(is_key)
        || words.iter().any(|word| HEADER_WORDS.contains(word) || word.ends_with("token") || word.ends_with("authorization"))
}
