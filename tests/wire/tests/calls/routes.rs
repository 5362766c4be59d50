//! `routes.yaml`

use std::collections::BTreeMap;

use turnbuckle_wire::{Calls, Outcome, calls};

use crate::api::routes::Client;
use crate::api::routes::models::ExpandParameters;

pub(crate) fn all(url: &str) -> Calls {
    let client = Client::builder().base_url(url).build().expect("the client is complete");
    calls![client; fixed, path, simple, label, matrix, query]
}

fn array() -> Vec<String> {
    vec!["a".to_owned(), "b".to_owned()]
}

fn record() -> BTreeMap<String, i32> {
    BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)])
}

async fn fixed(client: Client) -> Outcome {
    client.routes().fixed().await?;
    Ok(())
}

async fn path(client: Client) -> Outcome {
    client.routes().path_parameters_annotation_only("a").await?;
    client.routes().path_parameters_template_only("a").await?;
    Ok(())
}

async fn simple(client: Client) -> Outcome {
    client.routes().standard_array(array()).await?;
    client.routes().standard_record(record()).await?;
    client.routes().explode_primitive("a").await?;
    client.routes().explode_array(array()).await?;
    Ok(())
}

async fn label(client: Client) -> Outcome {
    client.routes().standard_array_3(array()).await?;
    client.routes().standard_record_3(record()).await?;
    client.routes().explode_primitive_3("a").await?;
    client.routes().explode_array_3(array()).await?;
    Ok(())
}

async fn matrix(client: Client) -> Outcome {
    client.routes().standard_primitive_4("a").await?;
    client.routes().standard_record_4(record()).await?;
    client.routes().explode_array_4(array()).await?;
    client.routes().explode_record_4(record()).await?;
    Ok(())
}

async fn query(client: Client) -> Outcome {
    client.routes().query_parameters_explicit("a").await?;
    client.routes().standard_primitive_5("a").await?;
    client.routes().standard_record_5(record()).await?;
    client.routes().explode_array_5(array()).await?;
    client.routes().explode_record_5(record()).await?;
    client.routes().explode_model(&ExpandParameters::new("status", "active")).await?;
    Ok(())
}
