//! Types.

use proc_macro2::TokenStream;
use quote::quote;

use crate::config::DateTimeLibrary;
use crate::ir::{DecimalWire, Field, FloatWidth, IntWidth, Presence, Shape, Type, TypeId};

use super::context::{Cx, Scope};

impl Cx<'_> {
    /// Returns a type by itself.
    pub(super) fn ty(&self, ty: &Type, scope: &Scope) -> TokenStream {
        match ty {
            Type::Named(id) => {
                let name = scope.model(self.type_name(*id));
                quote! { #name }
            }
            Type::Nullable(inner) => {
                let inner = self.ty(inner, scope);
                quote! { Option<#inner> }
            }
            Type::List(item) => {
                let item = self.ty(item, scope);
                quote! { Vec<#item> }
            }
            Type::Map(value) => {
                let (map, value) = (scope.map(), self.ty(value, scope));
                quote! { #map<String, #value> }
            }
            Type::Bool => quote! { bool },
            Type::Int(width) => int(*width),
            Type::Float(FloatWidth::F32) => quote! { f32 },
            Type::Float(FloatWidth::F64) => quote! { f64 },
            Type::Decimal(wire) => runtime(
                scope,
                match wire {
                    DecimalWire::Number => "Decimal",
                    DecimalWire::String => "DecimalString",
                },
            ),
            Type::String | Type::Time => quote! { String },
            Type::DateTime => self.date_time(scope),
            Type::Date => self.date(scope),
            Type::Base64 => runtime(scope, "Base64"),
            Type::Binary => runtime(scope, "FilePart"),
            Type::Any(_) => runtime(scope, "model::Value"),
        }
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
            Type::Named(id) => match &self.api.ty(self.unaliased(*id)).shape {
                Shape::Alias(inner) if !self.facts.ty(*id).newtype => self.canonical(inner),
                Shape::Alias(_) | Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) => Type::Named(self.unaliased(*id)),
            },
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
        let spaced = self.ty(ty, &Scope::default()).to_string();
        spaced.replace(' ', "").replace(',', ", ")
    }

    fn date_time(&self, scope: &Scope) -> TokenStream {
        match self.options.date_time {
            DateTimeLibrary::Jiff => runtime(scope, "jiff::Timestamp"),
            DateTimeLibrary::Chrono => {
                let (instant, offset) = (scope.runtime("chrono::DateTime"), scope.runtime("chrono::FixedOffset"));
                quote! { #instant<#offset> }
            }
            DateTimeLibrary::Time => runtime(scope, "time::OffsetDateTime"),
            DateTimeLibrary::String => quote! { String },
        }
    }

    fn date(&self, scope: &Scope) -> TokenStream {
        match self.options.date_time {
            DateTimeLibrary::Jiff => runtime(scope, "jiff::civil::Date"),
            DateTimeLibrary::Chrono => runtime(scope, "chrono::NaiveDate"),
            DateTimeLibrary::Time => runtime(scope, "time::Date"),
            DateTimeLibrary::String => quote! { String },
        }
    }

    /// Returns the type of a field. `boxed` and `broken` are the facts about it.
    pub(super) fn field_ty(&self, field: &Field, boxed: bool, broken: bool, scope: &Scope) -> TokenStream {
        let (inner, nullable) = match &field.ty {
            Type::Nullable(inner) => (&**inner, true),
            ty => (ty, false),
        };
        let mut ty = self.ty(inner, scope);
        if boxed {
            ty = quote! { Box<#ty> };
        }
        // A value of any type has null among its values already.
        match (field.presence, nullable) {
            (Presence::Required, false) if !broken => ty,
            (Presence::Required, _) | (Presence::Optional, false) => quote! { Option<#ty> },
            (Presence::Optional, true) => {
                let wrapper = scope.runtime("model::Nullable");
                quote! { #wrapper<#ty> }
            }
        }
    }
}

fn runtime(scope: &Scope, path: &str) -> TokenStream {
    let name = scope.runtime(path);
    quote! { #name }
}

fn int(width: IntWidth) -> TokenStream {
    match width {
        IntWidth::I8 => quote! { i8 },
        IntWidth::I16 => quote! { i16 },
        IntWidth::I32 => quote! { i32 },
        IntWidth::I64 => quote! { i64 },
        IntWidth::U16 => quote! { u16 },
        IntWidth::U32 => quote! { u32 },
        IntWidth::U64 => quote! { u64 },
    }
}
