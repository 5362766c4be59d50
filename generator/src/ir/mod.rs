//! Says what the service offers, in words that belong neither to OpenAPI nor to Rust.
//!
//! **Invariants:** there are no identifiers of any programming language here, no references to resolve and no case conversion: names are
//! as the document has them ([`NameHint`]), types are indices into one arena. A differ between two versions of a spec, a simulator and
//! a documentation page can read [`Api`] as well as the emitter does.

mod operation;
mod print;
mod security;
mod types;
pub mod webhooks;
mod xml;

pub use operation::*;
pub use print::{print, type_name, type_text};
pub use security::*;
pub use types::*;
pub use webhooks::{Webhook, WebhookSource};
pub use xml::*;

use std::collections::BTreeMap;

/// Everything that a service offers.
#[derive(Clone, Debug, Default)]
pub struct Api {
    /// What the service is.
    pub info: Info,
    /// Where it is; the first is the default.
    pub servers: Vec<Server>,
    /// The ways to authenticate.
    pub schemes: Vec<Scheme>,
    /// The security of the operations that do not state their own.
    pub security: Security,
    /// The types, by [`TypeId`].
    pub types: Vec<TypeDef>,
    /// The operations, in the document's order.
    pub operations: Vec<Operation>,
    /// What groups the operations, in the order of the document's tags, then of first use.
    pub groups: Vec<Group>,
    /// The events that the service sends.
    pub webhooks: Vec<Webhook>,
    /// How it signs them, where that is known.
    pub signing: Option<webhooks::Signing>,
    /// How they are told apart, where that is known.
    pub event_names: webhooks::EventNames,
    /// The names of types in XML, of the components that have another than their own.
    pub xml_names: BTreeMap<TypeId, XmlName>,
    /// Where else the document has the same object, of the types that stand for several.
    pub elsewhere: BTreeMap<TypeId, Vec<Declaration>>,
    /// Whether only a part of the document's operations was asked for: types that they do not reach are not wanted.
    pub partial: bool,
    /// The operationIds of the whole document, including operations that `include` leaves out.
    pub operation_ids: Vec<String>,
}

impl Api {
    /// Returns the definition of a type.
    pub fn ty(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0 as usize]
    }

    /// Returns the types that a type refers to.
    pub fn targets(&self, id: TypeId) -> Vec<TypeId> {
        match &self.ty(id).shape {
            Shape::Struct(shape) => {
                let fields = shape.fields.iter().filter_map(|field| field.ty.innermost());
                fields.chain(shape.additional.iter().filter_map(Type::innermost)).collect()
            }
            Shape::Union(shape) => shape.variants.iter().filter_map(|variant| variant.ty.innermost()).collect(),
            Shape::Alias(ty) => ty.innermost().into_iter().collect(),
            Shape::Enum(_) => Vec::new(),
        }
    }

    /// Returns whether anything is known of what the service sends by itself.
    pub fn has_webhooks(&self) -> bool {
        !self.webhooks.is_empty() || self.signing.is_some()
    }

    /// Returns every type's index.
    pub fn type_ids(&self) -> impl DoubleEndedIterator<Item = TypeId> + use<> {
        (0..self.types.len() as u32).map(TypeId)
    }
}

/// What a service is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Info {
    /// The title.
    pub title: String,
    /// The version of the document.
    pub version: String,
    /// What it is for, as CommonMark.
    pub description: Option<String>,
    /// The licence's name or SPDX expression.
    pub license: Option<String>,
    /// Where the terms of service are.
    pub terms_of_service: Option<String>,
    /// Where more documentation is.
    pub documentation_url: Option<String>,
}

/// A server of an API.
#[derive(Clone, Debug, PartialEq)]
pub struct Server {
    /// The URL, with `{variables}`; may be relative.
    pub url: String,
    /// What the server is for.
    pub description: Option<String>,
    /// The variables, in the order of the URL.
    pub variables: Vec<ServerVariable>,
}

/// A part of a server's URL that users choose.
#[derive(Clone, Debug, PartialEq)]
pub struct ServerVariable {
    /// The name between the braces.
    pub name: String,
    /// The value that is used where none is given; `None` where one has to be.
    pub default: Option<String>,
    /// The values that are possible; empty for any.
    pub values: Vec<String>,
    /// What it is for.
    pub description: Option<String>,
}

/// A group, as an index into [`Api::groups`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupId(pub u32);

/// Operations that belong together: a tag.
#[derive(Clone, Debug)]
pub struct Group {
    /// The tag; empty for the operations without one.
    pub tag: String,
    /// What the group is for, as CommonMark.
    pub description: Option<String>,
    /// Where the service documents the group.
    pub documentation_url: Option<String>,
    /// The group that this one stands under (OpenAPI 3.2, section 4.22, `parent`).
    pub parent: Option<GroupId>,
}
