//! Bounds and counts.

use expect_test::expect;

use super::check_schema;

#[test]
fn exclusive_bounds_become_flags() {
    check_schema(
        r#"type: integer
exclusiveMinimum: 0
exclusiveMaximum: 10
maximum: 5"#,
        expect![[r#"
            {"type":"integer","exclusiveMinimum":true,"minimum":0,"maximum":5}
        "#]],
    );
}

#[test]
fn counts_are_read_however_they_are_written() {
    check_schema(
        r#"type: string
minLength: 3.0
maxLength: '7'"#,
        expect![[r#"
            {"type":"string","minLength":3,"maxLength":7}
        "#]],
    );
}

#[test]
fn a_negative_count() {
    check_schema(
        r#"type: string
minLength: -1"#,
        expect![[r#"
            {"type":"string"}
            warning[invalid-field] api.yaml:8:18 #/components/schemas/It/minLength: `minLength` is `-1`, not a whole number from 0, ignoring it
        "#]],
    );
}

#[test]
fn a_count_that_limits_nothing() {
    check_schema(
        r#"type: string
maxLength: 1e19"#,
        expect![[r#"
            {"type":"string"}
        "#]],
    );
}

#[test]
fn bounds_of_integers_are_whole() {
    check_schema(
        r#"type: integer
minimum: 0.5
maximum: 100.0
multipleOf: 0.1"#,
        expect![[r#"
            {"type":"integer","minimum":1,"maximum":100}
            note[invalid-field] api.yaml:10:19 #/components/schemas/It/multipleOf: `multipleOf: 0.1` is not an integer, ignoring it
        "#]],
    );
}

#[test]
fn bounds_beyond_64_bits() {
    check_schema(
        r#"type: integer
maximum: 18446744073709551615
minimum: -9223372036854775808"#,
        expect![[r#"
            {"x-turnbuckle-maximum":18446744073709551615,"type":"integer","minimum":-9223372036854775808}
        "#]],
    );
}
