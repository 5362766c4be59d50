//! Fetches a file over HTTP.
//!
//! **Invariant:** user information is sent only to the origin that it was given for, wherever redirects lead.

use std::time::Duration;

use ureq::http::{Response, header};
use ureq::{Agent, Body};

use super::Unreachable;
use super::address::{basic, origin, scheme, split_userinfo, without_secrets};
use super::load::{read_limited, unusable};
use super::locate::join_url;

/// The time-out for one response with its body.
const TIMEOUT: Duration = Duration::from_secs(60);
/// The longest chain of redirects.
const MAX_REDIRECTS: usize = 10;

/// Fetches at most `limit` bytes from an address. The user information is a separate argument.
pub(super) fn get(url: &str, userinfo: Option<&str>, limit: u64) -> Result<Vec<u8>, Unreachable> {
    let mut response = follow(url, userinfo).map_err(|reason| unusable(without_secrets(&reason, url, userinfo)))?;
    read_limited(response.body_mut().as_reader(), limit)
}

/// Follows redirects here: the library would pass credentials on to another port of the host, or drop them everywhere.
fn follow(url: &str, userinfo: Option<&str>) -> Result<Response<Body>, String> {
    let config = Agent::config_builder()
        .timeout_global(Some(TIMEOUT))
        .user_agent(concat!("turnbuckle/", env!("CARGO_PKG_VERSION")))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .build();
    let agent = Agent::from(config);
    let home = origin(url)
        .ok_or_else(|| "it is not a valid URL; write `/`, `?`, `#` and `@` in a password as `%2F`, `%3F`, `%23` and `%40`".to_owned())?;
    let mut at = url.split('#').next().unwrap_or(url).to_owned();
    for _ in 0..=MAX_REDIRECTS {
        if !scheme(&at).is_some_and(|scheme| scheme == "http" || scheme == "https") {
            return Err("only `http` and `https` URLs can be fetched".to_owned());
        }
        let mut request = agent.get(&at).header(header::ACCEPT, "application/json, application/yaml, */*;q=0.5");
        if let Some(userinfo) = userinfo.filter(|_| origin(&at).as_ref() == Some(&home)) {
            request = request.header(header::AUTHORIZATION, basic(userinfo));
        }
        let response = request.call().map_err(|error| format!("it cannot be fetched: {error}"))?;
        if !response.status().is_redirection() {
            return Ok(response);
        }
        let location = response.headers().get(header::LOCATION).and_then(|location| location.to_str().ok());
        let location =
            location.ok_or_else(|| format!("it cannot be fetched: the response {} does not say where the file is", response.status()))?;
        let target = if scheme(location).is_some() { location.to_owned() } else { join_url(&at, location) };
        // A redirect with user information of its own could choose the credentials.
        at = split_userinfo(target.split('#').next().unwrap_or_default()).0;
    }
    Err(format!("it cannot be fetched: there are more than {MAX_REDIRECTS} redirects"))
}
