//! `type/model/usage.yaml`, `type/model/visibility.yaml` and `type/model/inheritance/recursive.yaml`

use turnbuckle_runtime::Nullable;
use turnbuckle_wire::{Calls, Outcome, calls};

use crate::api::type_model_inheritance_recursive::Client as Recursive;
use crate::api::type_model_inheritance_recursive::models::Extension;
use crate::api::type_model_usage::Client as Usage;
use crate::api::type_model_usage::models::{InputOutputRecord, InputRecord, OutputRecord};
use crate::api::type_model_visibility::Client as Visibility;
use crate::api::type_model_visibility::models::*;

pub(crate) fn all(url: &str) -> Calls {
    let recursive = Recursive::builder().base_url(url).build().expect("the client is complete");
    let usage = Usage::builder().base_url(url).build().expect("the client is complete");
    let visibility = Visibility::builder().base_url(url).build().expect("the client is complete");
    let mut all = calls![recursive; recursive_model];
    all.extend(calls![usage; input, input_and_output, output]);
    all.extend(calls![visibility; get, head, put, patch, post, delete, put_read_only]);
    all
}

async fn recursive_model(client: Recursive) -> Outcome {
    let inner = Extension { level: 1, extension: Some(vec![Extension::new(2)]) };
    let body = Extension { level: 0, extension: Some(vec![inner, Extension::new(1)]) };
    assert_eq!(client.r#type().get().await?, body);
    client.r#type().put(&body).await?;
    Ok(())
}

async fn input(client: Usage) -> Outcome {
    client.r#type().input(&InputRecord::new("example-value")).await?;
    Ok(())
}

async fn input_and_output(client: Usage) -> Outcome {
    let record = InputOutputRecord::new("example-value");
    assert_eq!(client.r#type().input_and_output(&record).await?, record);
    Ok(())
}

async fn output(client: Usage) -> Outcome {
    assert_eq!(client.r#type().output().await?, OutputRecord { required_prop: "example-value".to_owned() });
    Ok(())
}

async fn get(client: Visibility) -> Outcome {
    let model = client.r#type().get_model(123, &VisibilityModel::default()).await?;
    assert_eq!(model, VisibilityModel { read_prop: "abc".to_owned() });
    Ok(())
}

async fn head(client: Visibility) -> Outcome {
    client.r#type().head_model(123, &VisibilityModel::default()).await?;
    Ok(())
}

async fn put(client: Visibility) -> Outcome {
    let body = VisibilityModelCreateOrUpdate::new(vec!["foo".to_owned(), "bar".to_owned()], vec![1, 2]);
    client.r#type().put_model(&body).await?;
    Ok(())
}

async fn patch(client: Visibility) -> Outcome {
    client.r#type().patch_model(&VisibilityModelUpdate { update_prop: Some(vec![1, 2]) }).await?;
    Ok(())
}

async fn post(client: Visibility) -> Outcome {
    client.r#type().post_model(&VisibilityModelCreate::new(vec!["foo".to_owned(), "bar".to_owned()])).await?;
    Ok(())
}

async fn delete(client: Visibility) -> Outcome {
    client.r#type().delete_model(&VisibilityModelDelete::new(true)).await?;
    Ok(())
}

async fn put_read_only(client: Visibility) -> Outcome {
    let entries = [("k1", "value1"), ("k2", "value2")];
    let expected = ReadOnlyModel {
        optional_nullable_int_list: Nullable::Value(vec![1, 2, 3]),
        optional_string_record: Some(entries.map(|(key, value)| (key.to_owned(), value.to_owned())).into()),
    };
    assert_eq!(client.r#type().put_read_only_model(&ReadOnlyModel::default()).await?, expected);
    Ok(())
}
