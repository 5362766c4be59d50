//! Prints an [`Api`] as text, for `dump` and for golden tests.

use std::fmt::{self, Write};

use super::{
    Api, Content, Enum, Field, FieldEncoding, HeaderForm, Operation, Pages, Param, Presence, Response, Security, Shape, Struct, StructForm,
    Type, TypeDef, TypeId, Union, WebhookSource, XmlForm, XmlName, XmlNode,
};

/// Prints an API: one line a fact, indented, in the document's order.
pub fn print(api: &Api) -> String {
    let mut out = String::new();
    // Writing to a `String` cannot fail.
    let _ = write_api(&mut out, api);
    out
}

fn write_api(out: &mut String, api: &Api) -> fmt::Result {
    writeln!(out, "api {:?} {:?}", api.info.title, api.info.version)?;
    for server in &api.servers {
        write!(out, "server {}", server.url)?;
        for variable in &server.variables {
            match &variable.default {
                Some(default) => write!(out, " {}={default:?}", variable.name)?,
                None => write!(out, " {}", variable.name)?,
            }
        }
        writeln!(out)?;
    }
    for scheme in &api.schemes {
        writeln!(out, "scheme {:?} {:?}", scheme.wire, scheme.kind)?;
    }
    if !api.security.0.is_empty() {
        writeln!(out, "security {}", security(&api.security))?;
    }
    for group in &api.groups {
        write!(out, "group {:?}", group.tag)?;
        if let Some(parent) = group.parent {
            write!(out, " in {:?}", api.groups[parent.0 as usize].tag)?;
        }
        writeln!(out)?;
    }
    for id in api.type_ids() {
        write_type(out, api, id)?;
    }
    for op in &api.operations {
        write_operation(out, api, op)?;
    }
    for webhook in &api.webhooks {
        let payload = webhook.payload.as_ref().map_or_else(|| "nothing".to_owned(), |ty| type_text(api, ty));
        write!(out, "webhook {:?} {payload}", webhook.wire)?;
        match &webhook.source {
            WebhookSource::Listed => writeln!(out)?,
            WebhookSource::Callback { operation, url } => writeln!(out, " from {operation:?} to {url:?}")?,
            WebhookSource::Payload => writeln!(out, " for all others")?,
        }
    }
    if let Some(signing) = &api.signing {
        writeln!(out, "signing {signing:?}")?;
    }
    if !api.event_names.places.is_empty() {
        writeln!(out, "event names {:?}", api.event_names)?;
    }
    Ok(())
}

fn write_type(out: &mut String, api: &Api, id: TypeId) -> fmt::Result {
    let TypeDef { shape, docs, .. } = api.ty(id);
    write!(out, "type {}", type_name(api, id))?;
    if docs.deprecated {
        write!(out, " deprecated")?;
    }
    match shape {
        Shape::Struct(shape) => write_struct(out, api, shape),
        Shape::Enum(shape) => write_enum(out, shape),
        Shape::Union(shape) => write_union(out, api, shape),
        Shape::Alias(ty) => writeln!(out, " = {}", type_text(api, ty)),
    }
}

fn write_struct(out: &mut String, api: &Api, shape: &Struct) -> fmt::Result {
    writeln!(
        out,
        "{}",
        match shape.form {
            StructForm::Object => " struct",
            StructForm::List => " tuple",
        }
    )?;
    for field in &shape.fields {
        writeln!(out, "  {}", field_text(api, field))?;
    }
    if let Some(ty) = &shape.additional {
        writeln!(out, "  .. {}", type_text(api, ty))?;
    }
    Ok(())
}

fn field_text(api: &Api, field: &Field) -> String {
    let mut text = if field.flatten { "(flattened)".to_owned() } else { format!("{:?}", field.wire) };
    text.push_str(mark(field.presence));
    text.push(' ');
    text.push_str(&type_text(api, &field.ty));
    for (holds, word) in [
        (field.access == super::Access::ReadOnly, " read-only"),
        (field.access == super::Access::WriteOnly, " write-only"),
        (field.secret, " secret"),
        (field.docs.deprecated, " deprecated"),
    ] {
        if holds {
            text.push_str(word);
        }
    }
    if let Some(constant) = &field.constant {
        text.push_str(&format!(" const {constant}"));
    }
    if let Some(default) = &field.default {
        text.push_str(&format!(" default {default}"));
    }
    if let Some(form) = &field.xml {
        text.push_str(&format!(" xml {}", xml_text(form)));
    }
    text
}

fn xml_text(form: &XmlForm) -> String {
    let name = |name: &XmlName| {
        let prefix = if name.prefix.is_empty() { String::new() } else { format!("{}:", name.prefix) };
        let namespace = if name.namespace.is_empty() { String::new() } else { format!(" in {:?}", name.namespace) };
        format!("{prefix}{}{namespace}", name.local)
    };
    let node = match form.node {
        XmlNode::Element => "element",
        XmlNode::Attribute => "attribute",
        XmlNode::Text => "text",
        XmlNode::Cdata => "cdata",
    };
    let item = form.item.as_ref().map_or_else(String::new, |item| format!(" around {}", name(item)));
    format!("{node} {}{item}", name(&form.name))
}

fn write_enum(out: &mut String, shape: &Enum) -> fmt::Result {
    write!(out, " enum {:?}", shape.kind)?;
    for value in &shape.values {
        write!(out, " {}", value.wire)?;
        if let Some(name) = &value.name {
            write!(out, "({name})")?;
        }
    }
    writeln!(out)
}

fn write_union(out: &mut String, api: &Api, shape: &Union) -> fmt::Result {
    match &shape.tag {
        Some(tag) => writeln!(out, " union by {tag:?}")?,
        None if shape.several => writeln!(out, " union, several at once")?,
        None => writeln!(out, " union")?,
    }
    for (index, variant) in shape.variants.iter().enumerate() {
        write!(out, "  {:?} {}", variant.name, type_text(api, &variant.ty))?;
        for tag in &variant.tags {
            write!(out, " {tag}")?;
        }
        if shape.fallback == Some(index) {
            write!(out, " fallback")?;
        }
        if variant.expandable {
            write!(out, " expandable")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn write_operation(out: &mut String, api: &Api, op: &Operation) -> fmt::Result {
    write!(out, "operation {} {}", op.method, op.path)?;
    if let Some(id) = &op.id {
        write!(out, " {id:?}")?;
    }
    write!(out, " in {:?}", api.groups[op.group.0 as usize].tag)?;
    if op.docs.deprecated {
        write!(out, " deprecated")?;
    }
    if op.cost != 1 {
        write!(out, " costs {}", op.cost)?;
    }
    writeln!(out)?;
    for param in &op.params {
        writeln!(out, "  {}", param_text(api, param))?;
    }
    if let Some(body) = &op.body {
        for content in &body.contents {
            writeln!(out, "  body{} {}", mark(body.presence), content_text(api, content))?;
        }
    }
    for response in &op.responses.success {
        writeln!(out, "  -> {}", response_text(api, response))?;
    }
    for response in &op.responses.redirects {
        writeln!(out, "  => {}", response_text(api, response))?;
    }
    for response in &op.responses.errors {
        writeln!(out, "  !> {}", response_text(api, response))?;
    }
    if let Some(own) = &op.security {
        writeln!(out, "  security {}", security(own))?;
    }
    if let Some(Pages { items, item, next, fallback, prev, total, evidence }) = &op.pages {
        writeln!(out, "  pages {items:?} of {} by {next:?}, {evidence:?}", type_text(api, &item.0))?;
        if let Some(fallback) = fallback {
            writeln!(out, "  pages else by {fallback:?}")?;
        }
        if let Some(prev) = prev {
            writeln!(out, "  pages back by {prev:?}")?;
        }
        if let Some(total) = total {
            writeln!(out, "  pages total {total:?}")?;
        }
    }
    Ok(())
}

fn param_text(api: &Api, param: &Param) -> String {
    let Param { wire, location, ty, presence, encoding, .. } = param;
    let mut text = format!("{location:?} {wire:?}{} {} {:?}", mark(*presence), type_text(api, ty), encoding.style);
    if encoding.explode {
        text.push_str(" exploded");
    }
    if let Some(content_type) = &encoding.content_type {
        text.push_str(&format!(" as {content_type}"));
    }
    text
}

fn response_text(api: &Api, response: &Response) -> String {
    let mut text = format!("{:?}", response.status);
    if let Some(content) = &response.content {
        text.push_str(&format!(" {}", content_text(api, content)));
    }
    for content in &response.alternatives {
        text.push_str(&format!(" or {}", content_text(api, content)));
    }
    for header in &response.headers {
        text.push_str(&format!(", header {:?}{} {}", header.wire, mark(header.presence), type_text(api, &header.ty)));
        match header.form {
            HeaderForm::Text => {}
            HeaderForm::Json | HeaderForm::Alternating | HeaderForm::Pairs => text.push_str(&format!(" {:?}", header.form)),
        }
    }
    text
}

fn content_text(api: &Api, content: &Content) -> String {
    let form = content.xml.as_ref().map_or_else(String::new, |form| format!(" xml {}", xml_text(form)));
    let encodings: String = content.encodings.iter().map(|field| format!(", {}", encoding_text(field))).collect();
    format!("{} {:?} {}{form}{encodings}", content.media_type, content.kind, type_text(api, &content.ty))
}

fn encoding_text(field: &FieldEncoding) -> String {
    let FieldEncoding { wire, encoding, headers, xml } = field;
    let mut text = match &encoding.content_type {
        Some(content_type) => format!("{wire:?} as {content_type}"),
        None if encoding.explode => format!("{wire:?} {:?} exploded", encoding.style),
        None => format!("{wire:?} {:?}", encoding.style),
    };
    if let Some(form) = xml {
        text.push_str(&format!(" xml {}", xml_text(form)));
    }
    for header in headers {
        let fixed = header.fixed.as_ref().map_or_else(String::new, |fixed| format!(" = {fixed:?}"));
        text.push_str(&format!(" header {:?}{}{fixed}", header.wire, mark(header.presence)));
    }
    text
}

fn security(security: &Security) -> String {
    let alternatives: Vec<String> = security
        .0
        .iter()
        .map(|all| {
            let uses: Vec<String> = all.iter().map(|one| format!("{}{:?}", one.scheme, one.scopes)).collect();
            if uses.is_empty() { "nothing".to_owned() } else { uses.join(" and ") }
        })
        .collect();
    if alternatives.is_empty() { "none".to_owned() } else { alternatives.join(" or ") }
}

fn mark(presence: Presence) -> &'static str {
    match presence {
        Presence::Required => "",
        Presence::Optional => "?",
    }
}

/// Returns the name that a type is printed by: the declared one, or the way to it.
pub fn type_name(api: &Api, id: TypeId) -> String {
    match &api.ty(id).hint {
        super::NameHint::Declared(name) => name.clone(),
        super::NameHint::Derived { owner, path } => {
            let start = match owner {
                super::Owner::Type(owner) => type_name(api, *owner),
                super::Owner::Operation(index) => {
                    let op = &api.operations[*index as usize];
                    op.id.clone().unwrap_or_else(|| format!("{} {}", op.method, op.path))
                }
                super::Owner::Webhook(index) => api.webhooks[*index as usize].wire.clone(),
            };
            format!("{start}.{}", path.join("."))
        }
    }
}

/// Prints a type as it stands in a field.
pub fn type_text(api: &Api, ty: &Type) -> String {
    match ty {
        Type::Named(id) => type_name(api, *id),
        Type::Nullable(inner) => format!("nullable {}", type_text(api, inner)),
        Type::List(inner) => format!("[{}]", type_text(api, inner)),
        Type::Map(inner) => format!("{{{}}}", type_text(api, inner)),
        Type::Int(width) => format!("{width:?}").to_lowercase(),
        Type::Float(width) => format!("{width:?}").to_lowercase(),
        Type::Bool
        | Type::Decimal(_)
        | Type::String
        | Type::DateTime
        | Type::Date
        | Type::Time
        | Type::Base64
        | Type::Binary
        | Type::Any(_) => {
            format!("{ty:?}")
        }
    }
}
