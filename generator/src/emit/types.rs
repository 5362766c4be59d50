//! Types.

use proc_macro2::TokenStream;

use crate::config::DateTimeLibrary;
use crate::ir::{DecimalWire, Field, FloatWidth, IntWidth, Presence, Shape, Type, TypeId};

use super::context::{Cx, Scope};

/// How dates and times are written.
#[derive(Clone, Copy)]
enum Times {
    /// As values that may be texts: in what is received.
    OrText,
    /// As values of the date library: in what is only sent, and in headers, which are read one by one.
    Plain,
}

impl Cx<'_> {
    /// Returns a type by itself.
    pub(super) fn ty(&self, ty: &Type, scope: &Scope) -> TokenStream {
        tokens(&self.ty_text(ty, scope))
    }

    /// Returns a type by itself, as [`Cx::plain_ty_text`] does.
    pub(super) fn plain_ty(&self, ty: &Type, scope: &Scope) -> TokenStream {
        tokens(&self.plain_ty_text(ty, scope))
    }

    /// Returns a type by itself, as the formatter would write it.
    pub(super) fn ty_text(&self, ty: &Type, scope: &Scope) -> String {
        let mut out = String::new();
        self.push_ty(&mut out, ty, scope, Times::OrText);
        out
    }

    /// Returns a type with dates and times of the date library, without the texts that a server may send in their place.
    pub(super) fn plain_ty_text(&self, ty: &Type, scope: &Scope) -> String {
        let mut out = String::new();
        self.push_ty(&mut out, &self.plain(ty), scope, Times::Plain);
        out
    }

    /// Returns a type without the aliases of dates and times, which may be texts.
    pub(super) fn plain(&self, ty: &Type) -> Type {
        let canonical = self.canonical(ty);
        if has_time(&canonical) { canonical } else { ty.clone() }
    }

    fn push_ty(&self, out: &mut String, ty: &Type, scope: &Scope, times: Times) {
        let mut around = |before: &str, inner: &Type| {
            out.push_str(before);
            self.push_ty(out, inner, scope, times);
            out.push('>');
        };
        let name = match ty {
            Type::Nullable(inner) => return around("Option<", inner),
            Type::List(item) => return around("Vec<", item),
            Type::Map(value) => {
                scope.map();
                return around("BTreeMap<String, ", value);
            }
            Type::Named(id) => scope.model_name(self.type_name(*id)),
            Type::Bool => "bool",
            Type::Int(width) => int(*width),
            Type::Float(FloatWidth::F32) => "f32",
            Type::Float(FloatWidth::F64) => "f64",
            Type::Decimal(DecimalWire::Number) => scope.runtime_name("Decimal"),
            Type::Decimal(DecimalWire::String) => scope.runtime_name("DecimalString"),
            Type::String | Type::Time => "String",
            Type::DateTime | Type::Date => return self.push_time(out, ty, scope, times),
            Type::Base64 => scope.runtime_name("Base64"),
            Type::Binary => scope.runtime_name("FilePart"),
            Type::Any(_) => scope.runtime_name("model::Value"),
        };
        out.push_str(name);
    }

    /// Returns the type that an alias of a named type stands for in the end.
    pub(super) fn unaliased(&self, id: TypeId) -> TypeId {
        let mut at = id;
        // The bound ends a ring of aliases, each of which is a type of its own.
        for _ in 0..self.api.types.len() {
            match &self.api.ty(at).shape {
                Shape::Alias(Type::Named(next)) if !self.facts.ty(at).newtype => at = *next,
                Shape::Alias(_) | Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) => break,
            }
        }
        at
    }

    /// Returns a type as the compiler sees it: without aliases.
    pub(super) fn canonical(&self, ty: &Type) -> Type {
        match ty {
            Type::Named(id) => {
                let id = self.unaliased(*id);
                match &self.api.ty(id).shape {
                    Shape::Alias(inner) if !self.facts.ty(id).newtype => self.canonical(inner),
                    Shape::Alias(_) | Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) => Type::Named(id),
                }
            }
            Type::Nullable(inner) => Type::Nullable(Box::new(self.canonical(inner))),
            Type::List(inner) => Type::List(Box::new(self.canonical(inner))),
            Type::Map(inner) => Type::Map(Box::new(self.canonical(inner))),
            Type::Bool
            | Type::Int(_)
            | Type::Float(_)
            | Type::Decimal(_)
            | Type::String
            | Type::DateTime
            | Type::Date
            | Type::Time
            | Type::Base64
            | Type::Binary
            | Type::Any(_) => ty.clone(),
        }
    }

    /// Returns a type as it reads, for documentation and comparison.
    pub(super) fn rust_type(&self, ty: &Type) -> String {
        self.ty_text(ty, &Scope::default())
    }

    fn push_time(&self, out: &mut String, ty: &Type, scope: &Scope, times: Times) {
        let is_date = *ty == Type::Date;
        let name = match self.options.date_time {
            DateTimeLibrary::String => return out.push_str("String"),
            DateTimeLibrary::Jiff => scope.runtime_name(if is_date { "jiff::civil::Date" } else { "jiff::Timestamp" }),
            DateTimeLibrary::Chrono if is_date => scope.runtime_name("chrono::NaiveDate"),
            DateTimeLibrary::Chrono => {
                scope.runtime_name("chrono::DateTime");
                scope.runtime_name("chrono::FixedOffset");
                "DateTime<FixedOffset>"
            }
            DateTimeLibrary::Time => scope.runtime_name(if is_date { "time::Date" } else { "time::OffsetDateTime" }),
        };
        match times {
            Times::Plain => out.push_str(name),
            Times::OrText => out.extend([scope.runtime_name("OrText"), "<", name, ">"]),
        }
    }

    /// Returns the box around a member of a type; `None` for a member that is held by value.
    pub(super) fn holder(&self, id: TypeId, index: usize, scope: &Scope) -> Option<&'static str> {
        let facts = self.facts.ty(id);
        if facts.opaque[index] {
            return Some(scope.runtime_name("model::OpaqueBox"));
        }
        facts.boxed.get(index).is_some_and(|boxed| *boxed).then_some("Box")
    }

    /// Returns a member's type, in its box.
    pub(super) fn held_ty(&self, id: TypeId, index: usize, ty: String, scope: &Scope) -> String {
        match self.holder(id, index, scope) {
            Some(holder) => format!("{holder}<{ty}>"),
            None => ty,
        }
    }

    /// Returns the type of a field of a struct, by its index.
    pub(super) fn field_ty(&self, id: TypeId, index: usize, field: &Field, scope: &Scope) -> String {
        let (inner, nullable) = match &field.ty {
            Type::Nullable(inner) => (&**inner, true),
            ty => (ty, false),
        };
        let ty = self.held_ty(id, index, self.ty_text(inner, scope), scope);
        let broken = self.facts.ty(id).broken[index];
        // A value of any type has null among its values already.
        match (field.presence, nullable) {
            (Presence::Required, false) if !broken => ty,
            (Presence::Required, _) | (Presence::Optional, false) => format!("Option<{ty}>"),
            (Presence::Optional, true) => format!("{}<{ty}>", scope.runtime_name("model::Nullable")),
        }
    }
}

fn tokens(ty: &str) -> TokenStream {
    match ty.parse() {
        Ok(tokens) => tokens,
        // The emitter's own mistake, never the document's.
        Err(error) => unreachable!("emitted types are Rust: {error}"),
    }
}

fn has_time(ty: &Type) -> bool {
    match ty {
        Type::DateTime | Type::Date => true,
        Type::Nullable(inner) | Type::List(inner) | Type::Map(inner) => has_time(inner),
        Type::Named(_)
        | Type::Bool
        | Type::Int(_)
        | Type::Float(_)
        | Type::Decimal(_)
        | Type::String
        | Type::Time
        | Type::Base64
        | Type::Binary
        | Type::Any(_) => false,
    }
}

fn int(width: IntWidth) -> &'static str {
    match width {
        IntWidth::I8 => "i8",
        IntWidth::I16 => "i16",
        IntWidth::I32 => "i32",
        IntWidth::I64 => "i64",
        IntWidth::U16 => "u16",
        IntWidth::U32 => "u32",
        IntWidth::U64 => "u64",
    }
}
