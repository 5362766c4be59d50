//! Names the groups and what is on the client and its builder.

use std::collections::{BTreeMap, HashSet};

use unicode_normalization::UnicodeNormalization;

use crate::analyze::{Facts, HeaderFacts};
use crate::config::{Config, DateTimeLibrary};
use crate::diagnostic::Diagnostic;
use crate::ir::{Api, controller_of};

use super::reserved::{self, can_be_raw, is_keyword};
use super::scope::{Given, Kind, Request, Scope, Ties};
use super::types::Models;
use super::words::{Words, spelled, words};
use super::{Cx, GroupNames, Name};

/// Names the groups. A group has one name for its feature, its module and its accessor: where one of them cannot have it, all get
/// another. Features and modules are ASCII, so a tag in another script lends its name to the accessor and the struct only.
pub(super) fn groups(cx: &mut Cx<'_>, config: &Config, models: &Models) -> Vec<GroupNames> {
    let mut taken: HashSet<String> = HashSet::new();
    let mut accessors: HashSet<String> = HashSet::new();
    let mut idents = Scope::new(Kind::Group, reserved::TYPES);
    for name in models.names(cx) {
        idents.occupy(&name.0);
    }
    // Groups with operations have the first choice. Among those that would have one name, it is not the document's order that tells, which
    // changes with every tag that comes or goes.
    let mut order: Vec<usize> = (0..cx.api.groups.len()).collect();
    let used: HashSet<usize> = cx.facts.groups.iter().map(|id| id.0 as usize).collect();
    order.sort_by_cached_key(|index| (!used.contains(index), cx.api.groups[*index].tag.clone()));
    let mut names: Vec<Option<GroupNames>> = vec![None; cx.api.groups.len()];
    for index in order {
        let base = pick(cx.api, index, &taken, config);
        let tag = &cx.api.groups[index].tag;
        let raw = Name::of(base.to_file_stem());
        let own = native(tag).filter(|own| !accessors.contains(&own.to_snake()));
        let shown = own.as_ref().unwrap_or(&base);
        let ident = idents.resolve_one(&Request::new([shown.clone(), shown.with("api")]));
        let name = own.as_ref().map_or_else(|| raw.clone(), |own| Name::of(own.to_snake()));
        let accessor = Given { name: name.clone(), words: shown.clone(), obstacle: None, configured: false };
        cx.note_placeless(|| format!("tag `{tag}`"), tag, &accessor);
        accessors.insert(shown.to_snake());
        names[index] = Some(GroupNames { feature: base.to_kebab(), module: raw, ident: ident.name, accessor: name });
        taken.insert(base.to_file_stem());
    }
    names.into_iter().map(|names| names.expect("every group is in the order")).collect()
}

fn pick(api: &Api, index: usize, taken: &HashSet<String>, config: &Config) -> Words {
    let tag = &api.groups[index].tag;
    let plain = if tag.trim().is_empty() { Words::of(["operations"]) } else { words(tag) };
    let spelled = if tag.trim().is_empty() { plain.clone() } else { spelled(tag) };
    let plain = native(tag).and_then(|_| by_operations(api, index)).unwrap_or(plain);
    let choices = [plain.clone(), plain.with("api"), spelled];
    let numbered = (2_u32..).map(|number| plain.with(&number.to_string()));
    let mut free = choices.into_iter().chain(numbered).map(in_ascii).filter(|choice| is_free(choice, taken, config));
    free.next().unwrap_or(plain)
}

/// Returns the words of a tag whose script has no letters of ASCII, where they make a name in Rust.
fn native(tag: &str) -> Option<Words> {
    let is_foreign = |c: char| c.is_alphabetic() && !c.nfd().any(|c| c.is_ascii_alphabetic());
    let own = words(tag);
    let starts = own.0.first().is_some_and(|first| first.starts_with(unicode_ident::is_xid_start));
    (tag.chars().any(is_foreign) && starts).then_some(own)
}

/// Returns a name in ASCII for the operations of a group: their controller, or the first segment of most of their paths that says what they
/// are about.
fn by_operations(api: &Api, index: usize) -> Option<Words> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for op in api.operations.iter().filter(|op| op.group.0 as usize == index) {
        let controller = op.id.as_deref().and_then(controller_of).map(|(controller, _)| controller.to_owned());
        let says_much = |segment: &&str| {
            let version = segment.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
            let is_name = segment.is_ascii() && segment.contains(|c: char| c.is_ascii_alphabetic()) && !segment.contains('{');
            is_name && !version && !matches!(*segment, "api" | "rest")
        };
        let segment = || op.path.split('/').find(says_much).map(str::to_owned);
        if let Some(name) = controller.filter(|name| name.is_ascii()).or_else(segment) {
            *counts.entry(name).or_default() += 1;
        }
    }
    let most = *counts.values().max()?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(name, _)| words(&name))
}

/// The words as files and features have them, which must be ASCII; a number alone is no name.
fn in_ascii(words: Words) -> Words {
    let words = Words::of(words.to_file_stem().split('_'));
    let number = words.0.first().is_none_or(|first| !first.starts_with(|c: char| c.is_ascii_alphabetic()));
    if number { Words::of(["group"]).then(&words) } else { words }
}

fn is_free(words: &Words, taken: &HashSet<String>, config: &Config) -> bool {
    let stem = words.to_file_stem();
    let library = match config.date_time {
        DateTimeLibrary::Jiff => "jiff",
        DateTimeLibrary::Chrono => "chrono",
        DateTimeLibrary::Time => "time",
        DateTimeLibrary::String => "",
    };
    let unusable = is_keyword(&stem) && !can_be_raw(&stem);
    !unusable
        && stem != library
        && !reserved::is_device(&stem)
        && !reserved::MODULES.contains(&stem.as_str())
        && !reserved::CLIENT_METHODS.contains(&stem.as_str())
        && !reserved::FEATURES.contains(&words.to_kebab().as_str())
        && !taken.contains(&stem)
}

/// The names of the methods of the client's builder.
pub(super) struct Builder {
    /// One a scheme.
    pub(super) schemes: Vec<Name>,
    /// One a server variable, by its wire name.
    pub(super) server_variables: Vec<(String, Name)>,
}

/// Names the methods of the client's builder.
pub(super) fn builder(cx: &mut Cx<'_>) -> Builder {
    let api = cx.api;
    let mut scope = Scope::new(Kind::Scheme, reserved::BUILDER_METHODS);
    let requests: Vec<Request> = api.schemes.iter().map(|scheme| with_suffix(&scheme.wire, "auth")).collect();
    let given = scope.resolve(&requests, Ties::First);
    for (scheme, name) in api.schemes.iter().zip(&given) {
        cx.note_placeless(|| format!("security scheme `{}`", scheme.wire), &scheme.wire, name);
    }
    let schemes = given.into_iter().map(|given| given.name).collect();
    let mut wires: Vec<&str> = Vec::new();
    let mut seen: HashSet<&str> = HashSet::new();
    let servers = api.servers.iter().chain(api.operations.iter().flat_map(|op| &op.servers));
    for variable in servers.flat_map(|server| &server.variables) {
        if seen.insert(&variable.name) {
            wires.push(&variable.name);
        }
    }
    let requests: Vec<Request> = wires.iter().map(|wire| variable(wire)).collect();
    let given = scope.resolve(&requests, Ties::First);
    for (wire, name) in wires.iter().zip(&given) {
        cx.note_placeless(|| format!("server variable `{wire}`"), wire, name);
    }
    let server_variables = wires.into_iter().map(str::to_owned).zip(given.into_iter().map(|given| given.name)).collect();
    Builder { schemes, server_variables }
}

fn with_suffix(wire: &str, suffix: &str) -> Request {
    let plain = words(wire);
    let suffixed = plain.with(suffix);
    Request::new([plain, suffixed].into_iter().chain(Request::text(wire).whole().choices))
}

/// The word for what is reserved in the builder's scope is the schemes'; a variable has its own.
fn variable(wire: &str) -> Request {
    let request = with_suffix(wire, "variable");
    let reserved = reserved::BUILDER_METHODS.contains(&request.choices[0].to_snake().as_str());
    if reserved { Request::new(request.whole().choices.into_iter().skip(1)) } else { request }
}

/// Names the constants of the headers of answers.
pub(super) fn headers(facts: &Facts) -> Vec<Name> {
    let text = |header: &HeaderFacts| match &header.kind {
        Some(kind) => Request::text(&format!("{} {kind}", header.wire)),
        None => Request::text(&header.wire),
    };
    let requests: Vec<Request> = facts.headers.iter().map(text).collect();
    Scope::new(Kind::Constant, &[]).resolve(&requests, Ties::First).into_iter().map(|given| given.name).collect()
}

/// Names the variants of the enum of webhooks.
pub(super) fn webhooks(cx: &mut Cx<'_>) -> Vec<Name> {
    // The enum has a variant of its own for an event that is not known.
    let mut scope = Scope::new(Kind::Variant, &["Unknown", "Unlisted"]);
    let requests: Vec<Request> = cx.api.webhooks.iter().map(|webhook| Request::text(&webhook.wire)).collect();
    let given = scope.resolve(&requests, Ties::First);
    for (webhook, name) in cx.api.webhooks.iter().zip(&given) {
        cx.note(|| format!("webhook `{}`", webhook.wire), &webhook.wire, name, &webhook.origin);
    }
    given.into_iter().map(|given| given.name).collect()
}

/// Returns the name of the package: the configured one, or that of the title.
pub(super) fn package(api: &Api, config: &Config) -> (String, Option<Diagnostic>) {
    let Some(name) = &config.name else { return (package_of_title(&api.info.title), None) };
    if is_package(name) {
        return (name.clone(), None);
    }
    let message = format!("`{name}` cannot be the name of a package");
    let help = "use lower-case letters, digits, `-` and `_`, beginning with a letter, and no name of the standard library";
    let diagnostic = config.point(Diagnostic::error("invalid-name", message).help(help), &["name"]);
    (package_of_title(&api.info.title), Some(diagnostic))
}

/// Splits where there are spaces and symbols only: a title's words have the vendor's capitals.
fn package_of_title(title: &str) -> String {
    let title = title.replace(['\'', '’'], "");
    let parts: Vec<&str> = title.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let words = match parts.as_slice() {
        [one] => words(one),
        parts => Words(parts.iter().map(|part| part.to_lowercase()).collect()),
    };
    let name = words.to_kebab();
    let name = if name.starts_with(|c: char| c.is_ascii_digit()) { format!("api-{name}") } else { name };
    // Names are ASCII, and the registry takes 64 characters.
    let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(60).collect();
    let name = name.trim_matches('-');
    match name {
        "" => "api-client".to_owned(),
        own if is_package(own) => own.to_owned(),
        own => format!("{own}-api"),
    }
}

fn is_package(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic())
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        && name.len() <= 64
        && !is_keyword(&name.replace('-', "_"))
        && !reserved::is_device(&name.to_lowercase())
        && !reserved::PACKAGES.contains(&name.to_lowercase().as_str())
}
