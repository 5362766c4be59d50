//! Names the operations, and what belongs to each.

use crate::analyze::ResponseForm;
use crate::ir::{Api, Content, MediaKind, Operation, ParamLocation, Status, controller_of};

use super::scope::{Kind, Request, Scope, Taken, Ties};
use super::types::Models;
use super::words::{Words, same_word, spelled, words};
use super::{Cx, GroupNames, Name, OperationNames, reserved};

mod standard;

/// Words that may be left of an operationId when the words of its group are taken off its end: `list_all` tells enough, `list_contact` for
/// `listContactDeals` does not.
const STANDALONE: [&str; 37] = [
    "add", "all", "archive", "batch", "bulk", "cancel", "check", "count", "create", "current", "delete", "export", "fetch", "find", "get",
    "import", "list", "many", "merge", "multiple", "my", "new", "own", "patch", "post", "put", "query", "read", "remove", "replace",
    "restore", "retrieve", "search", "set", "single", "update", "upsert",
];
/// Words of a tag that say only that it is one.
const GENERIC: [&str; 9] = ["api", "apis", "controller", "endpoint", "endpoints", "management", "operations", "resource", "service"];

/// Returns the words of each operation: those of its operationId, or of its method and path where that is missing or another's too.
pub(super) fn words_of(api: &Api) -> Vec<Words> {
    let requests: Vec<Request> = api
        .operations
        .iter()
        .map(|op| {
            let own = short_words(op).into_iter().chain(id_words(op));
            Request::new(own.chain(standard::words_of(op)).chain([path_words(op)]))
        })
        .collect();
    let given = Scope::new(Kind::Constant, &[]).resolve(&requests, Ties::Nobody);
    given.into_iter().map(|given| given.words).collect()
}

fn id_words(op: &Operation) -> Option<Words> {
    op.id.as_ref().filter(|id| !id.trim().is_empty()).map(|id| words(id))
}

/// Returns the words of an operationId without what a framework put around the name of a function.
fn short_words(op: &Operation) -> Option<Words> {
    op.id.as_ref().filter(|id| !id.trim().is_empty()).map(|id| words(function_name(id, op)))
}

/// FastAPI appends the path and the method to the name of a function, with a `_` for each character that a name in Python cannot have.
/// NestJS puts the name of the controller before it.
fn function_name<'i>(id: &'i str, op: &Operation) -> &'i str {
    let path: String = op.path.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '_' }).collect();
    let tail = format!("{path}_{}", op.method.to_lowercase());
    let is_name = |name: &&str| name.chars().any(char::is_alphanumeric);
    if let Some(name) = id.strip_suffix(&tail).filter(is_name) {
        return name;
    }
    match controller_of(id) {
        Some((_, function)) => function,
        None => id,
    }
}

/// Returns `get users by id` for `GET /users/{id}`.
fn path_words(op: &Operation) -> Words {
    // A method is a token (RFC 9110, section 9.1), and a token may contain symbols, such as `M-SEARCH`.
    let mut name = words(&op.method.to_lowercase());
    let mut text = op.path.as_str();
    while let Some(open) = text.find('{') {
        name = name.then(&path_part(&text[..open]));
        let Some(close) = text[open..].find('}') else { break };
        name = name.with("by").then(&words(&text[open + 1..open + close]));
        text = &text[open + close + 1..];
    }
    name.then(&path_part(text))
}

fn path_part(text: &str) -> Words {
    if text.chars().any(char::is_alphanumeric) { words(text) } else { Words::default() }
}

/// Names the operations.
pub(super) fn operations(cx: &mut Cx<'_>, all: &[Words], groups: &[GroupNames], models: &Models) -> Vec<OperationNames> {
    let mut names: Vec<Option<OperationNames>> = vec![None; all.len()];
    // Of the names of functions a static can only have one without small letters, such as `G`.
    let functions: Vec<String> = models.newtypes(cx).filter(|name| !name.chars().any(char::is_lowercase)).map(str::to_owned).collect();
    let models = Taken::of(models.names(cx));
    for (group, group_names) in groups.iter().enumerate() {
        let own: Vec<usize> = (0..all.len()).filter(|index| cx.api.operations[*index].group.0 as usize == group).collect();
        let mut module = Module::new(cx, group, group_names, &own, all, (&models, &functions));
        for (position, index) in own.iter().enumerate() {
            names[*index] = Some(module.operation(cx, position, *index, &all[*index]));
        }
    }
    names.into_iter().map(|names| names.expect("every operation has a group")).collect()
}

/// The scopes of a group's module.
struct Module<'m> {
    methods: Scope<'static>,
    constants: Vec<Name>,
    given: Vec<super::scope::Given>,
    types: Scope<'m>,
}

impl<'m> Module<'m> {
    /// Makes the scopes of a group beside the names of all types, and those of the functions among them.
    fn new(
        cx: &mut Cx<'_>,
        group: usize,
        names: &GroupNames,
        own: &[usize],
        all: &[Words],
        (models, functions): (&'m Taken, &[String]),
    ) -> Self {
        let tag = tag_words(&cx.api.groups[group].tag);
        let mut methods = Scope::new(Kind::Method, reserved::GROUP_METHODS);
        let requests: Vec<Request> = own
            .iter()
            .map(|index| {
                let op = &cx.api.operations[*index];
                let own = all[*index].clone();
                let short = short_words(op).filter(|short| *short != own);
                let mut choices = Vec::new();
                // Each name stands on the second level even where it stands on the first, so that no other operation takes it there.
                for words in short.into_iter().chain([own]) {
                    choices.extend([without_tag(&words, &tag), words]);
                }
                let natural = choices.len();
                choices.push(path_words(op));
                Request { choices, fixed: cx.overrides.operation(*index).cloned(), natural, text: None }
            })
            .collect();
        let given = methods.resolve(&requests, Ties::Nobody);
        for (index, name) in own.iter().zip(&given) {
            cx.note_derived(|| format!("operation `{}`", label(&cx.api.operations[*index])), name, &cx.api.operations[*index].origin);
        }
        let mut constants = Scope::new(Kind::Constant, &[]);
        constants.occupy(&names.ident.0);
        functions.iter().for_each(|name| constants.occupy(name));
        let requests: Vec<Request> = own.iter().map(|index| Request::new([all[*index].clone()])).collect();
        let constants = constants.resolve(&requests, Ties::First).into_iter().map(|given| given.name).collect();
        // The module uses types by their plain names.
        let mut types = Scope::new(Kind::Type, reserved::TYPES).within(models);
        types.occupy(&names.ident.0);
        Self { methods, constants, given, types }
    }

    fn operation(&mut self, cx: &mut Cx<'_>, position: usize, index: usize, words: &Words) -> OperationNames {
        let op = &cx.api.operations[index];
        let facts = &cx.facts.operations[index];
        let options = Request::new([words.clone(), words.with("options")]);
        let options = if facts.options.is_empty() { Name(words.to_camel()) } else { self.types.resolve_one(&options).name };
        let response = Request::new([words.with("response"), words.with("outcome")]);
        let (response, response_variants) = match &facts.response {
            ResponseForm::Several(cases) => {
                let statuses: Vec<&[Status]> = cases.iter().map(|case| case.statuses.as_slice()).collect();
                (self.types.resolve_one(&response).name, response_variants(&statuses))
            }
            ResponseForm::Empty | ResponseForm::One(_) => (Name(words.with("response").to_camel()), Vec::new()),
        };
        let method = self.given[position].clone();
        OperationNames {
            method: method.name,
            constant: self.constants[position].clone(),
            options,
            response,
            response_variants,
            params: params(cx, index),
            body: Name("body".to_owned()),
            options_arg: Name("params".to_owned()),
            body_methods: self.body_methods(op, &method.words),
            answer_methods: self.answer_methods(cx, index, &method.words),
        }
    }

    fn body_methods(&mut self, op: &Operation, method: &Words) -> Vec<Name> {
        let further = op.body.iter().flat_map(|body| body.contents.iter().skip(1));
        further.map(|content| self.methods.resolve_one(&Request::new(form_choices(content, method))).name).collect()
    }

    fn answer_methods(&mut self, cx: &Cx<'_>, index: usize, method: &Words) -> Vec<Name> {
        let ResponseForm::One(response) = cx.facts.operations[index].response else { return Vec::new() };
        let further = &cx.api.operations[index].responses.success[response].alternatives;
        let choices = |content| form_choices(content, method).map(|words| vec![words.clone(), words.with("answer")]).concat();
        further.iter().map(|content| self.methods.resolve_one(&Request::new(choices(content))).name).collect()
    }
}

fn form_choices(content: &Content, method: &Words) -> [Words; 2] {
    let kind = match content.kind {
        MediaKind::Json => Words::of(["json"]),
        MediaKind::Form => Words::of(["form"]),
        MediaKind::Multipart => Words::of(["multipart"]),
        MediaKind::Text => Words::of(["text"]),
        MediaKind::Xml => Words::of(["xml"]),
        MediaKind::Binary => Words::of(["binary"]),
        MediaKind::EventStream => Words::of(["events"]),
        MediaKind::JsonLines => Words::of(["json", "lines"]),
    };
    let subtype = content.media_type.split(';').next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
    [method.with("as").then(&kind), method.with("as").then(&words(subtype))]
}

/// Returns how people call an operation.
pub(super) fn label(op: &Operation) -> String {
    op.id.clone().unwrap_or_else(|| format!("{} {}", op.method, op.path))
}

fn tag_words(tag: &str) -> Words {
    if tag.trim().is_empty() {
        return Words::default();
    }
    let mut tag = words(tag);
    while tag.0.len() > 1 && tag.0.last().is_some_and(|last| GENERIC.contains(&last.as_str())) {
        tag.0.pop();
    }
    tag
}

/// Returns what is left of an operation's words without those of its group: at the start, after the verb, or at the end.
fn without_tag(words: &Words, tag: &Words) -> Words {
    let (all, length) = (&words.0, tag.0.len());
    if length == 0 || all.len() <= length {
        return words.clone();
    }
    let is_tag = |from: usize| all[from..].len() >= length && all[from..from + length].iter().zip(&tag.0).all(|(a, b)| same_word(a, b));
    let without = |from: usize| Words(all[..from].iter().chain(&all[from + length..]).cloned().collect());
    let end = all.len() - length;
    // The end first: of `listLists` among `lists`, it is the verb that stays.
    if is_tag(end) && (end == 1 || all[..end].iter().all(|word| STANDALONE.contains(&word.as_str()))) {
        return without(end);
    }
    if is_tag(0) {
        return without(0);
    }
    if end > 1 && is_tag(1) && STANDALONE.contains(&all[0].as_str()) { without(1) } else { words.clone() }
}

/// Names the parameters of an operation: those of the path have the first choice, for they tell which thing is meant.
fn params(cx: &mut Cx<'_>, index: usize) -> Vec<Name> {
    let op = &cx.api.operations[index];
    let mut reserved = Vec::new();
    if op.body.is_some() {
        reserved.push("body");
    }
    if !cx.facts.operations[index].options.is_empty() {
        reserved.push("params");
    }
    let mut scope = Scope::new(Kind::Param, &[]);
    for own in reserved {
        scope.occupy(own);
    }
    let mut order: Vec<usize> = (0..op.params.len()).collect();
    order.sort_by_key(|index| op.params[*index].location != ParamLocation::Path);
    let requests: Vec<Request> = order
        .iter()
        .map(|index| {
            let param = &op.params[*index];
            let place = place(param.location);
            let (plain, spelled) = (words(&param.wire), spelled(&param.wire));
            Request::new([plain.clone(), plain.with(place), spelled.clone(), spelled.with(place)])
        })
        .collect();
    let mut names: Vec<Option<Name>> = vec![None; op.params.len()];
    for (index, given) in order.iter().zip(scope.resolve(&requests, Ties::First)) {
        let param = &op.params[*index];
        cx.note(|| format!("{} parameter `{}` of `{}`", place(param.location), param.wire, label(op)), &param.wire, &given, &param.origin);
        names[*index] = Some(given.name);
    }
    names.into_iter().map(|name| name.expect("every parameter is in the order")).collect()
}

fn place(location: ParamLocation) -> &'static str {
    match location {
        ParamLocation::Path => "path",
        ParamLocation::Query | ParamLocation::QueryString => "query",
        ParamLocation::Header => "header",
        ParamLocation::Cookie => "cookie",
    }
}

/// Names the variants of an enum of several successes after their statuses (RFC 9110, section 15).
fn response_variants(cases: &[&[Status]]) -> Vec<Name> {
    let requests: Vec<Request> = cases
        .iter()
        .map(|statuses| {
            let mut words = statuses.iter().map(|status| status_words(*status));
            let start = words.next().unwrap_or_default();
            Request::new([words.take(1).fold(start, |name, status| name.with("or").then(&status))])
        })
        .collect();
    let given = Scope::new(Kind::Variant, &[]).resolve(&requests, Ties::First);
    given.into_iter().map(|given| given.name).collect()
}

fn status_words(status: Status) -> Words {
    match status {
        Status::Code(code) => match code {
            200 => Words::of(["ok"]),
            201 => Words::of(["created"]),
            202 => Words::of(["accepted"]),
            203 => Words::of(["non", "authoritative"]),
            204 => Words::of(["no", "content"]),
            205 => Words::of(["reset", "content"]),
            206 => Words::of(["partial", "content"]),
            207 => Words::of(["multi", "status"]),
            208 => Words::of(["already", "reported"]),
            301 => Words::of(["moved", "permanently"]),
            302 => Words::of(["found"]),
            303 => Words::of(["see", "other"]),
            304 => Words::of(["not", "modified"]),
            307 => Words::of(["temporary", "redirect"]),
            308 => Words::of(["permanent", "redirect"]),
            code => Words::of(["status", &code.to_string()]),
        },
        Status::Range(2) => Words::of(["success"]),
        Status::Range(3) => Words::of(["redirect"]),
        Status::Range(hundred) => Words::of(["status", &format!("{hundred}xx")]),
        Status::Default => Words::of(["default"]),
    }
}
