//! Texts and their words.

use expect_test::{Expect, expect};

use crate::name::words::{spelled, words};

fn check(texts: &[&str], expect: Expect) {
    let lines: Vec<String> = texts.iter().map(|text| format!("{text:?} {} | {}", words(text).to_snake(), words(text).to_camel())).collect();
    expect.assert_eq(&lines.join("\n"));
}

#[test]
fn case_and_digits_part_words() {
    check(
        &[
            "fooBar",
            "HTTPSProxyURL",
            "OAuth2Token",
            "userOAuth",
            "IPv4",
            "ipv4",
            "iOS",
            "IDs",
            "userIDs",
            "APIsOfX",
            "3DSecure",
            "2FA",
            "404Error",
            "B2B",
            "S3URL",
            "v1.2.3",
            "48x48",
            "x-y-Z",
            "address1",
            "address_1",
            "don't",
            "SHA256",
            "aB",
            "GetX",
        ],
        expect![[r#"
            "fooBar" foo_bar | FooBar
            "HTTPSProxyURL" https_proxy_url | HttpsProxyUrl
            "OAuth2Token" oauth2_token | Oauth2Token
            "userOAuth" user_oauth | UserOauth
            "IPv4" ipv4 | Ipv4
            "ipv4" ipv4 | Ipv4
            "iOS" ios | Ios
            "IDs" ids | Ids
            "userIDs" user_ids | UserIds
            "APIsOfX" apis_of_x | ApisOfX
            "3DSecure" 3d_secure | 3dSecure
            "2FA" 2fa | 2fa
            "404Error" 404_error | 404Error
            "B2B" b2b | B2b
            "S3URL" s3_url | S3Url
            "v1.2.3" v1_2_3 | V1_2_3
            "48x48" 48x48 | 48x48
            "x-y-Z" x_y_z | XYZ
            "address1" address1 | Address1
            "address_1" address_1 | Address1
            "don't" dont | Dont
            "SHA256" sha256 | Sha256
            "aB" a_b | AB
            "GetX" get_x | GetX"#]],
    );
}

#[test]
fn symbols_are_words_where_they_mean_something() {
    check(
        &[
            "-1",
            "+1",
            ">=",
            "<",
            "100%",
            "R&D",
            "C++",
            "A-",
            "a-",
            "$",
            "@type",
            "*",
            "Page<User>",
            "Page«User»",
            "List[Foo]",
            "a/b",
            "_",
            "",
            " ",
            "!x",
            "½",
            "👍",
            "👍🏽",
            "²",
            "名前",
            "\u{200b}",
            "naïve",
            "nai\u{308}ve",
            "x²",
        ],
        expect![[r#"
            "-1" minus_1 | Minus1
            "+1" plus_1 | Plus1
            ">=" greater_or_equal | GreaterOrEqual
            "<" less | Less
            "100%" 100_percent | 100Percent
            "R&D" r_and_d | RAndD
            "C++" c_plus_plus | CPlusPlus
            "A-" a_minus | AMinus
            "a-" a_minus | AMinus
            "$" dollar | Dollar
            "@type" type | Type
            "*" star | Star
            "Page<User>" page_user | PageUser
            "Page«User»" page_user | PageUser
            "List[Foo]" list_foo | ListFoo
            "a/b" a_b | AB
            "_" underscore | Underscore
            "" empty | Empty
            " " space | Space
            "!x" not_x | NotX
            "½" u00bd | U00bd
            "👍" u1f44d | U1f44d
            "👍🏽" u1f44d_u1f3fd | U1f44dU1f3fd
            "²" u00b2 | U00b2
            "名前" 名前 | 名前
            "\u{200b}" u200b | U200b
            "naïve" naïve | Naïve
            "nai\u{308}ve" naïve | Naïve
            "x²" x_u00b2 | XU00b2"#]],
    );
}

#[test]
fn every_symbol_can_be_spelled() {
    let texts = ["a-b", "a_b", "a.b", "a b", "-a", "_a", "@a", "a[]", "a:*", "Page<User>"];
    let lines: Vec<String> = texts.iter().map(|text| format!("{text} {}", spelled(text).to_snake())).collect();
    expect![[r#"
        a-b a_dash_b
        a_b a_b
        a.b a_dot_b
        a b a_space_b
        -a minus_a
        _a underscore_a
        @a at_a
        a[] a_list
        a:* a_colon_star
        Page<User> page_user"#]]
    .assert_eq(&lines.join("\n"));
}

#[test]
fn long_names_keep_their_ends() {
    let text = (0..100).map(|number| format!("word{number}")).collect::<Vec<_>>().join(" ");
    assert!(words(&text).to_snake().len() <= 100);
    assert!(words(&"é".repeat(10_000)).to_camel().len() <= 100);
    assert!(words(&text).to_file_stem().len() <= 60);
}

#[test]
fn singulars_of_english_words() {
    let pairs = [
        ("statuses", "status"),
        ("warehouses", "warehouse"),
        ("causes", "cause"),
        ("cookies", "cookie"),
        ("cities", "city"),
        ("species", "species"),
        ("boxes", "box"),
        ("news", "news"),
        ("status", "status"),
        ("addresses", "address"),
        ("berths", "berth"),
    ];
    for (plural, one) in pairs {
        assert_eq!(super::super::words::singular(plural), one);
    }
}
