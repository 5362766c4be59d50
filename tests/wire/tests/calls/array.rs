//! `type/array.yaml`

use turnbuckle_wire::{Calls, Outcome, calls};

use crate::api::type_array::Client;
use crate::api::type_array::models::InnerModel;

pub(crate) fn all(url: &str) -> Calls {
    let client = Client::builder().base_url(url).build().expect("the client is complete");
    calls![client; boolean, duration, int32, int64, nullable_boolean, nullable_int32, nullable_model, string]
}

async fn boolean(client: Client) -> Outcome {
    assert_eq!(client.r#type().boolean_value_get().await?, [true, false]);
    client.r#type().boolean_value_put(vec![true, false]).await?;
    Ok(())
}

async fn duration(client: Client) -> Outcome {
    assert_eq!(client.r#type().duration_value_get().await?, ["P123DT22H14M12.011S"]);
    client.r#type().duration_value_put(vec!["P123DT22H14M12.011S".to_owned()]).await?;
    Ok(())
}

async fn int32(client: Client) -> Outcome {
    assert_eq!(client.r#type().int32_value_get().await?, [1, 2]);
    client.r#type().int32_value_put(vec![1, 2]).await?;
    Ok(())
}

async fn int64(client: Client) -> Outcome {
    assert_eq!(client.r#type().int64_value_get().await?, [9_007_199_254_740_991, -9_007_199_254_740_991]);
    client.r#type().int64_value_put(vec![9_007_199_254_740_991, -9_007_199_254_740_991]).await?;
    Ok(())
}

async fn nullable_boolean(client: Client) -> Outcome {
    assert_eq!(client.r#type().nullable_boolean_value_get().await?, [Some(true), None, Some(false)]);
    client.r#type().nullable_boolean_value_put(vec![Some(true), None, Some(false)]).await?;
    Ok(())
}

async fn nullable_int32(client: Client) -> Outcome {
    assert_eq!(client.r#type().nullable_int32_value_get().await?, [Some(1), None, Some(3)]);
    client.r#type().nullable_int32_value_put(vec![Some(1), None, Some(3)]).await?;
    Ok(())
}

async fn nullable_model(client: Client) -> Outcome {
    let models = vec![Some(InnerModel::new("hello")), None, Some(InnerModel::new("world"))];
    assert_eq!(client.r#type().nullable_model_value_get().await?, models);
    client.r#type().nullable_model_value_put(models).await?;
    Ok(())
}

async fn string(client: Client) -> Outcome {
    assert_eq!(client.r#type().string_value_get().await?, ["hello", ""]);
    client.r#type().string_value_put(vec!["hello".to_owned(), String::new()]).await?;
    Ok(())
}
