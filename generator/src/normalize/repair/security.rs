//! Reads security schemes and requirements.

use indexmap::IndexMap;
use openapiv3::{
    APIKeyLocation, AuthorizationCodeOAuth2Flow, ClientCredentialsOAuth2Flow, ImplicitOAuth2Flow, OAuth2Flows, PasswordOAuth2Flow,
    ReferenceOr, SecurityRequirement, SecurityScheme,
};
use serde_json::{Map, Value};

use super::Reader;
use crate::normalize::ext;
use crate::normalize::fields::Object;
use crate::source::Path;
use crate::source::shape::Kind;

/// The members of a scheme of any type.
#[derive(Default)]
struct Members {
    typ: String,
    description: Option<String>,
    name: Option<String>,
    place: Option<String>,
    scheme: Option<String>,
    bearer_format: Option<String>,
    flows: Option<OAuth2Flows>,
    url: Option<String>,
    extensions: IndexMap<String, Value>,
}

/// The members of a flow of any type.
#[derive(Default)]
struct Flow {
    authorization_url: Option<String>,
    device_url: Option<String>,
    token_url: Option<String>,
    refresh_url: Option<String>,
    scopes: IndexMap<String, String>,
    extensions: IndexMap<String, Value>,
}

impl Reader<'_, '_> {
    pub(super) fn scheme_or_reference(&mut self, value: Value, path: &Path<'_>) -> Option<ReferenceOr<SecurityScheme>> {
        self.or_reference(value, Kind::SecurityScheme, path, Self::scheme)
    }

    fn scheme(&mut self, map: Map<String, Value>, path: &Path<'_>) -> Option<SecurityScheme> {
        let Members { typ, description, name, place, scheme, bearer_format, flows, url, extensions } = self.scheme_members(map, path);
        match typ.as_str() {
            "apiKey" => {
                let location = match place.as_deref() {
                    Some("query") => Some(APIKeyLocation::Query),
                    Some("header") => Some(APIKeyLocation::Header),
                    Some("cookie") => Some(APIKeyLocation::Cookie),
                    Some(_) | None => None,
                };
                match (location, name.filter(|name| !name.is_empty())) {
                    (Some(location), Some(name)) => Some(SecurityScheme::APIKey { location, name, description, extensions }),
                    _ => self.no_scheme(path, "an `apiKey` scheme has a `name` and is `in` a `header`, the `query` or a `cookie`"),
                }
            }
            "http" => match scheme.filter(|scheme| !scheme.is_empty()) {
                Some(scheme) => Some(SecurityScheme::HTTP { scheme, bearer_format, description, extensions }),
                None => self.no_scheme(path, "an `http` scheme has a `scheme`, such as `bearer` or `basic`"),
            },
            "oauth2" => {
                let flows = flows.unwrap_or_else(|| {
                    self.cx.warn(path, "missing-field", "the `oauth2` scheme has no `flows`, so its tokens have to be given");
                    OAuth2Flows::default()
                });
                Some(SecurityScheme::OAuth2 { flows, description, extensions })
            }
            "openIdConnect" => match url {
                Some(open_id_connect_url) => Some(SecurityScheme::OpenIDConnect { open_id_connect_url, description, extensions }),
                None => self.no_scheme(path, "an `openIdConnect` scheme has an `openIdConnectUrl`"),
            },
            _ => self.no_scheme(path, "the types are `apiKey`, `http`, `oauth2`, `openIdConnect` and `mutualTLS`"),
        }
    }

    fn no_scheme(&mut self, path: &Path<'_>, help: &str) -> Option<SecurityScheme> {
        self.cx.warn(path, "invalid-security-scheme", "the security scheme is not complete, leaving it out");
        self.cx.help(help);
        None
    }

    fn scheme_members(&mut self, mut map: Map<String, Value>, path: &Path<'_>) -> Members {
        self.drop_nulls(&mut map, path);
        let mut members = Members::default();
        for (key, value) in map {
            let at = path.key(&key);
            match key.as_str() {
                "type" => members.typ = self.text(value, &at).unwrap_or_default(),
                "description" => members.description = self.text(value, &at),
                "name" => members.name = self.text(value, &at),
                "in" => members.place = self.text(value, &at),
                "scheme" => members.scheme = self.text(value, &at),
                "bearerFormat" => members.bearer_format = self.text(value, &at),
                "flows" => members.flows = Some(self.flows(value, &at)),
                // Without the URL, the user has to supply the tokens.
                "openIdConnectUrl" => members.url = Some(self.uri_reference(value, &at).unwrap_or_default()),
                ext::METADATA_URL => {
                    if let Some(url) = self.uri_reference(value, &at) {
                        members.extensions.insert(key, Value::String(url));
                    }
                }
                ext::DEPRECATED => {
                    if let Some(flag) = self.flag(&value, &at) {
                        members.extensions.insert(key, Value::Bool(flag));
                    }
                }
                _ if key.starts_with("x-") => {
                    members.extensions.insert(key, value);
                }
                _ => self.unknown_field(Object::SecurityScheme, &key, path),
            }
        }
        members
    }

    fn flows(&mut self, value: Value, path: &Path<'_>) -> OAuth2Flows {
        let mut flows = OAuth2Flows::default();
        for (key, value) in self.members_of(value, path, Object::Flows) {
            let at = path.key(&key);
            match key.as_str() {
                "implicit" => {
                    let Flow { authorization_url, refresh_url, scopes, extensions, .. } = self.flow(value, &["authorizationUrl"], &at);
                    let authorization_url = self.url(authorization_url, "authorizationUrl", &at);
                    flows.implicit = Some(ImplicitOAuth2Flow { authorization_url, refresh_url, scopes, extensions });
                }
                "password" => {
                    let Flow { token_url, refresh_url, scopes, extensions, .. } = self.flow(value, &["tokenUrl"], &at);
                    let token_url = self.url(token_url, "tokenUrl", &at);
                    flows.password = Some(PasswordOAuth2Flow { refresh_url, token_url, scopes, extensions });
                }
                "clientCredentials" => {
                    let Flow { token_url, refresh_url, scopes, extensions, .. } = self.flow(value, &["tokenUrl"], &at);
                    let token_url = self.url(token_url, "tokenUrl", &at);
                    flows.client_credentials = Some(ClientCredentialsOAuth2Flow { refresh_url, token_url, scopes, extensions });
                }
                "authorizationCode" => {
                    let Flow { authorization_url, token_url, refresh_url, scopes, extensions, .. } =
                        self.flow(value, &["authorizationUrl", "tokenUrl"], &at);
                    let authorization_url = self.url(authorization_url, "authorizationUrl", &at);
                    let token_url = self.url(token_url, "tokenUrl", &at);
                    flows.authorization_code =
                        Some(AuthorizationCodeOAuth2Flow { authorization_url, token_url, refresh_url, scopes, extensions });
                }
                ext::DEVICE_AUTHORIZATION => {
                    let Flow { device_url, token_url, refresh_url, scopes, .. } =
                        self.flow(value, &["deviceAuthorizationUrl", "tokenUrl"], &at);
                    let stored = ext::Device {
                        device_url: self.url(device_url, "deviceAuthorizationUrl", &at),
                        token_url: self.url(token_url, "tokenUrl", &at),
                        refresh_url,
                        scopes,
                    };
                    flows.extensions.insert(key, stored.into());
                }
                _ if key.starts_with("x-") => {
                    flows.extensions.insert(key, value);
                }
                _ => self.unknown_field(Object::Flows, &key, path),
            }
        }
        flows
    }

    /// Reads a flow, which has these endpoints beside the one for refresh tokens.
    fn flow(&mut self, value: Value, endpoints: &[&str], path: &Path<'_>) -> Flow {
        let mut flow = Flow::default();
        for (key, value) in self.members_of(value, path, Object::Flow) {
            let at = path.key(&key);
            if ["authorizationUrl", "deviceAuthorizationUrl", "tokenUrl"].contains(&key.as_str()) && !endpoints.contains(&key.as_str()) {
                self.cx.note(&at, "misplaced-endpoint", format!("this flow has no endpoint `{key}`, ignoring it"));
                continue;
            }
            match key.as_str() {
                "deviceAuthorizationUrl" => flow.device_url = self.uri_reference(value, &at),
                "authorizationUrl" => flow.authorization_url = self.uri_reference(value, &at),
                "tokenUrl" => flow.token_url = self.uri_reference(value, &at),
                "refreshUrl" => flow.refresh_url = self.uri_reference(value, &at),
                "scopes" => flow.scopes = self.scopes(value, &at),
                _ if key.starts_with("x-") => {
                    flow.extensions.insert(key, value);
                }
                _ => self.unknown_field(Object::Flow, &key, path),
            }
        }
        flow
    }

    fn scopes(&mut self, value: Value, path: &Path<'_>) -> IndexMap<String, String> {
        match value {
            Value::Null => IndexMap::new(),
            // An author's slip: the names without descriptions.
            list @ Value::Array(_) => self.texts(list, path).into_iter().map(|name| (name, String::new())).collect(),
            value => self.text_map(value, path),
        }
    }

    fn url(&mut self, url: Option<String>, key: &str, path: &Path<'_>) -> String {
        url.unwrap_or_else(|| {
            self.cx.warn(path, "missing-field", format!("the flow has no `{key}`, so it has to be given where it is used"));
            String::new()
        })
    }

    /// Reads the alternatives of requirements.
    pub(super) fn security(&mut self, value: Value, path: &Path<'_>) -> Option<Vec<SecurityRequirement>> {
        let list = match value {
            Value::Null => return None,
            // An author's slip: one alternative without a list around it.
            single @ Value::Object(_) => vec![single],
            value => self.list(value, path),
        };
        let mut alternatives = Vec::with_capacity(list.len());
        for (index, value) in list.into_iter().enumerate() {
            let at = path.index(index);
            if !value.is_object() {
                self.wrong(&at, &value, "an object");
                continue;
            }
            alternatives.push(self.named(value, "a requirement", &at, |cx, value, at| Some(cx.texts(value, at))));
        }
        Some(alternatives)
    }
}
