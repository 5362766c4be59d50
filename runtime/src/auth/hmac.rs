//! Requests signed with HMAC (RFC 2104), for the vendors who each lay out what is signed in a way of their own.

use std::fmt;
use std::time::UNIX_EPOCH;

use ::hmac::{Hmac, KeyInit, Mac};
use http::{HeaderName, HeaderValue};
use sha2::{Digest, Sha256, Sha512};

use super::{Signature, Signer, Unsigned};
use crate::Secret;
use crate::client::BuildError;
use crate::scalar::base64;
use crate::transport::{BoxError, BoxFuture};

/// Signs requests with HMAC over a text that is put together from parts.
///
/// ```
/// use turnbuckle_runtime::auth::{HmacSigner, Part};
///
/// let signer = HmacSigner::sha256("secret", "X-Signature")?
///     .timestamp_header("X-Timestamp")?
///     .parts([Part::Timestamp, Part::Text("."), Part::Method, Part::PathAndQuery, Part::Text("."), Part::Body]);
/// # Ok::<(), turnbuckle_runtime::BuildError>(())
/// ```
#[derive(Clone)]
pub struct HmacSigner {
    secret: Secret,
    hash: Hash,
    header: HeaderName,
    prefix: String,
    encoding: Encoding,
    timestamp: Option<HeaderName>,
    key: Option<(HeaderName, HeaderValue)>,
    parts: Vec<Part>,
}

/// A part of the text that is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// A text as it is, such as a separator.
    Text(&'static str),
    /// The seconds since 1970, the same as in the timestamp's header.
    Timestamp,
    /// The method, in capitals.
    Method,
    /// The host, with the port where the URL has one.
    Host,
    /// The path, as sent.
    Path,
    /// The path and the query, as sent.
    PathAndQuery,
    /// The whole URL, as sent.
    Url,
    /// The value of a header; nothing where it is not there.
    Header(HeaderName),
    /// The body's bytes.
    Body,
    /// The SHA-256 digest of the body, in hexadecimal.
    BodyDigest,
}

/// How a signature is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encoding {
    /// Hexadecimal, in small letters.
    Hex,
    /// Base64 (RFC 4648, section 4).
    Base64,
}

#[derive(Clone, Copy)]
enum Hash {
    Sha256,
    Sha512,
}

impl HmacSigner {
    /// Makes a signer by HMAC-SHA-256 whose signature travels in a header. By default, it signs method, path with query, timestamp and body,
    /// each but the last with a line feed behind it, writes hexadecimal, and sends no timestamp.
    ///
    /// # Errors
    ///
    /// Returns an error where the name cannot be one of a header.
    pub fn sha256(secret: impl Into<Secret>, header: &str) -> Result<Self, BuildError> {
        Self::new(secret.into(), Hash::Sha256, header)
    }

    /// Makes a signer by HMAC-SHA-512, otherwise like [`sha256`](Self::sha256).
    ///
    /// # Errors
    ///
    /// Returns an error where the name cannot be one of a header.
    pub fn sha512(secret: impl Into<Secret>, header: &str) -> Result<Self, BuildError> {
        Self::new(secret.into(), Hash::Sha512, header)
    }

    fn new(secret: Secret, hash: Hash, header: &str) -> Result<Self, BuildError> {
        let line = Part::Text("\n");
        let parts = vec![Part::Method, line.clone(), Part::PathAndQuery, line.clone(), Part::Timestamp, line, Part::Body];
        let header = name(header)?;
        Ok(Self { secret, hash, header, prefix: String::new(), encoding: Encoding::Hex, timestamp: None, key: None, parts })
    }

    /// Sets what is signed.
    #[must_use]
    pub fn parts(mut self, parts: impl IntoIterator<Item = Part>) -> Self {
        self.parts = parts.into_iter().collect();
        self
    }

    /// Sets how the signature is written. Default: hexadecimal.
    #[must_use]
    pub fn encoding(mut self, encoding: Encoding) -> Self {
        self.encoding = encoding;
        self
    }

    /// Sets what stands before the signature, such as `v1=`. Default: nothing.
    #[must_use]
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// Sends the timestamp, too, in a header.
    ///
    /// # Errors
    ///
    /// Returns an error where the name cannot be one of a header.
    pub fn timestamp_header(mut self, header: &str) -> Result<Self, BuildError> {
        self.timestamp = Some(name(header)?);
        Ok(self)
    }

    /// Sends the key's identifier, too, in a header.
    ///
    /// # Errors
    ///
    /// Returns an error where a header can have no such name or value.
    pub fn key_header(mut self, header: &str, id: &str) -> Result<Self, BuildError> {
        let value = HeaderValue::from_str(id).map_err(|_| BuildError::new(format!("the value of the header `{header}` cannot be sent")))?;
        self.key = Some((name(header)?, value));
        Ok(self)
    }

    fn signature(&self, request: &Unsigned<'_>) -> Result<Signature, BoxError> {
        let seconds = request.time.duration_since(UNIX_EPOCH)?.as_secs().to_string();
        let text = self.text(request, &seconds)?;
        let secret = self.secret.expose().as_bytes();
        let digest = match self.hash {
            Hash::Sha256 => digest::<Hmac<Sha256>>(secret, &text),
            Hash::Sha512 => digest::<Hmac<Sha512>>(secret, &text),
        };
        let written = match self.encoding {
            Encoding::Hex => hex(&digest),
            Encoding::Base64 => base64::encode(&digest),
        };
        let value = HeaderValue::try_from(format!("{}{written}", self.prefix))?;
        let mut signature = Signature::new().header(self.header.clone(), value);
        if let Some(name) = &self.timestamp {
            signature = signature.header(name.clone(), HeaderValue::try_from(seconds)?);
        }
        if let Some((name, id)) = &self.key {
            signature = signature.header(name.clone(), id.clone());
        }
        Ok(signature)
    }

    fn text(&self, request: &Unsigned<'_>, seconds: &str) -> Result<Vec<u8>, BoxError> {
        let uri = request.uri;
        let body = || request.body.ok_or("a body that is a stream cannot be signed");
        let mut text = Vec::new();
        for part in &self.parts {
            match part {
                Part::Text(fixed) => text.extend_from_slice(fixed.as_bytes()),
                Part::Timestamp => text.extend_from_slice(seconds.as_bytes()),
                Part::Method => text.extend_from_slice(request.method.as_str().as_bytes()),
                Part::Host => text.extend_from_slice(uri.authority().map_or("", |authority| authority.as_str()).as_bytes()),
                Part::Path => text.extend_from_slice(uri.path().as_bytes()),
                Part::PathAndQuery => text.extend_from_slice(uri.path_and_query().map_or("/", |it| it.as_str()).as_bytes()),
                Part::Url => text.extend_from_slice(uri.to_string().as_bytes()),
                Part::Header(name) => text.extend_from_slice(request.headers.get(name).map_or(b"", |value| value.as_bytes())),
                Part::Body => text.extend_from_slice(body()?),
                Part::BodyDigest => text.extend_from_slice(hex(&Sha256::digest(body()?)).as_bytes()),
            }
        }
        Ok(text)
    }
}

impl Signer for HmacSigner {
    fn sign<'a>(&'a self, request: Unsigned<'a>) -> BoxFuture<'a, Result<Signature, BoxError>> {
        Box::pin(std::future::ready(self.signature(&request)))
    }
}

fn digest<M: Mac + KeyInit>(secret: &[u8], text: &[u8]) -> Vec<u8> {
    let mut mac = <M as KeyInit>::new_from_slice(secret).expect("HMAC takes a key of any length");
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn name(header: &str) -> Result<HeaderName, BuildError> {
    HeaderName::from_bytes(header.as_bytes()).map_err(|_| BuildError::new(format!("`{header}` cannot be the name of a header")))
}

impl fmt::Debug for HmacSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HmacSigner").field("header", &self.header).field("parts", &self.parts).finish_non_exhaustive()
    }
}
