//! Estimates what a crate costs to compile, whole and in parts, from what it is made of.
//!
//! **Invariant:** the estimate is a sum over things that are counted, so that parts can be compared; it knows nothing of the machine.
//! The weights are fitted to measurements by `tests/benches/cost_model.sh`: of 17 documents of up to 1,223 operations, and of the costliest tag
//! of each, with serde's impls; what these were measured to cost is taken off, since they are behind a feature. Of the costliest tags of eight
//! documents (zoom, stripe, asana, jira, box, kubernetes, openai, github) they tell the memory within 6 %, and the time within 9 % but for
//! GitHub's webhooks, which take a fifth more.

use crate::ir::{Api, GroupId, Operation, Shape, TypeId};

use super::usage::{ends, reach, unasked};
use super::{Facts, Gate};

/// What a crate, or a part of it, is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// The operations.
    pub operations: usize,
    /// The parameters of the operations.
    pub params: usize,
    /// The structs.
    pub structs: usize,
    /// The fields of the structs.
    pub fields: usize,
    /// The enums and unions.
    pub enums: usize,
    /// Their values and variants.
    pub variants: usize,
}

/// What a crate, or a part of it, costs in `cargo check` of the crate alone, its dependencies being checked already.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cost {
    /// CPU time of rustc in seconds, on the machine of the measurements.
    pub seconds: f64,
    /// The most memory that rustc takes, in megabytes (10^6 bytes).
    pub megabytes: f64,
}

/// The weight of each thing in milliseconds of CPU time.
const MILLISECONDS: Weights =
    Weights { base: 189.0, operations: 2.17, params: 0.13, structs: 1.40, fields: 0.15, enums: 3.80, variants: 0.05 };

/// The weight of each thing in kilobytes of memory.
const KILOBYTES: Weights =
    Weights { base: 145_600.0, operations: 118.0, params: 21.0, structs: 137.0, fields: 20.6, enums: 373.0, variants: 16.0 };

struct Weights {
    base: f64,
    operations: f64,
    params: f64,
    structs: f64,
    fields: f64,
    enums: f64,
    variants: f64,
}

impl Weights {
    fn of(&self, size: &Size) -> f64 {
        let things = [
            (size.operations, self.operations),
            (size.params, self.params),
            (size.structs, self.structs),
            (size.fields, self.fields),
            (size.enums, self.enums),
            (size.variants, self.variants),
        ];
        self.base + things.into_iter().map(|(count, weight)| count as f64 * weight).sum::<f64>()
    }
}

impl Size {
    /// Estimates what a crate of this size costs.
    pub fn cost(&self) -> Cost {
        Cost { seconds: MILLISECONDS.of(self) / 1e3, megabytes: KILOBYTES.of(self) / 1e3 }
    }

    /// Estimates what adding this to a crate costs.
    pub fn added_cost(&self) -> Cost {
        let (with, without) = (self.cost(), Self::default().cost());
        Cost { seconds: with.seconds - without.seconds, megabytes: with.megabytes - without.megabytes }
    }

    fn add_operation(&mut self, op: &Operation) {
        self.operations += 1;
        self.params += op.params.len();
    }

    fn add_type(&mut self, api: &Api, id: TypeId) {
        match &api.ty(id).shape {
            Shape::Struct(shape) => {
                self.structs += 1;
                self.fields += shape.fields.len();
            }
            Shape::Enum(shape) => {
                self.enums += 1;
                self.variants += shape.values.len();
            }
            Shape::Union(shape) => {
                self.enums += 1;
                self.variants += shape.variants.len();
            }
            Shape::Alias(_) => {}
        }
    }
}

/// The size of a part of a crate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PartSize {
    /// What a crate of this part alone is made of.
    pub alone: Size,
    /// What nothing else in the whole crate needs.
    pub own: Size,
}

/// The sizes of a crate and its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// The whole crate, with all features.
    pub whole: Size,
    /// Each group with operations, in the order of [`Facts::groups`].
    pub groups: Vec<PartSize>,
    /// The webhooks.
    pub webhooks: PartSize,
    /// The types of what is only there where a call asks for it.
    pub expandable: PartSize,
    /// Each operation, by its index.
    pub operations: Vec<PartSize>,
}

/// Counts what a crate and its parts are made of.
pub fn sizes(api: &Api, facts: &Facts) -> Sizes {
    let mut whole = Size::default();
    for id in api.type_ids().filter(|id| !facts.ty(*id).gates.is_empty()) {
        whole.add_type(api, id);
    }
    api.operations.iter().for_each(|op| whole.add_operation(op));
    Sizes {
        whole,
        groups: facts.groups.iter().map(|group| of_group(api, facts, *group)).collect(),
        webhooks: of_gate(api, facts, Gate::Webhooks),
        expandable: of_gate(api, facts, Gate::Expandable),
        operations: of_operations(api),
    }
}

fn of_group(api: &Api, facts: &Facts, group: GroupId) -> PartSize {
    let mut part = of_gate(api, facts, Gate::Group(group));
    for op in api.operations.iter().filter(|op| op.group == group) {
        part.alone.add_operation(op);
        part.own.add_operation(op);
    }
    part
}

fn of_gate(api: &Api, facts: &Facts, gate: Gate) -> PartSize {
    let mut part = PartSize::default();
    for id in api.type_ids() {
        let gates = &facts.ty(id).gates;
        if gates.contains(&gate) {
            part.alone.add_type(api, id);
        }
        // A type that is expanded elsewhere is there for that only with the feature.
        let mut others = gates.iter().filter(|other| **other != gate && **other != Gate::Expandable);
        if gates.contains(&gate) && others.next().is_none() {
            part.own.add_type(api, id);
        }
    }
    part
}

fn of_operations(api: &Api) -> Vec<PartSize> {
    let edges: Vec<Vec<TypeId>> = api.type_ids().map(|id| unasked(api, id)).collect();
    let needs: Vec<Vec<TypeId>> = api.operations.iter().map(|op| reach(&edges, ends(op))).collect();
    let mut users = vec![0_u32; edges.len()];
    let webhooks = api.webhooks.iter().filter_map(|webhook| webhook.payload.as_ref()?.innermost());
    for id in needs.iter().flatten().copied().chain(reach(&edges, webhooks)) {
        users[id.0 as usize] += 1;
    }
    let parts = api.operations.iter().zip(&needs).map(|(op, needs)| {
        let mut part = PartSize::default();
        part.alone.add_operation(op);
        part.own.add_operation(op);
        for id in needs {
            part.alone.add_type(api, *id);
            if users[id.0 as usize] == 1 {
                part.own.add_type(api, *id);
            }
        }
        part
    });
    parts.collect()
}
