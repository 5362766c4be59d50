//! The client, its builder, and the API's data.

use proc_macro2::TokenStream;
use quote::quote;

use crate::analyze::Gate;
use crate::ir::{OAuth2, Scheme, SchemeKind, Server};
use crate::name::Name;

use super::context::{Cx, Scope, ident};
use super::{Module, docs, layout, statics};

/// Renders the file of the client.
pub(super) fn render(cx: &Cx<'_>) -> Option<Module> {
    let scope = Scope::default();
    let data = data(cx, &scope);
    let client = client(cx, &scope);
    let builder = builder(cx, &scope);
    let groups = cx.facts.groups.iter().map(|group| {
        let (names, cfg) = (&cx.names.groups[group.0 as usize], cx.cfg(&[Gate::Group(*group)]));
        let (module, ty) = (ident(&names.module), ident(&names.ident));
        quote! { #cfg use super::#module::#ty; }
    });
    let groups: TokenStream = groups.collect();
    let imports = scope.imports(&quote! { super::models });
    let text = scope.blocks.format(quote! { #imports #groups #client #builder #data });
    let about = layout::inner_docs(&[format!("The client of {}.", docs::code(&cx.api.info.title))]);
    Some(Module { path: "client".to_owned(), text: format!("{about}\n{text}") })
}

fn client(cx: &Cx<'_>, scope: &Scope) -> TokenStream {
    let about = scope.blocks.docs(vec![
        format!("A client of {}.", docs::code(&cx.api.info.title)),
        String::new(),
        "Cloning it is cheap: clones share connections, credentials and policies.".to_owned(),
    ]);
    let start = scope.blocks.docs(vec!["Starts a client.".to_owned()]);
    let beneath = scope.blocks.docs(vec!["Returns the client beneath, for calls that the document does not describe.".to_owned()]);
    let accessors = cx.facts.groups.iter().map(|group| {
        let (def, names) = (&cx.api.groups[group.0 as usize], &cx.names.groups[group.0 as usize]);
        let (accessor, ty, cfg) = (ident(&names.accessor), ident(&names.ident), cx.cfg(&[Gate::Group(*group)]));
        let about = scope.blocks.docs(vec![format!("Returns the operations tagged {}.", docs::code(&def.tag))]);
        quote! {
            #about
            #cfg
            pub fn #accessor(&self) -> #ty<'_> {
                #ty(self)
            }
        }
    });
    quote! {
        #about
        #[derive(Clone, Debug)]
        pub struct Client {
            pub(crate) inner: turnbuckle_runtime::Client,
        }

        impl Client {
            #start
            pub fn builder() -> ClientBuilder {
                ClientBuilder { inner: turnbuckle_runtime::Client::builder(&API) }
            }
            #beneath
            pub fn runtime(&self) -> &turnbuckle_runtime::Client {
                &self.inner
            }
            #(#accessors)*
        }
    }
}

fn builder(cx: &Cx<'_>, scope: &Scope) -> TokenStream {
    let about = scope.blocks.docs(vec!["What can be set on a [`Client`].".to_owned()]);
    let methods = cx.api.schemes.iter().zip(&cx.names.schemes).map(|(scheme, name)| credential(scheme, name, scope));
    let variables = cx.names.server_variables.iter().map(|(wire, name)| variable(cx, wire, name, scope));
    let methods: TokenStream = methods.chain(variables).collect();
    let own = (!methods.is_empty()).then(|| quote! { impl ClientBuilder { #methods } });
    let forward = scope.runtime("client_builder");
    quote! {
        #about
        #[derive(Clone, Debug)]
        pub struct ClientBuilder {
            pub(crate) inner: turnbuckle_runtime::ClientBuilder,
        }

        #forward!(ClientBuilder => Client);

        #own
    }
}

fn credential(scheme: &Scheme, name: &Name, scope: &Scope) -> TokenStream {
    let (what, args, value) = match &scheme.kind {
        SchemeKind::ApiKeyHeader(header) => key(&format!("key that is sent in the header {}", docs::code(header)), scope),
        SchemeKind::ApiKeyQuery(param) => key(&format!("key that is sent in the query parameter {}", docs::code(param)), scope),
        SchemeKind::ApiKeyCookie(cookie) => key(&format!("key that is sent in the cookie {}", docs::code(cookie)), scope),
        SchemeKind::Basic => {
            let (secret, credential) = (scope.runtime("Secret"), scope.runtime("Credential"));
            let args = quote! { user: impl Into<String>, password: impl Into<#secret> };
            ("user and password (HTTP Basic, RFC 7617)".to_owned(), args, quote! { #credential::basic(user, password) })
        }
        SchemeKind::Bearer => token("bearer token (RFC 6750)", scope),
        SchemeKind::Http(name) => token(&format!("credentials of the HTTP scheme {}", docs::code(name)), scope),
        SchemeKind::OAuth2(_) | SchemeKind::OpenIdConnect(_) | SchemeKind::MutualTls => {
            let credential = scope.runtime("Credential");
            let what = match &scheme.kind {
                SchemeKind::OAuth2(oauth2) => oauth2_ways(oauth2),
                SchemeKind::OpenIdConnect(_) => {
                    let what = "OpenID Connect credential, whose endpoints are discovered";
                    format!("{what}: {BY_USER}, {BY_SECRET}, or {BY_TOKEN}")
                }
                _ => "credential of mutual TLS, which is part of the transport".to_owned(),
            };
            (what, quote! { credential: #credential }, quote! { credential })
        }
    };
    let mut lines = vec![format!("Sets the {what}.")];
    if let Some(text) = scheme.description.as_deref().filter(|text| !text.trim().is_empty()) {
        lines.push(String::new());
        docs::push_text(&mut lines, text);
    }
    let (about, name, wire) = (scope.blocks.docs(lines), ident(name), &scheme.wire);
    let deprecated = scheme.deprecated.then(|| quote! { #[deprecated] });
    quote! {
        #about
        #deprecated
        #[must_use]
        pub fn #name(self, #args) -> Self {
            self.credential(#wire, #value)
        }
    }
}

const BY_SECRET: &str = "`Credential::client_credentials(id, secret)`";
const BY_TOKEN: &str = "`Credential::bearer(token)`";
const BY_REFRESH: &str = "`Credential::refresh_token(id, token)`";
const BY_USER: &str = "`Credential::oauth(id)`, which a user authorizes by `client.runtime().oauth(..)`";

/// Says which credentials fit the flows that the document declares.
fn oauth2_ways(oauth2: &OAuth2) -> String {
    let by_user = match (&oauth2.authorization_url, &oauth2.device_url) {
        (Some(_), Some(_)) => Some(format!("{BY_USER} with `authorization_code` or `device`")),
        (Some(_), None) => Some(format!("{BY_USER} with `authorization_code`")),
        (None, Some(_)) => Some(format!("{BY_USER} with `device`")),
        (None, None) => None,
    };
    let by_refresh = (by_user.is_some() || oauth2.refresh_url.is_some()).then(|| BY_REFRESH.to_owned());
    let by_secret = oauth2.client_credentials.then(|| BY_SECRET.to_owned());
    let ways: Vec<String> = by_secret.into_iter().chain(by_user).chain(by_refresh).collect();
    if ways.is_empty() {
        return format!("OAuth 2.0 credential, such as {BY_TOKEN}");
    }
    format!("OAuth 2.0 credential: {}, or {BY_TOKEN}", ways.join(", "))
}

fn key(what: &str, scope: &Scope) -> (String, TokenStream, TokenStream) {
    let (secret, credential) = (scope.runtime("Secret"), scope.runtime("Credential"));
    (what.to_owned(), quote! { key: impl Into<#secret> }, quote! { #credential::api_key(key) })
}

fn token(what: &str, scope: &Scope) -> (String, TokenStream, TokenStream) {
    let (secret, credential) = (scope.runtime("Secret"), scope.runtime("Credential"));
    (what.to_owned(), quote! { token: impl Into<#secret> }, quote! { #credential::bearer(token) })
}

fn variable(cx: &Cx<'_>, wire: &str, name: &Name, scope: &Scope) -> TokenStream {
    let mut lines = vec![format!("Sets the variable {} of the server's URL.", docs::code(wire))];
    let found = cx.api.servers.iter().flat_map(|server| &server.variables).find(|variable| variable.name == wire);
    if let Some(variable) = found {
        if let Some(text) = &variable.description {
            lines.push(String::new());
            docs::push_text(&mut lines, text);
        }
        docs::paragraph(
            &mut lines,
            &match &variable.default {
                Some(default) => format!("Default: {}.", docs::code(default)),
                None => "There is no default: building a client without a value is an error.".to_owned(),
            },
        );
        if !variable.values.is_empty() {
            let values: Vec<String> = variable.values.iter().map(|value| docs::code(value)).collect();
            docs::paragraph(&mut lines, &format!("Values: {}.", values.join(", ")));
        }
    }
    let (about, name) = (scope.blocks.docs(lines), ident(name));
    quote! {
        #about
        #[must_use]
        pub fn #name(self, value: impl Into<String>) -> Self {
            self.server_variable(#wire, value)
        }
    }
}

fn data(cx: &Cx<'_>, scope: &Scope) -> TokenStream {
    let api = scope.operation("Api");
    let (title, version) = (&cx.api.info.title, &cx.api.info.version);
    let agent = format!("{}/{}", cx.names.package, cx.options.version);
    let servers = servers(&cx.api.servers, scope);
    let schemes = cx.api.schemes.iter().map(|scheme| {
        let (ty, wire, kind) = (scope.operation("Scheme"), &scheme.wire, kind(&scheme.kind, scope));
        quote! { #ty { name: #wire, kind: #kind } }
    });
    let schemes: Vec<TokenStream> = schemes.collect();
    let security = statics::security_data(&cx.api.security, scope);
    quote! {
        static API: #api = #api {
            title: #title,
            version: #version,
            user_agent: #agent,
            servers: &[#servers],
            schemes: &[#(#schemes),*],
            security: #security,
        };
    }
}

/// Returns servers as data, without the brackets around them.
pub(super) fn servers(servers: &[Server], scope: &Scope) -> TokenStream {
    let rendered = servers.iter().map(|server| {
        let (ty, url) = (scope.operation("Server"), &server.url);
        let description = server.description.as_deref().unwrap_or_default();
        let variables = server.variables.iter().filter_map(|variable| {
            let (name, default) = (&variable.name, variable.default.as_ref()?);
            Some(quote! { (#name, #default) })
        });
        quote! { #ty { url: #url, description: #description, variables: &[#(#variables),*] } }
    });
    quote! { #(#rendered),* }
}

fn kind(kind: &SchemeKind, scope: &Scope) -> TokenStream {
    let ty = scope.operation("SchemeKind");
    match kind {
        SchemeKind::ApiKeyHeader(name) => quote! { #ty::ApiKeyHeader(#name) },
        SchemeKind::ApiKeyQuery(name) => quote! { #ty::ApiKeyQuery(#name) },
        SchemeKind::ApiKeyCookie(name) => quote! { #ty::ApiKeyCookie(#name) },
        SchemeKind::Basic => quote! { #ty::Basic },
        SchemeKind::Bearer => quote! { #ty::Bearer },
        SchemeKind::Http(name) => quote! { #ty::Http(#name) },
        SchemeKind::OAuth2(oauth2) => {
            let data = oauth2_data(oauth2, scope);
            quote! { #ty::OAuth2(&#data) }
        }
        SchemeKind::OpenIdConnect(url) => quote! { #ty::OpenIdConnect(#url) },
        SchemeKind::MutualTls => quote! { #ty::MutualTls },
    }
}

fn oauth2_data(oauth2: &OAuth2, scope: &Scope) -> TokenStream {
    let ty = scope.operation("OAuth2");
    let text = |url: &Option<String>| url.clone().unwrap_or_default();
    let (token, authorization) = (text(&oauth2.token_url), text(&oauth2.authorization_url));
    let (refresh, device, client) = (text(&oauth2.refresh_url), text(&oauth2.device_url), oauth2.client_credentials);
    let (metadata, scopes) = (text(&oauth2.metadata_url), oauth2.scopes.iter().map(|(scope, _)| scope));
    quote! {
        #ty {
            token_url: #token,
            authorization_url: #authorization,
            refresh_url: #refresh,
            device_url: #device,
            metadata_url: #metadata,
            client_credentials: #client,
            scopes: &[#(#scopes),*],
        }
    }
}
