//! Tells for a place in a spec which type of the generated crate stands for it: `turnbuckle dump --stage places` prints that, and a test
//! that holds generated types against a vendor's examples looks it up.
//!
//! Input: a [`Plan`]. What the plan records an origin of is found by it: types, fields, parameters, bodies and answers. From there the
//! way down goes by the keywords of schemas, so that a list's items or a repeated inline schema are found too.

use std::collections::BTreeMap;

use crate::emit::Paths;
use crate::generator::Plan;
use crate::ir::{Api, Content, MediaKind, Shape, Struct, Type, TypeId};
use crate::source::Location;

/// The places of a spec that have a type.
#[derive(Debug)]
pub struct Places<'p> {
    api: &'p Api,
    paths: Paths<'p>,
    types: BTreeMap<Location, Type>,
}

/// The type that stands for a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The type.
    pub ty: Type,
    /// The type as code writes it that has the generated crate's module `models` in scope, such as `Vec<models::Contact>`.
    pub path: String,
}

impl<'p> Places<'p> {
    /// Finds the places of a planned crate.
    pub fn of(plan: &'p Plan) -> Self {
        let mut types = BTreeMap::new();
        contents(&plan.api, &mut types);
        fields(&plan.api, &mut types);
        for id in plan.api.type_ids() {
            types.entry(plan.api.ty(id).origin.clone()).or_insert(Type::Named(id));
        }
        let paths = Paths::new(&plan.api, &plan.facts, &plan.names, plan.config.date_time);
        Self { api: &plan.api, paths, types }
    }

    /// Returns every place that the plan records, in the order of files and pointers; without those whose type is not rendered.
    pub fn iter(&self) -> impl Iterator<Item = (&Location, Place)> {
        self.types.iter().filter_map(|(location, ty)| Some((location, self.place(ty.clone())?)))
    }

    /// Returns what stands for the schema at a place. `None` where the schema is part of another type, where nothing is generated for it,
    /// and where it is a reference: that is found at its target.
    pub fn find(&self, schema: &Location) -> Option<Place> {
        self.place(self.ty(schema)?)
    }

    fn place(&self, ty: Type) -> Option<Place> {
        let path = self.paths.path(&ty)?;
        Some(Place { ty, path })
    }

    fn ty(&self, schema: &Location) -> Option<Type> {
        if let Some(known) = self.types.get(schema) {
            return Some(known.clone());
        }
        let parent = Location { file: schema.file, pointer: schema.pointer.parent()? };
        match schema.pointer.segments().last()?.as_str() {
            "items" => match self.resolved(self.whole(&parent)?) {
                Type::List(item) => Some(*item),
                _ => None,
            },
            "additionalProperties" => match self.resolved(self.whole(&parent)?) {
                Type::Map(value) => Some(*value),
                Type::Named(id) => self.structure(id)?.additional.clone(),
                _ => None,
            },
            last => self.member(&parent, last),
        }
    }

    /// Returns the type of a member of a keyword's map or list.
    fn member(&self, keyword: &Location, name: &str) -> Option<Type> {
        let owner = Location { file: keyword.file, pointer: keyword.pointer.parent()? };
        match (keyword.pointer.segments().last()?.as_str(), self.resolved(self.whole(&owner)?)) {
            ("properties", Type::Named(id)) => {
                let fields = &self.structure(id)?.fields;
                fields.iter().find(|field| field.wire == name && !field.flatten).map(|field| field.ty.clone())
            }
            ("oneOf" | "anyOf", Type::Named(id)) => {
                let Shape::Union(union) = &self.api.ty(id).shape else { return None };
                let index: usize = name.parse().ok()?;
                union.variants.get(index).map(|variant| variant.ty.clone())
            }
            _ => None,
        }
    }

    /// Returns the type that a schema is, or that it is a part of by `allOf`.
    fn whole(&self, schema: &Location) -> Option<Type> {
        self.ty(schema).or_else(|| {
            let list = schema.pointer.parent()?;
            let is_part = list.segments().last()? == "allOf";
            if is_part { self.whole(&Location { file: schema.file, pointer: list.parent()? }) } else { None }
        })
    }

    /// Returns a type without null and without aliases.
    fn resolved(&self, mut ty: Type) -> Type {
        // The bound ends a ring of aliases.
        for _ in 0..self.api.types.len() {
            ty = match ty {
                Type::Nullable(inner) => *inner,
                Type::Named(id) => match &self.api.ty(id).shape {
                    Shape::Alias(target) => target.clone(),
                    Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) => return Type::Named(id),
                },
                ty => return ty,
            };
        }
        ty
    }

    fn structure(&self, id: TypeId) -> Option<&Struct> {
        match &self.api.ty(id).shape {
            Shape::Struct(shape) => Some(shape),
            Shape::Enum(_) | Shape::Union(_) | Shape::Alias(_) => None,
        }
    }
}

/// Adds parameters, bodies and answers.
fn contents(api: &Api, types: &mut BTreeMap<Location, Type>) {
    for op in &api.operations {
        for param in &op.params {
            let Location { file, pointer } = &param.origin;
            let schema = match &param.encoding.content_type {
                Some(media_type) => pointer.join("content").join(media_type).join("schema"),
                None => pointer.join("schema"),
            };
            types.entry(Location { file: *file, pointer: schema }).or_insert_with(|| param.ty.clone());
            types.entry(param.origin.clone()).or_insert_with(|| param.ty.clone());
        }
        let answers = op.responses.all().filter_map(|response| response.content.as_ref());
        for content in op.body.iter().flat_map(|body| &body.contents).chain(answers).filter(|content| is_whole(content)) {
            types.entry(content.origin.clone()).or_insert_with(|| content.ty.clone());
        }
    }
}

/// The type of a stream is that of one element, and a body of bytes is sent and read without one.
fn is_whole(content: &Content) -> bool {
    !matches!(content.kind, MediaKind::EventStream | MediaKind::JsonLines | MediaKind::Binary)
}

/// Adds fields. One that a type has from another by `allOf` may have been refined, so a type's own come first.
fn fields(api: &Api, types: &mut BTreeMap<Location, Type>) {
    for own in [true, false] {
        for def in &api.types {
            let Shape::Struct(shape) = &def.shape else { continue };
            for field in shape.fields.iter().filter(|field| !field.flatten) {
                if is_within(&field.origin, &def.origin) == own {
                    types.entry(field.origin.clone()).or_insert_with(|| field.ty.clone());
                }
            }
        }
    }
}

fn is_within(inner: &Location, outer: &Location) -> bool {
    let rest = inner.pointer.as_str().strip_prefix(outer.pointer.as_str());
    inner.file == outer.file && rest.is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::Places;
    use crate::Generator;
    use crate::source::{Input, Location, Pointer};

    const SPEC: &str = "
openapi: 3.0.0
info: {title: T, version: '1'}
paths:
  /a:
    get:
      parameters:
      - {name: since, in: query, schema: {type: string, format: date-time}}
      responses:
        '200':
          description: A
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/A'}}
components:
  schemas:
    A:
      allOf:
      - type: object
        properties:
          b: {type: string, nullable: true}
          c: {type: object, additionalProperties: {type: array, items: {type: integer}}}
";

    #[test]
    fn a_place_is_found_by_its_origin_or_on_the_way_down() {
        let input = Input::Text { name: "t.yaml".to_owned(), text: SPEC.to_owned() };
        let plan = Generator::from_input(input).plan().expect("the spec is read");
        let places = Places::of(&plan);
        let answer = "/paths/~1a/get/responses/200/content/application~1json/schema";
        let items = format!("{answer}/items");
        let pointers = [
            "/paths/~1a/get/parameters/0/schema",
            answer,
            items.as_str(),
            "/components/schemas/A",
            "/components/schemas/A/allOf/0",
            "/components/schemas/A/allOf/0/properties/b",
            "/components/schemas/A/allOf/0/properties/c",
            "/components/schemas/A/allOf/0/properties/c/additionalProperties/items",
        ];
        let found = pointers.map(|pointer| {
            let location = Location { file: plan.sources.root(), pointer: Pointer::from_escaped(pointer) };
            format!("{pointer}: {}\n", places.find(&location).map_or_else(|| "nothing".to_owned(), |place| place.path))
        });
        expect![[r#"
            /paths/~1a/get/parameters/0/schema: turnbuckle_runtime::OrText<turnbuckle_runtime::jiff::Timestamp>
            /paths/~1a/get/responses/200/content/application~1json/schema: Vec<models::A>
            /paths/~1a/get/responses/200/content/application~1json/schema/items: models::A
            /components/schemas/A: models::A
            /components/schemas/A/allOf/0: nothing
            /components/schemas/A/allOf/0/properties/b: Option<String>
            /components/schemas/A/allOf/0/properties/c: std::collections::BTreeMap<String, Vec<i64>>
            /components/schemas/A/allOf/0/properties/c/additionalProperties/items: i64
        "#]]
        .assert_eq(&found.concat());
    }
}
