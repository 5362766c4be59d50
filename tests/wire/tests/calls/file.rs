//! `type/file.yaml`

use serde_json::{Value, json};
use turnbuckle_wire::{Calls, Outcome, bytes, calls, image};

use crate::api::type_file::Client;

pub(crate) fn all(url: &str) -> Calls {
    let client = Client::builder().base_url(url).build().expect("the client is complete");
    calls![client; upload, upload_json, upload_any, upload_one_of_two, download, download_json, download_any, download_one_of_two]
}

async fn upload(client: Client) -> Outcome {
    client.r#type().body_upload_file_specific_content_type(image("image.png")).await?;
    Ok(())
}

async fn upload_json(client: Client) -> Outcome {
    client.r#type().body_upload_file_json_content_type(r#"{"message":"test file content"}"#).await?;
    Ok(())
}

async fn upload_any(client: Client) -> Outcome {
    let call = client.r#type().body_upload_file_default_content_type(image("image.png"));
    call.header("content-type", "image/png").await?;
    Ok(())
}

async fn upload_one_of_two(client: Client) -> Outcome {
    client.r#type().body_upload_file_multiple_content_types(image("image.png")).await?;
    Ok(())
}

async fn download(client: Client) -> Outcome {
    let file = client.r#type().body_download_file_specific_content_type().await?;
    assert_eq!(bytes(file).await?, image("image.png"));
    Ok(())
}

async fn download_json(client: Client) -> Outcome {
    let file = bytes(client.r#type().body_download_file_json_content_type().await?).await?;
    assert_eq!(serde_json::from_slice::<Value>(&file)?, json!({"message": "test file content"}));
    Ok(())
}

async fn download_any(client: Client) -> Outcome {
    let file = client.r#type().body_download_file_default_content_type().await?;
    assert_eq!(file.media_type(), "image/png");
    assert_eq!(bytes(file).await?, image("image.png"));
    Ok(())
}

async fn download_one_of_two(client: Client) -> Outcome {
    let file = client.r#type().body_download_file_multiple_content_types().await?;
    assert_eq!(bytes(file).await?, image("image.png"));
    Ok(())
}
