//! `type/property/value-types.yaml`

use serde_json::json;
use turnbuckle_runtime::Base64;
use turnbuckle_wire::{Calls, Outcome, calls};

use crate::api::type_property_value_types::Client;
use crate::api::type_property_value_types::models::*;

pub(crate) fn all(url: &str) -> Calls {
    let client = Client::builder().base_url(url).build().expect("the client is complete");
    calls![
        client; boolean, bytes, collections_model, collections_string, decimal, dictionary_string, duration, extensible_enum, float_literal,
        int, model, string, string_literal, union_float_literal, union_string_literal, unknown_array, unknown_int,
    ]
}

async fn boolean(client: Client) -> Outcome {
    let body = BooleanProperty::new(true);
    assert_eq!(client.r#type().boolean_get().await?, body);
    client.r#type().boolean_put(&body).await?;
    Ok(())
}

async fn bytes(client: Client) -> Outcome {
    let body = BytesProperty::new(Base64::from(b"hello, world!".as_slice()));
    assert_eq!(client.r#type().bytes_get().await?, body);
    client.r#type().bytes_put(&body).await?;
    Ok(())
}

async fn collections_model(client: Client) -> Outcome {
    let body = CollectionsModelProperty::new(vec![InnerModel::new("hello"), InnerModel::new("world")]);
    assert_eq!(client.r#type().collections_model_get().await?, body);
    client.r#type().collections_model_put(&body).await?;
    Ok(())
}

async fn collections_string(client: Client) -> Outcome {
    let body = CollectionsStringProperty::new(vec!["hello".to_owned(), "world".to_owned()]);
    assert_eq!(client.r#type().collections_string_get().await?, body);
    client.r#type().collections_string_put(&body).await?;
    Ok(())
}

async fn decimal(client: Client) -> Outcome {
    let body = DecimalProperty::new("0.33333".parse()?);
    assert_eq!(client.r#type().decimal_get().await?, body);
    client.r#type().decimal_put(&body).await?;
    Ok(())
}

async fn dictionary_string(client: Client) -> Outcome {
    let entries = [("k1", "hello"), ("k2", "world")];
    let body = DictionaryStringProperty::new(entries.map(|(key, value)| (key.to_owned(), value.to_owned())).into());
    assert_eq!(client.r#type().dictionary_string_get().await?, body);
    client.r#type().dictionary_string_put(&body).await?;
    Ok(())
}

async fn duration(client: Client) -> Outcome {
    let body = DurationProperty::new("P123DT22H14M12.011S");
    assert_eq!(client.r#type().duration_get().await?, body);
    client.r#type().duration_put(&body).await?;
    Ok(())
}

async fn extensible_enum(client: Client) -> Outcome {
    let body = ExtensibleEnumProperty::new(InnerEnum::Unknown("UnknownValue".to_owned()));
    assert_eq!(client.r#type().extensible_enum_get().await?, body);
    client.r#type().extensible_enum_put(&body).await?;
    Ok(())
}

async fn float_literal(client: Client) -> Outcome {
    let body = FloatLiteralProperty { property: FloatLiteralPropertyProperty::Value43_125 };
    assert_eq!(client.r#type().float_literal_get().await?, body);
    client.r#type().float_literal_put(&body).await?;
    Ok(())
}

async fn int(client: Client) -> Outcome {
    let body = IntProperty::new(42);
    assert_eq!(client.r#type().int_get().await?, body);
    client.r#type().int_put(&body).await?;
    Ok(())
}

async fn model(client: Client) -> Outcome {
    let body = ModelProperty::new(InnerModel::new("hello"));
    assert_eq!(client.r#type().model_get().await?, body);
    client.r#type().model_put(&body).await?;
    Ok(())
}

async fn string(client: Client) -> Outcome {
    let body = StringProperty::new("hello");
    assert_eq!(client.r#type().string_get().await?, body);
    client.r#type().string_put(&body).await?;
    Ok(())
}

async fn string_literal(client: Client) -> Outcome {
    let body = StringLiteralProperty { property: StringLiteralPropertyProperty::Hello };
    assert_eq!(client.r#type().string_literal_get().await?, body);
    client.r#type().string_literal_put(&body).await?;
    Ok(())
}

async fn union_float_literal(client: Client) -> Outcome {
    let body = UnionFloatLiteralProperty::new(UnionFloatLiteralPropertyProperty::Value46_875);
    assert_eq!(client.r#type().union_float_literal_get().await?, body);
    client.r#type().union_float_literal_put(&body).await?;
    Ok(())
}

async fn union_string_literal(client: Client) -> Outcome {
    let body = UnionStringLiteralProperty::new(UnionStringLiteralPropertyProperty::World);
    assert_eq!(client.r#type().union_string_literal_get().await?, body);
    client.r#type().union_string_literal_put(&body).await?;
    Ok(())
}

async fn unknown_array(client: Client) -> Outcome {
    let body = UnknownArrayProperty::new(json!(["hello", "world"]));
    assert_eq!(client.r#type().unknown_array_get().await?, body);
    client.r#type().unknown_array_put(&body).await?;
    Ok(())
}

async fn unknown_int(client: Client) -> Outcome {
    let body = UnknownIntProperty::new(json!(42));
    assert_eq!(client.r#type().unknown_int_get().await?, body);
    client.r#type().unknown_int_put(&body).await?;
    Ok(())
}
