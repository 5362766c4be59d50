//! What the enum of a service's events has whatever the events are.

/// Gives an enum of events the functions that make a verifier and that read a request. The enum has a function `decode` that reads an
/// event by its name; `signed by` names the [`Scheme`](crate::webhook::Scheme), `named by` the [`Events`](crate::webhook::Events), or `_`
/// where every request is the same event. Without one of them there are not the functions that need it.
///
/// ```
/// use turnbuckle_runtime::webhook::{self, STANDARD_WEBHOOKS};
/// use turnbuckle_runtime::{DecodeError, Value, json};
///
/// static EVENTS: webhook::Events = webhook::Events::new(&[webhook::Place::Json("/type")], &["opened"]);
///
/// #[derive(Debug, PartialEq)]
/// enum Webhook {
///     Opened(Value),
///     Unlisted(Value),
/// }
///
/// impl Webhook {
///     fn decode(name: &str, body: &[u8]) -> Result<Self, DecodeError> {
///         Ok(if name == "opened" { Self::Opened(json::from_slice(body)?) } else { Self::Unlisted(json::from_slice(body)?) })
///     }
/// }
///
/// turnbuckle_runtime::webhook_events!(Webhook, signed by STANDARD_WEBHOOKS, named by EVENTS);
///
/// let request = turnbuckle_runtime::http::Request::post("/hooks").body(br#"{"type":"opened"}"#.to_vec())?;
/// assert!(matches!(Webhook::from_request(&request)?, Webhook::Opened(_)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[macro_export]
macro_rules! webhook_events {
    ($ty:ident $(, signed by $signature:ident)? $(, named by $events:tt)?) => {
        impl $ty {
            $(
                /// Makes a verifier of the requests that the service signs with a secret.
                ///
                /// # Errors
                ///
                /// Fails where the secret is empty or not of the form that the service has.
                pub fn verifier(
                    secret: impl ::core::convert::Into<$crate::Secret>,
                ) -> ::core::result::Result<$crate::webhook::Verifier, $crate::webhook::SecretError> {
                    $crate::webhook::Verifier::new(&$signature, secret)
                }
            )?

            $(
                /// Reads the event of a request that is authentic: of an `http::Request`, or of `(&parts, &body)`.
                ///
                /// # Errors
                ///
                /// Fails where the request is not authentic, and where the body is not what the document says of this event.
                pub fn receive<'r>(
                    verifier: &$crate::webhook::Verifier,
                    request: impl ::core::convert::Into<$crate::webhook::Received<'r>>,
                ) -> ::core::result::Result<$crate::webhook::Delivery<Self>, $crate::webhook::ReceiveError> {
                    verifier.receive(request.into(), |received| Self::from_request(received))
                }

                /// Reads the event of a request: of an `http::Request`, or of `(&parts, &body)`. The request is not authenticated by this.
                ///
                /// # Errors
                ///
                /// Fails where the body is not what the document says of this event.
                pub fn from_request<'r>(
                    request: impl ::core::convert::Into<$crate::webhook::Received<'r>>,
                ) -> ::core::result::Result<Self, $crate::DecodeError> {
                    let received = request.into();
                    Self::decode($crate::webhook_events!(@name $events received), received.body())
                }
            )?

            /// Reads a request that is authentic as the event of a name in the document, where that is known by the URL that it came to.
            ///
            /// # Errors
            ///
            /// Fails where the request is not authentic, and where the body is not what the document says of this event.
            pub fn receive_as<'r>(
                name: &str,
                verifier: &$crate::webhook::Verifier,
                request: impl ::core::convert::Into<$crate::webhook::Received<'r>>,
            ) -> ::core::result::Result<$crate::webhook::Delivery<Self>, $crate::webhook::ReceiveError> {
                verifier.receive(request.into(), |received| Self::decode(name, received.body()))
            }
        }
    };
    (@name _ $received:ident) => {
        ""
    };
    (@name $events:ident $received:ident) => {
        $events.name(&$received).unwrap_or_default()
    };
}
