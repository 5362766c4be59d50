//! `payload/multipart.yaml`

use turnbuckle_runtime::FilePart;
use turnbuckle_wire::{Calls, Outcome, calls, image};

use crate::api::payload_multipart::Client;
use crate::api::payload_multipart::models::*;

pub(crate) fn all(url: &str) -> Calls {
    let client = Client::builder().base_url(url).build().expect("the client is complete");
    calls![
        client; basic, anonymous_model, file_name_and_content_type, file_array, binary_parts, image_jpeg, optional_content_type, not_a_string,
        required_file_name, specific_content_type,
    ]
}

fn jpg() -> FilePart {
    FilePart::from(image("image.jpg")).file_name("image.jpg").content_type("application/octet-stream")
}

fn png() -> FilePart {
    FilePart::from(image("image.png")).file_name("image.png").content_type("application/octet-stream")
}

fn hello() -> FilePart {
    FilePart::from(image("image.jpg")).file_name("hello.jpg").content_type("image/jpg")
}

async fn basic(client: Client) -> Outcome {
    client.multipart().form_data_basic(&MultiPartRequest::new("123", jpg())).await?;
    Ok(())
}

async fn anonymous_model(client: Client) -> Outcome {
    client.multipart().form_data_anonymous_model(&FormDataAnonymousModelBody::new(jpg())).await?;
    Ok(())
}

async fn file_name_and_content_type(client: Client) -> Outcome {
    client.multipart().form_data_check_file_name_and_content_type(&MultiPartRequest::new("123", hello())).await?;
    Ok(())
}

async fn file_array(client: Client) -> Outcome {
    let body = ComplexPartsRequest::new("123", Address::new("X"), jpg(), vec![png(), png()]);
    client.multipart().form_data_file_array_and_basic(&body).await?;
    Ok(())
}

async fn binary_parts(client: Client) -> Outcome {
    client.multipart().form_data_multi_binary_parts(&MultiBinaryPartsRequest::new(jpg())).await?;
    let body = MultiBinaryPartsRequest { profile_image: jpg(), picture: Some(png()) };
    client.multipart().form_data_multi_binary_parts(&body).await?;
    Ok(())
}

async fn image_jpeg(client: Client) -> Outcome {
    // The document says which content type the part has.
    let file = FilePart::from(image("image.jpg")).file_name("hello.jpg");
    client.multipart().content_type_image_jpeg_content_type(&FileWithHttpPartSpecificContentTypeRequest::new(file)).await?;
    Ok(())
}

async fn optional_content_type(client: Client) -> Outcome {
    let body = FileWithHttpPartOptionalContentTypeRequest::new(jpg());
    client.multipart().content_type_optional_content_type(&body).await?;
    Ok(())
}

async fn not_a_string(client: Client) -> Outcome {
    client.multipart().non_string_float(&NonStringFloatBody::new(0.5)).await?;
    Ok(())
}

async fn required_file_name(client: Client) -> Outcome {
    let file = FilePart::from(image("image.png")).file_name("image.png");
    client.multipart().file_upload_file_required_filename(&FileUploadFileRequiredFilenameBody::new(file)).await?;
    Ok(())
}

async fn specific_content_type(client: Client) -> Outcome {
    let file = FilePart::from(image("image.png")).file_name("image.png");
    client.multipart().file_upload_file_specific_content_type(&FileUploadFileSpecificContentTypeBody::new(file)).await?;
    Ok(())
}
