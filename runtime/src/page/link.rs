//! The `Link` header (RFC 8288).

use http::HeaderMap;

use crate::url::lenient_text;

/// Returns the target of the link with a relation: `next`, or `prev`, which some call `previous`.
pub(crate) fn target(headers: &HeaderMap, rel: &str) -> Option<String> {
    headers.get_all(http::header::LINK).iter().find_map(|value| target_of(&lenient_text(value), rel))
}

fn target_of(field: &str, rel: &str) -> Option<String> {
    let mut rest = field;
    while let Some((_, after)) = rest.split_once('<') {
        let (target, params) = after.split_once('>')?;
        let (is_it, after) = relation(params, rel);
        if is_it {
            return Some(target.trim().to_owned());
        }
        rest = after;
    }
    None
}

/// Reads a link's parameters. Returns whether it has the relation, and the text after the comma that ends them.
fn relation<'a>(params: &'a str, wanted: &str) -> (bool, &'a str) {
    let mut rel: Option<bool> = None;
    let mut rest = params.trim_start();
    while let Some(after) = rest.strip_prefix(';') {
        let end = after.find(['=', ';', ',']).unwrap_or(after.len());
        let name = after[..end].trim();
        rest = &after[end..];
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            match after.strip_prefix('"') {
                Some(quoted) => {
                    let end = quoted.find('"').unwrap_or(quoted.len());
                    value = &quoted[..end];
                    rest = quoted.get(end + 1..).unwrap_or_default();
                }
                None => {
                    let end = after.find([';', ',']).unwrap_or(after.len());
                    value = after[..end].trim();
                    rest = &after[end..];
                }
            }
        }
        // Section 3.3: several relations stand in one value, and only the first `rel` counts.
        if name.eq_ignore_ascii_case("rel") && rel.is_none() {
            let is_it =
                |relation: &str| relation.eq_ignore_ascii_case(wanted) || (wanted == "prev" && relation.eq_ignore_ascii_case("previous"));
            rel = Some(value.split_ascii_whitespace().any(is_it));
        }
        rest = rest.trim_start();
    }
    (rel.unwrap_or(false), rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(field: &str, expect: Option<&str>) {
        assert_eq!(target_of(field, "next").as_deref(), expect);
    }

    #[test]
    fn the_next_link_is_found_among_others() {
        check(r#"<https://a/?p=1>; rel="prev", <https://a/?p=3>; rel="next""#, Some("https://a/?p=3"));
    }

    #[test]
    fn commas_and_semicolons_in_targets_and_quotes_do_not_mislead() {
        check(r#"</a,b;c>; title="x, y; rel=next"; rel=last, </d>; rel=next"#, Some("/d"));
    }

    #[test]
    fn a_relation_may_follow_other_parameters() {
        check(r#"</d>; title="x"; rel=next"#, Some("/d"));
        check(r#"</d>; title=x; rel=next"#, Some("/d"));
        check(r#"</d>; crossorigin; rel="next""#, Some("/d"));
    }

    #[test]
    fn a_relation_may_be_one_of_several() {
        check(r#"</d>; REL="next last""#, Some("/d"));
    }

    #[test]
    fn the_link_back_has_two_names() {
        let field = r#"</1>; rel="first", </2>; rel="previous", </4>; rel="next""#;
        assert_eq!(target_of(field, "prev").as_deref(), Some("/2"));
        assert_eq!(target_of(r#"</2>; rel=prev"#, "prev").as_deref(), Some("/2"));
    }

    #[test]
    fn only_the_first_relation_counts() {
        check(r#"</d>; rel="prev"; rel="next""#, None);
    }

    #[test]
    fn a_target_that_is_not_ascii_is_percent_encoded() {
        let value = http::HeaderValue::from_bytes("</n\u{e4}chste?p=2>; rel=next".as_bytes()).expect("a header may hold it");
        let headers = HeaderMap::from_iter([(http::header::LINK, value)]);
        assert_eq!(target(&headers, "next").as_deref(), Some("/n%C3%A4chste?p=2"));
    }

    #[test]
    fn what_is_no_link_is_passed_over() {
        check("", None);
        check("nonsense", None);
        check("<https://a", None);
    }
}
