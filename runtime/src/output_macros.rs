//! The macros for operations with several types of success or of error.

/// Implements [`Output`](crate::output::Output) for an enum of an operation's successes: each entry is a
/// [`Status`](crate::operation::Status) and a variant, with `(_)` where the variant holds what a single type of success would be. The
/// closest entry counts: a code before a range, a range before `Default`. A status that none fits is read as the first entry.
///
/// ```
/// use turnbuckle_runtime::Value;
///
/// #[derive(Clone, Debug)]
/// enum StartJob {
///     Done(Value),
///     Accepted(String),
///     Nothing,
/// }
///
/// turnbuckle_runtime::responses!(StartJob {
///     Code(200) => Done(_),
///     Code(204) => Nothing,
///     Range(2) => Accepted(_),
/// });
/// ```
#[macro_export]
macro_rules! responses {
    ($ty:ident { $($status:ident $(($code:literal))? => $variant:ident $(($hole:tt))?),* $(,)? }) => {
        impl $crate::output::Output for $ty {
            fn read(answer: &mut $crate::output::Answer) -> ::core::result::Result<Self, $crate::output::ReadError> {
                type Read = fn(&mut $crate::output::Answer) -> ::core::result::Result<$ty, $crate::output::ReadError>;
                const STATUSES: &[$crate::operation::Status] = &[$($crate::operation::Status::$status $(($code))?),*];
                const READ: &[Read] = &[$(|answer| $crate::responses!(@read answer $ty $variant $($hole)?)),*];
                READ[$crate::output::choose(STATUSES, $crate::output::answer_status(answer))](answer)
            }
        }
    };
    (@read $answer:ident $ty:ident $variant:ident $hole:tt) => {
        $crate::output::read_arm($answer).map($ty::$variant)
    };
    (@read $answer:ident $ty:ident $variant:ident) => {{
        let _ = $answer;
        ::core::result::Result::Ok($ty::$variant)
    }};
}

/// Implements [`ErrorBody`](crate::output::ErrorBody) for an enum of an operation's error bodies: each entry is a
/// [`Status`](crate::operation::Status) and a variant, with `(_)` where the variant holds a model. The last variant holds a
/// [`Value`](crate::Value): every JSON body that fits no entry.
///
/// ```
/// use turnbuckle_runtime::Value;
///
/// #[derive(Clone, Debug)]
/// enum PayError {
///     Declined(String),
///     Gone,
///     Unknown(Value),
/// }
///
/// turnbuckle_runtime::errors!(PayError {
///     Code(402) => Declined(_),
///     Code(410) => Gone;
///     Unknown
/// });
/// ```
#[macro_export]
macro_rules! errors {
    ($ty:ident { $($status:ident $(($code:literal))? => $variant:ident $(($hole:tt))?),* ; $unknown:ident $(,)? }) => {
        impl $crate::output::ErrorBody for $ty {
            fn read(status: u16, headers: &$crate::http::HeaderMap, body: &[u8]) -> ::core::option::Option<Self> {
                type Read = fn(u16, &$crate::http::HeaderMap, &[u8]) -> ::core::option::Option<$ty>;
                const STATUSES: &[$crate::operation::Status] = &[$($crate::operation::Status::$status $(($code))?),*];
                const READ: &[Read] = &[$(|status, headers, body| $crate::errors!(@read status headers body $ty $variant $($hole)?)),*];
                let known = $crate::output::fitting(STATUSES, status).and_then(|index| READ[index](status, headers, body));
                known.or_else(|| $crate::output::ErrorBody::read(status, headers, body).map($ty::$unknown))
            }
        }
    };
    (@read $status:ident $headers:ident $body:ident $ty:ident $variant:ident $hole:tt) => {
        $crate::output::ErrorBody::read($status, $headers, $body).map($ty::$variant)
    };
    (@read $status:ident $headers:ident $body:ident $ty:ident $variant:ident) => {{
        let _ = ($status, $headers, $body);
        ::core::option::Option::Some($ty::$variant)
    }};
}
