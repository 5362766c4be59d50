//! The calls, a module for a document or a few that belong together.

use turnbuckle_wire::Calls;

mod additional_properties;
mod array;
mod auth;
mod dictionary;
mod discriminator;
mod documentation;
mod encode;
mod encode_time;
mod extensible_enum;
mod file;
mod lines;
mod models;
mod multipart;
mod nullable;
mod optionality;
mod pageable;
mod parameters;
mod payload;
mod responses;
mod routes;
mod scalar;
mod server;
mod special_words;
mod streaming;
mod union;
mod value_types;
mod versioning;
mod xml;

/// Returns every call to the server at an address.
pub(crate) fn all(url: &str) -> Calls {
    let documents = [
        additional_properties::all,
        array::all,
        auth::all,
        dictionary::all,
        discriminator::all,
        documentation::all,
        encode::all,
        encode_time::all,
        extensible_enum::all,
        file::all,
        lines::all,
        models::all,
        multipart::all,
        nullable::all,
        optionality::all,
        pageable::all,
        parameters::all,
        payload::all,
        responses::all,
        routes::all,
        scalar::all,
        server::all,
        special_words::all,
        streaming::all,
        union::all,
        value_types::all,
        versioning::all,
        xml::all,
    ];
    documents.into_iter().flat_map(|calls| calls(url)).collect()
}
