//! What emission looks up, and what one file collects while it is rendered.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::analyze::{Facts, Gate};
use crate::ir::{Api, GroupId, TypeId};
use crate::name::{Name, Names};

use super::{Layout, Options};

/// What emission looks up.
#[derive(Clone, Copy)]
pub(super) struct Cx<'a> {
    pub(super) api: &'a Api,
    pub(super) facts: &'a Facts,
    pub(super) names: &'a Names,
    pub(super) options: &'a Options,
    /// What a scan over all operations and types would find again for each item.
    pub(super) counted: &'a Counted,
}

/// What is counted once.
#[derive(Debug)]
pub(super) struct Counted {
    /// The operations of each group, by index.
    operations: Vec<Vec<usize>>,
    /// The gates there are, in the order of the features.
    gates: Vec<Gate>,
}

impl Counted {
    /// Counts.
    pub(super) fn of(api: &Api, facts: &Facts) -> Self {
        let mut operations = vec![Vec::new(); api.groups.len()];
        for (index, op) in api.operations.iter().enumerate() {
            operations[op.group.0 as usize].push(index);
        }
        let mut gates: Vec<Gate> = facts.groups.iter().copied().map(Gate::Group).collect();
        if api.has_webhooks() {
            gates.push(Gate::Webhooks);
        }
        if facts.types.iter().any(|facts| facts.gates.contains(&Gate::Expandable)) {
            gates.push(Gate::Expandable);
        }
        if !api.partial && facts.types.iter().any(|facts| facts.gates.contains(&Gate::Unused)) {
            gates.push(Gate::Unused);
        }
        Self { operations, gates }
    }
}

impl<'a> Cx<'a> {
    /// Returns the name of a type.
    pub(super) fn type_name(&self, id: TypeId) -> &str {
        match &self.names.types[id.0 as usize].ident {
            Some(name) => &name.0,
            None => "Value",
        }
    }

    /// Returns whether a type is rendered.
    pub(super) fn is_wanted(&self, id: TypeId) -> bool {
        self.facts.is_written(self.api, id)
    }

    /// Returns the feature that a gate stands for.
    pub(super) fn feature(&self, gate: Gate) -> &str {
        match gate {
            Gate::Group(id) => &self.names.groups[id.0 as usize].feature,
            Gate::Webhooks => "webhooks",
            Gate::Expandable => "expandable",
            Gate::Unused => "unused-models",
        }
    }

    /// Returns the gates there are, in the order of the features.
    pub(super) fn gates(&self) -> &'a [Gate] {
        &self.counted.gates
    }

    /// Returns the operations of a group, by index.
    pub(super) fn operations_of(&self, group: GroupId) -> &'a [usize] {
        &self.counted.operations[group.0 as usize]
    }

    /// Returns the attribute for an item that any of these gates needs; nothing where all of them do. A part of a document has no gate for
    /// the models that nothing uses, though a model of its own may be used by one of those, too.
    pub(super) fn cfg(&self, gates: &[Gate]) -> TokenStream {
        let gates = self.choice(gates);
        let features = gates.iter().map(|gate| self.feature(*gate));
        match gates.as_slice() {
            [] => TokenStream::new(),
            [_] => quote! { #(#[cfg(feature = #features)])* },
            _ => quote! { #[cfg(any(#(feature = #features),*))] },
        }
    }

    /// Returns the attribute as [`Cx::cfg`] does, laid out.
    pub(super) fn cfg_text(&self, gates: &[Gate]) -> String {
        let gates = self.choice(gates);
        if gates.is_empty() { String::new() } else { super::code::cfg(gates.iter().map(|gate| self.feature(*gate))) }
    }

    /// Returns those of the gates that there are; none where an item is in every crate.
    fn choice(&self, gates: &[Gate]) -> Vec<Gate> {
        let mut gates: Vec<Gate> = gates.iter().copied().filter(|gate| self.gates().contains(gate)).collect();
        // What is expanded is part of other values: an item that all of these need is there whether it is part of that, too, or not.
        let is_needed_by_all = self.gates().iter().all(|gate| *gate == Gate::Expandable || gates.contains(gate));
        if self.options.layout == Layout::SingleFile || is_needed_by_all {
            gates.clear();
        }
        gates
    }
}

/// Makes an identifier of a resolved name.
pub(super) fn ident(name: &Name) -> Ident {
    word(&name.0)
}

/// Makes an identifier of a resolved name's text.
pub(super) fn word(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// What one file collects while it is rendered.
#[derive(Default)]
pub(super) struct Scope {
    /// What it uses of the runtime: the last segment, and the path before it.
    runtime: RefCell<BTreeMap<String, String>>,
    /// The models that it uses.
    models: RefCell<BTreeSet<String>>,
    /// The models that it defines.
    own: BTreeSet<String>,
    /// Whether it uses `BTreeMap`.
    map: RefCell<bool>,
    pub(super) blocks: super::layout::Blocks,
}

impl Scope {
    /// Makes the scope of a file that defines these models.
    pub(super) fn new(own: BTreeSet<String>) -> Self {
        Self { own, ..Self::default() }
    }

    /// Uses an item of the runtime by its path, such as `model::Value`.
    pub(super) fn runtime(&self, path: &str) -> Ident {
        word(self.runtime_name(path))
    }

    /// Uses an item of the runtime as [`Scope::runtime`] does, and returns its name.
    pub(super) fn runtime_name<'p>(&self, path: &'p str) -> &'p str {
        let (module, name) = path.rsplit_once("::").unwrap_or(("", path));
        let mut used = self.runtime.borrow_mut();
        if used.get(name).is_none_or(|known| known != module) {
            used.insert(name.to_owned(), module.to_owned());
        }
        name
    }

    /// Uses an item of the runtime's module `operation`, by its path: its names are those of many a model.
    pub(super) fn operation(&self, name: &str) -> TokenStream {
        let (module, name) = (self.runtime("operation"), word(name));
        quote! { #module::#name }
    }

    /// Uses a model, and returns its name.
    pub(super) fn model_name<'n>(&self, name: &'n str) -> &'n str {
        if !self.own.contains(name) {
            let mut used = self.models.borrow_mut();
            if !used.contains(name) {
                used.insert(name.to_owned());
            }
        }
        name
    }

    /// Returns a model's path, without an import: for what may not be there where the rest of the file is.
    pub(super) fn model_path(&self, name: &str) -> String {
        if self.own.contains(name) { name.to_owned() } else { format!("super::{name}") }
    }

    /// Uses `BTreeMap`.
    pub(super) fn map(&self) -> Ident {
        *self.map.borrow_mut() = true;
        word("BTreeMap")
    }

    /// Returns the whole path of a name that was used, from where `models` is in scope.
    pub(super) fn path_of(&self, name: &str) -> Option<String> {
        if let Some(module) = self.runtime.borrow().get(name) {
            let parts = ["turnbuckle_runtime", module, name];
            return Some(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("::"));
        }
        if self.models.borrow().contains(name) {
            return Some(format!("models::{name}"));
        }
        (name == "BTreeMap").then(|| "std::collections::BTreeMap".to_owned())
    }

    /// Returns the `use` items for all that was used; `models` is the path of the models' module from here.
    pub(super) fn imports(&self, models: &TokenStream) -> TokenStream {
        let mut items = TokenStream::new();
        if *self.map.borrow() {
            items.extend(quote! { use std::collections::BTreeMap; });
        }
        let mut by_module: BTreeMap<String, Vec<Ident>> = BTreeMap::new();
        for (name, module) in self.runtime.borrow().iter() {
            by_module.entry(module.clone()).or_default().push(word(name));
        }
        for (module, names) in by_module {
            let path: Vec<Ident> = module.split("::").filter(|part| !part.is_empty()).map(word).collect();
            items.extend(match names.as_slice() {
                [name] => quote! { use turnbuckle_runtime #(::#path)* :: #name; },
                names => quote! { use turnbuckle_runtime #(::#path)* :: { #(#names),* }; },
            });
        }
        let used: Vec<Ident> = self.models.borrow().iter().map(|name| word(name)).collect();
        items.extend(match used.as_slice() {
            [] => TokenStream::new(),
            [name] => quote! { use #models :: #name; },
            names => quote! { use #models :: { #(#names),* }; },
        });
        items
    }
}
