//! `response/body-or-no-content.yaml`, `serialization/encoded-name/json.yaml` and `special-headers/conditional-request.yaml`

use turnbuckle_wire::{Calls, Outcome, calls};

use crate::api::response_body_or_no_content::models::BlobLayout;
use crate::api::response_body_or_no_content::response::{GetBodyResponse, GetNoContentResponse};
use crate::api::serialization_encoded_name_json::models::PropertyJsonEncodedNameModel;
use crate::api::special_headers_conditional_request::special_headers::{
    HeadIfModifiedSince, PostIfMatch, PostIfNoneMatch, PostIfUnmodifiedSince,
};
use crate::api::{
    response_body_or_no_content as body_or_no_content, serialization_encoded_name_json as encoded_name,
    special_headers_conditional_request as conditional,
};

const DATE: &str = "Fri, 26 Aug 2022 14:38:00 GMT";

pub(crate) fn all(url: &str) -> Calls {
    let body_or_no_content = body_or_no_content::Client::builder().base_url(url).build().expect("the client is complete");
    let encoded_name = encoded_name::Client::builder().base_url(url).build().expect("the client is complete");
    let conditional = conditional::Client::builder().base_url(url).build().expect("the client is complete");
    let mut all = calls![body_or_no_content; body, no_content];
    all.extend(calls![encoded_name; property]);
    all.extend(calls![conditional; if_match, if_none_match, if_modified_since, if_unmodified_since]);
    all
}

async fn body(client: body_or_no_content::Client) -> Outcome {
    let response = client.response().get_body().send().await?;
    assert_eq!((response.status(), response.headers()["x-ms-request-id"].to_str()?), (200, "body-request"));
    let GetBodyResponse::Ok(layout) = response.into_inner() else { return Err("there is a body".into()) };
    assert_eq!(layout, BlobLayout { content: "hello".to_owned() });
    Ok(())
}

async fn no_content(client: body_or_no_content::Client) -> Outcome {
    let response = client.response().get_no_content().send().await?;
    assert_eq!((response.status(), response.headers()["x-ms-request-id"].to_str()?), (204, "no-content-request"));
    assert!(matches!(response.value(), GetNoContentResponse::NoContent));
    Ok(())
}

async fn property(client: encoded_name::Client) -> Outcome {
    let model = PropertyJsonEncodedNameModel::new(true);
    assert_eq!(client.serialization().property_get().await?, model);
    client.serialization().property_send(&model).await?;
    Ok(())
}

async fn if_match(client: conditional::Client) -> Outcome {
    client.special_headers().post_if_match(&PostIfMatch { if_match: Some("\"valid\"".to_owned()) }).await?;
    Ok(())
}

async fn if_none_match(client: conditional::Client) -> Outcome {
    client.special_headers().post_if_none_match(&PostIfNoneMatch { if_none_match: Some("\"invalid\"".to_owned()) }).await?;
    Ok(())
}

async fn if_modified_since(client: conditional::Client) -> Outcome {
    let params = HeadIfModifiedSince { if_modified_since: Some(DATE.to_owned()) };
    assert_eq!(client.special_headers().head_if_modified_since(&params).send().await?.status(), 204);
    Ok(())
}

async fn if_unmodified_since(client: conditional::Client) -> Outcome {
    let params = PostIfUnmodifiedSince { if_unmodified_since: Some(DATE.to_owned()) };
    client.special_headers().post_if_unmodified_since(&params).await?;
    Ok(())
}
