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
            #[inline]
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

/// Implements [`ErrorBody`](crate::output::ErrorBody) for an enum of error bodies: each entry is an index and a variant that holds a model.
/// Which status carries which entry is the operation's to say, so that operations with the same errors share the enum. The last variant
/// holds a [`Value`](crate::Value): every JSON body that does not fit its entry.
///
/// ```
/// use turnbuckle_runtime::Value;
///
/// #[derive(Clone, Debug)]
/// enum PayError {
///     Declined(String),
///     Invalid(Vec<String>),
///     Other(Value),
/// }
///
/// turnbuckle_runtime::errors!(PayError {
///     0 Declined,
///     1 Invalid,
///     ; Other
/// });
/// ```
#[macro_export]
macro_rules! errors {
    ($ty:ident { $($index:literal $variant:ident),* $(,)? ; $other:ident }) => {
        impl $crate::output::ErrorBody for $ty {
            #[inline]
            fn read(variant: usize, answer: &$crate::output::WholeAnswer<'_>) -> ::core::option::Option<Self> {
                let known = match variant {
                    $($index => $crate::output::ErrorBody::read(0, answer).map(Self::$variant),)*
                    _ => None,
                };
                known.or_else(|| $crate::output::ErrorBody::read(0, answer).map(Self::$other))
            }
        }
    };
}
