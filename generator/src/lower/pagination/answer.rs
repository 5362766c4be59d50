//! What an answer says of its pages: the list of items, and fields with names that pages have.

use crate::ir::{Api, Field, Operation, Type};

use super::shape::{element, fields, is_object, pointer, resolve};
use super::words::{ASIDE, PERHAPS_ASIDE, USUAL_ITEMS, WRAPPERS, fold};

/// A list in an answer.
#[derive(Clone)]
pub(super) struct List<'a> {
    pub(super) pointer: String,
    /// The object that holds it.
    pub(super) holder: String,
    pub(super) name: String,
    pub(super) item: &'a Type,
}

/// Finds the one list that holds the items: the body itself, else the only one that can be, two objects down at most.
pub(super) fn items<'a>(api: &'a Api, op: &Operation, page: &'a Type) -> Option<List<'a>> {
    let all = lists(api, page);
    let objects = |depth: usize| all.iter().filter(move |list| list.pointer.matches('/').count() == depth && is_object(api, list.item));
    let scalars = |depth: usize| all.iter().filter(move |list| list.pointer.matches('/').count() == depth && !is_object(api, list.item));
    let levels: [Vec<&List<'a>>; 6] = [
        all.iter().filter(|list| list.pointer.is_empty()).collect(),
        objects(1).collect(),
        objects(2).collect(),
        scalars(1).collect(),
        scalars(2).collect(),
        objects(3).collect(),
    ];
    let level = levels.into_iter().find(|level| !level.is_empty())?;
    choose(op, &level).cloned()
}

/// Lists all lists that may hold items.
pub(super) fn lists<'a>(api: &'a Api, page: &'a Type) -> Vec<List<'a>> {
    if let Some(item) = element(api, page) {
        return vec![List { pointer: String::new(), holder: String::new(), name: String::new(), item }];
    }
    let mut found = Vec::new();
    let mut level = vec![(String::new(), page)];
    for _ in 0..3 {
        let mut below = Vec::new();
        for (base, ty) in level {
            for field in fields(api, ty) {
                let at = pointer(&base, &field.wire);
                match element(api, &field.ty) {
                    Some(item) if !ASIDE.contains(&fold(&field.wire).as_str()) => {
                        found.push(List { pointer: at, holder: base.clone(), name: fold(&field.wire), item });
                    }
                    Some(_) => {}
                    None if matches!(resolve(api, &field.ty), Type::Named(_)) => below.push((at, &field.ty)),
                    None => {}
                }
            }
        }
        level = below;
    }
    found
}

/// Chooses among lists beside each other: the only one, one that is called as most call it, or one that the path is about.
fn choose<'l, 'a>(op: &Operation, lists: &'l [&'l List<'a>]) -> Option<&'l List<'a>> {
    let mut left: Vec<&List<'a>> = lists.iter().copied().filter(|list| !PERHAPS_ASIDE.contains(&list.name.as_str())).collect();
    if left.is_empty() {
        left = lists.to_vec();
    }
    if left.len() > 1 {
        let usual: Vec<&List<'a>> = left.iter().copied().filter(|list| USUAL_ITEMS.contains(&list.name.as_str())).collect();
        left = if usual.is_empty() { about_path(op, &left) } else { usual };
    }
    if left.len() == 1 { left.pop() } else { None }
}

/// Returns the lists that are called as the path's last part, else those whose names end with it.
fn about_path<'l, 'a>(op: &Operation, lists: &[&'l List<'a>]) -> Vec<&'l List<'a>> {
    let verbs = ["get", "list", "search", "query", "find", "all", "sync"];
    let mut parts = op.path.split('/').filter(|part| !part.is_empty() && !part.contains('{')).map(singular);
    let Some(part) = parts.rfind(|part| !verbs.contains(&part.as_str())) else { return Vec::new() };
    let same: Vec<_> = lists.iter().copied().filter(|list| singular(&list.name) == part).collect();
    if !same.is_empty() {
        return same;
    }
    let ending: Vec<_> = lists.iter().copied().filter(|list| singular(&list.name).ends_with(&part)).collect();
    if !ending.is_empty() {
        return ending;
    }
    let id = fold(op.id.as_deref().unwrap_or_default());
    lists.iter().copied().filter(|list| !list.name.is_empty() && id.ends_with(&list.name)).collect()
}

fn singular(name: &str) -> String {
    let folded = fold(name);
    match folded.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => folded.strip_suffix('s').unwrap_or(&folded).to_owned(),
    }
}

/// A scalar field of an answer that is in no list, and in no objects but those about pages and the one that holds the items.
pub(super) struct Mark<'a> {
    pub(super) pointer: String,
    /// The name, folded.
    pub(super) leaf: String,
    /// The names of the objects about pages that it is in, folded, outermost first.
    pub(super) within: Vec<String>,
    pub(super) field: &'a Field,
    pub(super) ty: &'a Type,
}

impl Mark<'_> {
    /// Returns the innermost object about pages that it is in.
    pub(super) fn wrapper(&self) -> &str {
        self.within.last().map_or("", String::as_str)
    }

    /// Returns whether it is told to be a URL.
    pub(super) fn is_url(&self) -> bool {
        let named = self.within.iter().any(|wrapper| wrapper == "links")
            || ["url", "uri", "link", "href"].iter().any(|end| self.leaf.ends_with(end));
        let text = self.field.docs.description.as_deref().unwrap_or_default().to_ascii_lowercase();
        let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric()).collect();
        let told = ["url", "uri", "link", "href", "https"].iter().any(|word| words.contains(word));
        let shown = self.field.docs.examples.iter().filter_map(|example| example.as_str()).any(|example| example.starts_with("http"));
        named || told || shown
    }
}

/// Lists the marks, those nearest to the items first.
pub(super) fn marks<'a>(api: &'a Api, page: &'a Type, list: &List<'_>) -> Vec<Mark<'a>> {
    let mut found = Vec::new();
    let mut scopes = vec![String::new()];
    if !list.holder.is_empty() {
        scopes.insert(0, list.holder.clone());
    }
    for scope in scopes {
        let Some(ty) = super::shape::at(api, page, &scope) else { continue };
        let mut level = vec![(scope, Vec::new(), ty)];
        for _ in 0..4 {
            let mut below = Vec::new();
            for (base, within, ty) in level {
                for field in fields(api, ty) {
                    let (at, leaf, own) = (pointer(&base, &field.wire), fold(&field.wire), resolve(api, &field.ty));
                    match own {
                        Type::Named(_) if at != list.pointer && WRAPPERS.contains(&leaf.as_str()) => {
                            let mut within = within.clone();
                            within.push(leaf.clone());
                            below.push((at.clone(), within, own));
                        }
                        _ => {}
                    }
                    if !matches!(own, Type::Map(_) | Type::List(_)) && found.iter().all(|mark: &Mark<'_>| mark.pointer != at) {
                        found.push(Mark { pointer: at, leaf, within: within.clone(), field, ty: own });
                    }
                }
            }
            level = below;
        }
    }
    found
}

/// Finds the first of some folded names that fits.
pub(super) fn find<'m, 'a>(marks: &'m [Mark<'a>], names: &[&str], fits: impl Fn(&Mark<'a>) -> bool) -> Option<&'m Mark<'a>> {
    let ranked = marks.iter().filter(|mark| fits(mark)).filter_map(|mark| Some((names.iter().position(|name| *name == mark.leaf)?, mark)));
    ranked.min_by_key(|(rank, _)| *rank).map(|(_, mark)| mark)
}
