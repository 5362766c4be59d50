//! How much of an answer is taken in.

/// How much of an answer is taken in: what a hostile or broken server cannot make a client keep more of than.
///
/// Sizes are in bytes as they are after decompression. An answer that is larger ends in an error that has the status and
/// [`is_too_large`](crate::Error::is_too_large). A [`Download`](crate::Download) is passed on as it comes and has no limit of its own.
///
/// ```
/// use turnbuckle_runtime::Limits;
///
/// let limits = Limits { response_bytes: 1 << 20, ..Limits::default() };
/// assert_eq!(limits.line_bytes, 16 << 20);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How large a body that is read whole may be. Default: 64 MiB.
    pub response_bytes: u64,
    /// How much is kept of the body of an error; the rest is not read. Default: 1 MiB.
    pub error_bytes: usize,
    /// How large names and values of an answer's headers may be together. Default: 256 KiB. The transport may allow less.
    pub header_bytes: usize,
    /// How long a line of a stream may be: of server-sent events, JSON Lines or a JSON text sequence. Default: 16 MiB.
    pub line_bytes: usize,
    /// How large a server-sent event may be, all of its lines together. Default: 16 MiB.
    pub event_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { response_bytes: 64 << 20, error_bytes: 1 << 20, header_bytes: 256 << 10, line_bytes: 16 << 20, event_bytes: 16 << 20 }
    }
}
