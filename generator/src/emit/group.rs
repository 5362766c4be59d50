//! The file of a group: its operations, their options, their answers and their data.

use quote::quote;

use crate::analyze::ResponseForm;
use crate::ir::GroupId;

use super::code::Code;
use super::context::{Cx, Scope};
use super::{Module, docs, layout, operations, params, statics};

/// Renders the file of a group.
pub(super) fn render(cx: &Cx<'_>, group: GroupId) -> Module {
    let (def, names) = (&cx.api.groups[group.0 as usize], &cx.names.groups[group.0 as usize]);
    let scope = Scope::default();
    let (name, accessor) = (&names.ident.0, names.accessor.0.trim_start_matches("r#"));
    let mut about = docs::lines(
        &crate::ir::Docs { description: def.description.clone(), ..Default::default() },
        &format!("Operations tagged {}.", docs::code(&def.tag)),
    );
    if let Some(url) = &def.documentation_url {
        docs::more(&mut about, url);
    }
    docs::paragraph(&mut about, &format!("Obtain one with [`Client::{}`].", accessor.trim_start_matches("r#")));
    let mut code = Code::new(&scope);
    code.docs(0, about);
    code.line(0, "#[derive(Clone, Copy, Debug)]");
    code.line(0, &format!("pub struct {name}<'c>(pub(crate) &'c Client);"));
    code.line(0, &format!("impl<'c> {name}<'c> {{"));
    let mut types = layout::Text::default();
    let mut statics = layout::Text::default();
    for &index in cx.operations_of(group) {
        operations::methods(cx, index, &scope, &mut code);
        scope.blocks.push_code(&mut types, params::options(cx, index, &scope));
        if let ResponseForm::Several(cases) = &cx.facts.operations[index].response {
            scope.blocks.push_code(&mut types, operations::response_enum(cx, index, cases, &scope));
        }
        scope.blocks.push(&mut statics, statics::render(cx, index, &scope));
    }
    code.line(0, "}");
    let imports = scope.imports(&quote! { super::models });
    let mut text = layout::Text::default();
    scope.blocks.push(&mut text, quote! { #imports use super::Client; });
    scope.blocks.push_code(&mut text, code);
    text.append(types);
    text.append(statics);
    let head = layout::inner_docs(&[format!("Operations tagged {}.", docs::code(&def.tag))]);
    let path = names.module.0.trim_start_matches("r#").to_owned();
    Module { path, text: format!("{head}\n{}", text.into_string()) }
}
