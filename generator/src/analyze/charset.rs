//! Finds whether a document declares a charset that the runtime knows by a feature only.

use crate::ir::{Api, Content, Response};

/// Returns whether a body is in another charset than UTF-8 and UTF-16.
pub(super) fn is_used(api: &Api) -> bool {
    let sent = api.operations.iter().flat_map(|op| op.body.iter().flat_map(|body| &body.contents));
    let received = api.operations.iter().flat_map(|op| op.responses.all().flat_map(Response::contents));
    sent.chain(received).flat_map(media_types).any(|media_type| {
        let charset = turnbuckle_encoding::charset(media_type);
        charset.is_some_and(|charset| !turnbuckle_encoding::is_utf8(&charset) && !turnbuckle_encoding::is_utf16(&charset))
    })
}

/// Returns the media types of a body and of its parts.
fn media_types(content: &Content) -> impl Iterator<Item = &str> {
    let parts = content.encodings.iter().filter_map(|field| field.encoding.content_type.as_deref());
    std::iter::once(content.media_type.as_str()).chain(parts.flat_map(|listed| listed.split(',')))
}
