//! Reads `application/x-www-form-urlencoded` with nested names, such as `lines[0][amount]=12.50`.

use super::exchange::Failure;
use serde_json::{Map, Value, json};

/// Makes one value of all pairs. Names within brackets make objects; an object whose names are the
/// numbers from 0 makes a list, and so does a name that ends in `[]`.
pub(crate) fn nest(pairs: &[(String, String)]) -> Result<Value, Failure> {
    let mut root = json!({});
    for (name, text) in pairs {
        let path = split(name).ok_or_else(|| Failure::invalid(name, "has brackets that do not fit"))?;
        insert(&mut root, &path, text);
    }
    Ok(lists(root))
}

/// Splits `a[b][0]` into `a`, `b`, `0`.
fn split(name: &str) -> Option<Vec<&str>> {
    let Some((first, rest)) = name.split_once('[') else {
        return (!name.contains(']')).then(|| vec![name]);
    };
    let inner = rest.strip_suffix(']')?;
    let mut path = vec![first];
    path.extend(inner.split("]["));
    path.iter().skip(1).all(|key| !key.contains(['[', ']'])).then_some(path)
}

fn insert(target: &mut Value, path: &[&str], text: &str) {
    let Some((first, rest)) = path.split_first() else {
        *target = json!(text);
        return;
    };
    if !target.is_object() {
        *target = json!({});
    }
    // An empty pair of brackets stands for the next number.
    let key = match *first {
        "" => target.as_object().map_or(0, Map::len).to_string(),
        key => key.to_owned(),
    };
    insert(&mut target[key], rest, text);
}

fn lists(value: Value) -> Value {
    let Value::Object(map) = value else {
        return value;
    };
    let mut map: Map<String, Value> = map.into_iter().map(|(name, value)| (name, lists(value))).collect();
    let numbered = !map.is_empty() && (0..map.len()).all(|i| map.contains_key(&i.to_string()));
    if !numbered {
        return Value::Object(map);
    }
    Value::Array((0..map.len()).filter_map(|i| map.remove(&i.to_string())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(form: &str, expected: &Value) {
        let pairs: Vec<_> = form_urlencoded::parse(form.as_bytes()).into_owned().collect();
        assert_eq!(&nest(&pairs).expect("the brackets fit"), expected);
    }

    #[test]
    fn brackets_make_objects_and_lists() {
        check(
            "name=Ada&address[city]=Bern&lines[0][amount]=1&lines[1][amount]=2&tags[]=a&tags[]=b",
            &json!({
                "name": "Ada", "address": {"city": "Bern"},
                "lines": [{"amount": "1"}, {"amount": "2"}], "tags": ["a", "b"]
            }),
        );
    }

    #[test]
    fn brackets_that_do_not_fit_are_refused() {
        assert!(nest(&[("a[b".to_owned(), "1".to_owned())]).is_err());
        assert!(nest(&[("a]b".to_owned(), "1".to_owned())]).is_err());
    }
}
