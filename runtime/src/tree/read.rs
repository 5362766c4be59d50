//! Fills slots from a tree of elements. Not generic: compiled once for all types.

use std::any::TypeId;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use super::Element;
use super::unions::{Chosen, Fit};
use super::{UNDECLARED, XmlField, XmlForm, XmlName, XmlNode, XmlRecord};
use crate::decode::DecodeError;
use crate::model::{MapSlot, OptSlot, Record, Slot, Value, View, flags, takes};

/// Fills a slot from the outermost element.
#[cfg(feature = "xml")]
pub(crate) fn fill(root: &Element, slot: Slot<'_>, form: &XmlForm) -> Result<(), DecodeError> {
    Reader::new(form, root).root(root, slot)
}

/// Fills a slot from the fields of a form, where the text of an object or list may be JSON.
pub(crate) fn fill_form(root: &Element, slot: Slot<'_>) -> Result<(), DecodeError> {
    Reader { takes_json: true, ..Reader::new(&UNDECLARED, root) }.root(root, slot)
}

/// Fills a slot of a scalar from text.
pub(crate) fn fill_text(value: &str, slot: Slot<'_>) -> Result<(), DecodeError> {
    text(value, slot).map(drop).map_err(|fault| fault.at(&[]))
}

pub(crate) struct Reader<'f> {
    form: &'f XmlForm,
    /// Whether the text of an object or list may be JSON.
    takes_json: bool,
    /// Whether an arm of a union is only tried.
    pub(super) probing: Cell<bool>,
    /// Whether a union was left unread while an arm was tried.
    pub(super) hollow: Cell<bool>,
    /// How well the element fits that an arm is tried with.
    pub(super) fit: Cell<Fit>,
    /// What an element is of a union, by the element's address and the union.
    pub(super) chosen: RefCell<HashMap<(*const Element, TypeId), Chosen>>,
    /// How many elements were read, those that were read twice counted twice.
    steps: Cell<usize>,
    /// How many elements may be read before no more flattened fields are.
    limit: usize,
}

/// What the fields of a record take.
#[derive(Default)]
struct Taken {
    /// The names of children.
    children: Vec<String>,
    /// The names of attributes.
    attributes: Vec<String>,
}

/// What is wrong, before its place is written out.
pub(super) struct Fault {
    expected: String,
    found: String,
}

impl Fault {
    fn at(self, path: &[String]) -> DecodeError {
        let mut pointer = String::new();
        for token in path {
            crate::pointer::push(&mut pointer, token);
        }
        DecodeError::new(pointer, self.expected, self.found)
    }
}

pub(super) type Path = Vec<String>;

impl<'f> Reader<'f> {
    pub(crate) fn new(form: &'f XmlForm, root: &Element) -> Self {
        Self {
            form,
            takes_json: false,
            probing: Cell::new(false),
            hollow: Cell::new(false),
            fit: Cell::default(),
            chosen: RefCell::default(),
            steps: Cell::new(0),
            limit: root.count().saturating_mul(64).saturating_add(1 << 12),
        }
    }

    /// Reads the outermost element into a slot.
    pub(crate) fn root(&self, root: &Element, slot: Slot<'_>) -> Result<(), DecodeError> {
        let mut path = Vec::new();
        self.element(root, slot, self.form.root.item, &mut path).map_err(|fault| fault.at(&path))
    }

    /// Returns how many elements were read, those that were read twice counted twice.
    #[cfg(test)]
    pub(crate) fn steps(&self) -> usize {
        self.steps.get()
    }

    /// Reads an element into a slot; the items of a list are the children, of a name where one is given.
    pub(super) fn element(&self, element: &Element, slot: Slot<'_>, item: Option<XmlName>, path: &mut Path) -> Result<(), Fault> {
        self.steps.set(self.steps.get() + 1);
        if self.is_json(element, &slot) {
            return json(&element.text, slot, path);
        }
        match slot {
            Slot::Opt(target) if element.is_nil() => {
                target.put_null();
                Ok(())
            }
            Slot::Opt(target) if self.is_empty(element) => {
                if let slot @ (Slot::Str(_) | Slot::Opt(_)) = target.insert() {
                    return self.element(element, slot, item, path);
                }
                target.put_null();
                Ok(())
            }
            Slot::Opt(target) => self.element(element, target.insert(), item, path),
            Slot::Record(record) => self.record(element, record, path),
            Slot::Map(map) => self.map(element.children.iter(), map, path),
            Slot::List(_) | Slot::Tuple(_) => {
                let named = |child: &&Element| item.is_none_or(|item| child.local == item.local);
                let items: Vec<&Element> = element.children.iter().filter(named).collect();
                // Servers disagree with their documents on the names of items.
                let items = if items.is_empty() { element.children.iter().collect() } else { items };
                self.list(&items, slot, path)
            }
            Slot::Union(union) => self.union(element, union, path),
            Slot::Any(_) if self.probing.get() => {
                self.hollow.set(true);
                Ok(())
            }
            Slot::Any(target) => {
                *target = element.to_value();
                Ok(())
            }
            Slot::File(file) if self.takes_json => {
                file.set_content(element.text.clone().into_bytes());
                Ok(())
            }
            slot => self.text(&element.text, slot),
        }
    }

    /// Reads a scalar from text.
    fn text(&self, value: &str, slot: Slot<'_>) -> Result<(), Fault> {
        let doubts = text(value, slot)?;
        self.add(Fit { doubts, ..Fit::default() });
        Ok(())
    }

    pub(super) fn add(&self, fit: Fit) {
        let known = self.fit.get();
        self.fit.set(Fit { lost: known.lost + fit.lost, doubts: known.doubts + fit.doubts });
    }

    /// Returns whether the text of an element is JSON of the structure that the slot takes.
    fn is_json(&self, element: &Element, slot: &Slot<'_>) -> bool {
        let begins = |c: char| self.takes_json && element.children.is_empty() && element.text.trim_start().starts_with(c);
        match slot {
            Slot::Record(_) | Slot::Map(_) => begins('{'),
            Slot::List(_) | Slot::Tuple(_) => begins('['),
            Slot::Union(_) => begins('{') || begins('['),
            _ => false,
        }
    }

    /// Returns whether an element is the empty value of a form, which has no other null.
    fn is_empty(&self, element: &Element) -> bool {
        self.takes_json && element.children.is_empty() && element.text.is_empty()
    }

    fn list(&self, items: &[&Element], slot: Slot<'_>, path: &mut Path) -> Result<(), Fault> {
        match slot {
            Slot::List(list) => {
                for (index, item) in items.iter().enumerate() {
                    path.push(index.to_string());
                    self.element(item, list.push(), None, path)?;
                    path.pop();
                }
                Ok(())
            }
            Slot::Tuple(tuple) => self.tuple(items, tuple, path),
            slot => Err(fault(&slot, "a list")),
        }
    }

    /// Reads a list whose elements have a type each: the field without a wire name takes those after them.
    fn tuple(&self, items: &[&Element], tuple: &mut dyn Record, path: &mut Path) -> Result<(), Fault> {
        let fields = tuple.meta().fields;
        let fixed = fields.iter().position(|field| field.flags & flags::EXTRA != 0).unwrap_or(fields.len());
        for (index, item) in items.iter().enumerate() {
            path.push(index.to_string());
            if index < fixed {
                self.element(item, tuple.field_slot(index), None, path)?;
            } else if let Slot::List(rest) = tuple.field_slot(fixed) {
                self.element(item, rest.push(), None, path)?;
            }
            path.pop();
        }
        for (index, field) in fields.iter().enumerate().take(fixed).skip(items.len()) {
            if field.flags & flags::REQUIRED != 0 {
                path.push(index.to_string());
                missing(tuple.field_slot(index))?;
                path.pop();
            }
        }
        Ok(())
    }

    fn map<'e>(&self, children: impl Iterator<Item = &'e Element>, map: &mut dyn MapSlot, path: &mut Path) -> Result<(), Fault> {
        for child in children {
            path.push(child.local.clone());
            self.element(child, map.insert(child.local.clone()), None, path)?;
            path.pop();
        }
        Ok(())
    }

    fn record(&self, element: &Element, record: &mut dyn Record, path: &mut Path) -> Result<(), Fault> {
        let table = self.form.record(record.meta().name);
        let mut taken = Taken::default();
        self.fields(element, record, table, &mut taken, path)?;
        if self.probing.get() && record.meta().fields.iter().all(|field| field.flags & flags::EXTRA == 0) {
            let beside = |name: &str| takes(View::Record(record), name, true);
            let children = element.children.iter().filter(|it| !taken.children.contains(&it.local) && !beside(&it.local));
            let attributes = element.declared().filter(|it| !taken.attributes.contains(&it.local) && !beside(&it.local));
            let lost = children.map(Element::size).sum::<usize>() + attributes.count();
            self.add(Fit { lost, ..Fit::default() });
        }
        Ok(())
    }

    /// Reads an element into the fields of a record. `outer` is the table of the record that this one is flattened into, and `taken` gathers the
    /// names that a field takes.
    fn fields(
        &self,
        element: &Element,
        record: &mut dyn Record,
        outer: Option<&XmlRecord>,
        taken: &mut Taken,
        path: &mut Path,
    ) -> Result<(), Fault> {
        let meta = record.meta();
        let table = self.form.record(meta.name);
        let spread = flags::EXTRA | flags::FLATTEN;
        for (index, field) in meta.fields.iter().enumerate().filter(|(_, it)| it.flags & spread == 0) {
            let known = outer.and_then(|it| it.field(field.wire)).or_else(|| table.and_then(|it| it.field(field.wire)));
            path.push(field.wire.to_owned());
            let there = match known {
                Some(known) => self.field(element, record.field_slot(index), known, taken, path)?,
                None => {
                    taken.children.push(field.wire.to_owned());
                    let found: Vec<_> = element.children.iter().filter(|it| it.local == field.wire).collect();
                    self.found(&found, record.field_slot(index), path)?
                }
            };
            let wanted = field.flags & (flags::REQUIRED | flags::WRITE_ONLY) == flags::REQUIRED;
            if !there && wanted {
                missing(record.field_slot(index))?;
            }
            path.pop();
        }
        for (index, _) in meta.fields.iter().enumerate().filter(|(_, it)| it.flags & flags::FLATTEN != 0) {
            self.flattened(element, record.field_slot(index), outer.or(table), taken, path)?;
        }
        if let Some(extra) = meta.fields.iter().position(|it| it.flags & flags::EXTRA != 0)
            && let Some(map) = map_of(record.field_slot(extra))
        {
            self.map(element.children.iter().filter(|it| !taken.children.contains(&it.local)), map, path)?;
        }
        Ok(())
    }

    fn flattened(
        &self,
        element: &Element,
        slot: Slot<'_>,
        outer: Option<&XmlRecord>,
        taken: &mut Taken,
        path: &mut Path,
    ) -> Result<(), Fault> {
        if self.steps.get() > self.limit {
            // Where several fields declare one property, each of them has a copy of what is in it, and each copy the same again.
            return Err(Fault { expected: "elements that fewer fields take at once".to_owned(), found: "an element".to_owned() });
        }
        match slot {
            Slot::Opt(target) => self.flattened(element, target.insert(), outer, taken, path),
            Slot::Record(inner) => self.fields(element, inner, outer, taken, path),
            Slot::Map(map) => self.map(element.children.iter().filter(|it| !taken.children.contains(&it.local)), map, path),
            Slot::Union(union) => {
                let before = self.fit.get();
                self.union(element, union, path)?;
                // The arm counts what belongs to the fields around it, too.
                self.fit.set(Fit { lost: before.lost, ..self.fit.get() });
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Reads what a field's table says it is; returns whether it was there.
    fn field(&self, element: &Element, slot: Slot<'_>, known: &XmlField, taken: &mut Taken, path: &mut Path) -> Result<bool, Fault> {
        match known.node {
            XmlNode::Attribute => {
                taken.attributes.push(known.name.local.to_owned());
                let attributes = element.attributes.iter().filter(|it| it.local == known.name.local && it.prefix != "xmlns");
                let exact = |it: &&super::Attribute| it.prefix == known.name.prefix;
                match attributes.clone().find(exact).or_else(|| attributes.clone().next()) {
                    Some(found) => self.attribute(&found.value, slot).map(|()| true),
                    None => Ok(false),
                }
            }
            XmlNode::Text | XmlNode::Cdata => self.text(&element.text, inner(slot)).map(|()| true),
            XmlNode::Element => {
                taken.children.push(known.name.local.to_owned());
                let named: Vec<&Element> = element.children.iter().filter(|it| it.local == known.name.local).collect();
                let exact: Vec<&Element> = named.iter().copied().filter(|it| it.prefix == known.name.prefix).collect();
                let found = if exact.is_empty() { named } else { exact };
                match (known.item, found.last()) {
                    (Some(_), Some(wrapper)) => self.element(wrapper, slot, known.item, path).map(|()| true),
                    (Some(_), None) => Ok(false),
                    (None, _) => self.found(&found, slot, path),
                }
            }
        }
    }

    /// Reads an attribute: a list is separated by white space (XML Schema, part 2, section 2.5.1.2).
    fn attribute(&self, value: &str, slot: Slot<'_>) -> Result<(), Fault> {
        match slot {
            Slot::Opt(target) => self.attribute(value, target.insert()),
            Slot::List(list) => value.split_ascii_whitespace().try_for_each(|item| self.text(item, list.push())),
            slot => self.text(value, slot),
        }
    }

    /// Reads the elements of a field's name: all of them into a list, the last into anything else.
    fn found(&self, found: &[&Element], slot: Slot<'_>, path: &mut Path) -> Result<bool, Fault> {
        let Some(last) = found.last() else { return Ok(false) };
        match slot {
            Slot::Opt(_) if found.len() == 1 && self.is_empty(last) => self.element(last, slot, None, path)?,
            Slot::Opt(target) if found.len() == 1 && last.is_nil() => target.put_null(),
            Slot::Opt(target) => drop(self.found(found, target.insert(), path)?),
            slot if found.len() == 1 && self.is_json(last, &slot) => json(&last.text, slot, path)?,
            Slot::List(_) | Slot::Tuple(_) => self.list(found, slot, path)?,
            Slot::Any(_) if self.probing.get() => self.hollow.set(true),
            Slot::Any(target) if found.len() > 1 => *target = Value::Array(found.iter().map(|it| it.to_value()).collect()),
            slot => self.element(last, slot, None, path)?,
        }
        Ok(true)
    }
}

/// Reads a text that is JSON.
fn json(text: &str, slot: Slot<'_>, path: &mut Path) -> Result<(), Fault> {
    crate::json::fill(text.as_bytes(), slot).map_err(|error| {
        path.extend(crate::pointer::tokens(error.pointer()));
        Fault { expected: error.expected().to_owned(), found: error.found().to_owned() }
    })
}

/// Meets a required field that is not there: XML has no empty list, so one that is not wrapped is just not there.
fn missing(slot: Slot<'_>) -> Result<(), Fault> {
    match slot {
        Slot::List(_) | Slot::Opt(_) => Ok(()),
        slot => Err(fault(&slot, "nothing")),
    }
}

fn inner(slot: Slot<'_>) -> Slot<'_> {
    match slot {
        Slot::Opt(target) => inner(target.insert()),
        slot => slot,
    }
}

fn map_of(slot: Slot<'_>) -> Option<&mut dyn MapSlot> {
    match slot {
        Slot::Map(map) => Some(map),
        Slot::Opt(opt) => map_of(insert(opt)),
        _ => None,
    }
}

fn insert(opt: &mut dyn OptSlot) -> Slot<'_> {
    opt.insert()
}

/// Reads a scalar from text, and returns the number of values that an enum does not list.
fn text(value: &str, slot: Slot<'_>) -> Result<usize, Fault> {
    let expected = slot.expected();
    let trimmed = value.trim();
    let mut doubts = 0;
    let read = match slot {
        Slot::Skip => true,
        Slot::Str(target) => {
            value.clone_into(target);
            true
        }
        Slot::Bool(target) => {
            *target = matches!(trimmed, "true" | "1");
            matches!(trimmed, "true" | "1" | "false" | "0")
        }
        Slot::Int(target) => {
            let taken = crate::json::integer(trimmed).is_some_and(|value| target.put(value));
            doubts = usize::from(!target.known());
            taken
        }
        Slot::F64(target) => trimmed.parse().map(|value| *target = value).is_ok(),
        Slot::F32(target) => trimmed.parse().map(|value| *target = value).is_ok(),
        Slot::Enum(target) => {
            target.put(value);
            doubts = usize::from(!target.known());
            true
        }
        Slot::Text(target) => {
            let taken = target.put(value) || target.put(trimmed);
            doubts = usize::from(!target.known());
            taken
        }
        Slot::Number(target) => target.put(trimmed),
        Slot::Bytes(target) => crate::scalar::base64::decode(trimmed).map(|bytes| *target = bytes).is_some(),
        Slot::File(target) => crate::scalar::base64::decode(trimmed).map(|bytes| target.set_content(bytes)).is_some(),
        Slot::Scalar(target) => {
            let taken = scalars(value).into_iter().any(|it| target.put(it));
            doubts = usize::from(!target.known());
            taken
        }
        Slot::Any(target) => {
            *target = Value::String(value.to_owned());
            true
        }
        Slot::Opt(target) => return text(value, target.insert()),
        Slot::Union(union) => {
            let arms = 0..union.meta().arms.len();
            let fits: Vec<(usize, usize)> = arms.filter_map(|arm| Some((text(value, union.select(arm)).ok()?, arm))).collect();
            match fits.into_iter().min() {
                Some((_, arm)) => return text(value, union.select(arm)),
                None => union.put_unknown(Value::String(value.to_owned())),
            }
            doubts = 1;
            true
        }
        Slot::List(_) | Slot::Tuple(_) | Slot::Map(_) | Slot::Record(_) => false,
    };
    let short: String = trimmed.chars().take(40).collect();
    if read { Ok(doubts) } else { Err(Fault { expected: expected.to_owned(), found: format!("the text `{short}`") }) }
}

/// Returns what a text may stand for where the type is mixed.
fn scalars(text: &str) -> Vec<Value> {
    let parsed = serde_json::from_str(text.trim()).ok().filter(|it: &Value| it.is_number() || it.is_boolean());
    parsed.into_iter().chain([Value::String(text.to_owned())]).collect()
}

fn fault(slot: &Slot<'_>, found: &str) -> Fault {
    Fault { expected: slot.expected().to_owned(), found: found.to_owned() }
}
