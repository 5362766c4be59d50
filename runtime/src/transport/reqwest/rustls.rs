//! TLS by rustls.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore, SupportedProtocolVersion, version};
use rustls_platform_verifier::Verifier;

use super::builder::{Tls, TlsVersion};
use super::invalid;
use crate::transport::TransportError;

static ONLY_TLS13: &[&SupportedProtocolVersion] = &[&version::TLS13];

impl Tls {
    pub(super) fn by_rustls(self, builder: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, TransportError> {
        // A provider that the program has chosen wins; ring is given by hand where there is none, for rustls's own default is global.
        let provider = CryptoProvider::get_default().cloned().unwrap_or_else(|| Arc::new(rustls::crypto::ring::default_provider()));
        let config = ClientConfig::builder_with_provider(Arc::clone(&provider)).with_protocol_versions(self.versions()).map_err(invalid)?;
        let roots = self.roots()?;
        let config = if self.own_roots_only {
            let mut store = RootCertStore::empty();
            for root in roots {
                store.add(root).map_err(|_| invalid("a root certificate cannot be used"))?;
            }
            let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(store), provider).build().map_err(invalid)?;
            config.with_webpki_verifier(verifier)
        } else {
            config.dangerous().with_custom_certificate_verifier(Arc::new(platform(roots, provider)?))
        };
        let mut config = match &self.identity {
            None => config.with_no_client_auth(),
            Some((chain, key)) => {
                let unfit = || invalid("the client's certificate or its key cannot be read");
                let chain = certificates(chain).filter(|chain| !chain.is_empty()).ok_or_else(unfit)?;
                let key = PrivateKeyDer::from_pem_slice(key.expose().as_bytes()).map_err(|_| unfit())?;
                config.with_client_auth_cert(chain, key).map_err(|_| unfit())?
            }
        };
        if cfg!(feature = "http2") {
            config.alpn_protocols.push(b"h2".to_vec());
        }
        config.alpn_protocols.push(b"http/1.1".to_vec());
        Ok(builder.tls_backend_preconfigured(config))
    }

    fn versions(&self) -> &'static [&'static SupportedProtocolVersion] {
        match self.min_version {
            None | Some(TlsVersion::V1_2) => rustls::DEFAULT_VERSIONS,
            Some(TlsVersion::V1_3) => ONLY_TLS13,
        }
    }

    fn roots(&self) -> Result<Vec<CertificateDer<'static>>, TransportError> {
        let mut roots = Vec::new();
        for pem in &self.roots {
            let read = certificates(pem).filter(|read| !read.is_empty());
            roots.extend(read.ok_or_else(|| invalid("a root certificate cannot be read"))?);
        }
        Ok(roots)
    }
}

/// Makes a verifier that trusts what the platform does, and more.
fn platform(roots: Vec<CertificateDer<'static>>, provider: Arc<CryptoProvider>) -> Result<Verifier, TransportError> {
    if roots.is_empty() {
        return Verifier::new(provider).map_err(invalid);
    }
    #[cfg(not(target_os = "android"))]
    return Verifier::new_with_extra_roots(roots, provider).map_err(invalid);
    #[cfg(target_os = "android")]
    Err(invalid("on Android further root certificates go into the app's network security configuration"))
}

fn certificates(pem: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    CertificateDer::pem_slice_iter(pem).collect::<Result<_, _>>().ok()
}
