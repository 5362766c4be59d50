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

/// What no call is made for: XML is neither read nor written.
pub(crate) const NOT_YET: &[&str] = &[
    "Payload_Pageable_XmlPagination_listWithContinuation",
    "Payload_Xml_ModelWithAttributesValue_get",
    "Payload_Xml_ModelWithAttributesValue_put",
    "Payload_Xml_ModelWithDictionaryValue_get",
    "Payload_Xml_ModelWithDictionaryValue_put",
    "Payload_Xml_ModelWithEnumValue_get",
    "Payload_Xml_ModelWithEnumValue_put",
    "Payload_Xml_ModelWithNamespaceOnPropertiesValue_get",
    "Payload_Xml_ModelWithNamespaceOnPropertiesValue_put",
    "Payload_Xml_ModelWithNestedModelValue_get",
    "Payload_Xml_ModelWithNestedModelValue_put",
    "Payload_Xml_ModelWithRenamedArraysValue_get",
    "Payload_Xml_ModelWithRenamedArraysValue_put",
    "Payload_Xml_ModelWithRenamedFieldsValue_get",
    "Payload_Xml_ModelWithRenamedFieldsValue_put",
    "Payload_Xml_ModelWithRenamedNestedModelValue_get",
    "Payload_Xml_ModelWithRenamedNestedModelValue_put",
    "Payload_Xml_ModelWithRenamedUnwrappedModelArrayValue_get",
    "Payload_Xml_ModelWithRenamedUnwrappedModelArrayValue_put",
    "Payload_Xml_ModelWithRenamedWrappedModelArrayValue_get",
    "Payload_Xml_ModelWithRenamedWrappedModelArrayValue_put",
    "Payload_Xml_ModelWithUnwrappedArrayValue_get",
    "Payload_Xml_ModelWithUnwrappedArrayValue_put",
    "Payload_Xml_ModelWithWrappedPrimitiveCustomItemNamesValue_get",
    "Payload_Xml_ModelWithWrappedPrimitiveCustomItemNamesValue_put",
    "Payload_Xml_SimpleModelValue_get",
    "Payload_Xml_SimpleModelValue_put",
    "Payload_Xml_XmlErrorValue_get",
];

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
    ];
    documents.into_iter().flat_map(|calls| calls(url)).collect()
}
