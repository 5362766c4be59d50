//! A plain HTTP client for the tests.

use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::Value;
use turnbuckle_tests::demo::{DemoServer, credentials};

/// One service, with its credentials.
pub(crate) struct Api {
    pub(crate) http: Client,
    pub(crate) base: String,
    pub(crate) name: &'static str,
}

impl Api {
    pub(crate) fn of(server: &DemoServer, name: &'static str) -> Self {
        Api { http: http(), base: server.url(name), name }
    }

    pub(crate) fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let method = Method::from_bytes(method.as_bytes()).expect("the method is a token");
        let request = self.http.request(method, format!("{}{path}", self.base));
        match self.name {
            "crm" => request.header("X-Api-Key", credentials::CRM_KEY),
            "billing" => request.bearer_auth(credentials::BILLING_KEY),
            "helpdesk" => request.header("X-Account-Id", credentials::HELPDESK_ACCOUNT).header("X-Api-Key", credentials::HELPDESK_KEY),
            "warehouse" => request.bearer_auth(credentials::WAREHOUSE_TOKEN),
            _ => request,
        }
    }

    pub(crate) async fn get(&self, path: &str) -> (u16, Value) {
        answer(self.request("GET", path)).await
    }

    pub(crate) async fn send(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        answer(self.request(method, path).json(&body)).await
    }

    pub(crate) async fn merge(&self, path: &str, patch: Value) -> (u16, Value) {
        let request = self.request("PATCH", path).header("Content-Type", "application/merge-patch+json");
        answer(request.body(patch.to_string())).await
    }

    pub(crate) async fn form(&self, path: &str, body: &str) -> (u16, Value) {
        answer(self.form_request(path, body)).await
    }

    pub(crate) async fn form_with_key(&self, path: &str, body: &str, key: &str) -> (u16, Value) {
        answer(self.form_request(path, body).header("Idempotency-Key", key)).await
    }

    pub(crate) fn form_request(&self, path: &str, body: &str) -> RequestBuilder {
        let request = self.request("POST", path).header("Content-Type", "application/x-www-form-urlencoded");
        request.body(body.to_owned())
    }
}

/// Makes a client. The runtime, which is in the same build, has reqwest leave the choice of a TLS provider open.
pub(crate) fn http() -> Client {
    // It fails where another test was first, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::new()
}

pub(crate) async fn respond(request: RequestBuilder) -> Response {
    request.send().await.expect("the server answers")
}

pub(crate) async fn answer(request: RequestBuilder) -> (u16, Value) {
    let response = respond(request).await;
    let status = response.status().as_u16();
    let body = response.text().await.expect("the answer is whole");
    (status, if body.is_empty() { Value::Null } else { serde_json::from_str(&body).expect("the answer is JSON") })
}

pub(crate) fn header<'r>(response: &'r Response, name: &str) -> &'r str {
    response.headers().get(name).map_or("", |value| value.to_str().expect("the header is text"))
}

pub(crate) fn len(list: &Value) -> usize {
    list.as_array().expect("it is a list").len()
}

pub(crate) fn id(row: &Value) -> &str {
    row["id"].as_str().expect("the id is text")
}
