//! `payload/content-negotiation.yaml` and `payload/json-merge-patch.yaml`

use serde_json::{Value, json};
use turnbuckle_runtime::{Base64, Error};
use turnbuckle_wire::{Calls, Outcome, bytes, calls, image};

use crate::api::payload_content_negotiation::Client as Negotiation;
use crate::api::payload_content_negotiation::models::DifferentBodyPngImageAsJson;
use crate::api::payload_json_merge_patch::Client as MergePatch;
use crate::api::payload_json_merge_patch::models::{InnerModel, Resource};

pub(crate) fn all(url: &str) -> Calls {
    let negotiation = Negotiation::builder().base_url(url).build().expect("the client is complete");
    let merge_patch = MergePatch::builder().base_url(url).build().expect("the client is complete");
    let mut all = calls![negotiation; different_body, same_body];
    all.extend(calls![merge_patch; create_resource]);
    all
}

async fn different_body(client: Negotiation) -> Outcome {
    let api = client.content_negotiation();
    let avatar = api.different_body_get_avatar_as_png_different_body_get_avatar_as_json().await?;
    assert_eq!(avatar, DifferentBodyPngImageAsJson { content: Base64::from(image("image.png")) });
    let png = api.different_body_get_avatar_as_png_different_body_get_avatar_as_json_as_binary().await?;
    assert_eq!(png.media_type(), "image/png");
    assert_eq!(bytes(png).await?, image("image.png"));
    let wrong = api.different_body_get_avatar_as_png_different_body_get_avatar_as_json().header("accept", "wrongAccept");
    check_refusal(&wrong.await.expect_err("there is no such media type"), "\"image/png\" | \"application/json\"")
}

async fn same_body(client: Negotiation) -> Outcome {
    let api = client.content_negotiation();
    for (media_type, file) in [("image/png", "image.png"), ("image/jpeg", "image.jpg")] {
        let call = api.same_body_get_avatar_as_png_same_body_get_avatar_as_jpeg().header("accept", media_type);
        let avatar = call.await?;
        assert_eq!(avatar.media_type(), media_type);
        assert_eq!(bytes(avatar).await?, image(file));
    }
    let wrong = api.same_body_get_avatar_as_png_same_body_get_avatar_as_jpeg().header("accept", "wrongAccept");
    check_refusal(&wrong.await.expect_err("there is no such media type"), "\"image/png\" | \"image/jpeg\"")
}

fn check_refusal(error: &Error, expected: &str) -> Outcome {
    assert_eq!(error.status(), Some(400));
    let body: Value = serde_json::from_slice(error.body())?;
    assert_eq!(body, json!({"message": "Unsupported Accept header", "expected": expected, "actual": "wrongAccept"}));
    Ok(())
}

async fn create_resource(client: MergePatch) -> Outcome {
    let inner = InnerModel { name: Some("InnerMadge".to_owned()), description: Some("innerDesc".to_owned()) };
    let resource = Resource {
        description: Some("desc".to_owned()),
        map: Some([("key".to_owned(), inner.clone())].into()),
        array: Some(vec![inner.clone()]),
        int_value: Some(1),
        float_value: Some(1.25),
        inner_model: Some(inner),
        int_array: Some(vec![1, 2, 3]),
        ..Resource::new("Madge")
    };
    assert_eq!(client.json_merge_patch().create_resource(&resource).await?, resource);
    Ok(())
}
