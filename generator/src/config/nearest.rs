//! Suggests names of the document for a wrong name in the configuration.

use std::cmp::Ordering;

/// The maximum number of suggestions.
const SUGGESTED: usize = 3;
/// The minimum similarity, from 0 to 1: `contact` and `contacts` have 0.98, `list` and `delete` 0.47.
const ALIKE: f64 = 0.7;

/// Returns the names that are most similar to the wanted one, best match first. Names that differ only in case come first.
pub(crate) fn nearest<'n>(wanted: &str, names: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let folded = wanted.to_lowercase();
    let mut ranked: Vec<(f64, &str)> =
        names.into_iter().map(|name| (likeness(&folded, &name.to_lowercase()), name)).filter(|(likeness, _)| *likeness >= ALIKE).collect();
    ranked.sort_by(|(a, left), (b, right)| b.partial_cmp(a).unwrap_or(Ordering::Equal).then_with(|| left.cmp(right)));
    ranked.dedup();
    ranked.into_iter().take(SUGGESTED).map(|(_, name)| name).collect()
}

/// Returns the name that another one is likely to be a slip for: but for its case and symbols it is the same, or it differs by few letters.
pub(crate) fn slip<'n>(written: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let plain = letters(written);
    let most = (plain.chars().count() / 4).clamp(1, 3);
    let ranked = names.into_iter().map(|name| (strsim::damerau_levenshtein(&plain, &letters(name)), name));
    let near = ranked.filter(|(distance, name)| *distance <= most && *distance * 2 < name.len()).min_by_key(|(distance, _)| *distance);
    near.map(|(_, name)| name)
}

/// Returns a name without its case and symbols.
pub(crate) fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Jaro-Winkler similarity allows for swapped letters and favours a common prefix. A name that contains the other counts as similar.
fn likeness(wanted: &str, name: &str) -> f64 {
    let contained = wanted.len() >= 3 && name.len() >= 3 && (name.contains(wanted) || wanted.contains(name));
    let alike = strsim::jaro_winkler(wanted, name);
    if contained { alike.max(ALIKE) } else { alike }
}

/// Returns a help text that suggests the nearest names, or says how to list all names if none is similar.
pub(crate) fn help<'n>(wanted: &str, names: impl IntoIterator<Item = &'n str>) -> String {
    match nearest(wanted, names).as_slice() {
        [] => "run `turnbuckle inspect` to see what there is".to_owned(),
        [one] => format!("did you mean `{one}`?"),
        [more @ .., last] => {
            let more: Vec<String> = more.iter().map(|name| format!("`{name}`")).collect();
            format!("did you mean {} or `{last}`?", more.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{help, nearest, slip};

    #[test]
    fn a_slip_differs_by_few_letters() {
        let names = ["required", "properties", "type", "items", "enum", "in", "if", "name"];
        for (written, meant) in [
            ("requried", Some("required")),
            ("propertes", Some("properties")),
            ("Type", Some("type")),
            ("item", Some("items")),
            ("re_quired", Some("required")),
            ("names", Some("name")),
            ("nam", Some("name")),
            ("an", None),
            ("tags", None),
            ("description", None),
            ("", None),
        ] {
            assert_eq!(slip(written, names), meant, "{written}");
        }
    }

    #[test]
    fn the_nearest_names_come_first() {
        let names = ["contactNotes", "contacts", "deals", "listContacts", "contacts", "Contact"];
        assert_eq!(nearest("contact", names), ["Contact", "contacts", "contactNotes"]);
        assert_eq!(nearest("contcats", names), ["contacts", "Contact", "contactNotes"]);
        assert_eq!(nearest("dael", names), ["deals"]);
        assert_eq!(nearest("xyz", names), [""; 0]);
        assert_eq!(nearest("", ["", "a"]), [""]);
    }

    #[test]
    fn help_suggests_or_tells_where_to_look() {
        assert_eq!(help("deal", ["deals"]), "did you mean `deals`?");
        assert_eq!(help("deal", ["deals", "dealz", "deal2", "dealer"]), "did you mean `deal2`, `deals` or `dealz`?");
        assert_eq!(help("deal", ["x"]), "run `turnbuckle inspect` to see what there is");
    }
}
