use crm::models::AttachmentUpload;
use crm::runtime::FilePart;
use serde_json::json;

use crate::{json, start};

/// Bytes that no text encoding leaves alone, with line ends in them.
fn content() -> Vec<u8> {
    (0..=255).chain(*b"\r\n--\r\n\0").collect()
}

#[tokio::test]
async fn what_is_uploaded_is_downloaded() {
    let (server, client) = start().await;
    let mut upload = AttachmentUpload::new(FilePart::from(content()).file_name("Plän \"1\".bin").content_type("application/x-plan"));
    upload.title = Some("The plan".to_owned());
    upload.labels = Some(vec!["a".to_owned(), "b,c".to_owned()]);
    let attachment = client.attachments().upload("dea_0001", &upload).await.expect("the file is uploaded");
    assert_eq!(
        json(&attachment),
        json!({
            "id": "att_0001",
            "deal_id": "dea_0001",
            // As browsers write it (HTML standard, section 4.10.21.8), which this server does not undo.
            "file_name": "Plän %221%22.bin",
            "content_type": "application/x-plan",
            "size": 263,
            "title": "The plan",
            "labels": ["a", "b,c"],
            "created_at": attachment.created_at.to_string(),
        })
    );
    let download = client.attachments().download(&attachment.id).await.expect("the file is there");
    assert_eq!((download.media_type(), download.content_length()), ("application/octet-stream", Some(263)));
    assert_eq!(download.bytes(1 << 20).await.expect("the file is read"), content());
    assert_eq!(server.log().effects("uploadAttachment"), 1);
}

#[tokio::test]
async fn a_download_larger_than_the_limit_is_an_error() {
    let (_server, client) = start().await;
    let upload = AttachmentUpload::new(FilePart::from(content()));
    let attachment = client.attachments().upload("dea_0001", &upload).await.expect("the file is uploaded");
    let download = client.attachments().download(&attachment.id).await.expect("the file is there");
    assert!(download.bytes(262).await.expect_err("the file is larger").is_too_large());
}

#[tokio::test]
async fn a_list_without_pages_is_a_vec() {
    let (_server, client) = start().await;
    let upload = AttachmentUpload::new(FilePart::from(&b"x"[..]).file_name("x.txt"));
    let first = client.attachments().upload("dea_0002", &upload).await.expect("the file is uploaded");
    let second = client.attachments().upload("dea_0002", &upload).await.expect("the file is uploaded");
    assert_eq!(client.attachments().list("dea_0002").await.expect("attachments are listed"), [first.clone(), second.clone()]);
    client.attachments().delete(&first.id).await.expect("the attachment is deleted");
    assert_eq!(client.attachments().list("dea_0002").await.expect("attachments are listed"), [second]);
}
