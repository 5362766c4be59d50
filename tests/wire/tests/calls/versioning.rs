//! `versioning/*.yaml`

use turnbuckle_wire::{Calls, Outcome, calls};

use crate::api::versioning_added_v2::models::{EnumV1, EnumV2, ModelV1, ModelV2, UnionV1, UnionV2};
use crate::api::versioning_removed_v2::models as removed;
use crate::api::versioning_typechangedfrom_v2::models::TestModel;
use crate::api::{
    versioning_added_v2 as added_v2, versioning_removed_v1 as removed_v1, versioning_removed_v2 as removed_v2,
    versioning_removed_v2preview as removed_v2preview, versioning_returntypechangedfrom_v2 as return_type_changed,
    versioning_typechangedfrom_v2 as type_changed,
};

pub(crate) fn all(url: &str) -> Calls {
    let url = url.to_owned();
    calls![url; added, removed_from_v1, removed_from_v2, removed_from_v2preview, return_type_changed_from, type_changed_from]
}

async fn added(url: String) -> Outcome {
    let client = added_v2::Client::builder().endpoint(url).version("v2").build()?;
    let body = ModelV1::new("foo", EnumV1::EnumMemberV2, UnionV1::V2Scalar(10));
    assert_eq!(client.default_api().v1("bar", &body).await?, body);
    let body = ModelV2 { prop: "foo".to_owned(), enum_prop: EnumV2::EnumMember, union_prop: UnionV2::String("bar".to_owned()) };
    assert_eq!(client.default_api().v2(&body).await?, body);
    assert_eq!(client.interface_v2().v2_in_interface(&body).await?, body);
    Ok(())
}

async fn removed_from_v1(url: String) -> Outcome {
    use removed_v1::models::{EnumV3, ModelV3};

    let client = removed_v1::Client::builder().endpoint(url).version("v1").build()?;
    let body = ModelV3::new("123", EnumV3::EnumMemberV1);
    assert_eq!(client.default_api().model_v3(&body).await?, body);
    Ok(())
}

async fn removed_from_v2(url: String) -> Outcome {
    let client = removed_v2::Client::builder().endpoint(url).version("v2").build()?;
    let body = removed::ModelV2 {
        prop: "foo".to_owned(),
        enum_prop: removed::EnumV2::EnumMemberV2,
        union_prop: removed::UnionV2::String("bar".to_owned()),
    };
    assert_eq!(client.default_api().v2(&body).await?, body);
    let body = removed::ModelV3::new("123", removed::EnumV3::EnumMemberV1);
    assert_eq!(client.default_api().model_v3(&body).await?, body);
    Ok(())
}

async fn removed_from_v2preview(url: String) -> Outcome {
    let client = removed_v2preview::Client::builder().endpoint(url).version("v2preview").build()?;
    let body = removed_v2preview::models::ModelV3::new("123");
    assert_eq!(client.default_api().model_v3(&body).await?, body);
    Ok(())
}

async fn return_type_changed_from(url: String) -> Outcome {
    let client = return_type_changed::Client::builder().endpoint(url).version("v2").build()?;
    assert_eq!(client.test_api().test("test").await?, "test");
    Ok(())
}

async fn type_changed_from(url: String) -> Outcome {
    let client = type_changed::Client::builder().endpoint(url).version("v2").build()?;
    let body = TestModel::new("foo", "bar");
    assert_eq!(client.test_api().test("baz", &body).await?, body);
    Ok(())
}
