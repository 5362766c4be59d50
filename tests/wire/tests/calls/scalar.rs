//! `type/scalar.yaml`

use serde_json::json;
use turnbuckle_runtime::Decimal;
use turnbuckle_wire::{Calls, Outcome, calls};

use crate::api::type_scalar::Client;

pub(crate) fn all(url: &str) -> Calls {
    let client = Client::builder().base_url(url).build().expect("the client is complete");
    calls![client; boolean, decimal, decimal_verify, decimal128, decimal128_verify, unknown]
}

async fn boolean(client: Client) -> Outcome {
    assert!(client.r#type().boolean_get().await?);
    client.r#type().boolean_put(true).await?;
    Ok(())
}

async fn decimal(client: Client) -> Outcome {
    let value: Decimal = "0.33333".parse()?;
    client.r#type().decimal_type_request_body(&value).await?;
    client.r#type().decimal_type_request_parameter(&value).await?;
    Ok(())
}

async fn decimal_verify(client: Client) -> Outcome {
    client.r#type().decimal_verify_verify(&"0.3".parse()?).await?;
    Ok(())
}

async fn decimal128(client: Client) -> Outcome {
    let value: Decimal = "0.33333".parse()?;
    client.r#type().decimal128_type_request_body(&value).await?;
    client.r#type().decimal128_type_request_parameter(&value).await?;
    Ok(())
}

async fn decimal128_verify(client: Client) -> Outcome {
    client.r#type().decimal128_verify_verify(&"0.3".parse()?).await?;
    Ok(())
}

async fn unknown(client: Client) -> Outcome {
    assert_eq!(client.r#type().unknown_get().await?, json!("test"));
    client.r#type().unknown_put(&json!("test")).await?;
    Ok(())
}
