//! Content codings (RFC 9110, section 8.4): answers that come compressed.
//!
//! No coding is requested by default; to request one, set the header `Accept-Encoding: gzip`. A compressed body is decoded in either case
//! (feature `gzip`), because some servers compress without being asked. **Invariants:** a decoded chunk is at most 320 KiB, so that every
//! limit also holds for a compressed body; a body whose input decodes to nothing yields to other tasks every few milliseconds
//! ([`Pace`](crate::clock::Pace)), so that a call ends within its time-out.

use std::sync::Arc;

use http::HeaderMap;

use crate::clock::{Clock, Pace};
use crate::transport::ByteStream;

/// Decodes a body as its headers say, and removes the headers that describe only the coded body. An unknown coding is left unchanged. The
/// returned stream is paced.
pub(crate) fn decoded(headers: &mut HeaderMap, stream: ByteStream, clock: &Arc<dyn Clock>) -> ByteStream {
    #[cfg(feature = "gzip")]
    let stream = gzip::decoded(headers, stream, clock);
    #[cfg(not(feature = "gzip"))]
    let _ = headers;
    stream.paced(Pace::new(clock))
}

#[cfg(feature = "gzip")]
mod gzip {
    use std::error::Error as StdError;
    use std::fmt;
    use std::io::{self, Write as _};
    use std::pin::Pin;
    use std::sync::Arc;
    use std::task::{Context, Poll};

    use bytes::Bytes;
    use flate2::write::{MultiGzDecoder, ZlibDecoder};
    use futures_core::Stream;
    use http::HeaderMap;
    use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};

    use crate::clock::{Clock, Pace};
    use crate::transport::{ByteStream, TransportError, TransportErrorKind};

    /// How much is fed at a time. At the format's greatest ratio, 1032, it gives 258 KiB.
    const INPUT: usize = 256;
    /// How much output is enough for a chunk.
    const OUTPUT: usize = 64 << 10;

    /// The bytes that begin every member of a gzip file (RFC 1952, section 2.3.1).
    const GZIP_MAGIC: &[u8] = &[0x1f, 0x8b];

    /// Decodes a body as its headers say, and takes away the headers that are true of the coded body only. A coding that is not known is
    /// left as it is.
    pub(super) fn decoded(headers: &mut HeaderMap, stream: ByteStream, clock: &Arc<dyn Clock>) -> ByteStream {
        let Some(coding) = headers.get(CONTENT_ENCODING) else { return stream };
        // Section 8.4.1.3: `x-gzip` is the same.
        let (decoder, magic) = match coding.to_str().map(|coding| coding.trim().to_ascii_lowercase()).as_deref() {
            Ok("gzip" | "x-gzip") => (Decoder::Gzip(MultiGzDecoder::new(Vec::new())), GZIP_MAGIC),
            Ok("deflate") => (Decoder::Deflate(ZlibDecoder::new(Vec::new())), &[] as &[u8]),
            _ => return stream,
        };
        headers.remove(CONTENT_ENCODING);
        headers.remove(CONTENT_LENGTH);
        ByteStream::new(Decoding { stream, decoder, magic, input: Bytes::new(), begun: false, ended: false, pace: Pace::new(clock) })
    }

    enum Decoder {
        Gzip(MultiGzDecoder<Vec<u8>>),
        Deflate(ZlibDecoder<Vec<u8>>),
    }

    impl Decoder {
        fn coding(&self) -> &'static str {
            match self {
                Self::Gzip(_) => "gzip",
                Self::Deflate(_) => "deflate",
            }
        }

        /// Decodes until there is enough output for a chunk, no more input, or no more time.
        fn feed(&mut self, input: &mut Bytes, pace: &mut Pace) -> io::Result<()> {
            while !input.is_empty() {
                let piece = input.split_to(input.len().min(INPUT));
                let length = match self {
                    Self::Gzip(decoder) => decoder.write_all(&piece).map(|()| decoder.get_ref().len()),
                    Self::Deflate(decoder) => decoder.write_all(&piece).map(|()| decoder.get_ref().len()),
                }?;
                if length >= OUTPUT || pace.is_over() {
                    return Ok(());
                }
            }
            match self {
                Self::Gzip(decoder) => decoder.flush(),
                Self::Deflate(decoder) => decoder.flush(),
            }
        }

        /// Checks that the coded body is whole.
        fn finish(&mut self) -> io::Result<()> {
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

    /// The error of a body that is not in the coding that its header names.
    #[derive(Debug)]
    struct Miscoded {
        coding: &'static str,
        source: io::Error,
    }

    impl fmt::Display for Miscoded {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "the body is not {coding}, although its `Content-Encoding` says `{coding}`", coding = self.coding)
        }
    }

    impl StdError for Miscoded {
        fn source(&self) -> Option<&(dyn StdError + 'static)> {
            Some(&self.source)
        }
    }

    struct Decoding {
        stream: ByteStream,
        decoder: Decoder,
        /// The rest of the bytes that the body has to begin with.
        magic: &'static [u8],
        input: Bytes,
        begun: bool,
        ended: bool,
        pace: Pace,
    }

    impl Decoding {
        /// Takes in a chunk of the coded body.
        fn take_in(&mut self, chunk: Bytes) -> io::Result<()> {
            self.begun |= !chunk.is_empty();
            let (magic, rest) = self.magic.split_at(self.magic.len().min(chunk.len()));
            if !chunk.starts_with(magic) {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "it does not begin with the magic number"));
            }
            (self.magic, self.input) = (rest, chunk);
            Ok(())
        }

        fn end(&mut self, error: TransportError) -> Poll<Option<Result<Bytes, TransportError>>> {
            self.ended = true;
            Poll::Ready(Some(Err(error)))
        }

        /// Creates the error of a body that is not in its declared coding.
        fn miscoded(&self, source: io::Error) -> TransportError {
            TransportError::new(TransportErrorKind::Coding, Miscoded { coding: self.decoder.coding(), source })
        }
    }

    impl Stream for Decoding {
        type Item = Result<Bytes, TransportError>;

        fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            let this = &mut *self;
            while !this.ended {
                if this.pace.is_over() {
                    return this.pace.give_way(cx);
                }
                let fed = if this.input.is_empty() {
                    match Pin::new(&mut this.stream).poll_next(cx) {
                        Poll::Pending => {
                            this.pace.rest();
                            return Poll::Pending;
                        }
                        Poll::Ready(Some(Ok(chunk))) => this.take_in(chunk),
                        Poll::Ready(Some(Err(error))) => return this.end(error),
                        Poll::Ready(None) => {
                            this.ended = true;
                            // A response to HEAD, or without content, has the header and no body. A body that begins correctly but lacks
                            // its end, or has a wrong checksum, was damaged on the way.
                            match if this.begun { this.decoder.finish() } else { Ok(()) } {
                                Ok(()) => Ok(()),
                                Err(error) => return this.end(TransportError::new(TransportErrorKind::Broken, error)),
                            }
                        }
                    }
                } else {
                    this.decoder.feed(&mut this.input, &mut this.pace)
                };
                if let Err(error) = fed {
                    let error = this.miscoded(error);
                    return this.end(error);
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
