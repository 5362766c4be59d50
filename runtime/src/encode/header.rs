//! Header fields (RFC 9110, section 5.5) and cookies (RFC 6265, section 4.1).

use super::{EncodeError, Shape, content, pairs, percent, texts};
use crate::model::View;
use crate::operation::Param;

/// Writes a header's value; `None` where there is nothing to send. Text outside ASCII is left as UTF-8, which RFC 9110 lets pass as opaque
/// bytes.
///
/// # Errors
///
/// Returns an error that names the parameter, where the value holds a control character or its style cannot express it.
pub fn header_value(param: &Param, view: View<'_>) -> Result<Option<String>, EncodeError> {
    let value = laid_out(param, view).map_err(|error| error.param(param.name))?;
    if let Some(value) = &value {
        // A line break would begin another header.
        if value.bytes().any(|byte| (byte < 0x20 && byte != b'\t') || byte == 0x7f) {
            return Err(EncodeError::new("a control character cannot be sent").param(param.name));
        }
    }
    Ok(value)
}

fn laid_out(param: &Param, view: View<'_>) -> Result<Option<String>, EncodeError> {
    if !param.content_type.is_empty() {
        return content(view, param.content_type);
    }
    let shape = Shape::of(view)?;
    let pairs = matches!(shape, Shape::Object(_)) && param.explode;
    let is_scalar = matches!(shape, Shape::Scalar(_));
    let parts = texts(shape)?;
    let parts = if pairs { parts.chunks(2).map(|pair| pair.join("=")).collect() } else { parts };
    Ok((is_scalar || !parts.is_empty()).then(|| parts.join(param.style.delimiter().encode_utf8(&mut [0; 4]))))
}

/// Appends a parameter to a `Cookie` header's value. Characters that a cookie cannot have are percent-encoded.
///
/// # Errors
///
/// Returns an error that names the parameter, where its style cannot express the value.
pub fn cookie(out: &mut String, param: &Param, view: View<'_>) -> Result<(), EncodeError> {
    for pair in pairs(param, view).map_err(|error| error.param(param.name))? {
        if !out.is_empty() {
            out.push_str("; ");
        }
        octets(out, &pair.name, b"=");
        out.push('=');
        for (index, part) in pair.parts.iter().enumerate() {
            if index > 0 {
                // The delimiters of queries are encoded; the comma is not a character that cookies have.
                out.push_str(if pair.delimiter == "," { "%2C" } else { pair.delimiter });
            }
            octets(out, part, b"");
        }
    }
    Ok(())
}

fn octets(out: &mut String, text: &str, more: &[u8]) {
    for byte in text.bytes() {
        let kept = byte.is_ascii_graphic() && !b"\",;\\%".contains(&byte) && !more.contains(&byte);
        if kept { out.push(char::from(byte)) } else { percent::push(out, byte) }
    }
}
