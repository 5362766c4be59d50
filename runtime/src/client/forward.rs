//! The macro that gives a generated builder its methods.

/// Gives a generated builder the methods of [`ClientBuilder`](crate::client::ClientBuilder), and `build`. Both types are structs
/// with the field `inner`.
///
/// ```
/// use turnbuckle_runtime::operation::Api;
///
/// static API: Api = Api {
///     title: "Pets",
///     version: "1.0",
///     user_agent: "pets/0.1.0",
///     servers: &[],
///     schemes: &[],
///     security: &[],
/// };
///
/// /// A client of Pets.
/// #[derive(Clone, Debug)]
/// pub struct Client {
///     inner: turnbuckle_runtime::Client,
/// }
///
/// /// What can be set on a [`Client`].
/// #[derive(Clone, Debug)]
/// pub struct ClientBuilder {
///     inner: turnbuckle_runtime::ClientBuilder,
/// }
///
/// turnbuckle_runtime::client_builder!(ClientBuilder => Client);
///
/// impl Client {
///     /// Starts a client.
///     pub fn builder() -> ClientBuilder {
///         ClientBuilder { inner: turnbuckle_runtime::Client::builder(&API) }
///     }
/// }
///
/// # use turnbuckle_runtime::transport::Fake;
/// let client = Client::builder().base_url("https://pets.example/v1/").transport(Fake::default()).build()?;
/// assert_eq!(client.inner.base_url(), "https://pets.example/v1");
/// # Ok::<(), turnbuckle_runtime::BuildError>(())
/// ```
#[macro_export]
macro_rules! client_builder {
    ($builder:ident => $client:ident) => {
        $crate::client_builder! { @methods $builder
            /// Sets the base URL; it may have a path. Default: the document's first server.
            base_url(url: impl ::core::convert::Into<::std::string::String>);
            /// Chooses one of the document's servers by its index, from 0. Default: the first.
            server(index: usize);
            /// Sets a variable of the document's server URLs. Default: the document's.
            server_variable(
                name: impl ::core::convert::Into<::std::string::String>,
                value: impl ::core::convert::Into<::std::string::String>,
            );
            /// Sets how long a call may take, all attempts and waiting times included. Default: 60 s.
            timeout(timeout: ::core::time::Duration);
            /// Sets how long one attempt may take. Default: 30 s.
            attempt_timeout(timeout: ::core::time::Duration);
            /// Sets how long connecting may take, for the transport that is made by default. Default: 10 s.
            connect_timeout(timeout: ::core::time::Duration);
            /// Sets when a request is sent again. Default: up to 3 attempts, where a second effect is excluded.
            retry(retry: $crate::Retry);
            /// Sets what becomes of redirects. Default: they are followed.
            redirects(redirects: $crate::Redirects);
            /// Sets who holds calls back before the server has to refuse them: shared with every client that is given the same. Default:
            /// one of the client's own that sets no limit, but keeps those that the server tells.
            governor(governor: $crate::Governor);
            /// Sets which calls go first where calls have to wait. Default: [`Interactive`]($crate::Lane::Interactive).
            lane(lane: $crate::Lane);
            /// Sets who keeps calls from a server that is in trouble. Default: nobody.
            breaker(breaker: $crate::Breaker);
            /// Sets who counts calls, bytes and costs. Default: nobody.
            meter(meter: $crate::Meter);
            /// Adds a header to every request. Default: none.
            header(
                name: impl ::core::convert::Into<::std::string::String>,
                value: impl ::core::convert::Into<::std::string::String>,
            );
            /// Sets the `User-Agent`. Default: this crate's name and version.
            user_agent(user_agent: impl ::core::convert::Into<::std::string::String>);
            /// Sets the transport. Default: reqwest.
            transport(transport: impl $crate::transport::Transport);
            /// Sets a transport that other clients use, too.
            shared_transport(transport: ::std::sync::Arc<dyn $crate::transport::Transport>);
            /// Sets the source of time and chance. Default: the system's.
            clock(clock: impl $crate::clock::Clock);
            /// Sets how large a body that is read whole may be. Default: 64 MiB. Streams have no such limit.
            max_response_bytes(bytes: u64);
            /// Sets how much of an answer is taken in. Default: see [`Limits`]($crate::Limits).
            limits(limits: $crate::Limits);
            /// Goes on where the JSON of an answer does not fit its type: what is missing or null is read as an empty value, and each such
            /// place is reported. Default: such an answer is an error.
            tolerant(
                report: impl ::core::ops::Fn(&$crate::Drift<'_>) + ::core::marker::Send + ::core::marker::Sync + 'static
            );
            /// Shows each request to a hook, which may change its headers, before credentials are added. Default: none.
            on_request(hook: impl ::core::ops::Fn(&mut $crate::observe::RequestView<'_>) + ::core::marker::Send + ::core::marker::Sync + 'static);
            /// Shows each response to a hook when its headers are there. Default: none.
            on_response(hook: impl ::core::ops::Fn(&$crate::observe::ResponseView<'_>) + ::core::marker::Send + ::core::marker::Sync + 'static);
            /// Tells of each attempt when it is over: for metrics. Default: none.
            on_attempt(hook: impl ::core::ops::Fn(&$crate::observe::AttemptView<'_>) + ::core::marker::Send + ::core::marker::Sync + 'static);
            /// Tells once of each operation that is called although the document or the server deprecates it. Default: none.
            on_deprecation(hook: impl ::core::ops::Fn(&$crate::observe::Deprecation<'_>) + ::core::marker::Send + ::core::marker::Sync + 'static);
            /// Sets the credential for a security scheme, by the scheme's name in the document.
            credential(scheme: impl ::core::convert::Into<::std::string::String>, credential: $crate::Credential);
            /// Signs every request that credentials may travel with. Default: no.
            signer(signer: impl $crate::auth::Signer);
            /// Names the connection: whose account of the service the client acts for, where a program acts for several. Default: none.
            connection(name: impl ::core::convert::Into<::std::sync::Arc<str>>);
            /// Sends credentials over plain HTTP to other machines, too. Default: no.
            allow_insecure_credentials();
        }

        impl $builder {
            /// Builds the client.
            ///
            /// # Errors
            ///
            /// Returns an error where a value that was set cannot be used: a base URL, a header, a credential of the wrong kind.
            pub fn build(self) -> ::core::result::Result<$client, $crate::BuildError> {
                ::core::result::Result::Ok($client { inner: self.inner.build()? })
            }
        }

        impl $client {
            /// Makes a client for another account of the service: it shares transport and policies with this one, and no credential, token or
            /// limit. Headers that were set on the builder are shared, except those that carry a credential, and so is no signer. A
            /// credential is for a security scheme, by the scheme's name in the document.
            ///
            /// # Errors
            ///
            /// Returns an error where a credential is for no scheme of the document, or of the wrong kind.
            pub fn for_connection<S: ::core::convert::Into<::std::string::String>>(
                &self,
                name: impl ::core::convert::Into<::std::sync::Arc<str>>,
                credentials: impl ::core::iter::IntoIterator<Item = (S, $crate::Credential)>,
            ) -> ::core::result::Result<Self, $crate::BuildError> {
                ::core::result::Result::Ok(Self { inner: self.inner.for_connection(name, credentials)? })
            }
        }

        /// The runtime's client, which reads the same settings. A trait and no method, for the operations' groups take the names.
        impl ::core::convert::AsRef<$crate::Client> for $client {
            fn as_ref(&self) -> &$crate::Client {
                &self.inner
            }
        }
    };
    (@methods $builder:ident $($(#[$doc:meta])* $name:ident($($arg:ident: $ty:ty),* $(,)?);)*) => {
        impl $builder {$(
            $(#[$doc])*
            #[must_use]
            pub fn $name(self, $($arg: $ty),*) -> Self {
                Self { inner: self.inner.$name($($arg),*) }
            }
        )*}
    };
}
