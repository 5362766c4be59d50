//! Passes over all places where a type is used.

use crate::ir::{Api, Content, Shape, Type};

/// Calls `change` with every type that stands in another type.
pub(super) fn in_types(api: &mut Api, change: &mut dyn FnMut(usize, &mut Type)) {
    for (index, def) in api.types.iter_mut().enumerate() {
        match &mut def.shape {
            Shape::Struct(shape) => {
                shape.fields.iter_mut().for_each(|field| change(index, &mut field.ty));
                shape.additional.iter_mut().for_each(|ty| change(index, ty));
            }
            Shape::Union(union) => union.variants.iter_mut().for_each(|variant| change(index, &mut variant.ty)),
            Shape::Alias(ty) => change(index, ty),
            Shape::Enum(_) => {}
        }
    }
}

/// Calls `change` with the type of every parameter, header and payload.
pub(super) fn in_messages(api: &mut Api, change: &mut dyn FnMut(&mut Type)) {
    for op in &mut api.operations {
        op.params.iter_mut().for_each(|param| change(&mut param.ty));
        for response in op.responses.success.iter_mut().chain(&mut op.responses.errors) {
            response.headers.iter_mut().for_each(|header| change(&mut header.ty));
        }
    }
    api.webhooks.iter_mut().filter_map(|webhook| webhook.payload.as_mut()).for_each(change);
}

/// Calls `change` with every form of a body.
pub(super) fn in_contents(api: &mut Api, change: &mut dyn FnMut(&mut Content)) {
    for op in &mut api.operations {
        op.body.iter_mut().flat_map(|body| &mut body.contents).for_each(&mut *change);
        for response in op.responses.success.iter_mut().chain(&mut op.responses.errors) {
            response.content.iter_mut().chain(&mut response.alternatives).for_each(&mut *change);
        }
    }
}
