//! What the service sends by itself: webhooks, callbacks, and events of a configured schema.

use indexmap::IndexMap;
use openapiv3::{Callback, PathItem, ReferenceOr, RequestBody};

use crate::config::nearest;
use crate::diagnostic::Diagnostic;
use crate::ir::webhooks::{EventNames, EventPlace, Signing};
use crate::ir::{Docs, Owner, Type, Webhook, WebhookSource};
use crate::normalize::ext;
use crate::source::Pointer;

use super::place::Place;
use super::{Cx, signing};

/// The callbacks of an operation.
pub(super) struct Callbacks {
    /// The operation's identifier, or its method and path.
    pub(super) operation: String,
    pub(super) callbacks: IndexMap<String, Callback>,
    pub(super) pointer: Pointer,
}

impl Cx<'_> {
    /// Lowers what the service sends by itself.
    pub(super) fn webhooks(&mut self) {
        if !self.api.partial {
            for (name, item) in ext::webhooks(&self.document.api) {
                let base = Pointer::from_escaped(format!("/{}", ext::WEBHOOKS)).join(&name);
                for (method, op) in item.iter() {
                    let names = [name.clone(), format!("{name} {}", method.to_uppercase())];
                    self.webhook(&names, &item, op, &base.join(method), WebhookSource::Listed);
                }
            }
        }
        self.callbacks();
        self.payload_of_all();
        self.signing();
    }

    /// Lowers callbacks. The same one of several operations is one event.
    fn callbacks(&mut self) {
        let mut known: Vec<(String, String, Option<ReferenceOr<RequestBody>>)> = Vec::new();
        for Callbacks { operation, callbacks, pointer } in std::mem::take(&mut self.shared.callbacks) {
            for (name, callback) in callbacks {
                let base = pointer.join("callbacks").join(&name);
                for (url, item) in callback {
                    for (method, op) in item.iter() {
                        let same = (name.clone(), url.clone(), op.request_body.clone());
                        if known.contains(&same) {
                            continue;
                        }
                        let names = [
                            name.clone(),
                            format!("{operation}.{name}"),
                            format!("{name} {}", method.to_uppercase()),
                            format!("{operation}.{name} {}", method.to_uppercase()),
                        ];
                        let source = WebhookSource::Callback { operation: operation.clone(), url: url.clone() };
                        self.webhook(&names, &item, op, &base.join(&url).join(method), source);
                        known.push(same);
                    }
                }
            }
        }
    }

    /// Lowers an event under the first of these names that is free.
    fn webhook(&mut self, names: &[String], item: &PathItem, op: &openapiv3::Operation, pointer: &Pointer, source: WebhookSource) {
        let index = self.api.webhooks.len() as u32;
        let place = Place::member(Owner::Webhook(index), pointer.join("requestBody"), "payload");
        let payload = op.request_body.as_ref().and_then(|body| self.payload(body, &place));
        let docs = Docs {
            title: op.summary.clone().or_else(|| item.summary.clone()),
            description: op.description.clone().or_else(|| item.description.clone()),
            deprecated: op.deprecated,
            ..Docs::default()
        };
        let wire = self.free_name(names);
        self.api.webhooks.push(Webhook { wire, docs, payload, source, origin: self.document.locate(pointer) });
    }

    fn free_name(&self, names: &[String]) -> String {
        let is_free = |name: &String| self.api.webhooks.iter().all(|webhook| webhook.wire != *name);
        let numbered = || (2..).map(|number| format!("{} {number}", names.last().map_or("", String::as_str)));
        names.iter().cloned().chain(numbered()).find(is_free).expect("there is no end of numbers")
    }

    /// Takes up the schema that the configuration names for events that are not listed.
    fn payload_of_all(&mut self) {
        let Some(name) = &self.config.webhooks.payload else { return };
        let Some(index) = self.by_name.get(name.as_str()).copied() else {
            let message = format!("`payload` of `[webhooks]` names `{name}`, which is not a schema of the document");
            let help = nearest::help(name, self.components.iter().map(|component| component.name));
            let diagnostic = Diagnostic::error("unknown-payload", message).help(help);
            self.diagnostics.push(self.config.point(diagnostic, &["webhooks", "payload"]));
            return;
        };
        let (id, origin) = (self.components[index].id, self.document.locate(&super::component_pointer(name)));
        let docs = Docs { description: Some("An event that the document does not list by itself.".to_owned()), ..Docs::default() };
        let wire = self.free_name(&[name.clone(), format!("{name} payload")]);
        self.api.webhooks.push(Webhook { wire, docs, payload: Some(Type::Named(id)), source: WebhookSource::Payload, origin });
    }

    /// Resolves how events are signed and told apart.
    fn signing(&mut self) {
        let config = &self.config.webhooks;
        let scheme = match (&config.signature, &config.scheme) {
            (None, None) => None,
            (None, Some(scheme)) => Some(scheme.clone()),
            (Some(_), Some(_)) => return self.invalid_signature("both `signature` and `scheme` are given"),
            (Some(name), None) => match signing::named(name) {
                Ok(Some(scheme)) => Some(scheme),
                Ok(None) => {
                    self.api.signing = Some(Signing::Standard);
                    None
                }
                Err(error) => return self.diagnostics.push(self.config.point(*error, &["webhooks", "signature"])),
            },
        };
        if let Some(scheme) = &scheme {
            match signing::resolve(scheme) {
                Ok(signing) => {
                    if signing::has_unsigned_time(&signing) {
                        let message = "the time of sending is not signed, so that an old event can be sent again with another time";
                        let help = "put `{timestamp}` into `signed` where the service does, or leave `timestamp` out";
                        let diagnostic = Diagnostic::warning("unsigned-timestamp", message).help(help);
                        let place = if config.scheme.is_some() { "scheme" } else { "signature" };
                        self.diagnostics.push(self.config.point(diagnostic, &["webhooks", place]));
                    }
                    self.api.signing = Some(signing);
                }
                Err(wrong) => return self.invalid_signature(&wrong),
            }
        }
        let of_scheme = scheme.map(|scheme| scheme.event.0).unwrap_or_default();
        let places = if config.event.0.is_empty() { of_scheme } else { config.event.0.clone() };
        match places.iter().map(|text| signing::place(text)).collect::<Result<Vec<_>, _>>() {
            Ok(places) => self.event_names(places),
            Err(wrong) => self.invalid_signature(&wrong),
        }
    }

    fn event_names(&mut self, places: Vec<EventPlace>) {
        let mut sent_as = Vec::new();
        for (sent, name) in &self.config.webhooks.names {
            if self.api.webhooks.iter().any(|webhook| webhook.wire == *name) {
                sent_as.push((sent.clone(), name.clone()));
            } else if !self.is_left_out(name) {
                let message = format!("`[webhooks.names]` has `{name}`, which is not an event of the document, leaving it out");
                let help = nearest::help(name, self.api.webhooks.iter().map(|webhook| webhook.wire.as_str()));
                let diagnostic = Diagnostic::warning("unknown-webhook", message).help(help);
                self.diagnostics.push(self.config.point(diagnostic, &["webhooks", "names", sent]));
            }
        }
        self.api.event_names = EventNames { places, sent_as };
    }

    /// Returns whether the document has an event that is not emitted because `include` selects only some operations.
    fn is_left_out(&self, name: &str) -> bool {
        let is_named = |(own, item): (String, PathItem)| {
            own == name || item.iter().any(|(method, _)| format!("{own} {}", method.to_uppercase()) == name)
        };
        self.api.partial && ext::webhooks(&self.document.api).into_iter().any(is_named)
    }

    fn invalid_signature(&mut self, wrong: &str) {
        let diagnostic = Diagnostic::error("invalid-signature", format!("`[webhooks]` cannot be used: {wrong}"));
        self.diagnostics.push(self.config.point(diagnostic, &["webhooks"]));
    }
}
