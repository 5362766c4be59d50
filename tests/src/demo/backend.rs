//! The five services without a network, for tests that bring their own.

use super::exchange::{Request, percent_decode};
use super::log::Log;
use super::server::{Services, pairs};
use axum::http::{Request as HttpRequest, Response, StatusCode};
use bytes::Bytes;
use std::sync::{Mutex, PoisonError};

/// The five services, freshly seeded: a request in, an answer out. Multipart bodies are not read.
pub struct Backend {
    services: Mutex<Services>,
    log: Log,
    origin: String,
}

impl Backend {
    /// Makes services below an origin such as `https://api.example.com`: each has its name as the first segment of the path.
    pub fn seeded(origin: impl Into<String>) -> Self {
        Backend { services: Mutex::new(Services::seeded()), log: Log::default(), origin: origin.into() }
    }

    /// Does what a request asks for.
    pub fn answer(&self, request: &HttpRequest<Bytes>) -> Response<Bytes> {
        let path = request.uri().path().trim_start_matches('/');
        let (api, rest) = path.split_once('/').unwrap_or((path, ""));
        let asked = Request {
            method: request.method().as_str().to_owned(),
            segments: rest.split('/').map(percent_decode).collect(),
            query: pairs(request.uri().query().unwrap_or_default()),
            headers: request.headers().clone(),
            body: request.body().clone(),
            parts: Vec::new(),
            base: format!("{}/{api}", self.origin),
        };
        let (reply, effects) = self.services.lock().unwrap_or_else(PoisonError::into_inner).work(api, &asked);
        self.log.count(&effects);
        let mut response = Response::new(reply.body);
        *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or_default();
        *response.headers_mut() = reply.headers;
        response
    }

    /// Returns the record of what was changed.
    pub fn log(&self) -> Log {
        self.log.clone()
    }

    /// Forgets every access token that was issued, as if all had expired.
    pub fn revoke_tokens(&self) {
        self.services.lock().unwrap_or_else(PoisonError::into_inner).revoke_tokens();
    }
}
