//! What an answer says of its pages: the list of items, and fields with names that pages have.

use crate::ir::{Api, Docs, Field, Operation, Type};

use super::shape::{element, fields, is_object, pointer, resolve};
use super::words::{ASIDE, PERHAPS_ASIDE, USUAL_ITEMS, fold, fold_header, is_of_envelope, is_wrapper, names_next_page};

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
    if let Some(list) = whole(api, page) {
        return choose(op, &[&list]).cloned();
    }
    let mut levels = Levels::new(api, page);
    let mut next = || levels.next_level().into_iter().partition::<Vec<List<'a>>, _>(|list| is_object(api, list.item));
    let (objects, scalars) = next();
    if !objects.is_empty() {
        return choose(op, &objects.iter().collect::<Vec<_>>()).cloned();
    }
    let (further, further_scalars) = next();
    let level = [further, scalars, further_scalars].into_iter().find(|level| !level.is_empty());
    let level = level.unwrap_or_else(|| next().0);
    choose(op, &level.iter().collect::<Vec<_>>()).cloned()
}

/// Lists all lists that may hold items.
pub(super) fn lists<'a>(api: &'a Api, page: &'a Type) -> Vec<List<'a>> {
    if let Some(list) = whole(api, page) {
        return vec![list];
    }
    let mut levels = Levels::new(api, page);
    (0..DEPTH).flat_map(|_| levels.next_level()).collect()
}

/// Returns the list that a body is itself.
fn whole<'a>(api: &'a Api, page: &'a Type) -> Option<List<'a>> {
    element(api, page).map(|item| List { pointer: String::new(), holder: String::new(), name: String::new(), item })
}

/// How many objects deep lists are looked for.
const DEPTH: usize = 3;

/// The lists of a body by how deep they are, one level after the other.
struct Levels<'a> {
    api: &'a Api,
    depth: usize,
    /// The objects of the next level, and where they are.
    objects: Vec<(String, &'a Type)>,
}

impl<'a> Levels<'a> {
    fn new(api: &'a Api, page: &'a Type) -> Self {
        Self { api, depth: 0, objects: vec![(String::new(), page)] }
    }

    fn next_level(&mut self) -> Vec<List<'a>> {
        self.depth += 1;
        let (mut found, mut below) = (Vec::new(), Vec::new());
        for (base, ty) in std::mem::take(&mut self.objects) {
            for field in fields(self.api, ty) {
                if let Some(item) = element(self.api, &field.ty) {
                    let name = fold(&field.wire);
                    if !ASIDE.contains(&name.as_str()) {
                        found.push(List { pointer: pointer(&base, &field.wire), holder: base.clone(), name, item });
                    }
                } else if self.depth < DEPTH && matches!(resolve(self.api, &field.ty), Type::Named(_)) {
                    below.push((pointer(&base, &field.wire), &field.ty));
                }
            }
        }
        self.objects = below;
        found
    }
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
    pub(super) docs: &'a Docs,
    /// Whether its format says that it is a URL.
    url: bool,
    pub(super) ty: &'a Type,
}

impl Mark<'_> {
    /// Returns the innermost object about pages that it is in.
    pub(super) fn wrapper(&self) -> &str {
        self.within.last().map_or("", String::as_str)
    }

    /// Returns whether it is the next page's by its name, in a list of a folded name: `next_page_url`, and `href` in `next`.
    pub(super) fn leads_on(&self, list: &str) -> bool {
        match self.leaf.as_str() {
            "href" | "uri" | "url" | "link" => names_next_page(self.wrapper(), list),
            leaf => names_next_page(leaf, list),
        }
    }

    /// Returns whether it is told to be a URL.
    pub(super) fn is_url(&self) -> bool {
        let named = self.url
            || self.within.iter().any(|wrapper| wrapper == "links")
            || ["url", "uri", "link", "href"].iter().any(|end| self.leaf.ends_with(end));
        let text = self.docs.description.as_deref().unwrap_or_default().to_ascii_lowercase();
        let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric()).collect();
        let told = ["url", "uri", "link", "href", "https"].iter().any(|word| words.contains(word));
        let shown = self.docs.examples.iter().filter_map(|example| example.as_str()).any(|example| example.starts_with("http"));
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
                        Type::Named(_) if is_wrapper(&leaf) && !holds_other_list(api, own, &at, list) => {
                            let mut within = within.clone();
                            within.push(leaf.clone());
                            below.push((at.clone(), within, own));
                        }
                        _ => {}
                    }
                    if !matches!(own, Type::Map(_) | Type::List(_)) && found.iter().all(|mark: &Mark<'_>| mark.pointer != at) {
                        found.push(Mark { pointer: at, leaf, within: within.clone(), docs: &field.docs, url: field.url, ty: own });
                    }
                }
            }
            level = below;
        }
    }
    found
}

/// Returns whether an object holds a list of objects that is not the items, nor around them: what it says of pages is said of that list.
fn holds_other_list(api: &Api, object: &Type, at: &str, list: &List<'_>) -> bool {
    let around = list.pointer.strip_prefix(at).is_some_and(|rest| rest.starts_with('/'));
    let is_list = |field: &&Field| element(api, &field.ty).is_some_and(|item| is_object(api, item));
    let aside = |name: &str| ASIDE.contains(&name) || PERHAPS_ASIDE.contains(&name);
    !around && fields(api, object).into_iter().filter(is_list).any(|field| !aside(&fold(&field.wire)))
}

/// Lists the headers of a response as marks. The pointer of each is its name.
pub(super) fn headers<'a>(api: &'a Api, op: &'a Operation) -> Vec<Mark<'a>> {
    let headers = op.responses.success.iter().flat_map(|response| &response.headers);
    let mark = |header: &'a crate::ir::ResponseHeader| Mark {
        pointer: header.wire.clone(),
        leaf: fold_header(&header.wire),
        within: Vec::new(),
        docs: &header.docs,
        url: false,
        ty: resolve(api, &header.ty),
    };
    headers.map(mark).collect()
}

/// Returns whether a list belongs to the response itself, and not to a resource in it: the objects around it have only the fields of an
/// envelope.
pub(super) fn is_own(api: &Api, page: &Type, list: &List<'_>) -> bool {
    let mut around = String::new();
    let mut own = true;
    for token in list.holder.split('/').skip(1) {
        let Some(object) = super::shape::at(api, page, &around) else { return false };
        let all = fields(api, object);
        // An `id` is the request's in JSON-RPC, and else that of a thing.
        let rpc = all.iter().any(|field| field.wire == "jsonrpc");
        let is_fit = |field: &&Field| {
            let name = fold(&field.wire);
            is_of_envelope(&name) || (rpc && name == "id")
        };
        let next = pointer(&around, &crate::source::unescape(token));
        own &= all.iter().filter(|field| pointer(&around, &field.wire) != next).all(is_fit);
        around = next;
    }
    own
}

/// Finds the first of some folded names that fits.
pub(super) fn find<'m, 'a>(marks: &'m [Mark<'a>], names: &[&str], fits: impl Fn(&Mark<'a>) -> bool) -> Option<&'m Mark<'a>> {
    let ranked = marks.iter().filter(|mark| fits(mark)).filter_map(|mark| Some((names.iter().position(|name| *name == mark.leaf)?, mark)));
    ranked.min_by_key(|(rank, _)| *rank).map(|(_, mark)| mark)
}
