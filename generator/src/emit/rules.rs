//! Rules as nodes of a table: what the same rules hold for shares a node, and a type that contains itself refers to its own.

use std::collections::HashMap;

use crate::ir::{Bound, Constraints, Shape, Struct, StructForm, Type, TypeId};

use super::context::Cx;
use super::layout::literal;

/// The nodes and patterns of a table while they are collected.
pub(super) struct Rules<'a> {
    cx: &'a Cx<'a>,
    /// Which types have rules, or lead to some.
    ruled: Vec<bool>,
    /// The rows of the nodes; empty while one is being made.
    nodes: Vec<String>,
    /// The nodes of types.
    named: HashMap<TypeId, u32>,
    /// The nodes by their rows.
    known: HashMap<String, u32>,
    patterns: Vec<String>,
    pattern_numbers: HashMap<String, u32>,
}

impl<'a> Rules<'a> {
    pub(super) fn new(cx: &'a Cx<'a>) -> Self {
        let first = row("", "Parts::None", 0);
        Self {
            cx,
            ruled: ruled(cx),
            known: HashMap::from([(first.clone(), 0)]),
            nodes: vec![first],
            named: HashMap::new(),
            patterns: Vec::new(),
            pattern_numbers: HashMap::new(),
        }
    }

    /// Returns the rows of the nodes and of the patterns.
    pub(super) fn into_rows(self) -> (Vec<String>, Vec<String>) {
        (self.nodes, self.patterns)
    }

    /// Returns the node of a type by itself; 0 where there are no rules.
    pub(super) fn named(&mut self, id: TypeId) -> u32 {
        if !self.ruled[id.0 as usize] {
            return 0;
        }
        if let Some(node) = self.named.get(&id) {
            return *node;
        }
        let node = self.nodes.len() as u32;
        self.named.insert(id, node);
        self.nodes.push(String::new());
        let row = self.definition(id);
        self.nodes[node as usize] = row;
        node
    }

    fn definition(&mut self, id: TypeId) -> String {
        let def = self.cx.api.ty(id);
        match &def.shape {
            Shape::Alias(ty) => {
                let inner = self.of(ty, &def.constraints);
                row("", "Parts::None", inner)
            }
            Shape::Enum(_) => row(&self.own(&def.constraints), "Parts::None", 0),
            Shape::Struct(shape) if shape.form == StructForm::List => row(&self.own(&def.constraints), &self.elements(shape), 0),
            Shape::Struct(shape) => {
                let mut fields = Vec::new();
                for (index, field) in shape.fields.iter().enumerate() {
                    let node = self.of(&field.ty, &field.constraints);
                    if node != 0 {
                        fields.push(format!("({index}, {node})"));
                    }
                }
                if let Some(ty) = &shape.additional {
                    let value = self.of(ty, &shape.additional_constraints);
                    if value != 0 {
                        let node = self.node(row("", &format!("Parts::Values({value})"), 0));
                        fields.push(format!("({}, {node})", shape.fields.len()));
                    }
                }
                let parts = if fields.is_empty() { "Parts::None".to_owned() } else { format!("Parts::Fields(&[{}])", fields.join(", ")) };
                row(&self.own(&def.constraints), &parts, 0)
            }
            Shape::Union(shape) => {
                let variants = shape.rows().into_iter().map(|row| &shape.variants[row]);
                let arms: Vec<String> = variants
                    .map(|variant| format!("Arm::new({}, {})", self.kind(&variant.ty), self.of(&variant.ty, &variant.constraints)))
                    .collect();
                row(&self.own(&def.constraints), &format!("Parts::Arms(&[{}])", arms.join(", ")), 0)
            }
        }
    }

    /// Returns the parts of a list whose elements have a type each. Every element is listed: one without rules has node 0.
    fn elements(&mut self, shape: &Struct) -> String {
        let nodes: Vec<u32> = shape.fields.iter().map(|field| self.of(&field.ty, &field.constraints)).collect();
        let rest = shape.additional.as_ref().map_or(0, |ty| self.of(ty, &shape.additional_constraints));
        if rest == 0 && nodes.iter().all(|node| *node == 0) {
            return "Parts::None".to_owned();
        }
        let own: Vec<String> = nodes.iter().enumerate().map(|(index, node)| format!("({index}, {node})")).collect();
        format!("Parts::Elements(&[{}], {rest})", own.join(", "))
    }

    /// Returns the node of a type with the rules of the place where it stands; 0 where there are none.
    pub(super) fn of(&mut self, ty: &Type, constraints: &Constraints) -> u32 {
        let empty = Constraints::default();
        let items = constraints.items.as_deref().unwrap_or(&empty);
        let values = constraints.values.as_deref().unwrap_or(&empty);
        let (parts, also) = match ty {
            Type::Nullable(inner) => return self.of(inner, constraints),
            Type::Named(id) => {
                let named = self.named(*id);
                if *constraints == empty || *constraints == self.cx.api.ty(*id).constraints {
                    return named;
                }
                (self.place_parts(items, values), named)
            }
            Type::List(item) => (part("Items", self.of(item, items)), 0),
            Type::Map(value) => (part("Values", self.of(value, values)), 0),
            Type::Any(_) => (self.place_parts(items, values), 0),
            Type::Bool
            | Type::Int(_)
            | Type::Float(_)
            | Type::Decimal(_)
            | Type::String
            | Type::DateTime
            | Type::Date
            | Type::Time
            | Type::Base64
            | Type::Binary => ("Parts::None".to_owned(), 0),
        };
        let own = self.own(constraints);
        if own.is_empty() && parts == "Parts::None" {
            return also;
        }
        self.node(row(&own, &parts, also))
    }

    /// The parts of a value whose type says nothing of them.
    fn place_parts(&mut self, items: &Constraints, values: &Constraints) -> String {
        let any = Type::Any(crate::ir::AnyReason::Unconstrained);
        let empty = Constraints::default();
        if *items != empty {
            part("Items", self.of(&any, items))
        } else if *values != empty {
            part("Values", self.of(&any, values))
        } else {
            "Parts::None".to_owned()
        }
    }

    fn node(&mut self, row: String) -> u32 {
        if let Some(known) = self.known.get(&row) {
            return *known;
        }
        let node = self.nodes.len() as u32;
        self.nodes.push(row.clone());
        self.known.insert(row, node);
        node
    }

    /// Returns the rules for a value itself.
    fn own(&mut self, rules: &Constraints) -> String {
        let mut out = Vec::new();
        let mut count = |name: &str, limit: Option<u64>| out.extend(limit.map(|limit| format!("Rule::{name}({limit})")));
        count("MinLength", rules.min_length.filter(|least| *least > 0));
        count("MaxLength", rules.max_length);
        count("MinItems", rules.min_items.filter(|least| *least > 0));
        count("MaxItems", rules.max_items);
        count("MinProperties", rules.min_properties.filter(|least| *least > 0));
        count("MaxProperties", rules.max_properties);
        out.extend(bound("Minimum", rules.minimum.as_ref()));
        out.extend(bound("Maximum", rules.maximum.as_ref()));
        out.extend(rules.multiples_of.iter().map(|step| format!("Rule::MultipleOf({})", literal(&step.to_string()))));
        if rules.unique_items {
            out.push("Rule::UniqueItems".to_owned());
        }
        for pattern in &rules.patterns {
            out.extend(
                pattern.translated.as_deref().map(|translated| format!("Rule::Pattern({})", self.pattern(&pattern.text, translated))),
            );
        }
        out.join(", ")
    }

    fn pattern(&mut self, text: &str, translated: &str) -> u32 {
        if let Some(known) = self.pattern_numbers.get(text) {
            return *known;
        }
        let number = self.patterns.len() as u32;
        self.patterns.push(format!("Pattern::new({}, {}),", literal(text), literal(translated)));
        self.pattern_numbers.insert(text.to_owned(), number);
        number
    }

    /// What values of a variant look like, for unions whose variants are told by their content.
    fn kind(&self, ty: &Type) -> String {
        let word = match self.cx.canonical(ty) {
            Type::Nullable(inner) => return self.kind(&inner),
            Type::Named(id) => match &self.cx.api.ty(id).shape {
                Shape::Struct(shape) if shape.form == StructForm::List => "List",
                Shape::Struct(_) => return format!("Kind::Record({})", literal(self.cx.type_name(id))),
                Shape::Enum(_) | Shape::Union(_) | Shape::Alias(_) => "Any",
            },
            Type::List(_) => "List",
            Type::Map(_) => "Map",
            Type::Bool => "Bool",
            Type::Int(_) | Type::Float(_) | Type::Decimal(crate::ir::DecimalWire::Number) => "Number",
            Type::Decimal(crate::ir::DecimalWire::String) | Type::String | Type::DateTime | Type::Date | Type::Time | Type::Base64 => {
                "Text"
            }
            Type::Binary | Type::Any(_) => "Any",
        };
        format!("Kind::{word}")
    }
}

fn row(rules: &str, parts: &str, also: u32) -> String {
    format!("Node::new(&[{rules}], {parts}, {also}),")
}

fn part(name: &str, node: u32) -> String {
    if node == 0 { "Parts::None".to_owned() } else { format!("Parts::{name}({node})") }
}

fn bound(name: &str, bound: Option<&Bound>) -> Option<String> {
    let Bound { value, exclusive } = bound?;
    let exclusive = if *exclusive { "Exclusive" } else { "" };
    Some(format!("Rule::{exclusive}{name}({})", literal(&value.to_string())))
}

/// Finds which types have rules, or lead to some.
fn ruled(cx: &Cx<'_>) -> Vec<bool> {
    let empty = Constraints::default();
    let mut users: Vec<Vec<TypeId>> = vec![Vec::new(); cx.api.types.len()];
    let mut open = Vec::new();
    for id in cx.api.type_ids() {
        let def = cx.api.ty(id);
        let mut has = def.constraints != empty;
        let mut member = |ty: &Type, constraints: &Constraints| {
            has |= *constraints != empty;
            if let Some(target) = ty.innermost() {
                users[target.0 as usize].push(id);
            }
        };
        match &def.shape {
            Shape::Struct(shape) => {
                shape.fields.iter().for_each(|field| member(&field.ty, &field.constraints));
                shape.additional.iter().for_each(|ty| member(ty, &shape.additional_constraints));
            }
            Shape::Union(shape) => shape.variants.iter().for_each(|variant| member(&variant.ty, &variant.constraints)),
            Shape::Alias(ty) => member(ty, &empty),
            Shape::Enum(_) => {}
        }
        if has {
            open.push(id);
        }
    }
    let mut ruled = vec![false; cx.api.types.len()];
    while let Some(id) = open.pop() {
        if !std::mem::replace(&mut ruled[id.0 as usize], true) {
            open.extend(&users[id.0 as usize]);
        }
    }
    ruled
}
