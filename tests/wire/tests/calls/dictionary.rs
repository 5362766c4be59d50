//! `type/dictionary.yaml`

use std::collections::BTreeMap;

use serde_json::{Value, json};
use turnbuckle_wire::{Calls, Outcome, calls};

use crate::api::type_dictionary::Client;
use crate::api::type_dictionary::models::InnerModel;

pub(crate) fn all(url: &str) -> Calls {
    let client = Client::builder().base_url(url).build().expect("the client is complete");
    calls![client; boolean, duration, int32, int64, recursive_model, string, unknown]
}

fn map<T, const N: usize>(entries: [(&str, T); N]) -> BTreeMap<String, T> {
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

async fn boolean(client: Client) -> Outcome {
    let values = map([("k1", true), ("k2", false)]);
    assert_eq!(client.r#type().boolean_value_get().await?, values);
    client.r#type().boolean_value_put(values).await?;
    Ok(())
}

async fn duration(client: Client) -> Outcome {
    let values = map([("k1", "P123DT22H14M12.011S".to_owned())]);
    assert_eq!(client.r#type().duration_value_get().await?, values);
    client.r#type().duration_value_put(values).await?;
    Ok(())
}

async fn int32(client: Client) -> Outcome {
    let values = map([("k1", 1), ("k2", 2)]);
    assert_eq!(client.r#type().int32_value_get().await?, values);
    client.r#type().int32_value_put(values).await?;
    Ok(())
}

async fn int64(client: Client) -> Outcome {
    let values = map([("k1", 9_007_199_254_740_991), ("k2", -9_007_199_254_740_991)]);
    assert_eq!(client.r#type().int64_value_get().await?, values);
    client.r#type().int64_value_put(values).await?;
    Ok(())
}

async fn recursive_model(client: Client) -> Outcome {
    let values = map([
        ("k1", InnerModel { property: "hello".to_owned(), children: Some(BTreeMap::new()) }),
        ("k2", InnerModel { property: "world".to_owned(), children: Some(map([("k2.1", InnerModel::new("inner world"))])) }),
    ]);
    assert_eq!(client.r#type().recursive_model_value_get().await?, values);
    client.r#type().recursive_model_value_put(values).await?;
    Ok(())
}

async fn string(client: Client) -> Outcome {
    let values = map([("k1", "hello".to_owned()), ("k2", String::new())]);
    assert_eq!(client.r#type().string_value_get().await?, values);
    client.r#type().string_value_put(values).await?;
    Ok(())
}

async fn unknown(client: Client) -> Outcome {
    let values = map([("k1", json!(1)), ("k2", json!("hello")), ("k3", Value::Null)]);
    assert_eq!(client.r#type().unknown_value_get().await?, values);
    client.r#type().unknown_value_put(values).await?;
    Ok(())
}
