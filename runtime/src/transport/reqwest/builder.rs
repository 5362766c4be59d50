//! What can be set on the transport: connections, proxies and TLS.

use std::fmt;
use std::time::Duration;

use super::{Reqwest, invalid};
use crate::Secret;
use crate::transport::TransportError;

/// What can be set on a [`Reqwest`]: connections, proxies and TLS.
///
/// Settings of TLS need the feature `rustls` or `native-tls`; with both, rustls is taken unless `native_tls` is called.
#[derive(Clone)]
pub struct ReqwestBuilder {
    connect_timeout: Duration,
    proxies: Vec<(Scheme, String)>,
    no_proxy: Option<String>,
    direct: bool,
    pool_idle_timeout: Option<Duration>,
    pool_max_idle: Option<usize>,
    #[cfg(feature = "http2")]
    http2_only: bool,
    #[cfg(unix)]
    unix_socket: Option<std::path::PathBuf>,
    pub(super) tls: Tls,
}

/// Which requests go through a proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    All,
    Http,
    Https,
}

/// The settings of TLS, whatever the library.
#[derive(Clone, Default)]
pub(super) struct Tls {
    /// PEM texts.
    pub(super) roots: Vec<Vec<u8>>,
    /// Whether the platform's certificates are left out.
    pub(super) own_roots_only: bool,
    /// Certificates and key, in PEM.
    pub(super) identity: Option<(Vec<u8>, Secret)>,
    pub(super) min_version: Option<TlsVersion>,
    /// Whether the platform's library is taken although rustls is there.
    #[cfg(feature = "native-tls")]
    native: bool,
}

/// A version of TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum TlsVersion {
    /// TLS 1.2 (RFC 5246).
    V1_2,
    /// TLS 1.3 (RFC 8446).
    V1_3,
}

impl Default for ReqwestBuilder {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            proxies: Vec::new(),
            no_proxy: None,
            direct: false,
            pool_idle_timeout: None,
            pool_max_idle: None,
            #[cfg(feature = "http2")]
            http2_only: false,
            #[cfg(unix)]
            unix_socket: None,
            tls: Tls::default(),
        }
    }
}

impl ReqwestBuilder {
    /// Sets how long connecting may take. Default: 10 s.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets a proxy for every request by its URL, which may hold a user and password. Default: those that the environment names in
    /// `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, and with the feature `system-proxy` those of the system.
    #[must_use]
    pub fn proxy(self, url: impl Into<String>) -> Self {
        self.through(Scheme::All, url.into())
    }

    /// Sets a proxy for requests to `http` URLs. One that was set before goes first.
    #[must_use]
    pub fn http_proxy(self, url: impl Into<String>) -> Self {
        self.through(Scheme::Http, url.into())
    }

    /// Sets a proxy for requests to `https` URLs. One that was set before goes first.
    #[must_use]
    pub fn https_proxy(self, url: impl Into<String>) -> Self {
        self.through(Scheme::Https, url.into())
    }

    /// Sets which hosts the proxies that are set here are not used for: names (with all that end in them), addresses and networks,
    /// with commas between, as in `NO_PROXY`. Default: none.
    #[must_use]
    pub fn no_proxy(mut self, hosts: impl Into<String>) -> Self {
        self.no_proxy = Some(hosts.into());
        self
    }

    /// Uses no proxy, whatever the environment says.
    #[must_use]
    pub fn direct(mut self) -> Self {
        self.direct = true;
        self.proxies.clear();
        self
    }

    fn through(mut self, scheme: Scheme, url: String) -> Self {
        self.proxies.push((scheme, url));
        self
    }

    /// Sets how long a connection that is not used is kept. Default: 90 s.
    #[must_use]
    pub fn pool_idle_timeout(mut self, timeout: Duration) -> Self {
        self.pool_idle_timeout = Some(timeout);
        self
    }

    /// Sets how many connections to one host are kept that are not used. Default: as many as there were at once.
    #[must_use]
    pub fn pool_max_idle_per_host(mut self, connections: usize) -> Self {
        self.pool_max_idle = Some(connections);
        self
    }

    /// Speaks HTTP/2 without asking whether the server does, over plain connections, too. Default: with TLS, where the server does.
    #[cfg(feature = "http2")]
    #[must_use]
    pub fn http2_only(mut self) -> Self {
        self.http2_only = true;
        self
    }

    /// Sends every request over a Unix domain socket, whatever its host. Proxies and TLS are not used then.
    #[cfg(unix)]
    #[must_use]
    pub fn unix_socket(mut self, path: impl Into<std::path::PathBuf>) -> Self {
        self.unix_socket = Some(path.into());
        self
    }

    /// Trusts the certificates in a PEM text, besides those of the platform.
    #[must_use]
    pub fn root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.tls.roots.push(pem.into());
        self
    }

    /// Trusts those certificates alone that were given with [`root_certificates`](Self::root_certificates).
    #[must_use]
    pub fn only_own_root_certificates(mut self) -> Self {
        self.tls.own_roots_only = true;
        self
    }

    /// Sets the certificate that the client shows to the server (mutual TLS): PEM texts of the chain, its own certificate first, and of
    /// the private key. Give the key of a security scheme of the kind `mutualTLS` here.
    #[must_use]
    pub fn client_certificate(mut self, chain: impl Into<Vec<u8>>, key: impl Into<Secret>) -> Self {
        self.tls.identity = Some((chain.into(), key.into()));
        self
    }

    /// Sets the oldest version of TLS that is spoken. Default: 1.2.
    #[must_use]
    pub fn min_tls_version(mut self, version: TlsVersion) -> Self {
        self.tls.min_version = Some(version);
        self
    }

    /// Takes the platform's library for TLS, also where the feature `rustls` is on.
    #[cfg(feature = "native-tls")]
    #[must_use]
    pub fn native_tls(mut self) -> Self {
        self.tls.native = true;
        self
    }

    /// Builds the transport.
    ///
    /// # Errors
    ///
    /// Returns an error for a proxy's URL or a certificate that cannot be read, and for settings of TLS without a feature that brings it.
    pub fn build(self) -> Result<Reqwest, TransportError> {
        let mut builder = reqwest::Client::builder()
            .connect_timeout(self.connect_timeout)
            .redirect(reqwest::redirect::Policy::none())
            // Retries are the caller's: it alone knows which requests may be repeated.
            .retry(reqwest::retry::never());
        if self.direct {
            builder = builder.no_proxy();
        }
        for (scheme, url) in &self.proxies {
            let proxy = match scheme {
                Scheme::All => reqwest::Proxy::all(url),
                Scheme::Http => reqwest::Proxy::http(url),
                Scheme::Https => reqwest::Proxy::https(url),
            };
            // The URL may hold a password.
            let proxy = proxy.map_err(|_| invalid("a proxy's URL cannot be read"))?;
            builder = builder.proxy(proxy.no_proxy(self.no_proxy.as_deref().and_then(reqwest::NoProxy::from_string)));
        }
        if let Some(timeout) = self.pool_idle_timeout {
            builder = builder.pool_idle_timeout(timeout);
        }
        if let Some(connections) = self.pool_max_idle {
            builder = builder.pool_max_idle_per_host(connections);
        }
        #[cfg(feature = "http2")]
        if self.http2_only {
            builder = builder.http2_prior_knowledge();
        }
        #[cfg(unix)]
        if let Some(path) = self.unix_socket {
            builder = builder.unix_socket(path);
        }
        self.tls.apply(builder)?.build().map(Reqwest::from_client).map_err(invalid)
    }
}

#[cfg(any(feature = "native-tls", feature = "rustls"))]
impl Tls {
    fn apply(self, builder: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, TransportError> {
        #[cfg(feature = "native-tls")]
        if self.native || !cfg!(feature = "rustls") {
            return self.by_the_platform(builder.tls_backend_native());
        }
        #[cfg(feature = "rustls")]
        return self.by_rustls(builder);
        #[cfg(not(feature = "rustls"))]
        Ok(builder)
    }
}

#[cfg(feature = "native-tls")]
impl Tls {
    fn by_the_platform(self, mut builder: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, TransportError> {
        let mut roots = Vec::new();
        for pem in &self.roots {
            roots.extend(reqwest::Certificate::from_pem_bundle(pem).map_err(|_| invalid("a root certificate cannot be read"))?);
        }
        builder = if self.own_roots_only { builder.tls_certs_only(roots) } else { builder.tls_certs_merge(roots) };
        if let Some((chain, key)) = &self.identity {
            let identity = reqwest::Identity::from_pkcs8_pem(chain, key.expose().as_bytes());
            builder = builder.identity(identity.map_err(|_| invalid("the client's certificate or its key cannot be read"))?);
        }
        let version = match self.min_version {
            None => return Ok(builder),
            Some(TlsVersion::V1_2) => reqwest::tls::Version::TLS_1_2,
            Some(TlsVersion::V1_3) => reqwest::tls::Version::TLS_1_3,
        };
        Ok(builder.tls_version_min(version))
    }
}

#[cfg(not(any(feature = "native-tls", feature = "rustls")))]
impl Tls {
    fn apply(self, builder: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, TransportError> {
        if self.roots.is_empty() && !self.own_roots_only && self.identity.is_none() && self.min_version.is_none() {
            return Ok(builder);
        }
        Err(invalid("settings of TLS need the feature `rustls` or `native-tls` of the runtime"))
    }
}

impl fmt::Debug for ReqwestBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A proxy's URL may hold a password.
        f.debug_struct("ReqwestBuilder").field("connect_timeout", &self.connect_timeout).finish_non_exhaustive()
    }
}
