//! Secrets as keys, and what is done with them.

use std::borrow::Cow;
use std::fmt;

use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use zeroize::Zeroizing;

use super::error::SecretError;
use super::scheme::{Algorithm, KeyForm, Scheme, Signature};

/// A key for one kind of a scheme's signatures. `Debug` does not show it.
#[derive(Clone)]
pub(super) struct Key {
    pub(super) kind: &'static Signature,
    bytes: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// What is signed, in pieces.
pub(super) type Pieces<'a> = [Cow<'a, [u8]>];

impl Key {
    /// Reads a secret to verify with.
    pub(super) fn to_verify(scheme: &Scheme, secret: &str) -> Result<Self, SecretError> {
        let key = Self::read(scheme, secret)?;
        match key.kind.algorithm {
            Algorithm::HmacSha1 | Algorithm::HmacSha256 | Algorithm::HmacSha512 => {}
            Algorithm::Ed25519 => ed25519::check_public(&key.bytes)?,
        }
        Ok(key)
    }

    /// Reads a secret to sign with.
    pub(super) fn to_sign(scheme: &Scheme, secret: &str) -> Result<Self, SecretError> {
        let ed25519 = scheme.signatures.iter().find(|kind| kind.algorithm == Algorithm::Ed25519);
        // Standard Webhooks 1.0, "Signature scheme": private keys are base64 after `whsk_`.
        let key = match (secret.strip_prefix("whsk_"), ed25519) {
            (Some(rest), Some(kind)) => Self { kind, bytes: bytes(KeyForm::Base64 { prefix: "" }, rest)? },
            (Some(_), None) | (None, _) => Self::read(scheme, secret)?,
        };
        match key.kind.algorithm {
            Algorithm::HmacSha1 | Algorithm::HmacSha256 | Algorithm::HmacSha512 => {}
            Algorithm::Ed25519 => drop(ed25519::sign(&key.bytes, &[])?),
        }
        Ok(key)
    }

    /// A secret that bears the prefix of no kind is one of the first.
    fn read(scheme: &Scheme, secret: &str) -> Result<Self, SecretError> {
        let bears = |kind: &&Signature| match kind.key {
            KeyForm::Base64 { prefix } => !prefix.is_empty() && secret.starts_with(prefix),
            KeyForm::Text | KeyForm::Hex => false,
        };
        let kind = scheme.signatures.iter().find(bears).or(scheme.signatures.first()).ok_or(SecretError::NO_KINDS)?;
        Ok(Self { kind, bytes: bytes(kind.key, secret)? })
    }

    /// Returns the first of these signatures that fits, by its index. All of them are tried, whichever fits.
    pub(super) fn fitting(&self, pieces: &Pieces<'_>, given: &[Vec<u8>]) -> Option<usize> {
        match self.kind.algorithm {
            Algorithm::HmacSha1 => fitting(self.mac::<Hmac<Sha1>>(pieces), given),
            Algorithm::HmacSha256 => fitting(self.mac::<Hmac<Sha256>>(pieces), given),
            Algorithm::HmacSha512 => fitting(self.mac::<Hmac<Sha512>>(pieces), given),
            Algorithm::Ed25519 => ed25519::fitting(&self.bytes, &pieces.concat(), given),
        }
    }

    /// Signs.
    pub(super) fn sign(&self, pieces: &Pieces<'_>) -> Vec<u8> {
        match self.kind.algorithm {
            Algorithm::HmacSha1 => self.mac::<Hmac<Sha1>>(pieces).finalize().into_bytes().to_vec(),
            Algorithm::HmacSha256 => self.mac::<Hmac<Sha256>>(pieces).finalize().into_bytes().to_vec(),
            Algorithm::HmacSha512 => self.mac::<Hmac<Sha512>>(pieces).finalize().into_bytes().to_vec(),
            Algorithm::Ed25519 => ed25519::sign(&self.bytes, &pieces.concat()).expect("`to_sign` has tried the key"),
        }
    }

    fn mac<M: Mac + KeyInit>(&self, pieces: &Pieces<'_>) -> M {
        let mut mac = <M as KeyInit>::new_from_slice(&self.bytes).expect("HMAC takes keys of any length");
        pieces.iter().for_each(|piece| mac.update(piece));
        mac
    }
}

fn fitting<M: Mac + Clone>(mac: M, given: &[Vec<u8>]) -> Option<usize> {
    // `verify_slice` takes the same time wherever the difference is.
    let fits: Vec<bool> = given.iter().map(|signature| mac.clone().verify_slice(signature).is_ok()).collect();
    fits.iter().position(|fits| *fits)
}

fn bytes(form: KeyForm, secret: &str) -> Result<Zeroizing<Vec<u8>>, SecretError> {
    let bytes = match form {
        KeyForm::Text => secret.as_bytes().to_vec(),
        KeyForm::Hex => super::read::hex(secret.trim()).ok_or(SecretError::NO_HEX)?,
        KeyForm::Base64 { prefix } => {
            let text = secret.trim();
            crate::scalar::base64::decode(text.strip_prefix(prefix).unwrap_or(text)).ok_or(SecretError::NO_BASE64)?
        }
    };
    if bytes.is_empty() { Err(SecretError::EMPTY) } else { Ok(Zeroizing::new(bytes)) }
}

#[cfg(feature = "webhooks-ed25519")]
mod ed25519 {
    use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

    use super::SecretError;

    fn public(bytes: &[u8]) -> Option<VerifyingKey> {
        let key = VerifyingKey::from_bytes(bytes.try_into().ok()?).ok()?;
        // Everybody can sign for a key of small order.
        (!key.is_weak()).then_some(key)
    }

    pub(super) fn check_public(bytes: &[u8]) -> Result<(), SecretError> {
        public(bytes).map(|_| ()).ok_or(SecretError::NO_KEY)
    }

    pub(super) fn fitting(key: &[u8], message: &[u8], given: &[Vec<u8>]) -> Option<usize> {
        let key = public(key)?;
        given.iter().position(|bytes| Signature::from_slice(bytes).is_ok_and(|signature| key.verify_strict(message, &signature).is_ok()))
    }

    /// A private key is its seed, with or without the public key behind it (RFC 8032, section 5.1.5).
    pub(super) fn sign(key: &[u8], message: &[u8]) -> Result<Vec<u8>, SecretError> {
        let seed: &[u8; 32] = match key.len() {
            32 | 64 => key.first_chunk().ok_or(SecretError::NO_KEY)?,
            _ => return Err(SecretError::NO_KEY),
        };
        Ok(SigningKey::from_bytes(seed).sign(message).to_bytes().to_vec())
    }
}

#[cfg(not(feature = "webhooks-ed25519"))]
mod ed25519 {
    use super::SecretError;

    pub(super) fn check_public(_: &[u8]) -> Result<(), SecretError> {
        Err(SecretError::NO_FEATURE)
    }

    pub(super) fn fitting(_: &[u8], _: &[u8], _: &[Vec<u8>]) -> Option<usize> {
        None
    }

    pub(super) fn sign(_: &[u8], _: &[u8]) -> Result<Vec<u8>, SecretError> {
        Err(SecretError::NO_FEATURE)
    }
}
