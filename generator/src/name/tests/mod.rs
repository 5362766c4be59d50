//! The names of small APIs.

mod api;
mod words;

use expect_test::{Expect, expect};
use serde_json::json;

use crate::analyze::{Facts, Gate, analyze};
use crate::config::Config;
use crate::ir::{Api, MediaKind, Owner, ParamLocation, Presence, Shape, Status, Type, TypeId};

use super::{assign, print};
use api::*;

fn check(api: &Api, expect: Expect) {
    check_with(api, &Config::default(), expect);
}

/// Returns the facts, with every type in the crate: the small APIs here refer to few.
fn facts(api: &Api) -> Facts {
    let mut facts = analyze(api);
    for own in &mut facts.types {
        own.gates.push(Gate::Unused);
    }
    facts
}

fn check_with(api: &Api, config: &Config, expect: Expect) {
    let (names, diagnostics) = assign(api, &facts(api), config);
    let mut text = print(api, &names);
    for diagnostic in diagnostics {
        text.push_str(&format!("{:?} {}: {}\n", diagnostic.severity, diagnostic.code, diagnostic.message));
    }
    expect.assert_eq(&text);
}

#[test]
fn fields_that_differ_in_symbols_or_case_stay_distinct() {
    let wires = ["fooBar", "foo_bar", "foo-bar", "FooBar", "foo bar", "id", "_id", "@id", "a", "A", "ids", "ids[]", "type", "self", "2fa"];
    check(
        &api([declared("Thing", fields(wires))]),
        expect![[r#"
            package api-client (api_client)
            type Thing -> Thing
              "fooBar" -> foo_bar
              "foo_bar" -> foo_bar_2
              "foo-bar" -> foo_dash_bar
              "FooBar" -> foo_bar_3
              "foo bar" -> foo_space_bar
              "id" -> id
              "_id" -> underscore_id
              "@id" -> at_id
              "a" -> a
              "A" -> upper_a
              "ids" -> ids
              "ids[]" -> ids_list
              "type" -> r#type
              "self" -> self_field
              "2fa" -> field_2fa
            Note renamed: property `foo_bar` of `Thing` is called `foo_bar_2` in Rust: `foo_bar` is taken
            Note renamed: property `foo-bar` of `Thing` is called `foo_dash_bar` in Rust: `foo_bar` is taken
            Note renamed: property `FooBar` of `Thing` is called `foo_bar_3` in Rust: `foo_bar` is taken
            Note renamed: property `foo bar` of `Thing` is called `foo_space_bar` in Rust: `foo_bar` is taken
            Note renamed: property `_id` of `Thing` is called `underscore_id` in Rust: `id` is taken
            Note renamed: property `@id` of `Thing` is called `at_id` in Rust: `id` is taken
            Note renamed: property `A` of `Thing` is called `upper_a` in Rust: `a` is taken
            Note renamed: property `ids[]` of `Thing` is called `ids_list` in Rust: `ids` is taken
            Note renamed: property `self` of `Thing` is called `self_field` in Rust: `self` has a meaning in Rust or in every generated crate
        "#]],
    );
}

#[test]
fn reserved_and_colliding_types_get_a_suffix() {
    let names = ["Error", "string", "FooBar", "foo_bar", "Self", "Page<User>", "List«Foo»", "com.acme.Foo", "404", "👍", "Größe", "GRÖSSE"];
    check(
        &api(names.map(|name| declared(name, fields([])))),
        expect![[r#"
            package api-client (api_client)
            type Error -> ErrorModel
            type string -> StringModel
            type FooBar -> FooBar
            type foo_bar -> FooBar2
            type Self -> SelfModel
            type Page<User> -> PageUser
            type List«Foo» -> ListFoo
            type com.acme.Foo -> ComAcmeFoo
            type 404 -> Model404
            type 👍 -> U1f44d
            type Größe -> Größe
            type GRÖSSE -> UpperGrösse
            Note renamed: type `Error` is called `ErrorModel` in Rust: `Error` has a meaning in Rust or in every generated crate
            Note renamed: type `string` is called `StringModel` in Rust: `String` has a meaning in Rust or in every generated crate
            Note renamed: type `foo_bar` is called `FooBar2` in Rust: `FooBar` is taken
            Note renamed: type `Self` is called `SelfModel` in Rust: `Self` has a meaning in Rust or in every generated crate
            Note renamed: type `GRÖSSE` is called `UpperGrösse` in Rust: `Grösse` is taken
        "#]],
    );
}

#[test]
fn derived_types_are_named_after_their_owner() {
    let contact = Owner::Type(TypeId(0));
    let types = [
        declared("Contact", fields([])),
        derived(contact, "address", fields([])),
        derived(contact, "phones item", fields([])),
        derived(contact, "labels value", fields([])),
        derived(Owner::Type(TypeId(1)), "kind", strings(["home"])),
        declared("ContactAddress", fields([])),
    ];
    check(
        &api(types),
        expect![[r#"
            package api-client (api_client)
            type Contact -> Contact
            type Contact.address -> ContactAddressObject
            type Contact.phones item -> ContactPhone
            type Contact.labels value -> ContactLabelsValue
            type Contact.address.kind -> ContactAddressObjectKind
              "home" -> Home
              .. -> Unknown
            type ContactAddress -> ContactAddress
            Note renamed: type `Contact.address` is called `ContactAddressObject` in Rust: `ContactAddress` is taken
        "#]],
    );
}

#[test]
fn unrelated_types_change_no_name() {
    let contact = Owner::Type(TypeId(0));
    let before =
        api([declared("Contact", fields([])), derived(contact, "address", fields([])), derived(contact, "phones item", fields([]))]);
    let mut after = before.clone();
    after.types.push(declared("Company", fields([])));
    after.types.push(derived(Owner::Type(TypeId(3)), "address", fields([])));
    after.types.push(derived(Owner::Type(TypeId(3)), "phones item", fields([])));
    let idents = |api: &Api| -> Vec<String> {
        let (names, _) = assign(api, &facts(api), &Config::default());
        names.types.into_iter().flat_map(|own| own.ident).map(|name| name.0).collect()
    };
    assert_eq!(idents(&after)[..3], idents(&before)[..]);
}

#[test]
fn values_of_enums_are_named_by_what_they_say() {
    let values = [
        json!(""),
        json!(" "),
        json!("unknown"),
        json!("am"),
        json!("AM"),
        json!("created_at"),
        json!("-created_at"),
        json!("1"),
        json!("-1"),
        json!("+1"),
        json!(1),
        json!(-1),
        json!(1.5),
        json!(true),
        json!(null),
        json!(">="),
        json!("*"),
        json!("½"),
        json!("A+"),
        json!("A-"),
        json!("application/json; charset=utf-8"),
        json!("None"),
        json!("self"),
        json!("名前"),
    ];
    check(
        &api([declared("Value", mixed(values))]),
        expect![[r#"
        package api-client (api_client)
        type Value -> ValueModel
          "" -> Empty
          " " -> Space
          "unknown" -> Unknown
          "am" -> Am
          "AM" -> UpperAm
          "created_at" -> CreatedAt
          "-created_at" -> MinusCreatedAt
          "1" -> Value1
          "-1" -> Minus1
          "+1" -> Plus1
          1 -> Value1_2
          -1 -> Minus1_2
          1.5 -> Value1_5
          true -> True
          null -> Null
          ">=" -> GreaterOrEqual
          "*" -> Star
          "½" -> U00bd
          "A+" -> APlus
          "A-" -> AMinus
          "application/json; charset=utf-8" -> ApplicationJsonCharsetUtf8
          "None" -> None
          "self" -> SelfValue
          "名前" -> 名前
          .. -> Other
        Note renamed: type `Value` is called `ValueModel` in Rust: `Value` has a meaning in Rust or in every generated crate
        Note renamed: value `"AM"` of `Value` is called `UpperAm` in Rust: `Am` is taken
        Note renamed: value `"-created_at"` of `Value` is called `MinusCreatedAt` in Rust: `CreatedAt` is taken
        Note renamed: value `1` of `Value` is called `Value1_2` in Rust: `Value1` is taken
        Note renamed: value `-1` of `Value` is called `Minus1_2` in Rust: `Minus1` is taken
        Note renamed: value `"self"` of `Value` is called `SelfValue` in Rust: `Self` has a meaning in Rust or in every generated crate
    "#]],
    );
}

#[test]
fn unions_have_a_variant_for_the_rest() {
    let variants = [("Cat", Type::Named(TypeId(0))), ("unknown", Type::String), ("variant 2", Type::Bool), ("cat", Type::String)];
    check(
        &api([declared("Cat", fields([])), declared("Pet", union(variants))]),
        expect![[r#"
        package api-client (api_client)
        type Cat -> Cat
        type Pet -> Pet
          "Cat" -> Cat
          "unknown" -> Unknown
          "variant 2" -> Variant2
          "cat" -> LowerCat
          .. -> Other
        Note renamed: variant `cat` of `Pet` is called `LowerCat` in Rust: `Cat` is taken
    "#]],
    );
}

#[test]
fn methods_leave_out_the_words_of_their_group() {
    let mut api = api([]);
    for (tag, ids) in [
        ("contacts", vec!["listContacts", "createContact", "getContactById", "listContactDeals", "list", "contacts/merge", "cloneContact"]),
        ("deals", vec!["listContactDeals2", "listCompanyDeals", "deleteDeal", "delete"]),
        ("Contact Lists", vec!["getContactList", "list_contact_lists", "batchUpdateContactLists"]),
        ("repos", vec!["repos/list-for-org", "repos/get"]),
        ("lists", vec!["listLists", "deleteList"]),
    ] {
        let group = add_group(&mut api, tag);
        for id in ids {
            add_operation(&mut api, group, Some(id), "POST", &format!("/{}", id.to_lowercase()));
        }
    }
    check(
        &api,
        expect![[r#"
            package api-client (api_client)
            group "contacts" -> Contacts in contacts, contacts(), feature contacts
            group "deals" -> Deals in deals, deals(), feature deals
            group "Contact Lists" -> ContactLists in contact_lists, contact_lists(), feature contact-lists
            group "repos" -> Repos in repos, repos(), feature repos
            group "lists" -> Lists in lists, lists(), feature lists
            operation listContacts -> Contacts::list_contacts LIST_CONTACTS, options ListContacts
            operation createContact -> Contacts::create CREATE_CONTACT, options CreateContact
            operation getContactById -> Contacts::get_by_id GET_CONTACT_BY_ID, options GetContactById
            operation listContactDeals -> Contacts::list_deals LIST_CONTACT_DEALS, options ListContactDeals
            operation list -> Contacts::list LIST, options List
            operation contacts/merge -> Contacts::merge CONTACTS_MERGE, options ContactsMerge
            operation cloneContact -> Contacts::clone_contact CLONE_CONTACT, options CloneContact
            operation listContactDeals2 -> Deals::list_contact_deals2 LIST_CONTACT_DEALS2, options ListContactDeals2
            operation listCompanyDeals -> Deals::list_company_deals LIST_COMPANY_DEALS, options ListCompanyDeals
            operation deleteDeal -> Deals::delete_deal DELETE_DEAL, options DeleteDeal
            operation delete -> Deals::delete DELETE, options Delete
            operation getContactList -> ContactLists::get GET_CONTACT_LIST, options GetContactList
            operation list_contact_lists -> ContactLists::list LIST_CONTACT_LISTS, options ListContactLists
            operation batchUpdateContactLists -> ContactLists::batch_update BATCH_UPDATE_CONTACT_LISTS, options BatchUpdateContactLists
            operation repos/list-for-org -> Repos::list_for_org REPOS_LIST_FOR_ORG, options ReposListForOrg
            operation repos/get -> Repos::get REPOS_GET, options ReposGet
            operation listLists -> Lists::list LIST_LISTS, options ListLists
            operation deleteList -> Lists::delete DELETE_LIST, options DeleteList
        "#]],
    );
}

#[test]
fn operations_without_an_id_are_named_after_their_path() {
    let mut api = api([]);
    let group = add_group(&mut api, "");
    for (method, path) in [
        ("GET", "/users/{id}"),
        ("GET", "/users/by/id"),
        ("GET", "/a-b"),
        ("GET", "/a_b"),
        ("GET", "/"),
        ("POST", "/x/{id}:cancel"),
        ("GET", "/{a}{b}"),
    ] {
        add_operation(&mut api, group, None, method, path);
    }
    add_operation(&mut api, group, Some("twice"), "GET", "/one");
    add_operation(&mut api, group, Some("twice"), "GET", "/two");
    check(
        &api,
        expect![[r#"
            package api-client (api_client)
            group "" -> Operations in operations, operations(), feature operations
            operation GET /users/{id} -> Operations::get_user GET_USER, options GetUser
            operation GET /users/by/id -> Operations::get_user_by_id GET_USER_BY_ID, options GetUserById
            operation GET /a-b -> Operations::get_a_b GET_A_B, options GetAB
            operation GET /a_b -> Operations::get_a_b_2 GET_A_B_2, options GetAB2
            operation GET / -> Operations::get GET, options Get
            operation POST /x/{id}:cancel -> Operations::cancel_x CANCEL_X, options CancelX
            operation GET /{a}{b} -> Operations::get_by_a_by_b GET_BY_A_BY_B, options GetByAByB
            operation twice -> Operations::get_one GET_ONE, options GetOne
            operation twice -> Operations::get_two GET_TWO, options GetTwo
        "#]],
    );
}

#[test]
fn groups_keep_clear_of_what_every_crate_has() {
    let mut api = api([declared("Search", fields([]))]);
    for tag in
        ["default", "models", "CON", "type", "self", "Search", "search", "../../etc", "名前", "Über uns", "2fa", "builder", "Contact Lists"]
    {
        add_group(&mut api, tag);
    }
    check(
        &api,
        expect![[r#"
            package api-client (api_client)
            group "default" -> DefaultApi in default_api, default_api(), feature default-api
            group "models" -> ModelsApi in models_api, models_api(), feature models-api
            group "CON" -> ConApi in con_api, con_api(), feature con-api
            group "type" -> Type in r#type, r#type(), feature type
            group "self" -> SelfApi in self_api, self_api(), feature self-api
            group "Search" -> SearchApi in search, search(), feature search
            group "search" -> SearchApiApi in search_api, search_api(), feature search-api
            group "../../etc" -> Etc in etc, etc(), feature etc
            group "名前" -> 名前 in u540du524d, 名前(), feature u540du524d
            group "Über uns" -> UberUns in uber_uns, uber_uns(), feature uber-uns
            group "2fa" -> Group2fa in group_2fa, group_2fa(), feature group-2fa
            group "builder" -> BuilderApi in builder_api, builder_api(), feature builder-api
            group "Contact Lists" -> ContactLists in contact_lists, contact_lists(), feature contact-lists
            type Search -> Search
        "#]],
    );
}

#[test]
fn parameters_are_told_apart_by_their_place() {
    let mut api = api([]);
    let group = add_group(&mut api, "x");
    let op = add_operation(&mut api, group, Some("getX"), "GET", "/x/{id}");
    for (wire, location) in [
        ("id", ParamLocation::Query),
        ("id", ParamLocation::Header),
        ("id", ParamLocation::Path),
        ("$filter", ParamLocation::Query),
        ("filter[a][b]", ParamLocation::Query),
        ("StartTime", ParamLocation::Query),
        ("StartTime<", ParamLocation::Query),
        ("StartTime>=", ParamLocation::Query),
        ("params", ParamLocation::Query),
        ("self", ParamLocation::Query),
        ("X-Request-ID", ParamLocation::Header),
    ] {
        let presence = if location == ParamLocation::Path { Presence::Required } else { Presence::Optional };
        op_mut(&mut api, op).params.push(param(wire, location, presence));
    }
    check(
        &api,
        expect![[r#"
        package api-client (api_client)
        group "x" -> X in x, x(), feature x
        operation getX -> X::get GET_X, options GetX
          Query "id" -> id_query
          Header "id" -> id_header
          Path "id" -> id
          Query "$filter" -> filter
          Query "filter[a][b]" -> filter_a_b
          Query "StartTime" -> start_time
          Query "StartTime<" -> start_time_less
          Query "StartTime>=" -> start_time_greater_or_equal
          Query "params" -> params_query
          Query "self" -> self_param
          Header "X-Request-ID" -> x_request_id
        Note renamed: query parameter `id` of `getX` is called `id_query` in Rust: `id` is taken
        Note renamed: header parameter `id` of `getX` is called `id_header` in Rust: `id` is taken
        Note renamed: query parameter `params` of `getX` is called `params_query` in Rust: `params` is taken
        Note renamed: query parameter `self` of `getX` is called `self_param` in Rust: `self` has a meaning in Rust or in every generated crate
    "#]],
    );
}

#[test]
fn further_bodies_and_several_answers_have_names() {
    let mut api = api([declared("Problem", fields([])), declared("Invalid", fields([])), declared("CreateX", fields([]))]);
    let group = add_group(&mut api, "xs");
    let index = add_operation(&mut api, group, Some("createX"), "POST", "/x");
    let op = op_mut(&mut api, index);
    op.params.push(param("dry_run", ParamLocation::Query, Presence::Optional));
    op.body = Some(body([
        ("application/json", MediaKind::Json),
        ("multipart/form-data", MediaKind::Multipart),
        ("text/plain", MediaKind::Text),
        ("text/csv", MediaKind::Text),
    ]));
    op.responses.success = vec![
        response(Status::Code(201), Some(Type::String)),
        response(Status::Code(202), None),
        response(Status::Range(2), Some(Type::Bool)),
    ];
    op.responses.errors =
        vec![response(Status::Code(422), Some(Type::Named(TypeId(1)))), response(Status::Default, Some(Type::Named(TypeId(0))))];
    let index = add_operation(&mut api, group, Some("deleteX"), "DELETE", "/x");
    op_mut(&mut api, index).responses.errors =
        vec![response(Status::Code(404), Some(Type::Named(TypeId(0)))), response(Status::Default, Some(Type::String))];
    check(
        &api,
        expect![[r#"
            package api-client (api_client)
            group "xs" -> Xs in xs, xs(), feature xs
            type Problem -> Problem
            type Invalid -> Invalid
            type CreateX -> CreateX
            error union -> ProblemOrInvalid [Problem Invalid] Other
            error union -> ProblemOrText [Problem Text] Other
            operation createX -> Xs::create_x CREATE_X, options CreateXOptions
              Query "dry_run" -> dry_run
              response -> CreateXResponse [Created Accepted Success]
              body multipart/form-data -> create_x_as_multipart
              body text/plain -> create_x_as_text
              body text/csv -> create_x_as_csv
            operation deleteX -> Xs::delete_x DELETE_X, options DeleteX
        "#]],
    );
}

#[test]
fn builder_methods_keep_clear_of_its_own() {
    let mut api = api([]);
    for wire in ["apiKey", "api_key", "header", "Authorization", "OAuth2"] {
        add_scheme(&mut api, wire);
    }
    add_server(&mut api, ["region", "timeout", "apiKey"]);
    check(
        &api,
        expect![[r#"
        package api-client (api_client)
        scheme "apiKey" -> api_key
        scheme "api_key" -> api_key_auth
        scheme "header" -> header_auth
        scheme "Authorization" -> authorization
        scheme "OAuth2" -> oauth2
        server variable "region" -> region
        server variable "timeout" -> timeout_variable
        server variable "apiKey" -> api_key_variable
    "#]],
    );
}

#[test]
fn the_configuration_gives_names() {
    let mut api =
        api([declared("com.acme.Foo", fields(["type", "other"])), declared("Bar", strings(["a", "b"])), declared("Renamed", fields([]))]);
    let group = add_group(&mut api, "foos");
    add_operation(&mut api, group, Some("listFoos"), "GET", "/foos");
    let config = Config {
        name: Some("std".to_owned()),
        names: [
            ("com.acme.Foo", "Renamed"),
            ("com.acme.Foo.type", "sort"),
            ("com.acme.Foo.other", "Not Good"),
            ("Bar.b", "Second"),
            ("listFoos", "all"),
            ("Bar", "String"),
            ("Nothing", "Something"),
        ]
        .map(|(key, ident)| (key.to_owned(), ident.to_owned()))
        .into(),
        ..Config::default()
    };
    check_with(
        &api,
        &config,
        expect![[r#"
            package api-client (api_client)
            group "foos" -> Foos in foos, foos(), feature foos
            type com.acme.Foo -> Renamed
              "type" -> sort
              "other" -> other
            type Bar -> Bar
              "a" -> A
              "b" -> Second
              .. -> Unknown
            type Renamed -> Renamed2
            operation listFoos -> Foos::all LIST_FOOS, options ListFoos
            Error invalid-name: `names."com.acme.Foo.other" = "Not Good"` in the configuration is not a Rust identifier
            Error invalid-name: `names."Bar" = "String"` in the configuration is the name of something in every generated crate
            Warning unknown-name: `names."Nothing"` in the configuration names nothing in the document, and is ignored
            Error invalid-name: `std` cannot be the name of a package
            Note renamed: type `Renamed` is called `Renamed2` in Rust: `Renamed` is taken
        "#]],
    );
}

#[test]
fn a_static_has_the_name_of_no_function() {
    let recursive = || Shape::Alias(Type::List(Box::new(Type::Named(TypeId(0)))));
    let mut api = api([declared("g", recursive())]);
    let group = add_group(&mut api, "lists");
    add_operation(&mut api, group, Some("g"), "GET", "/g");
    check(
        &api,
        expect![[r#"
        package api-client (api_client)
        group "lists" -> Lists in lists, lists(), feature lists
        type g -> G
        operation g -> Lists::g G_2, options G
    "#]],
    );
}

#[test]
fn packages_are_named_after_the_title() {
    let package = |title: &str| {
        let mut api = api([]);
        title.clone_into(&mut api.info.title);
        assign(&api, &analyze(&api), &Config::default()).0.package
    };
    let titles = ["GitHub's v3 REST API", "SwaggerPetstore", "", "std", "2 x\"\n[dependencies]", "👍", "Größe & Co.", "nul"];
    let packages: Vec<String> = titles.iter().map(|title| package(title)).collect();
    expect![[r#"
        githubs-v3-rest-api
        swagger-petstore
        api-client
        std-api
        api-2-x-dependencies
        api-client
        grou00dfe-co
        nul-api"#]]
    .assert_eq(&packages.join("\n"));
}
