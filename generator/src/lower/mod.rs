//! Resolves references, composition, unions, parameters, security and pagination: from the normalized document to an [`Api`].
//!
//! Input: a [`Document`] whose references all lead to components that exist. Output: the [`Api`], and what could not be kept as the
//! document has it. **Invariant:** nothing is dropped in silence: a schema that cannot be rendered becomes [`Type::Any`]
//! with its reason, an operation that cannot be called is left out with a diagnostic.

mod audit;
mod bodies;
mod compose;
mod conditions;
mod configured;
mod constraints;
mod dedupe;
mod encodings;
mod enums;
mod events;
mod hierarchy;
mod keywords;
mod merge;
mod operations;
mod pagination;
mod parameters;
mod place;
mod responses;
mod scalars;
pub mod schemas;
mod security;
mod signing;
mod tags;
mod tuples;
mod unions;
mod webhooks;
mod xml;

use std::collections::HashMap;
use std::rc::Rc;

use openapiv3::{ReferenceOr, Schema};

use crate::config::{Config, UnknownFields};
use crate::diagnostic::Diagnostic;
use crate::ir::{AnyReason, Api, Constraints, Docs, Info, NameHint, Shape, Type, TypeDef, TypeId};
use crate::normalize::{Document, ext};
use crate::source::{Pointer, unescape};

use compose::Composed;
use place::Place;

/// Lowers a document.
pub fn lower(document: &Document, config: &Config) -> (Api, Vec<Diagnostic>) {
    let mut cx = Cx::new(document, config);
    cx.api.info = info(document);
    cx.api.servers = operations::servers(&document.api.servers);
    cx.security();
    cx.declare_components();
    for index in 0..cx.components.len() {
        cx.define_component(index);
    }
    cx.operations();
    cx.webhooks();
    cx.check_configuration();
    cx.tell_variants_apart();
    cx.know_tags();
    if config.unknown_fields == UnknownFields::Keep {
        cx.keep_unknown_fields();
    }
    pagination::find(&mut cx);
    dedupe::dedupe(&mut cx.api);
    cx.diagnostics.extend(audit::audit(&cx.api));
    (cx.api, cx.diagnostics)
}

/// What lowering shares and builds.
struct Cx<'d> {
    document: &'d Document,
    config: &'d Config,
    api: Api,
    diagnostics: Vec<Diagnostic>,
    components: Vec<Component<'d>>,
    by_name: HashMap<&'d str, usize>,
    composed: HashMap<usize, Option<Rc<Composed>>>,
    shared: operations::Shared,
    /// Whether a body is in XML: the XML Objects of schemas matter only then.
    xml: bool,
    rules: constraints::Known,
    /// How deep types of members of an `allOf` are being merged.
    merging: usize,
    /// The remaining number of fields that may be copied from components that others are composed of.
    inheritable: usize,
}

/// The number of fields that `allOf` may copy in any document.
const FEW_COPIES: usize = 20_000;

/// The additional number of copies, per declared property of the document.
const COPIES_OF_EACH: usize = 8;

/// Returns how many properties a schema declares by itself and in the members of its `allOf`.
fn declared(schema: &ReferenceOr<Schema>) -> usize {
    let ReferenceOr::Item(schema) = schema else { return 0 };
    let keywords = keywords::Keywords::of(schema);
    keywords.properties.map_or(0, |properties| properties.len()) + keywords.all_of.iter().map(declared).sum::<usize>()
}

/// A schema among the components.
struct Component<'d> {
    name: &'d str,
    schema: &'d ReferenceOr<Schema>,
    id: TypeId,
    /// Whether null is allowed wherever the component is referred to.
    nullable: bool,
    /// The components that extend this one by `allOf`, in the document's order.
    children: Vec<usize>,
}

impl<'d> Cx<'d> {
    fn new(document: &'d Document, config: &'d Config) -> Self {
        Self {
            document,
            config,
            api: Api::default(),
            diagnostics: Vec::new(),
            components: Vec::new(),
            by_name: HashMap::new(),
            composed: HashMap::new(),
            shared: operations::Shared::default(),
            xml: xml::is_used(document),
            rules: constraints::Known::default(),
            merging: 0,
            inheritable: 0,
        }
    }

    /// Gives each schema among the components its place in the arena, so that references may stand before definitions.
    fn declare_components(&mut self) {
        let Some(components) = &self.document.api.components else { return };
        for (name, schema) in &components.schemas {
            let origin = self.document.locate(&component_pointer(name));
            let id = self.push(TypeDef {
                hint: NameHint::Declared(name.clone()),
                docs: Docs::default(),
                shape: Shape::Alias(Type::Any(AnyReason::Faulty)),
                constraints: Constraints::default(),
                origin,
            });
            self.by_name.insert(name, self.components.len());
            let nullable = matches!(schema, ReferenceOr::Item(schema) if schema.schema_data.nullable);
            self.components.push(Component { name, schema, id, nullable, children: Vec::new() });
        }
        self.inheritable = FEW_COPIES + COPIES_OF_EACH * components.schemas.values().map(declared).sum::<usize>();
        self.spread_nullability();
        self.find_children();
    }

    /// A component that is only a reference to a nullable one is nullable too.
    fn spread_nullability(&mut self) {
        let mut referring: HashMap<usize, Vec<usize>> = HashMap::new();
        for (index, component) in self.components.iter().enumerate() {
            if let ReferenceOr::Reference { reference } = component.schema
                && let Some(target) = self.component(reference)
            {
                referring.entry(target).or_default().push(index);
            }
        }
        let mut open: Vec<usize> = (0..self.components.len()).filter(|index| self.components[*index].nullable).collect();
        while let Some(nullable) = open.pop() {
            for index in referring.remove(&nullable).unwrap_or_default() {
                if !self.components[index].nullable {
                    self.components[index].nullable = true;
                    open.push(index);
                }
            }
        }
    }

    fn find_children(&mut self) {
        for child in 0..self.components.len() {
            let ReferenceOr::Item(schema) = self.components[child].schema else { continue };
            for part in keywords::Keywords::of(schema).all_of {
                if let ReferenceOr::Reference { reference } = part
                    && let Some(parent) = self.component(reference)
                {
                    self.components[parent].children.push(child);
                }
            }
        }
    }

    fn define_component(&mut self, index: usize) {
        let Component { name, schema, id, .. } = self.components[index];
        let place = Place::component(id, component_pointer(name));
        if let Some(name) = self.xml_name(id) {
            self.api.xml_names.insert(id, name);
        }
        let ty = match schema {
            ReferenceOr::Reference { reference } => self.reference(reference).0,
            ReferenceOr::Item(schema) => {
                self.api.types[id.0 as usize].docs = schemas::docs(schema);
                self.api.types[id.0 as usize].constraints = self.constraints_of(schema, &place.pointer);
                schemas::without_null(self.inline(schema, &place))
            }
        };
        if ty != Type::Named(id) {
            self.api.types[id.0 as usize].shape = Shape::Alias(ty);
        }
    }

    /// Returns the index of the component that a reference leads to.
    fn component(&self, reference: &str) -> Option<usize> {
        let name = reference.strip_prefix("#/components/schemas/")?;
        if let Some(index) = self.by_name.get(name) {
            return Some(*index);
        }
        self.by_name.get(unescape(name).as_str()).copied()
    }

    /// Gives every struct a place for what the document does not declare.
    fn keep_unknown_fields(&mut self) {
        for def in &mut self.api.types {
            if let Shape::Struct(shape) = &mut def.shape {
                shape.additional.get_or_insert(Type::Any(AnyReason::Undeclared));
            }
        }
    }

    fn push(&mut self, def: TypeDef) -> TypeId {
        self.api.types.push(def);
        TypeId(self.api.types.len() as u32 - 1)
    }

    fn report(&mut self, diagnostic: Diagnostic, at: &Pointer) {
        self.diagnostics.push(diagnostic.at(self.document.locate(at)));
    }
}

/// Returns the name of the component of a section that a reference leads to.
fn name_in(section: &str, reference: &str) -> Option<String> {
    crate::normalize::component(reference).filter(|(found, _)| *found == section).map(|(_, name)| name)
}

fn component_pointer(name: &str) -> Pointer {
    Pointer::from_escaped("/components/schemas").join(name)
}

fn info(document: &Document) -> Info {
    let info = &document.api.info;
    Info {
        title: info.title.clone(),
        version: info.version.clone(),
        description: info
            .description
            .clone()
            .or_else(|| info.extensions.get(ext::SUMMARY).and_then(|summary| summary.as_str()).map(str::to_owned)),
        license: info.license.as_ref().map(|license| license.name.clone()),
        terms_of_service: info.terms_of_service.clone(),
        documentation_url: document.api.external_docs.as_ref().map(|docs| docs.url.clone()),
    }
}

#[cfg(test)]
mod tests;
