//! Reads bodies whole, within a limit.

use bytes::{Bytes, BytesMut};

use crate::transport::{ByteStream, TransportError};

/// The reason a body was not read to its end.
#[derive(Debug)]
pub(crate) enum ReadFault {
    TooLarge,
    Transport(TransportError),
}

/// Reads a body whole.
pub(crate) async fn buffer(mut stream: ByteStream, limit: u64) -> Result<Bytes, ReadFault> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let Some(first) = stream.chunk().await else { return Ok(Bytes::new()) };
    let first = first.map_err(ReadFault::Transport)?;
    if first.len() > limit {
        return Err(ReadFault::TooLarge);
    }
    // Most bodies are one chunk, which is kept as it is.
    let Some(second) = stream.chunk().await else { return Ok(first) };
    let mut all = BytesMut::from(first);
    let mut next = Some(second);
    while let Some(chunk) = next {
        let chunk = chunk.map_err(ReadFault::Transport)?;
        if all.len() + chunk.len() > limit {
            return Err(ReadFault::TooLarge);
        }
        all.extend_from_slice(&chunk);
        next = stream.chunk().await;
    }
    Ok(all.freeze())
}

/// Reads the beginning of a body, as much as there is and the limit lets.
pub(crate) async fn beginning(mut stream: ByteStream, limit: usize) -> Bytes {
    let mut all = BytesMut::new();
    while all.len() < limit {
        match stream.chunk().await {
            Some(Ok(chunk)) => all.extend_from_slice(&chunk[..chunk.len().min(limit - all.len())]),
            // What came before the connection broke still says what was wrong.
            Some(Err(_)) | None => break,
        }
    }
    all.freeze()
}
