//! `type/property/nullable.yaml`

use turnbuckle_runtime::Base64;
use turnbuckle_wire::{Calls, Outcome, calls};

use crate::api::type_property_nullable::Client;
use crate::api::type_property_nullable::models::*;

pub(crate) fn all(url: &str) -> Calls {
    let client = Client::builder().base_url(url).build().expect("the client is complete");
    calls![client; bytes, collections_byte, collections_model, collections_model_null, collections_string_null, datetime_null, duration, string]
}

fn hello() -> Base64 {
    Base64::from(b"hello, world!".as_slice())
}

async fn bytes(client: Client) -> Outcome {
    let body = BytesProperty::new("foo", Some(hello()));
    assert_eq!(client.r#type().bytes_get_non_null().await?, body);
    client.r#type().bytes_patch_non_null(&body).await?;
    Ok(())
}

async fn collections_byte(client: Client) -> Outcome {
    let body = CollectionsByteProperty::new("foo", Some(vec![hello(), hello()]));
    assert_eq!(client.r#type().collections_byte_get_non_null().await?, body);
    client.r#type().collections_byte_patch_non_null(&body).await?;
    Ok(())
}

async fn collections_model(client: Client) -> Outcome {
    let body = CollectionsModelProperty::new("foo", Some(vec![InnerModel::new("hello"), InnerModel::new("world")]));
    assert_eq!(client.r#type().collections_model_get_non_null().await?, body);
    client.r#type().collections_model_patch_non_null(&body).await?;
    Ok(())
}

async fn collections_model_null(client: Client) -> Outcome {
    let body = CollectionsModelProperty::new("foo", None);
    assert_eq!(client.r#type().collections_model_get_null().await?, body);
    client.r#type().collections_model_patch_null(&body).await?;
    Ok(())
}

async fn collections_string_null(client: Client) -> Outcome {
    let body = CollectionsStringProperty::new("foo", None);
    assert_eq!(client.r#type().collections_string_get_null().await?, body);
    client.r#type().collections_string_patch_null(&body).await?;
    Ok(())
}

async fn datetime_null(client: Client) -> Outcome {
    let body = DatetimeProperty::new("foo", None);
    assert_eq!(client.r#type().datetime_get_null().await?, body);
    client.r#type().datetime_patch_null(&body).await?;
    Ok(())
}

async fn duration(client: Client) -> Outcome {
    let body = DurationProperty::new("foo", Some("P123DT22H14M12.011S".to_owned()));
    assert_eq!(client.r#type().duration_get_non_null().await?, body);
    client.r#type().duration_patch_non_null(&body).await?;
    Ok(())
}

async fn string(client: Client) -> Outcome {
    let body = StringProperty::new("foo", Some("hello".to_owned()));
    assert_eq!(client.r#type().string_get_non_null().await?, body);
    client.r#type().string_patch_non_null(&body).await?;
    Ok(())
}
