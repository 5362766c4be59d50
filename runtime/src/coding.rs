//! Content codings (RFC 9110, section 8.4): answers that come compressed.
//!
//! Nothing is asked for by default; a client that wants it sets the header `Accept-Encoding: gzip`. What comes is decoded in either
//! case (feature `gzip`), for some servers compress without being asked. **Invariant:** a chunk that is decoded is at most 320 KiB,
//! so that every limit holds for what was compressed, too.

/// Decodes a body as its headers say, and takes away the headers that are true of the coded body only. A coding that is not known is
/// left as it is.
#[cfg(not(feature = "gzip"))]
pub(crate) fn decoded(_: &mut http::HeaderMap, stream: crate::transport::ByteStream) -> crate::transport::ByteStream {
    stream
}

#[cfg(feature = "gzip")]
pub(crate) use gzip::decoded;

#[cfg(feature = "gzip")]
mod gzip {
    use std::io::Write as _;
    use std::pin::Pin;
    use std::task::{Context, Poll, ready};

    use bytes::Bytes;
    use flate2::write::{MultiGzDecoder, ZlibDecoder};
    use futures_core::Stream;
    use http::HeaderMap;
    use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};

    use crate::transport::{ByteStream, TransportError, TransportErrorKind};

    /// How much is fed at a time. At the format's greatest ratio, 1032, it gives 258 KiB.
    const INPUT: usize = 256;
    /// How much output is enough for a chunk.
    const OUTPUT: usize = 64 << 10;

    /// Decodes a body as its headers say, and takes away the headers that are true of the coded body only. A coding that is not known is
    /// left as it is.
    pub(crate) fn decoded(headers: &mut HeaderMap, stream: ByteStream) -> ByteStream {
        let Some(coding) = headers.get(CONTENT_ENCODING) else { return stream };
        // Section 8.4.1.3: `x-gzip` is the same.
        let decoder = match coding.to_str().map(|coding| coding.trim().to_ascii_lowercase()).as_deref() {
            Ok("gzip" | "x-gzip") => Decoder::Gzip(MultiGzDecoder::new(Vec::new())),
            Ok("deflate") => Decoder::Deflate(ZlibDecoder::new(Vec::new())),
            _ => return stream,
        };
        headers.remove(CONTENT_ENCODING);
        headers.remove(CONTENT_LENGTH);
        ByteStream::new(Decoding { stream, decoder, input: Bytes::new(), begun: false, ended: false })
    }

    enum Decoder {
        Gzip(MultiGzDecoder<Vec<u8>>),
        Deflate(ZlibDecoder<Vec<u8>>),
    }

    impl Decoder {
        /// Decodes until there is enough for a chunk or no more input.
        fn feed(&mut self, input: &mut Bytes) -> std::io::Result<()> {
            while !input.is_empty() {
                let piece = input.split_to(input.len().min(INPUT));
                let length = match self {
                    Self::Gzip(decoder) => decoder.write_all(&piece).map(|()| decoder.get_ref().len()),
                    Self::Deflate(decoder) => decoder.write_all(&piece).map(|()| decoder.get_ref().len()),
                }?;
                if length >= OUTPUT {
                    return Ok(());
                }
            }
            match self {
                Self::Gzip(decoder) => decoder.flush(),
                Self::Deflate(decoder) => decoder.flush(),
            }
        }

        /// Checks that the coded body is whole.
        fn finish(&mut self) -> std::io::Result<()> {
            match self {
                Self::Gzip(decoder) => decoder.try_finish(),
                Self::Deflate(decoder) => decoder.try_finish(),
            }
        }

        fn take(&mut self) -> Bytes {
            let output = match self {
                Self::Gzip(decoder) => decoder.get_mut(),
                Self::Deflate(decoder) => decoder.get_mut(),
            };
            std::mem::take(output).into()
        }
    }

    struct Decoding {
        stream: ByteStream,
        decoder: Decoder,
        input: Bytes,
        begun: bool,
        ended: bool,
    }

    impl Stream for Decoding {
        type Item = Result<Bytes, TransportError>;

        fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            let this = &mut *self;
            while !this.ended {
                let fed = if this.input.is_empty() {
                    match ready!(Pin::new(&mut this.stream).poll_next(cx)) {
                        Some(Ok(chunk)) => {
                            this.begun |= !chunk.is_empty();
                            this.input = chunk;
                            continue;
                        }
                        Some(Err(error)) => {
                            this.ended = true;
                            return Poll::Ready(Some(Err(error)));
                        }
                        None => {
                            this.ended = true;
                            // An answer to HEAD, or without content, has the header and no body.
                            if this.begun { this.decoder.finish() } else { Ok(()) }
                        }
                    }
                } else {
                    this.decoder.feed(&mut this.input)
                };
                if let Err(error) = fed {
                    this.ended = true;
                    return Poll::Ready(Some(Err(TransportError::new(TransportErrorKind::Broken, error))));
                }
                let output = this.decoder.take();
                if !output.is_empty() {
                    return Poll::Ready(Some(Ok(output)));
                }
            }
            Poll::Ready(None)
        }
    }
}
