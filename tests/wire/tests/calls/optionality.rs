//! `type/property/optionality.yaml`

use turnbuckle_runtime::Base64;
use turnbuckle_wire::{Calls, Outcome, calls};

use crate::api::type_property_optionality::Client;
use crate::api::type_property_optionality::models::*;

pub(crate) fn all(url: &str) -> Calls {
    let client = Client::builder().base_url(url).build().expect("the client is complete");
    calls![
        client; boolean_literal, bytes, collections_byte, collections_byte_absent, collections_model_absent, datetime_absent, duration,
        float_literal, int_literal, int_literal_absent, plain_date_absent, plain_time_absent, required_and_optional, string, string_literal,
        string_literal_absent, union_float_literal_absent, union_int_literal_absent, union_string_literal,
    ]
}

fn hello() -> Base64 {
    Base64::from(b"hello, world!".as_slice())
}

async fn boolean_literal(client: Client) -> Outcome {
    let body = BooleanLiteralProperty { property: Some(true) };
    assert_eq!(client.r#type().boolean_literal_get_all().await?, body);
    client.r#type().boolean_literal_put_all(&body).await?;
    Ok(())
}

async fn bytes(client: Client) -> Outcome {
    let body = BytesProperty { property: Some(hello()) };
    assert_eq!(client.r#type().bytes_get_all().await?, body);
    client.r#type().bytes_put_all(&body).await?;
    Ok(())
}

async fn collections_byte(client: Client) -> Outcome {
    let body = CollectionsByteProperty { property: Some(vec![hello(), hello()]) };
    assert_eq!(client.r#type().collections_byte_get_all().await?, body);
    client.r#type().collections_byte_put_all(&body).await?;
    Ok(())
}

async fn collections_byte_absent(client: Client) -> Outcome {
    let body = CollectionsByteProperty { property: None };
    assert_eq!(client.r#type().collections_byte_get_default().await?, body);
    client.r#type().collections_byte_put_default(&body).await?;
    Ok(())
}

async fn collections_model_absent(client: Client) -> Outcome {
    let body = CollectionsModelProperty { property: None };
    assert_eq!(client.r#type().collections_model_get_default().await?, body);
    client.r#type().collections_model_put_default(&body).await?;
    Ok(())
}

async fn datetime_absent(client: Client) -> Outcome {
    let body = DatetimeProperty { property: None };
    assert_eq!(client.r#type().datetime_get_default().await?, body);
    client.r#type().datetime_put_default(&body).await?;
    Ok(())
}

async fn duration(client: Client) -> Outcome {
    let body = DurationProperty { property: Some("P123DT22H14M12.011S".to_owned()) };
    assert_eq!(client.r#type().duration_get_all().await?, body);
    client.r#type().duration_put_all(&body).await?;
    Ok(())
}

async fn float_literal(client: Client) -> Outcome {
    let body = FloatLiteralProperty { property: Some(FloatLiteralPropertyProperty::Value1_25) };
    assert_eq!(client.r#type().float_literal_get_all().await?, body);
    client.r#type().float_literal_put_all(&body).await?;
    Ok(())
}

async fn int_literal(client: Client) -> Outcome {
    let body = IntLiteralProperty { property: Some(IntLiteralPropertyProperty::Value1) };
    assert_eq!(client.r#type().int_literal_get_all().await?, body);
    client.r#type().int_literal_put_all(&body).await?;
    Ok(())
}

async fn int_literal_absent(client: Client) -> Outcome {
    let body = IntLiteralProperty { property: None };
    assert_eq!(client.r#type().int_literal_get_default().await?, body);
    client.r#type().int_literal_put_default(&body).await?;
    Ok(())
}

async fn plain_date_absent(client: Client) -> Outcome {
    let body = PlainDateProperty { property: None };
    assert_eq!(client.r#type().plain_date_get_default().await?, body);
    client.r#type().plain_date_put_default(&body).await?;
    Ok(())
}

async fn plain_time_absent(client: Client) -> Outcome {
    let body = PlainTimeProperty { property: None };
    assert_eq!(client.r#type().plain_time_get_default().await?, body);
    client.r#type().plain_time_put_default(&body).await?;
    Ok(())
}

async fn required_and_optional(client: Client) -> Outcome {
    let body = RequiredAndOptionalProperty { optional_property: Some("hello".to_owned()), required_property: 42 };
    assert_eq!(client.r#type().required_and_optional_get_all().await?, body);
    client.r#type().required_and_optional_put_all(&body).await?;
    Ok(())
}

async fn string(client: Client) -> Outcome {
    let body = StringProperty { property: Some("hello".to_owned()) };
    assert_eq!(client.r#type().string_get_all().await?, body);
    client.r#type().string_put_all(&body).await?;
    Ok(())
}

async fn string_literal(client: Client) -> Outcome {
    let body = StringLiteralProperty { property: Some(StringLiteralPropertyProperty::Hello) };
    assert_eq!(client.r#type().string_literal_get_all().await?, body);
    client.r#type().string_literal_put_all(&body).await?;
    Ok(())
}

async fn string_literal_absent(client: Client) -> Outcome {
    let body = StringLiteralProperty { property: None };
    assert_eq!(client.r#type().string_literal_get_default().await?, body);
    client.r#type().string_literal_put_default(&body).await?;
    Ok(())
}

async fn union_float_literal_absent(client: Client) -> Outcome {
    let body = UnionFloatLiteralProperty { property: None };
    assert_eq!(client.r#type().union_float_literal_get_default().await?, body);
    client.r#type().union_float_literal_put_default(&body).await?;
    Ok(())
}

async fn union_int_literal_absent(client: Client) -> Outcome {
    let body = UnionIntLiteralProperty { property: None };
    assert_eq!(client.r#type().union_int_literal_get_default().await?, body);
    client.r#type().union_int_literal_put_default(&body).await?;
    Ok(())
}

async fn union_string_literal(client: Client) -> Outcome {
    let body = UnionStringLiteralProperty { property: Some(UnionStringLiteralPropertyProperty::World) };
    assert_eq!(client.r#type().union_string_literal_get_all().await?, body);
    client.r#type().union_string_literal_put_all(&body).await?;
    Ok(())
}
