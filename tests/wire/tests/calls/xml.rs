//! `payload/xml.yaml`, and pages as XML of `payload/pageable.yaml`

use turnbuckle_wire::{Calls, Outcome, calls};

use crate::api::payload_pageable::Client as Pages;
use crate::api::payload_pageable::models::{XmlPet, XmlPetListResult};
use crate::api::payload_pageable::payload::XmlPaginationListWithContinuation;
use crate::api::payload_xml::Client;
use crate::api::payload_xml::models::*;

pub(crate) fn all(url: &str) -> Calls {
    let client = Client::builder().base_url(url).build().expect("the client is complete");
    let mut all = calls![
        client; attributes, dictionary, enumeration, namespaces, nested_model, renamed_arrays, renamed_fields, renamed_nested_model,
        renamed_unwrapped_models, renamed_wrapped_models, unwrapped_array, wrapped_custom_item_names, simple_model, error,
    ];
    let client = Pages::builder().base_url(url).build().expect("the client is complete");
    all.extend(calls![client; pages]);
    all
}

fn foo() -> SimpleModel {
    SimpleModel::new("foo", 123)
}

fn bar() -> SimpleModel {
    SimpleModel::new("bar", 456)
}

fn texts<const N: usize>(texts: [&str; N]) -> Vec<String> {
    texts.map(str::to_owned).into()
}

async fn attributes(client: Client) -> Outcome {
    let model = ModelWithAttributes::new(123, "foo", true);
    assert_eq!(client.payload().model_with_attributes_value_get().await?, model);
    client.payload().model_with_attributes_value_put(&model).await?;
    Ok(())
}

async fn dictionary(client: Client) -> Outcome {
    let entries = [("Color", "blue"), ("Count", "123"), ("Enabled", "false")];
    let model = ModelWithDictionary::new(entries.map(|(key, value)| (key.to_owned(), value.to_owned())).into());
    assert_eq!(client.payload().model_with_dictionary_value_get().await?, model);
    client.payload().model_with_dictionary_value_put(&model).await?;
    Ok(())
}

async fn enumeration(client: Client) -> Outcome {
    let model = ModelWithEnum::new(Status::Success);
    assert_eq!(client.payload().model_with_enum_value_get().await?, model);
    client.payload().model_with_enum_value_put(&model).await?;
    Ok(())
}

async fn namespaces(client: Client) -> Outcome {
    let model = ModelWithNamespaceOnProperties::new(123, "The Great Gatsby", "F. Scott Fitzgerald");
    assert_eq!(client.payload().model_with_namespace_on_properties_value_get().await?, model);
    client.payload().model_with_namespace_on_properties_value_put(&model).await?;
    Ok(())
}

async fn nested_model(client: Client) -> Outcome {
    let model = ModelWithNestedModel::new(foo());
    assert_eq!(client.payload().model_with_nested_model_value_get().await?, model);
    client.payload().model_with_nested_model_value_put(&model).await?;
    Ok(())
}

async fn renamed_arrays(client: Client) -> Outcome {
    let model = ModelWithRenamedArrays::new(texts(["red", "green", "blue"]), vec![1, 2]);
    assert_eq!(client.payload().model_with_renamed_arrays_value_get().await?, model);
    client.payload().model_with_renamed_arrays_value_put(&model).await?;
    Ok(())
}

async fn renamed_fields(client: Client) -> Outcome {
    let model = ModelWithRenamedFields::new(foo(), bar());
    assert_eq!(client.payload().model_with_renamed_fields_value_get().await?, model);
    client.payload().model_with_renamed_fields_value_put(&model).await?;
    Ok(())
}

async fn renamed_nested_model(client: Client) -> Outcome {
    let model = ModelWithRenamedNestedModel::new(Author::new("foo"));
    assert_eq!(client.payload().model_with_renamed_nested_model_value_get().await?, model);
    client.payload().model_with_renamed_nested_model_value_put(&model).await?;
    Ok(())
}

async fn renamed_unwrapped_models(client: Client) -> Outcome {
    let model = ModelWithRenamedUnwrappedModelArray::new(vec![foo(), bar()]);
    assert_eq!(client.payload().model_with_renamed_unwrapped_model_array_value_get().await?, model);
    client.payload().model_with_renamed_unwrapped_model_array_value_put(&model).await?;
    Ok(())
}

async fn renamed_wrapped_models(client: Client) -> Outcome {
    let model = ModelWithRenamedWrappedModelArray::new(vec![foo(), bar()]);
    assert_eq!(client.payload().model_with_renamed_wrapped_model_array_value_get().await?, model);
    client.payload().model_with_renamed_wrapped_model_array_value_put(&model).await?;
    Ok(())
}

async fn unwrapped_array(client: Client) -> Outcome {
    let model = ModelWithUnwrappedArray::new(texts(["red", "green", "blue"]), vec![1, 2]);
    assert_eq!(client.payload().model_with_unwrapped_array_value_get().await?, model);
    client.payload().model_with_unwrapped_array_value_put(&model).await?;
    Ok(())
}

async fn wrapped_custom_item_names(client: Client) -> Outcome {
    let model = ModelWithWrappedPrimitiveCustomItemNames::new(texts(["fiction", "classic"]));
    assert_eq!(client.payload().model_with_wrapped_primitive_custom_item_names_value_get().await?, model);
    client.payload().model_with_wrapped_primitive_custom_item_names_value_put(&model).await?;
    Ok(())
}

async fn simple_model(client: Client) -> Outcome {
    assert_eq!(client.payload().simple_model_value_get().await?, foo());
    client.payload().simple_model_value_put(&foo()).await?;
    Ok(())
}

async fn error(client: Client) -> Outcome {
    let error = client.payload().xml_error_value_get().await.expect_err("the answer is an error");
    assert_eq!(error.status(), Some(400));
    let body = "<?xml version='1.0' encoding='UTF-8'?>\n<XmlErrorBody>\n  <message>Something went wrong</message>\n  <code>400</code>\n</XmlErrorBody>\n";
    assert_eq!(std::str::from_utf8(error.body())?, body);
    Ok(())
}

async fn pages(client: Pages) -> Outcome {
    let pet = |id: &str, name: &str| XmlPet { id: id.to_owned(), name: name.to_owned() };
    let page = client.payload().xml_pagination_list_with_continuation(&XmlPaginationListWithContinuation { marker: None }).await?;
    let expected = XmlPetListResult { pets: vec![pet("1", "dog"), pet("2", "cat")], next_marker: Some("page2".to_owned()) };
    assert_eq!(page, expected);
    let params = XmlPaginationListWithContinuation { marker: page.next_marker };
    let page = client.payload().xml_pagination_list_with_continuation(&params).await?;
    assert_eq!(page, XmlPetListResult { pets: vec![pet("3", "bird"), pet("4", "fish")], next_marker: None });
    Ok(())
}
