//! Reads what describes the API as a whole: `info`, tags, servers, links to documentation.

use openapiv3::{Contact, ExternalDocumentation, Info, License, Server, ServerVariable, Tag};
use serde_json::Value;

use super::Reader;
use crate::source::Path;

impl Reader<'_, '_> {
    pub(super) fn info(&mut self, value: Value, path: &Path<'_>) -> Info {
        let mut info = Info::default();
        for (key, value) in self.object_or_empty(value, path, "`info`") {
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
                _ => self.unknown_field("`info`", &key, path),
            }
        }
        info
    }

    fn contact(&mut self, value: Value, path: &Path<'_>) -> Contact {
        let mut contact = Contact::default();
        if value.is_null() {
            return contact;
        }
        for (key, value) in self.object_or_empty(value, path, "`contact`") {
            let at = path.key(&key);
            match key.as_str() {
                "name" => contact.name = self.text(value, &at),
                "url" => contact.url = self.uri_reference(value, &at),
                "email" => contact.email = self.text(value, &at),
                _ if key.starts_with("x-") => {
                    contact.extensions.insert(key, value);
                }
                _ => self.unknown_field("`contact`", &key, path),
            }
        }
        contact
    }

    fn license(&mut self, value: Value, path: &Path<'_>) -> Option<License> {
        if value.is_null() {
            return None;
        }
        let mut license = License::default();
        for (key, value) in self.object_or_empty(value, path, "`license`") {
            let at = path.key(&key);
            match key.as_str() {
                "name" => license.name = self.text(value, &at).unwrap_or_default(),
                "url" => license.url = self.uri_reference(value, &at),
                _ if key.starts_with("x-") => {
                    license.extensions.insert(key, value);
                }
                _ => self.unknown_field("`license`", &key, path),
            }
        }
        Some(license)
    }

    pub(super) fn external_docs(&mut self, value: Value, path: &Path<'_>) -> Option<ExternalDocumentation> {
        if value.is_null() {
            return None;
        }
        let mut docs = ExternalDocumentation::default();
        let mut is_reported = false;
        for (key, value) in self.object_or_empty(value, path, "`externalDocs`") {
            let at = path.key(&key);
            match key.as_str() {
                "description" => docs.description = self.text(value, &at),
                "url" => {
                    let has_value = !value.is_null();
                    let url = self.uri_reference(value, &at);
                    is_reported = has_value && url.is_none();
                    docs.url = url.unwrap_or_default();
                }
                _ if key.starts_with("x-") => {
                    docs.extensions.insert(key, value);
                }
                _ => self.unknown_field("`externalDocs`", &key, path),
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
        if value.is_null() {
            return tags;
        }
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
        for (key, value) in self.object_or_empty(value, path, "a tag") {
            let at = path.key(&key);
            match key.as_str() {
                "name" => tag.name = self.text(value, &at).unwrap_or_default(),
                "description" => tag.description = self.text(value, &at),
                "externalDocs" => tag.external_docs = self.external_docs(value, &at),
                _ if key.starts_with("x-") => {
                    tag.extensions.insert(key, value);
                }
                _ => self.unknown_field("a tag", &key, path),
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
            Value::Null => Vec::new(),
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
        for (key, value) in self.object_or_empty(value, path, "a server") {
            let at = path.key(&key);
            match key.as_str() {
                "url" => {
                    has_url = true;
                    server.url = self.text(value, &at).unwrap_or_default();
                }
                "description" => server.description = self.text(value, &at),
                "variables" if value.is_null() => {}
                "variables" => server.variables = Some(self.named(value, "`variables`", &at, |cx, value, at| Some(cx.variable(value, at)))),
                "name" => {
                    server.extensions.insert(crate::normalize::ext::NAME.to_owned(), value);
                }
                _ if key.starts_with("x-") => {
                    server.extensions.insert(key, value);
                }
                _ => self.unknown_field("a server", &key, path),
            }
        }
        if !has_url {
            self.cx.warn(path, "missing-field", "the server has no `url`, leaving it out");
            return None;
        }
        if !self.is_server_url(&server.url, &path.key("url")) {
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
        for (key, value) in self.object_or_empty(value, path, "a server variable") {
            let at = path.key(&key);
            match key.as_str() {
                "default" => default = self.text(value, &at),
                "enum" => variable.enumeration = self.texts(value, &at),
                "description" => variable.description = self.text(value, &at),
                _ if key.starts_with("x-") => {
                    variable.extensions.insert(key, value);
                }
                _ => self.unknown_field("a server variable", &key, path),
            }
        }
        variable.default = default.unwrap_or_else(|| {
            let first = variable.enumeration.first().cloned().unwrap_or_default();
            self.cx.warn(path, "missing-field", format!("the server variable has no `default`, taking `{}`", first.escape_debug()));
            first
        });
        variable
    }
}

/// Returns an excerpt of a text for a message: one line of bounded length.
fn shown(text: &str) -> String {
    text.chars().take(80).flat_map(char::escape_debug).collect()
}
