//! `type/property/additional-properties.yaml`

use std::collections::BTreeMap;

use serde_json::{Value, json};
use turnbuckle_runtime::jiff::Timestamp;
use turnbuckle_wire::{Calls, Outcome, calls};

use crate::api::type_property_additional_properties::Client;
use crate::api::type_property_additional_properties::models::*;

pub(crate) fn all(url: &str) -> Calls {
    let client = Client::builder().base_url(url).build().expect("the client is complete");
    calls![
        client; extends_different_spread_float, extends_different_spread_model_array, extends_float, extends_model, extends_string,
        extends_unknown_derived, extends_unknown_discriminated, is_model, is_unknown, is_unknown_derived, is_unknown_discriminated,
        spread_different_float, spread_different_model, spread_different_string, spread_model, spread_model_array,
        spread_record_non_discriminated_union2, spread_record_union, spread_string,
    ]
}

fn prop<T>(value: T) -> BTreeMap<String, T> {
    BTreeMap::from([("prop".to_owned(), value)])
}

fn ok() -> ModelForRecord {
    ModelForRecord::new("ok")
}

fn unknown() -> BTreeMap<String, Value> {
    [("prop1", json!(32)), ("prop2", json!(true)), ("prop3", json!("abc"))].map(|(key, value)| (key.to_owned(), value)).into()
}

async fn extends_different_spread_float(client: Client) -> Outcome {
    let body = DifferentSpreadFloatDerived { name: "abc".to_owned(), derived_prop: 43.125, additional_properties: prop(43.125) };
    assert_eq!(client.r#type().extends_different_spread_float_get().await?, body);
    client.r#type().extends_different_spread_float_put(&body).await?;
    Ok(())
}

async fn extends_different_spread_model_array(client: Client) -> Outcome {
    let body = DifferentSpreadModelArrayDerived {
        known_prop: "abc".to_owned(),
        derived_prop: vec![ok(), ok()],
        additional_properties: prop(vec![ok(), ok()]),
    };
    assert_eq!(client.r#type().extends_different_spread_model_array_get().await?, body);
    client.r#type().extends_different_spread_model_array_put(&body).await?;
    Ok(())
}

async fn extends_float(client: Client) -> Outcome {
    let body = ExtendsFloatAdditionalProperties { id: 43.125, additional_properties: prop(43.125) };
    assert_eq!(client.r#type().extends_float_get().await?, body);
    client.r#type().extends_float_put(&body).await?;
    Ok(())
}

async fn extends_model(client: Client) -> Outcome {
    let body = ExtendsModelAdditionalProperties { known_prop: ok(), additional_properties: prop(ok()) };
    assert_eq!(client.r#type().extends_model_get().await?, body);
    client.r#type().extends_model_put(&body).await?;
    Ok(())
}

async fn extends_string(client: Client) -> Outcome {
    let body = ExtendsStringAdditionalProperties {
        name: "ExtendsStringAdditionalProperties".to_owned(),
        additional_properties: prop("abc".to_owned()),
    };
    assert_eq!(client.r#type().extends_string_get().await?, body);
    client.r#type().extends_string_put(&body).await?;
    Ok(())
}

async fn extends_unknown_derived(client: Client) -> Outcome {
    let body = ExtendsUnknownAdditionalPropertiesDerived {
        name: "ExtendsUnknownAdditionalProperties".to_owned(),
        index: 314,
        age: Some(2.71875),
        additional_properties: unknown(),
    };
    assert_eq!(client.r#type().extends_unknown_derived_get().await?, body);
    client.r#type().extends_unknown_derived_put(&body).await?;
    Ok(())
}

async fn extends_unknown_discriminated(client: Client) -> Outcome {
    let derived = ExtendsUnknownAdditionalPropertiesDiscriminatedDerived {
        kind: ExtendsUnknownAdditionalPropertiesDiscriminatedDerivedKind::Derived,
        name: "Derived".to_owned(),
        index: 314,
        age: Some(2.71875),
        additional_properties: unknown(),
    };
    let body = ExtendsUnknownAdditionalPropertiesDiscriminated::Derived(derived);
    assert_eq!(client.r#type().extends_unknown_discriminated_get().await?, body);
    client.r#type().extends_unknown_discriminated_put(&body).await?;
    Ok(())
}

async fn is_model(client: Client) -> Outcome {
    let body = IsModelAdditionalProperties { known_prop: ok(), additional_properties: prop(ok()) };
    assert_eq!(client.r#type().is_model_get().await?, body);
    client.r#type().is_model_put(&body).await?;
    Ok(())
}

async fn is_unknown(client: Client) -> Outcome {
    let body = IsUnknownAdditionalProperties { name: "IsUnknownAdditionalProperties".to_owned(), additional_properties: unknown() };
    assert_eq!(client.r#type().is_unknown_get().await?, body);
    client.r#type().is_unknown_put(&body).await?;
    Ok(())
}

async fn is_unknown_derived(client: Client) -> Outcome {
    let body = IsUnknownAdditionalPropertiesDerived {
        name: "IsUnknownAdditionalProperties".to_owned(),
        index: 314,
        age: Some(2.71875),
        additional_properties: unknown(),
    };
    assert_eq!(client.r#type().is_unknown_derived_get().await?, body);
    client.r#type().is_unknown_derived_put(&body).await?;
    Ok(())
}

async fn is_unknown_discriminated(client: Client) -> Outcome {
    let derived = IsUnknownAdditionalPropertiesDiscriminatedDerived {
        kind: IsUnknownAdditionalPropertiesDiscriminatedDerivedKind::Derived,
        name: "Derived".to_owned(),
        index: 314,
        age: Some(2.71875),
        additional_properties: unknown(),
    };
    let body = IsUnknownAdditionalPropertiesDiscriminated::Derived(derived);
    assert_eq!(client.r#type().is_unknown_discriminated_get().await?, body);
    client.r#type().is_unknown_discriminated_put(&body).await?;
    Ok(())
}

async fn spread_different_float(client: Client) -> Outcome {
    let body = DifferentSpreadFloatRecord { name: "abc".to_owned(), additional_properties: prop(43.125) };
    assert_eq!(client.r#type().spread_different_float_get().await?, body);
    client.r#type().spread_different_float_put(&body).await?;
    Ok(())
}

async fn spread_different_model(client: Client) -> Outcome {
    let body = DifferentSpreadModelRecord { known_prop: "abc".to_owned(), additional_properties: prop(ok()) };
    assert_eq!(client.r#type().spread_different_model_get().await?, body);
    client.r#type().spread_different_model_put(&body).await?;
    Ok(())
}

async fn spread_different_string(client: Client) -> Outcome {
    let body = DifferentSpreadStringRecord { id: 43.125, additional_properties: prop("abc".to_owned()) };
    assert_eq!(client.r#type().spread_different_string_get().await?, body);
    client.r#type().spread_different_string_put(&body).await?;
    Ok(())
}

async fn spread_model(client: Client) -> Outcome {
    let body = SpreadModelRecord { known_prop: ok(), additional_properties: prop(ok()) };
    assert_eq!(client.r#type().spread_model_get().await?, body);
    client.r#type().spread_model_put(&body).await?;
    Ok(())
}

async fn spread_model_array(client: Client) -> Outcome {
    let body = SpreadModelArrayRecord { known_prop: vec![ok(), ok()], additional_properties: prop(vec![ok(), ok()]) };
    assert_eq!(client.r#type().spread_model_array_get().await?, body);
    client.r#type().spread_model_array_put(&body).await?;
    Ok(())
}

async fn spread_record_non_discriminated_union2(client: Client) -> Outcome {
    let start = "2021-01-01T00:00:00Z";
    let first = WidgetData2::new(start);
    let second = WidgetData1 { end: Some("2021-01-02T00:00:00Z".parse()?), ..WidgetData1::new(start.parse::<Timestamp>()?) };
    let body = SpreadRecordForNonDiscriminatedUnion2 {
        name: "abc".to_owned(),
        additional_properties: BTreeMap::from([
            ("prop1".to_owned(), SpreadRecordForNonDiscriminatedUnion2Value::WidgetData2(first)),
            ("prop2".to_owned(), SpreadRecordForNonDiscriminatedUnion2Value::WidgetData1(second)),
        ]),
    };
    assert_eq!(client.r#type().spread_record_non_discriminated_union2_get().await?, body);
    client.r#type().spread_record_non_discriminated_union2_put(&body).await?;
    Ok(())
}

async fn spread_record_union(client: Client) -> Outcome {
    let body = SpreadRecordForUnion {
        flag: true,
        additional_properties: BTreeMap::from([
            ("prop1".to_owned(), SpreadRecordForUnionValue::String("abc".to_owned())),
            ("prop2".to_owned(), SpreadRecordForUnionValue::Number(43.125)),
        ]),
    };
    assert_eq!(client.r#type().spread_record_union_get().await?, body);
    client.r#type().spread_record_union_put(&body).await?;
    Ok(())
}

async fn spread_string(client: Client) -> Outcome {
    let body = SpreadStringRecord { name: "SpreadSpringRecord".to_owned(), additional_properties: prop("abc".to_owned()) };
    assert_eq!(client.r#type().spread_string_get().await?, body);
    client.r#type().spread_string_put(&body).await?;
    Ok(())
}
