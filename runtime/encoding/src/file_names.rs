//! Media types by the extension of a file's name.

use crate::media::essence;

/// The usual extensions of media types, where an extension is not the subtype itself.
const EXTENSIONS: &[(&str, &str)] = &[
    ("7z", "application/x-7z-compressed"),
    ("aif", "audio/aiff"),
    ("avi", "video/x-msvideo"),
    ("bin", "application/octet-stream"),
    ("bmp", "image/bmp"),
    ("csv", "text/csv"),
    ("doc", "application/msword"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("eml", "message/rfc822"),
    ("gif", "image/gif"),
    ("gz", "application/gzip"),
    ("heic", "image/heic"),
    ("htm", "text/html"),
    ("html", "text/html"),
    ("ico", "image/vnd.microsoft.icon"),
    ("ics", "text/calendar"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("js", "text/javascript"),
    ("json", "application/json"),
    ("jsonl", "application/jsonl"),
    ("m4a", "audio/mp4"),
    ("md", "text/markdown"),
    ("mov", "video/quicktime"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("mpeg", "video/mpeg"),
    ("mpga", "audio/mpeg"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("oga", "audio/ogg"),
    ("ogg", "audio/ogg"),
    ("ogv", "video/ogg"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("ppt", "application/vnd.ms-powerpoint"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("rtf", "application/rtf"),
    ("svg", "image/svg+xml"),
    ("tar", "application/x-tar"),
    ("tif", "image/tiff"),
    ("tiff", "image/tiff"),
    ("ts", "video/mp2t"),
    ("txt", "text/plain"),
    ("vcf", "text/vcard"),
    ("wav", "audio/wav"),
    ("weba", "audio/webm"),
    ("webm", "video/webm"),
    ("webp", "image/webp"),
    ("xls", "application/vnd.ms-excel"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("xml", "application/xml"),
    ("yaml", "application/yaml"),
    ("yml", "application/yaml"),
    ("zip", "application/zip"),
];

/// Returns the media type of a file, out of a list that separates media types and ranges by commas, by the extension of the file's name.
/// Returns `None` if the name has no extension, or none of the list fits it.
pub fn by_file_name(name: &str, listed: &str) -> Option<String> {
    let (_, extension) = name.rsplit_once('.')?;
    let extension = extension.to_ascii_lowercase();
    let known = EXTENSIONS.binary_search_by_key(&extension.as_str(), |(extension, _)| extension).ok().map(|at| EXTENSIONS[at].1);
    let listed = || listed.split(',').map(str::trim).filter(|one| !one.is_empty());
    let exact = listed().find(|one| known.is_some_and(|known| essence(one).eq_ignore_ascii_case(known)));
    // A list may have another of the names that one format has: `audio/x-wav`, `text/xml`, `image/jpg`.
    let exact = exact.or_else(|| listed().find(|one| subtype(one).eq_ignore_ascii_case(&extension)));
    if let Some(exact) = exact {
        return Some(exact.to_owned());
    }
    let known = known?;
    listed().any(|range| is_in(known, essence(range))).then(|| known.to_owned())
}

/// Returns the subtype of a media type, without the prefix of an unregistered one and the structured suffix.
fn subtype(media_type: &str) -> &str {
    let subtype = essence(media_type).split_once('/').map_or("", |(_, subtype)| subtype);
    let subtype = subtype.strip_prefix("x-").unwrap_or(subtype);
    subtype.split('+').next().unwrap_or(subtype)
}

fn is_in(media_type: &str, range: &str) -> bool {
    match range.split_once('/') {
        Some(("*", "*")) => true,
        Some((kind, "*")) => media_type.split_once('/').is_some_and(|(own, _)| own.eq_ignore_ascii_case(kind)),
        Some(_) | None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extensions_are_in_order() {
        assert!(EXTENSIONS.is_sorted_by(|(a, _), (b, _)| a < b));
    }

    #[test]
    fn a_name_chooses_from_the_list() {
        for (name, listed, chosen) in [
            ("a.PNG", "image/jpeg, image/png", Some("image/png")),
            ("a.b.jpg", "image/png,image/jpeg", Some("image/jpeg")),
            ("a.jpg", "image/jpg", Some("image/jpg")),
            ("a.wav", "audio/x-wav, audio/mpeg", Some("audio/x-wav")),
            ("a.xml", "text/xml", Some("text/xml")),
            ("a.flac", "audio/flac, audio/wav", Some("audio/flac")),
            ("a.webp", "image/*", Some("image/webp")),
            ("a.webp", "*/*", Some("image/webp")),
            ("a.pdf", "image/*, application/zip", None),
            ("a.unknown", "*/*", None),
            ("png", "image/png", None),
            ("a.", "image/png", None),
        ] {
            assert_eq!(by_file_name(name, listed).as_deref(), chosen, "{name} of {listed}");
        }
    }
}
