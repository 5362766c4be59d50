//! `encode/array.yaml`, `encode/boolean.yaml` and `encode/bytes.yaml`

use turnbuckle_runtime::Base64;
use turnbuckle_wire::{Calls, Outcome, bytes, calls, image};

use crate::api::encode_array::Client as Arrays;
use crate::api::encode_array::models::*;
use crate::api::encode_boolean::Client as Booleans;
use crate::api::encode_boolean::models::PropertyBoolAsStringProperty;
use crate::api::encode_bytes::Client as Bytes;
use crate::api::encode_bytes::models::{Base64BytesProperty, Base64urlBytesProperty, DefaultBytesProperty};

pub(crate) fn all(url: &str) -> Calls {
    let arrays = Arrays::builder().base_url(url).build().expect("the client is complete");
    let booleans = Booleans::builder().base_url(url).build().expect("the client is complete");
    let bytes = Bytes::builder().base_url(url).build().expect("the client is complete");
    let mut all = calls![arrays; strings_joined, enums_joined, extensible_enums_joined];
    all.extend(calls![booleans; booleans_as_text]);
    all.extend(calls![bytes; header, property, query, request_body, request_file, response_body, response_file]);
    all
}

async fn strings_joined(client: Arrays) -> Outcome {
    let body = CommaDelimitedArrayProperty::new("blue,red,green");
    assert_eq!(client.encode().property_comma_delimited(&body).await?, body);
    let body = PipeDelimitedArrayProperty::new("blue|red|green");
    assert_eq!(client.encode().property_pipe_delimited(&body).await?, body);
    let body = NewlineDelimitedArrayProperty::new("blue\nred\ngreen");
    assert_eq!(client.encode().property_newline_delimited(&body).await?, body);
    Ok(())
}

async fn enums_joined(client: Arrays) -> Outcome {
    let body = SpaceDelimitedEnumArrayProperty::new("blue red green");
    assert_eq!(client.encode().property_enum_space_delimited(&body).await?, body);
    let body = NewlineDelimitedEnumArrayProperty::new("blue\nred\ngreen");
    assert_eq!(client.encode().property_enum_newline_delimited(&body).await?, body);
    Ok(())
}

async fn extensible_enums_joined(client: Arrays) -> Outcome {
    let body = CommaDelimitedExtensibleEnumArrayProperty::new("blue,red,green");
    assert_eq!(client.encode().property_extensible_enum_comma_delimited(&body).await?, body);
    let body = PipeDelimitedExtensibleEnumArrayProperty::new("blue|red|green");
    assert_eq!(client.encode().property_extensible_enum_pipe_delimited(&body).await?, body);
    Ok(())
}

async fn booleans_as_text(client: Booleans) -> Outcome {
    let sent = PropertyBoolAsStringProperty::new("false");
    assert_eq!(client.encode().property_false_lower(&sent).await?.value, "false");
    assert_eq!(client.encode().property_false_mixed(&sent).await?.value, "FaLsE");
    let sent = PropertyBoolAsStringProperty::new("true");
    assert_eq!(client.encode().property_true_lower(&sent).await?.value, "true");
    assert_eq!(client.encode().property_true_upper(&sent).await?.value, "TRUE");
    Ok(())
}

fn test() -> Base64 {
    Base64::from(b"test".as_slice())
}

async fn header(client: Bytes) -> Outcome {
    client.encode().header_base64(&test()).await?;
    client.encode().header_base64url_array(vec!["dGVzdA".to_owned(), "dGVzdA".to_owned()]).await?;
    Ok(())
}

async fn property(client: Bytes) -> Outcome {
    let body = Base64BytesProperty::new(test());
    assert_eq!(client.encode().property_base64(&body).await?, body);
    let body = Base64urlBytesProperty::new("dGVzdA");
    assert_eq!(client.encode().property_base64url(&body).await?, body);
    let body = DefaultBytesProperty::new(test());
    assert_eq!(client.encode().property_default(&body).await?, body);
    Ok(())
}

async fn query(client: Bytes) -> Outcome {
    client.encode().query_base64url("dGVzdA").await?;
    client.encode().query_base64url_array(vec!["dGVzdA".to_owned(), "dGVzdA".to_owned()]).await?;
    Ok(())
}

async fn request_body(client: Bytes) -> Outcome {
    client.encode().request_body_base64(&test()).await?;
    Ok(())
}

async fn request_file(client: Bytes) -> Outcome {
    client.encode().request_body_custom_content_type(image("image.png")).await?;
    client.encode().request_body_octet_stream(image("image.png")).await?;
    Ok(())
}

async fn response_body(client: Bytes) -> Outcome {
    assert_eq!(client.encode().response_body_base64().await?, test());
    Ok(())
}

async fn response_file(client: Bytes) -> Outcome {
    assert_eq!(bytes(client.encode().response_body_custom_content_type().await?).await?, image("image.png"));
    assert_eq!(bytes(client.encode().response_body_octet_stream().await?).await?, image("image.png"));
    Ok(())
}
