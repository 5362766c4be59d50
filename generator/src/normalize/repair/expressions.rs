//! Reads the templates of paths as authors write them: OpenAPI's `{name}`, the expressions of RFC 6570, and what routers allow in braces.

use crate::config::nearest::letters;

/// A template with nothing but names in its braces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Template {
    /// The template, without a fragment.
    pub(super) text: String,
    /// What stands in the braces, and what the query adds.
    pub(super) variables: Vec<Variable>,
    /// What is odd about the template as it is written.
    pub(super) oddities: Vec<Oddity>,
}

/// A variable of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Variable {
    /// The name of the parameter.
    pub(super) name: String,
    /// What the operator says of its form (RFC 6570, section 3.2).
    pub(super) form: Form,
    /// Whether each element of a list or object is expanded for itself (section 2.4.2).
    pub(super) explode: bool,
}

/// Where and how a variable is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `{name}`.
    Simple,
    /// `{+name}`, and what routers match more than one segment with: reserved characters stay.
    Reserved,
    /// `{.name}`.
    Label,
    /// `{;name}`.
    Matrix,
    /// `{?name}` and `{&name}`: it is a parameter of the query.
    Query,
}

/// Something odd in a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Oddity {
    /// An expression that OpenAPI does not have, and the name that it is read as.
    Expression { written: String, read: String },
    /// A name that is that of a parameter but for its case and symbols.
    Misspelled { written: String, meant: String },
    /// Part of an expression that means nothing to a client: a constraint or a length.
    Constraint { written: String },
    /// A brace without its counterpart.
    Brace { written: String },
    /// Braces with no name in them.
    Nameless,
    /// A fragment, which is never sent.
    Fragment { written: String },
}

/// Reads a template; `declared` are the names of the path parameters.
pub(super) fn read(written: &str, declared: &[String]) -> Template {
    let mut template = Template::default();
    let mut rest = written;
    loop {
        let Some(at) = rest.find(['{', '}', '#']) else {
            template.text.push_str(rest);
            break;
        };
        template.text.push_str(&rest[..at]);
        let tail = &rest[at + 1..];
        match rest.as_bytes()[at] {
            b'#' => {
                template.oddities.push(Oddity::Fragment { written: rest[at..].to_owned() });
                break;
            }
            b'}' => {
                template.oddities.push(Oddity::Brace { written: "}".to_owned() });
                template.text.push_str("%7D");
                rest = tail;
            }
            _ => {
                let (expression, after) = match closing(tail) {
                    Some(close) => (&tail[..close], &tail[close + 1..]),
                    None => {
                        // What is open ends with its segment.
                        let end = tail.find(['/', '?', '#', '{']).unwrap_or(tail.len());
                        template.oddities.push(Oddity::Brace { written: format!("{{{}", &tail[..end]) });
                        tail.split_at(end)
                    }
                };
                template.expression(expression, declared);
                rest = after;
            }
        }
    }
    template.find_misspelled(declared);
    template
}

/// Returns where a brace that is open is closed; `None` where another one opens before. Only a pattern, which a colon begins, has braces of
/// its own.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' if depth == 0 && !text[..at].contains(':') => return None,
            '{' => depth += 1,
            '}' if depth == 0 => return Some(at),
            '}' => depth -= 1,
            _ => {}
        }
    }
    // The braces of the pattern do not match.
    text.find('}')
}

impl Template {
    fn expression(&mut self, written: &str, declared: &[String]) {
        let is_declared = |name: &str| declared.iter().any(|own| own == name);
        // A name may hold any character, so a parameter that is called like the expression comes before any operator.
        for name in [written, written.trim()] {
            if is_declared(name) {
                return self.variable(name, Form::Simple, false);
            }
        }
        let plain = written.trim();
        let (form, before, list) = operator(plain);
        let Some(form) = form else {
            // `{#name}` is a fragment (RFC 6570, section 3.2.4).
            self.oddities.push(Oddity::Fragment { written: format!("{{{written}}}") });
            return;
        };
        let mut names = Vec::new();
        for spec in list.split(',') {
            let (name, modifier) = spec.split_at(spec.find([':', '=', '*', '?', '+', '<', '(']).unwrap_or(spec.len()));
            let name = name.trim();
            if name.is_empty() {
                continue;
            }
            let form = if form == Form::Simple && matches_segments(modifier) { Form::Reserved } else { form };
            if matches!(modifier.chars().next(), Some(':' | '=' | '?' | '<' | '(')) {
                self.oddities.push(Oddity::Constraint { written: format!("{{{written}}}") });
            }
            if form != Form::Query {
                let separator = if names.is_empty() || form == Form::Label || form == Form::Matrix { "" } else { "," };
                self.text.push_str(if before.is_empty() { separator } else { before });
            }
            self.variable(name, form, modifier == "*");
            names.push(name.to_owned());
        }
        if names.is_empty() {
            match declared {
                [only] => self.variable(&only.clone(), form, false),
                _ => self.text.push_str("%7B%7D"),
            }
            self.oddities.push(Oddity::Nameless);
        } else if names != [written] && !matches!(self.oddities.last(), Some(Oddity::Constraint { .. })) {
            let read = match form {
                Form::Query => format!("the query parameters `{}`", names.join("`, `")),
                Form::Simple | Form::Reserved | Form::Label | Form::Matrix => format!("`{{{}}}`", names.join("}`, `{")),
            };
            self.oddities.push(Oddity::Expression { written: format!("{{{written}}}"), read });
        }
    }

    fn variable(&mut self, name: &str, form: Form, explode: bool) {
        if form != Form::Query {
            self.text.push('{');
            self.text.push_str(name);
            self.text.push('}');
        }
        if !self.variables.iter().any(|own| own.name == name) {
            self.variables.push(Variable { name: name.to_owned(), form, explode });
        }
    }

    /// Gives a variable that is not declared the name of the one parameter that is declared, is not in the template, and differs from it by
    /// case and symbols only.
    fn find_misspelled(&mut self, declared: &[String]) {
        let is_there = |variables: &[Variable], name: &str| variables.iter().any(|variable| variable.name == name);
        for index in 0..self.variables.len() {
            let own = self.variables[index].name.clone();
            if declared.contains(&own) {
                continue;
            }
            let alike = |name: &&String| letters(name) == letters(&own) && !is_there(&self.variables, name);
            let mut alike = declared.iter().filter(alike);
            if let (Some(meant), None) = (alike.next(), alike.next()) {
                let meant = meant.clone();
                self.text = self.text.replace(&format!("{{{own}}}"), &format!("{{{meant}}}"));
                self.variables[index].name.clone_from(&meant);
                self.oddities.push(Oddity::Misspelled { written: own, meant });
            }
        }
    }
}

/// Returns the form that an operator asks for, what it puts before each variable, and the variables. The form of a fragment is none.
fn operator(expression: &str) -> (Option<Form>, &'static str, &str) {
    let (form, before, length) = match expression.as_bytes() {
        [b'+', ..] => (Some(Form::Reserved), "", 1),
        [b'*', b'*', ..] => (Some(Form::Reserved), "", 2),
        [b'*', ..] => (Some(Form::Reserved), "", 1),
        [b'.', ..] => (Some(Form::Label), "", 1),
        [b';', ..] => (Some(Form::Matrix), "", 1),
        [b'/', ..] => (Some(Form::Simple), "/", 1),
        [b'?' | b'&', ..] => (Some(Form::Query), "", 1),
        [b'#', ..] => (None, "", 1),
        _ => (Some(Form::Simple), "", 0),
    };
    (form, before, &expression[length..])
}

/// Returns whether what follows a name says that it stands for several segments: `{proxy+}`, `{name=shelves/*}`, `{path:.*}`.
fn matches_segments(modifier: &str) -> bool {
    match modifier.split_at_checked(1) {
        Some(("+", _)) => true,
        Some(("=", pattern)) => pattern.contains('/') || pattern.contains("**"),
        Some((":", pattern)) => pattern.contains(".*") || pattern.contains(".+") || pattern == "path",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::{Expect, expect};

    use super::read;

    fn check(written: &str, declared: &[&str], expect: Expect) {
        let declared: Vec<String> = declared.iter().map(|name| (*name).to_owned()).collect();
        let template = read(written, &declared);
        let mut out = format!("{}\n", template.text);
        for variable in &template.variables {
            let _ = writeln!(out, "{} {:?}{}", variable.name, variable.form, if variable.explode { " exploded" } else { "" });
        }
        for oddity in &template.oddities {
            let _ = writeln!(out, "{oddity:?}");
        }
        expect.assert_eq(&out);
    }

    #[test]
    fn plain_templates_stay() {
        check(
            "/a/{b}.{c}/d?e={f}",
            &["b", "c", "f"],
            expect![[r#"
            /a/{b}.{c}/d?e={f}
            b Simple
            c Simple
            f Simple
        "#]],
        );
        check(
            "/odd/{a b*}/{$c}/{d[e]}",
            &["a b*", "$c", "d[e]"],
            expect![[r#"
            /odd/{a b*}/{$c}/{d[e]}
            a b* Simple
            $c Simple
            d[e] Simple
        "#]],
        );
    }

    #[test]
    fn operators_of_rfc_6570() {
        check(
            "/a/{+b}/{c*}{.d}{;e,f*}{/g,h}{?i,j*}{&k}",
            &["b", "c", "d", "e", "f", "g", "h"],
            expect![[r#"
                /a/{b}/{c}{d}{e}{f}/{g}/{h}
                b Reserved
                c Simple exploded
                d Label
                e Matrix
                f Matrix exploded
                g Simple
                h Simple
                i Query
                j Query exploded
                k Query
                Expression { written: "{+b}", read: "`{b}`" }
                Expression { written: "{c*}", read: "`{c}`" }
                Expression { written: "{.d}", read: "`{d}`" }
                Expression { written: "{;e,f*}", read: "`{e}`, `{f}`" }
                Expression { written: "{/g,h}", read: "`{g}`, `{h}`" }
                Expression { written: "{?i,j*}", read: "the query parameters `i`, `j`" }
                Expression { written: "{&k}", read: "the query parameters `k`" }
            "#]],
        );
        check(
            "/a/{b,c}/{d:3}{#e}",
            &["b", "c", "d"],
            expect![[r#"
                /a/{b},{c}/{d}
                b Simple
                c Simple
                d Simple
                Expression { written: "{b,c}", read: "`{b}`, `{c}`" }
                Constraint { written: "{d:3}" }
                Fragment { written: "{#e}" }
            "#]],
        );
    }

    #[test]
    fn what_routers_allow() {
        check(
            "/{*a}/{**b}/{proxy+}/{c=x/*}/{d:[0-9]{3}}/{e:.*}/{f:int}/{g?}/{ h }",
            &["a", "b", "proxy"],
            expect![[r#"
                /{a}/{b}/{proxy}/{c}/{d}/{e}/{f}/{g}/{h}
                a Reserved
                b Reserved
                proxy Reserved
                c Reserved
                d Simple
                e Reserved
                f Simple
                g Simple
                h Simple
                Expression { written: "{*a}", read: "`{a}`" }
                Expression { written: "{**b}", read: "`{b}`" }
                Expression { written: "{proxy+}", read: "`{proxy}`" }
                Constraint { written: "{c=x/*}" }
                Constraint { written: "{d:[0-9]{3}}" }
                Constraint { written: "{e:.*}" }
                Constraint { written: "{f:int}" }
                Constraint { written: "{g?}" }
            "#]],
        );
    }

    #[test]
    fn braces_that_do_not_match() {
        check(
            "/a/{b/c",
            &["b"],
            expect![[r#"
            /a/{b}/c
            b Simple
            Brace { written: "{b" }
        "#]],
        );
        check(
            "/a/{b/{c}",
            &["b", "c"],
            expect![[r#"
            /a/{b}/{c}
            b Simple
            c Simple
            Brace { written: "{b" }
        "#]],
        );
        check(
            "/a/b}/{}",
            &[],
            expect![[r#"
            /a/b%7D/%7B%7D
            Brace { written: "}" }
            Nameless
        "#]],
        );
        check(
            "/a/{}",
            &["b"],
            expect![[r#"
            /a/{b}
            b Simple
            Nameless
        "#]],
        );
    }

    #[test]
    fn names_that_differ_in_case_and_symbols() {
        check(
            "/a/{User_Id}/{other}",
            &["userId", "another"],
            expect![[r#"
            /a/{userId}/{other}
            userId Simple
            other Simple
            Misspelled { written: "User_Id", meant: "userId" }
        "#]],
        );
    }
}
