//! [`Model`] for the types of the standard library.

use std::any::Any;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::{IntSlot, ListSlot, ListView, MapSlot, MapView, Model, Nullable, Numbers, OptSlot, Slot, Value, View};

macro_rules! integers {
    ($($ty:ty, $view:ident, $wide:ty, $expected:literal;)*) => {$(
        impl Model for $ty {
            fn blank() -> Self {
                0
            }
            fn view(&self) -> View<'_> {
                View::$view(<$wide>::from(*self))
            }
            fn slot(&mut self) -> Slot<'_> {
                Slot::Int(self)
            }
        }

        impl IntSlot for $ty {
            fn put(&mut self, value: i128) -> bool {
                match <$ty>::try_from(value) {
                    Ok(value) => {
                        *self = value;
                        true
                    }
                    Err(_) => false,
                }
            }
            fn expected(&self) -> &'static str {
                $expected
            }
        }
    )*};
}

integers! {
    i8, Int, i64, "an 8-bit integer";
    i16, Int, i64, "a 16-bit integer";
    i32, Int, i64, "a 32-bit integer";
    i64, Int, i64, "a 64-bit integer";
    u8, Uint, u64, "an unsigned 8-bit integer";
    u16, Uint, u64, "an unsigned 16-bit integer";
    u32, Uint, u64, "an unsigned 32-bit integer";
    u64, Uint, u64, "an unsigned 64-bit integer";
}

macro_rules! scalars {
    ($($ty:ty, $blank:expr, $slot:ident, |$this:ident| $view:expr;)*) => {$(
        impl Model for $ty {
            fn blank() -> Self {
                $blank
            }
            fn view(&self) -> View<'_> {
                let $this = self;
                $view
            }
            fn slot(&mut self) -> Slot<'_> {
                Slot::$slot(self)
            }
        }
    )*};
}

scalars! {
    bool, false, Bool, |this| View::Bool(*this);
    f32, 0.0, F32, |this| View::Float32(*this);
    f64, 0.0, F64, |this| View::Float(*this);
    String, String::new(), Str, |this| View::Str(this);
    Value, Value::Null, Any, |this| View::Any(this);
}

impl<T: Model> Model for Box<T> {
    fn blank() -> Self {
        Self::new(T::blank())
    }
    fn view(&self) -> View<'_> {
        (**self).view()
    }
    fn slot(&mut self) -> Slot<'_> {
        (**self).slot()
    }
}

impl<T: Model> Model for Option<T> {
    fn blank() -> Self {
        None
    }
    fn view(&self) -> View<'_> {
        match self {
            Some(value) => value.view(),
            None => View::Absent,
        }
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Opt(self)
    }
}

impl<T: Model> OptSlot for Option<T> {
    fn insert(&mut self) -> Slot<'_> {
        self.insert(T::blank()).slot()
    }
    /// A value of any type has null among its values, so there it is kept apart from nothing.
    fn put_null(&mut self) {
        let mut blank = T::blank();
        let takes_null = matches!(blank.slot(), Slot::Any(_));
        *self = takes_null.then_some(blank);
    }
    fn clear(&mut self) {
        *self = None;
    }
    fn get(&mut self) -> Option<Slot<'_>> {
        self.as_mut().map(T::slot)
    }
}

impl<T: Model> Model for Nullable<T> {
    fn blank() -> Self {
        Self::Absent
    }
    fn view(&self) -> View<'_> {
        match self {
            Self::Absent => View::Absent,
            Self::Null => View::Null,
            Self::Value(value) => value.view(),
        }
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Opt(self)
    }
}

impl<T: Model> OptSlot for Nullable<T> {
    fn insert(&mut self) -> Slot<'_> {
        *self = Self::Value(T::blank());
        match self {
            Self::Value(value) => value.slot(),
            Self::Absent | Self::Null => Slot::Skip,
        }
    }
    fn put_null(&mut self) {
        *self = Self::Null;
    }
    fn clear(&mut self) {
        *self = Self::Absent;
    }
    fn get(&mut self) -> Option<Slot<'_>> {
        match self {
            Self::Value(value) => Some(value.slot()),
            Self::Absent | Self::Null => None,
        }
    }
}

impl<T: Model> Model for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }
    fn view(&self) -> View<'_> {
        View::List(self)
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::List(self)
    }
}

impl<T: Model> ListView for Vec<T> {
    fn len(&self) -> usize {
        Vec::len(self)
    }
    fn at(&self, index: usize) -> View<'_> {
        self[index].view()
    }
    fn numbers(&self) -> Option<Numbers<'_>> {
        let list: &dyn Any = self;
        match list.downcast_ref::<Vec<i64>>() {
            Some(list) => Some(Numbers::Int(list)),
            None => list.downcast_ref::<Vec<f64>>().map(|list| Numbers::Float(list)),
        }
    }
}

impl<T: Model> ListSlot for Vec<T> {
    fn push(&mut self) -> Slot<'_> {
        Vec::push(self, T::blank());
        match self.last_mut() {
            Some(last) => last.slot(),
            None => Slot::Skip,
        }
    }
    fn pop(&mut self) {
        Vec::pop(self);
    }
    fn clear(&mut self) {
        Vec::clear(self);
    }
    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}

impl<T: Model> Model for BTreeMap<String, T> {
    fn blank() -> Self {
        Self::new()
    }
    fn view(&self) -> View<'_> {
        View::Map(self)
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Map(self)
    }
}

impl<T: Model> MapView for BTreeMap<String, T> {
    fn len(&self) -> usize {
        BTreeMap::len(self)
    }
    fn each<'a>(&'a self, visit: &mut dyn FnMut(&'a str, View<'a>) -> bool) {
        for (key, value) in self {
            if !visit(key, value.view()) {
                return;
            }
        }
    }
}

impl<T: Model> MapSlot for BTreeMap<String, T> {
    fn insert(&mut self, key: String) -> Slot<'_> {
        match self.entry(key) {
            Entry::Vacant(entry) => entry.insert(T::blank()).slot(),
            Entry::Occupied(entry) => {
                let value = entry.into_mut();
                *value = T::blank();
                value.slot()
            }
        }
    }
    fn remove(&mut self, key: &str) {
        BTreeMap::remove(self, key);
    }
    fn clear(&mut self) {
        BTreeMap::clear(self);
    }
    fn get(&mut self, key: &str) -> Option<Slot<'_>> {
        self.get_mut(key).map(T::slot)
    }
}
