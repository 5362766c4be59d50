//! Turns the bytes of a file into text, or says in words why they are no text.

/// Why a file cannot be used, and at which byte of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) help: Option<&'static str>,
    pub(super) offset: Option<usize>,
}

impl Fault {
    pub(super) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), help: None, offset: None }
    }

    pub(super) fn at(mut self, offset: usize) -> Self {
        self.offset = Some(offset);
        self
    }

    pub(super) fn help(mut self, help: &'static str) -> Self {
        self.help = Some(help);
        self
    }
}

/// Formats known by their first bytes, and what to do about them.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"\x1f\x8b", "gzip data"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ", "xz data"),
    (b"\x7fELF", "a program"),
];

/// Returns the text of a file: UTF-8, or UTF-16 with a byte order mark.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, (Fault, String)> {
    if let Some((_, what)) = SIGNATURES.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        let fault = Fault::new("binary-file", format!("this file is {what}, not a description")).help("unpack it first");
        return Err((fault, String::new()));
    }
    if bytes.starts_with(b"\xff\xfe\0\0") || bytes.starts_with(b"\0\0\xfe\xff") {
        let fault = Fault::new("not-utf-8", "this file is encoded in UTF-32").help("save it as UTF-8");
        return Err((fault, String::new()));
    }
    let text = match bytes {
        bytes if bytes.starts_with(b"\xff\xfe") => utf_16(&bytes[2..], u16::from_le_bytes)?,
        bytes if bytes.starts_with(b"\xfe\xff") => utf_16(&bytes[2..], u16::from_be_bytes)?,
        bytes => utf_8(bytes)?,
    };
    if let Some(at) = text.find('\0') {
        let fault = Fault::new("binary-file", "this file holds a NUL byte, so it is not a text file");
        return Err((fault.at(at), text.replace('\0', "\u{fffd}")));
    }
    if text.trim().is_empty() {
        return Err((Fault::new("empty-file", "this file is empty"), text));
    }
    Ok(text)
}

fn utf_8(bytes: Vec<u8>) -> Result<String, (Fault, String)> {
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            if text.starts_with('\u{feff}') {
                text.drain(..'\u{feff}'.len_utf8());
            }
            Ok(text)
        }
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let fault = Fault::new("not-utf-8", "this file is not UTF-8 text").at(at).help("save it as UTF-8");
            Err((fault, String::from_utf8_lossy(error.as_bytes()).into_owned()))
        }
    }
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, (Fault, String)> {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let text: Result<String, _> = char::decode_utf16(units).collect();
    match text {
        Ok(text) if bytes.len().is_multiple_of(2) => Ok(text),
        Ok(text) => Err((Fault::new("not-utf-8", "this UTF-16 file ends in the middle of a character"), text)),
        Err(_) => {
            let fault = Fault::new("not-utf-8", "this file is not valid UTF-16 text").help("save it as UTF-8");
            Err((fault, String::new()))
        }
    }
}
