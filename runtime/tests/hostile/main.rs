//! What hostile and broken servers send: every answer comes from a socket of this process, byte by byte. Held everywhere: no panic,
//! no hang, bounded memory, and an error that keeps the status.
#![cfg(all(feature = "reqwest", feature = "gzip"))]

mod answers;
mod deadlines;
mod errors;
mod pages;
mod redirects;
mod server;
mod sizes;
mod streams;
mod tokens;

use turnbuckle_runtime::operation::{Api, Operation, Scheme, SchemeKind, Use};
use turnbuckle_runtime::{Call, Client, ClientBuilder, Credential, Error, Retry, Secret, Value};

use server::{Patient, Reply, Server};

/// The model of these tests.
#[derive(Clone)]
pub(crate) struct Pet {
    pub(crate) id: i64,
    pub(crate) name: Option<String>,
    pub(crate) kind: Option<Kind>,
    pub(crate) home: Option<Home>,
}

turnbuckle_runtime::record!(Pet { 0 "id" id REQUIRED, 1 "name" name OPTIONAL, 2 "kind" kind OPTIONAL, 3 "home" home OPTIONAL });

#[derive(Clone)]
pub(crate) enum Kind {
    Cat,
    Unknown(String),
}

turnbuckle_runtime::string_enum!(Kind { Cat "cat"; Unknown });

#[derive(Clone)]
pub(crate) enum Home {
    House(House),
    Unknown(Value),
}

turnbuckle_runtime::tagged_union!(Home by "type" { 0 House "house"; Unknown });

#[derive(Clone)]
pub(crate) struct House {
    pub(crate) rooms: i64,
}

turnbuckle_runtime::record!(House { 0 "rooms" rooms REQUIRED });

pub(crate) static API: Api = Api {
    title: "Pets",
    version: "1",
    user_agent: "pets/1",
    servers: &[],
    schemes: &[
        Scheme { name: "key", kind: SchemeKind::ApiKeyHeader("X-Key") },
        Scheme { name: "oauth", kind: SchemeKind::OAuth2(&tokens::OAUTH) },
    ],
    security: &[],
};

pub(crate) const KEY: &[&[Use]] = &[&[Use { scheme: "key", scopes: &[] }]];

pub(crate) static GET: Operation = Operation::new("getPet", "GET", "/pet").security(KEY);
pub(crate) static CREATE: Operation = Operation::new("createPet", "POST", "/pets").body("application/json").security(KEY);

/// Starts a client that sends each request once, with a key that no other server may see.
pub(crate) fn builder(server: &Server) -> ClientBuilder {
    let key = Credential::api_key(Secret::from("hunter2"));
    Client::builder(&API).base_url(&server.url).credential("key", key).retry(Retry::never())
}

pub(crate) fn client(server: &Server) -> Client {
    builder(server).build().expect("the values can be used")
}

/// Makes a client that tries again without waiting.
pub(crate) fn retrying(server: &Server) -> (Client, Patient) {
    let clock = Patient::new();
    let client = builder(server).clock(clock.clone()).retry(Retry::default()).build().expect("the values can be used");
    (client, clock)
}

/// Gets a pet from a server that gives one reply.
pub(crate) async fn get(reply: Reply) -> Result<Pet, Error> {
    let server = Server::start([reply]).await;
    let client = client(&server);
    let call: Call<'_, Pet> = client.call(&GET);
    call.await
}

/// Gets a pet that must not come, from an answer with the status 200.
pub(crate) async fn refused(reply: Reply) -> Error {
    let error = get(reply).await.map(|pet| pet.id).expect_err("this is no pet");
    assert_eq!(error.status(), Some(200), "{error:?}");
    error
}
