//! Clients of the documents that a mock server comes with, and what runs calls against that server.
//!
//! The server checks each request and records which scenarios have passed. It says nothing about what became of a response, so the calls
//! compare what they decoded. Server, documents and the table of scenarios are outside the repository; where they are not there, the tests
//! say so and skip. In continuous integration they must be there.

mod scenarios;
mod server;

pub use scenarios::{Call, Calls, Outcome, bytes, run};
pub use server::{image, skip};

#[cfg(scenarios)]
// Some documents are called after their only tag.
#[allow(clippy::module_inception)]
pub mod v3_0 {
    //! Clients of the OpenAPI 3.0 documents.

    include!(concat!(env!("OUT_DIR"), "/v3_0.rs"));
}

#[cfg(scenarios)]
// Some documents are called after their only tag.
#[allow(clippy::module_inception)]
pub mod v3_1 {
    //! Clients of the OpenAPI 3.1 documents.

    include!(concat!(env!("OUT_DIR"), "/v3_1.rs"));
}

#[cfg(scenarios)]
pub mod v3_2 {
    //! Clients of the OpenAPI 3.2 documents.

    include!(concat!(env!("OUT_DIR"), "/v3_2.rs"));
}

/// Lists calls, functions that take a client, with their names, and gives each the client: `calls![client; get_value, put_value]`.
#[macro_export]
macro_rules! calls {
    ($client:ident; $($call:ident),* $(,)?) => {
        vec![$((concat!(module_path!(), "::", stringify!($call)), Box::pin($call($client.clone())) as $crate::Call)),*]
    };
}
