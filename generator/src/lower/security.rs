//! Security schemes and requirements.

use openapiv3::{APIKeyLocation, OAuth2Flows, ReferenceOr, SecurityRequirement, SecurityScheme};

use crate::diagnostic::Diagnostic;
use crate::ir::{OAuth2, Scheme, SchemeKind, Security, Use};
use crate::normalize::ext;
use crate::source::Pointer;

use super::Cx;

impl Cx<'_> {
    /// Lowers the schemes and the API's own requirements.
    pub(super) fn security(&mut self) {
        let document = self.document;
        if let Some(components) = &document.api.components {
            for (wire, scheme) in &components.security_schemes {
                if let ReferenceOr::Item(scheme) = scheme {
                    self.api.schemes.push(lower_scheme(wire, scheme));
                    self.report_password(wire, scheme);
                }
            }
        }
        if let Some(security) = &document.api.security {
            self.api.security = self.requirements(security, &Pointer::from_escaped("/security"));
        }
    }

    /// Reports a grant that no client of ours makes.
    fn report_password(&mut self, wire: &str, scheme: &SecurityScheme) {
        let SecurityScheme::OAuth2 { flows, .. } = scheme else { return };
        if flows.password.is_none() {
            return;
        }
        let message = format!("the client of scheme `{}` does not offer the `password` flow", wire.escape_debug());
        let diagnostic = Diagnostic::note("password-flow", message).help(
            "RFC 9700, section 2.4, forbids that grant: obtain the token elsewhere and give it with `Credential::token` or a `TokenSource`",
        );
        let at = Pointer::from_escaped("/components/securitySchemes").join(wire).join("flows").join("password");
        self.report(diagnostic, &at);
    }

    /// Lowers requirements. An alternative that names a scheme which is not declared cannot be met.
    pub(super) fn requirements(&mut self, security: &[SecurityRequirement], pointer: &Pointer) -> Security {
        let mut alternatives = Vec::with_capacity(security.len());
        for (index, requirement) in security.iter().enumerate() {
            let unknown = requirement.keys().find(|name| !self.api.schemes.iter().any(|scheme| scheme.wire == **name));
            if let Some(name) = unknown {
                let message = format!("security scheme `{name}` is not declared, leaving out the alternative that asks for it");
                let diagnostic = Diagnostic::warning("unknown-scheme", message).help("declare it under `components.securitySchemes`");
                self.report(diagnostic, &pointer.index(index));
                continue;
            }
            let uses = requirement.iter().map(|(scheme, scopes)| Use { scheme: scheme.clone(), scopes: scopes.clone() });
            alternatives.push(uses.collect());
        }
        Security(alternatives)
    }
}

fn lower_scheme(wire: &str, scheme: &SecurityScheme) -> Scheme {
    let (kind, description) = match scheme {
        SecurityScheme::APIKey { location, name, description, .. } => {
            let kind = match location {
                APIKeyLocation::Header => SchemeKind::ApiKeyHeader(name.clone()),
                APIKeyLocation::Query => SchemeKind::ApiKeyQuery(name.clone()),
                APIKeyLocation::Cookie => SchemeKind::ApiKeyCookie(name.clone()),
            };
            (kind, description)
        }
        // RFC 9110, section 11.1: the scheme's name is case-insensitive.
        SecurityScheme::HTTP { scheme, description, .. } => match scheme.to_ascii_lowercase().as_str() {
            "basic" => (SchemeKind::Basic, description),
            "bearer" => (SchemeKind::Bearer, description),
            _ => (SchemeKind::Http(scheme.clone()), description),
        },
        SecurityScheme::OAuth2 { flows, description, .. } => {
            let endpoints = oauth2(flows);
            (SchemeKind::OAuth2(OAuth2 { metadata_url: ext::metadata_url(scheme).map(str::to_owned), ..endpoints }), description)
        }
        SecurityScheme::OpenIDConnect { open_id_connect_url, description, .. } => {
            (SchemeKind::OpenIdConnect(open_id_connect_url.clone()), description)
        }
    };
    let kind = if ext::security_type(scheme) == Some("mutualTLS") { SchemeKind::MutualTls } else { kind };
    Scheme { wire: wire.to_owned(), description: description.clone(), deprecated: ext::is_deprecated(scheme), kind }
}

fn oauth2(flows: &OAuth2Flows) -> OAuth2 {
    let mut lowered = OAuth2 { client_credentials: flows.client_credentials.is_some(), ..OAuth2::default() };
    let mut add = |token: Option<&String>, authorization: Option<&String>, refresh: Option<&String>, scopes: Vec<(String, String)>| {
        lowered.token_url = lowered.token_url.take().or_else(|| token.cloned());
        lowered.authorization_url = lowered.authorization_url.take().or_else(|| authorization.cloned());
        lowered.refresh_url = lowered.refresh_url.take().or_else(|| refresh.cloned());
        for scope in scopes {
            if !lowered.scopes.iter().any(|known| known.0 == scope.0) {
                lowered.scopes.push(scope);
            }
        }
    };
    let list = |scopes: &indexmap::IndexMap<String, String>| scopes.clone().into_iter().collect::<Vec<_>>();
    if let Some(flow) = &flows.client_credentials {
        add(Some(&flow.token_url), None, flow.refresh_url.as_ref(), list(&flow.scopes));
    }
    if let Some(flow) = &flows.authorization_code {
        add(Some(&flow.token_url), Some(&flow.authorization_url), flow.refresh_url.as_ref(), list(&flow.scopes));
    }
    if let Some(flow) = &flows.password {
        add(Some(&flow.token_url), None, flow.refresh_url.as_ref(), list(&flow.scopes));
    }
    if let Some(flow) = &flows.implicit {
        add(None, Some(&flow.authorization_url), flow.refresh_url.as_ref(), list(&flow.scopes));
    }
    if let Some(device) = ext::device_authorization(flows) {
        add(Some(&device.token_url), None, device.refresh_url.as_ref(), list(&device.scopes));
        lowered.device_url = Some(device.device_url);
    }
    lowered
}
