//! Resolves references, composition, unions, parameters, security and pagination: from the normalized document to an [`Api`].
//!
//! Input: a [`Document`] whose references all lead to components that exist. Output: the [`Api`], and what could not be kept as the
//! document has it. **Invariant:** nothing is dropped in silence: a schema that cannot be rendered becomes [`Type::Any`]
//! with its reason, an operation that cannot be called is left out with a diagnostic.

mod audit;
mod binary;
mod bodies;
mod compose;
mod conditions;
mod configured;
mod constraints;
mod dedupe;
mod encodings;
mod enums;
mod events;
mod facts;
mod hierarchy;
mod keywords;
mod leaves;
mod merge;
mod node;
mod once;
mod operations;
mod overlaps;
mod pagination;
mod parameters;
mod place;
mod responses;
mod rings;
mod scalars;
pub mod schemas;
mod security;
mod settle;
mod signing;
mod stored;
mod tags;
mod tuples;
mod unions;
mod visit;
mod webhooks;
mod xml;

use std::collections::{HashMap, HashSet};

use openapiv3::{ReferenceOr, Schema};

use crate::config::{Config, UnknownFields};
use crate::diagnostic::Diagnostic;
use crate::ir::{AnyReason, Api, Constraints, Docs, Info, NameHint, Shape, Type, TypeDef, TypeId};
use crate::normalize::{Document, ext};
use crate::source::{Pointer, unescape};

use facts::Known;
use once::{Made, PutOff};
use place::Place;

/// Lowers a document.
pub fn lower(document: &Document, config: &Config) -> (Api, Vec<Diagnostic>) {
    let (store, open_object) = (stored::Store::default(), open_object());
    let mut cx = Cx::new(document, config, &store, &open_object);
    cx.api.info = info(document);
    cx.api.servers = operations::servers(&document.api.servers);
    cx.security();
    cx.declare_components();
    for index in 0..cx.components.len() {
        cx.define_component(index);
        cx.make_later();
    }
    cx.operations();
    cx.webhooks();
    cx.make_later();
    cx.break_rings();
    binary::settle(&mut cx.api);
    drop_repeated_nulls(&mut cx.api);
    cx.check_configuration();
    cx.tell_variants_apart();
    cx.find_overlaps();
    cx.declare_tags();
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
    /// What is known of each component.
    known: Vec<Known<'d>>,
    /// The conditional parts of schemas, by the place of each, and where further ones are kept.
    conditions: HashMap<Pointer, &'d [(Pointer, ReferenceOr<Schema>)]>,
    stored: stored::End<'d>,
    /// The types of what components declare, by its place.
    made: HashMap<Pointer, Made>,
    /// The schemas in place that are being lowered, by their places, with the name of each that is known.
    open: HashMap<Pointer, Option<TypeId>>,
    /// Those that are to be made, and the keys of those that are being made within each other.
    later: Vec<PutOff>,
    opened: Vec<Pointer>,
    /// The types of what several schemas say of one value.
    merged: HashMap<merge::Key, TypeId>,
    /// The types of that kind which are being made, from the outside in.
    merging: Vec<merge::Key>,
    /// The structs that allow no properties but those declared.
    closed: HashSet<TypeId>,
    /// The structs of parents that the document names a kind of their own.
    own_kinds: HashSet<TypeId>,
    shared: operations::Shared,
    /// Whether a body is in XML: the XML Objects of schemas matter only then.
    xml: bool,
    rules: constraints::Known,
    /// The remaining number of fields that may be copied from components that others are composed of.
    inheritable: usize,
    /// The schema of an object of any properties.
    open_object: &'d Schema,
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
    /// The components that extend this one by `allOf`, in the document's order.
    children: Vec<usize>,
}

impl<'d> Cx<'d> {
    fn new(document: &'d Document, config: &'d Config, store: &'d stored::Store, open_object: &'d Schema) -> Self {
        Self {
            document,
            config,
            api: Api::default(),
            diagnostics: Vec::new(),
            components: Vec::new(),
            by_name: HashMap::new(),
            known: Vec::new(),
            conditions: HashMap::new(),
            stored: store.end(),
            made: HashMap::new(),
            open: HashMap::new(),
            later: Vec::new(),
            opened: Vec::new(),
            merged: HashMap::new(),
            merging: Vec::new(),
            closed: HashSet::new(),
            own_kinds: HashSet::new(),
            shared: operations::Shared::default(),
            xml: xml::is_used(document),
            rules: constraints::Known::default(),
            inheritable: 0,
            open_object,
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
            self.components.push(Component { name, schema, id, children: Vec::new() });
        }
        self.inheritable = FEW_COPIES + COPIES_OF_EACH * components.schemas.values().map(declared).sum::<usize>();
        self.know_components();
        self.find_children();
    }

    fn find_children(&mut self) {
        for child in 0..self.components.len() {
            let ReferenceOr::Item(schema) = self.components[child].schema else { continue };
            for part in keywords::Keywords::of(schema).all_of {
                if let ReferenceOr::Reference { reference } = part
                    && let Some(parent) = self.component(reference)
                {
                    let parent = self.behind(parent);
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

    /// Returns the component that one leads to which is only a reference, and itself for any other.
    fn behind(&self, component: usize) -> usize {
        self.end_of_chain(component).unwrap_or(component)
    }

    /// Returns the index of the component that a reference leads to.
    fn component(&self, reference: &str) -> Option<usize> {
        let name = reference.strip_prefix("#/components/schemas/")?;
        if let Some(index) = self.by_name.get(name) {
            return Some(*index);
        }
        self.by_name.get(unescape(name).as_str()).copied()
    }

    /// Returns what a type is another name for, or the type itself.
    fn resolved<'t>(&'t self, ty: &'t Type) -> &'t Type {
        let mut at = ty;
        // The bound ends a ring of other names.
        for _ in 0..=self.api.types.len() {
            match at {
                Type::Named(id) => match &self.api.ty(*id).shape {
                    Shape::Alias(next) => at = next,
                    Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) => break,
                },
                _ => break,
            }
        }
        at
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

/// Returns each item once, at its first place.
fn unique<T: PartialEq>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut unique = Vec::new();
    for item in items {
        if !unique.contains(&item) {
            unique.push(item);
        }
    }
    unique
}

fn component_pointer(name: &str) -> Pointer {
    Pointer::from_escaped("/components/schemas").join(name)
}

/// Takes null out of what is said to be nullable where the type behind a name takes it anyway.
fn drop_repeated_nulls(api: &mut Api) {
    let takes_null: Vec<bool> = api
        .type_ids()
        .map(|id| {
            let mut at = id;
            // The bound ends a ring of other names.
            (0..api.types.len()).find_map(|_| match &api.ty(at).shape {
                Shape::Alias(Type::Named(next)) => {
                    at = *next;
                    None
                }
                Shape::Alias(ty) => Some(matches!(ty, Type::Any(_) | Type::Nullable(_))),
                Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) => Some(false),
            })
        })
        .map(|takes| takes.unwrap_or(false))
        .collect();
    let mut drop_null = |ty: &mut Type| drop_null(ty, &takes_null);
    visit::in_types(api, &mut |_, ty| drop_null(ty));
    visit::in_messages(api, &mut drop_null);
    visit::in_contents(api, &mut |content| drop_null(&mut content.ty));
}

fn drop_null(ty: &mut Type, takes_null: &[bool]) {
    if let Type::Nullable(inner) = ty
        && let Type::Named(id) = **inner
        && takes_null[id.0 as usize]
    {
        *ty = Type::Named(id);
    }
    if let Type::Nullable(inner) | Type::List(inner) | Type::Map(inner) = ty {
        drop_null(inner, takes_null);
    }
}

/// Returns the schema of an object of any properties.
fn open_object() -> Schema {
    let any = openapiv3::ObjectType { additional_properties: Some(openapiv3::AdditionalProperties::Any(true)), ..Default::default() };
    Schema { schema_data: Default::default(), schema_kind: openapiv3::SchemaKind::Type(openapiv3::Type::Object(any)) }
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
