//! Enums over several error bodies.

use super::code::Code;
use super::context::{Cx, Scope};
use super::docs;

/// Renders an enum over several error bodies. Which status carries which variant is the operation's to say.
pub(super) fn union<'s>(cx: &Cx<'_>, index: usize, cfg: &str, scope: &'s Scope) -> Code<'s> {
    let (union, names) = (&cx.facts.error_unions[index], &cx.names.error_unions[index]);
    let (name, rest) = (&names.ident.0, &names.rest.0);
    let mut code = Code::new(scope);
    code.docs(0, vec!["The error bodies of an operation, told by its statuses.".to_owned()]);
    code.attributes(cfg);
    code.line(0, "#[derive(Clone, Debug, PartialEq)]");
    code.line(0, &format!("pub enum {name} {{"));
    for (ty, variant) in union.types.iter().zip(&names.variants) {
        let ty = cx.ty_text(ty, scope);
        code.docs(4, vec![format!("{}.", docs::code(&ty))]);
        code.line(4, &format!("{}({ty}),", variant.0));
    }
    code.docs(4, vec!["A body that is not as described.".to_owned()]);
    code.line(4, &format!("{rest}({}),", scope.runtime_name("model::Value")));
    code.line(0, "}");
    let mut rows: Vec<String> = names.variants.iter().enumerate().map(|(index, variant)| format!("{index} {},", variant.0)).collect();
    rows.push(format!("; {rest}"));
    code.attributes(cfg);
    code.table(format!("{}!({name} {{", scope.runtime_name("errors")), rows, "});".to_owned());
    code
}
