//! Reads what describes the API as a whole: `info`, tags, servers, links to documentation.

use openapiv3::{Contact, ExternalDocumentation, Info, License, Server, ServerVariable, Tag};
use serde_json::Value;

use super::Reader;
use crate::normalize::cx::shown;
use crate::normalize::fields::Object;
use crate::source::Path;

impl Reader<'_, '_> {
    pub(super) fn info(&mut self, value: Value, path: &Path<'_>) -> Info {
        let mut info = Info::default();
        for (key, value) in self.members_of(value, path, Object::Info) {
            let at = path.key(&key);
            match key.as_str() {
                "title" => info.title = self.text(value, &at).unwrap_or_default(),
                "description" => info.description = self.text(value, &at),
                "termsOfService" => info.terms_of_service = self.uri_reference(value, &at),
                "version" => info.version = self.text(value, &at).unwrap_or_default(),
                "contact" => info.contact = Some(self.contact(value, &at)),
                "license" => info.license = self.license(value, &at),
                _ if key.starts_with("x-") => {
                    info.extensions.insert(key, value);
                }
                _ => self.unknown_field(Object::Info, &key, path),
            }
        }
        info
    }

    fn contact(&mut self, value: Value, path: &Path<'_>) -> Contact {
        let mut contact = Contact::default();
        for (key, value) in self.members_of(value, path, Object::Contact) {
            let at = path.key(&key);
            match key.as_str() {
                "name" => contact.name = self.text(value, &at),
                "url" => contact.url = self.uri_reference(value, &at),
                "email" => contact.email = self.text(value, &at),
                _ if key.starts_with("x-") => {
                    contact.extensions.insert(key, value);
                }
                _ => self.unknown_field(Object::Contact, &key, path),
            }
        }
        contact
    }

    fn license(&mut self, value: Value, path: &Path<'_>) -> Option<License> {
        let mut license = License::default();
        for (key, value) in self.members_of(value, path, Object::License) {
            let at = path.key(&key);
            match key.as_str() {
                "name" => license.name = self.text(value, &at).unwrap_or_default(),
                "url" => license.url = self.uri_reference(value, &at),
                _ if key.starts_with("x-") => {
                    license.extensions.insert(key, value);
                }
                _ => self.unknown_field(Object::License, &key, path),
            }
        }
        Some(license)
    }

    pub(super) fn external_docs(&mut self, value: Value, path: &Path<'_>) -> Option<ExternalDocumentation> {
        let mut docs = ExternalDocumentation::default();
        let mut is_reported = false;
        for (key, value) in self.members_of(value, path, Object::ExternalDocs) {
            let at = path.key(&key);
            match key.as_str() {
                "description" => docs.description = self.text(value, &at),
                "url" => {
                    let url = self.uri_reference(value, &at);
                    is_reported = url.is_none();
                    docs.url = url.unwrap_or_default();
                }
                _ if key.starts_with("x-") => {
                    docs.extensions.insert(key, value);
                }
                _ => self.unknown_field(Object::ExternalDocs, &key, path),
            }
        }
        if docs.url.is_empty() {
            if !is_reported {
                self.cx.note(path, "missing-field", "`externalDocs` has no `url`, leaving it out");
            }
            return None;
        }
        Some(docs)
    }

    pub(super) fn tags(&mut self, value: Value, path: &Path<'_>) -> Vec<Tag> {
        let mut tags: Vec<Tag> = Vec::new();
        for (index, value) in self.list(value, path).into_iter().enumerate() {
            let at = path.index(index);
            let Some(tag) = self.tag(value, &at) else {
                continue;
            };
            if tags.iter().any(|other| other.name == tag.name) {
                self.cx.note(&at, "duplicate-tag", format!("tag `{}` is declared twice, taking the first one", tag.name));
            } else {
                tags.push(tag);
            }
        }
        tags
    }

    fn tag(&mut self, value: Value, path: &Path<'_>) -> Option<Tag> {
        let mut tag = Tag::default();
        if let Value::String(name) = value {
            return Some(Tag { name, ..tag });
        }
        for (key, value) in self.members_of(value, path, Object::Tag) {
            let at = path.key(&key);
            match key.as_str() {
                "name" => tag.name = self.text(value, &at).unwrap_or_default(),
                "description" => tag.description = self.text(value, &at),
                "externalDocs" => tag.external_docs = self.external_docs(value, &at),
                _ if key.starts_with("x-") => {
                    tag.extensions.insert(key, value);
                }
                _ => self.unknown_field(Object::Tag, &key, path),
            }
        }
        if tag.name.is_empty() {
            self.cx.warn(path, "missing-field", "the tag has no `name`, leaving it out");
            return None;
        }
        Some(tag)
    }

    pub(super) fn servers(&mut self, value: Value, path: &Path<'_>) -> Vec<Server> {
        match value {
            single @ Value::Object(_) => {
                self.cx.warn(path, "invalid-field", "`servers` is an object, not a list, taking it as a list of one");
                self.server(single, path).into_iter().collect()
            }
            value => {
                let list = self.list(value, path).into_iter().enumerate();
                list.filter_map(|(index, value)| self.server(value, &path.index(index))).collect()
            }
        }
    }

    pub(super) fn server(&mut self, value: Value, path: &Path<'_>) -> Option<Server> {
        let mut server = Server::default();
        let mut has_url = false;
        if let Value::String(url) = value {
            return self.is_server_url(&url, path).then(|| Server { url, ..server });
        }
        for (key, value) in self.members_of(value, path, Object::Server) {
            let at = path.key(&key);
            match key.as_str() {
                "url" => {
                    has_url = true;
                    server.url = self.text(value, &at).unwrap_or_default();
                }
                "description" => server.description = self.text(value, &at),
                "variables" => server.variables = Some(self.named(value, "`variables`", &at, |cx, value, at| Some(cx.variable(value, at)))),
                "name" => {
                    server.extensions.insert(crate::normalize::ext::NAME.to_owned(), value);
                }
                _ if key.starts_with("x-") => {
                    server.extensions.insert(key, value);
                }
                _ => self.unknown_field(Object::Server, &key, path),
            }
        }
        if !has_url {
            self.cx.warn(path, "missing-field", "the server has no `url`, leaving it out");
            return None;
        }
        if !self.is_server_url(&server.url, &path.key("url")) {
            return None;
        }
        if !self.match_variables(&mut server, path) {
            return None;
        }
        if let Some(url) = self.cx.sources.file(self.cx.sources.root()).resolve_url(&server.url) {
            server.url = url;
        }
        Some(server)
    }

    /// Returns whether a server's URL is a URI reference after its variables are filled in, and reports a URL that is not.
    fn is_server_url(&mut self, url: &str, path: &Path<'_>) -> bool {
        let mut filled = String::with_capacity(url.len());
        let mut rest = url;
        while let Some((before, variable)) = rest.split_once('{') {
            filled.push_str(before);
            // A value that is valid anywhere: a scheme begins with a letter, and a port is digits.
            filled.push(if filled.is_empty() { 'a' } else { '1' });
            rest = variable.split_once('}').map_or(variable, |(_, after)| after);
        }
        filled.push_str(&rest.replace('}', "1"));
        let is_valid = fluent_uri::UriRef::parse(filled.as_str()).is_ok();
        if !is_valid {
            self.cx.warn(path, "invalid-url", format!("the URL `{}` of the server is not valid, leaving the server out", shown(url)));
            self.cx.help("a URL has neither spaces nor letters outside ASCII (RFC 3986): encode them with `%`");
        }
        is_valid
    }

    /// Reads a URI reference (RFC 3986, section 4.1).
    pub(super) fn uri_reference(&mut self, value: Value, path: &Path<'_>) -> Option<String> {
        let url = self.text(value, path)?;
        // Spaces around it are an author's slip.
        let trimmed = url.trim_matches([' ', '\n', '\t']);
        if fluent_uri::UriRef::parse(trimmed).is_ok() {
            return Some(trimmed.to_owned());
        }
        self.cx.warn(path, "invalid-url", format!("the URL `{}` is not valid, leaving it out", shown(&url)));
        self.cx.help("a URL has neither spaces nor letters outside ASCII (RFC 3986): encode them with `%`");
        None
    }

    fn variable(&mut self, value: Value, path: &Path<'_>) -> ServerVariable {
        let mut variable = ServerVariable::default();
        let mut default = None;
        for (key, value) in self.members_of(value, path, Object::ServerVariable) {
            let at = path.key(&key);
            match key.as_str() {
                "default" => default = self.text(value, &at),
                "enum" => variable.enumeration = self.texts(value, &at),
                "description" => variable.description = self.text(value, &at),
                _ if key.starts_with("x-") => {
                    variable.extensions.insert(key, value);
                }
                _ => self.unknown_field(Object::ServerVariable, &key, path),
            }
        }
        let is_listed = |default: &String| variable.enumeration.contains(default);
        match &default {
            None => match variable.enumeration.first() {
                Some(first) => {
                    let message = format!("the server variable has no `default`, taking `{}`", first.escape_debug());
                    self.cx.warn(path, "missing-field", message);
                }
                None => self.cx.warn(path, "missing-field", "the server variable has no `default`, so each client has to set it"),
            },
            Some(default) if is_listed(default) => {}
            Some(default) if default.is_empty() => {
                let at = path.key("default");
                let message = "the default of the server variable is empty, so each client has to set it";
                let code = if variable.enumeration.is_empty() { "empty-default" } else { "invalid-default" };
                // Some generators of documents write it for a variable without a default.
                self.cx.note(&at, code, message);
            }
            Some(default) if !variable.enumeration.is_empty() => {
                let message = format!("the default `{}` of the server variable is not among its values", default.escape_debug());
                self.cx.warn(&path.key("default"), "invalid-default", message);
            }
            Some(_) => {}
        }
        variable.default = default.or_else(|| variable.enumeration.first().cloned()).unwrap_or_default();
        variable
    }

    /// Brings the variables of a server into agreement with its URL; returns whether the URL can be used.
    fn match_variables(&mut self, server: &mut Server, path: &Path<'_>) -> bool {
        let at = path.key("url");
        let mut names: Vec<String> = Vec::new();
        let mut closed = String::new();
        let mut rest = server.url.as_str();
        while let Some((before, tail)) = rest.split_once('{') {
            let (name, after) = tail.split_once('}').unwrap_or_else(|| {
                let end = tail.find(['/', '.', ':']).unwrap_or(tail.len());
                let message = format!("`{{{}` in the URL of the server has no closing brace, adding it", shown(&tail[..end]));
                self.cx.warn(&at, "unclosed-brace", message);
                tail.split_at(end)
            });
            closed.push_str(before);
            closed.push_str(&format!("{{{name}}}"));
            names.push(name.to_owned());
            rest = after;
        }
        closed.push_str(rest);
        if names.iter().any(String::is_empty) {
            let message =
                format!("the URL `{}` of the server has braces without a name in them, leaving the server out", shown(&server.url));
            self.cx.warn(&at, "invalid-url", message);
            return false;
        }
        server.url = closed;
        if names.is_empty() && server.variables.is_none() {
            return true;
        }
        let variables = server.variables.get_or_insert_default();
        for name in &names {
            if !variables.contains_key(name) {
                let message = format!("variable `{{{}}}` of the server's URL is not declared, so each client has to set it", shown(name));
                self.cx.warn(&at, "undeclared-server-variable", message);
                variables.insert(name.clone(), ServerVariable::default());
            }
        }
        let declared = path.key("variables");
        variables.retain(|name, _| {
            let is_used = names.contains(name);
            if !is_used {
                let message = format!("server variable `{}` is not in the URL of the server, leaving it out", shown(name));
                self.cx.note(&declared.key(name), "unused-server-variable", message);
            }
            is_used
        });
        true
    }
}
