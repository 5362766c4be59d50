//! `special-words.yaml`

use turnbuckle_wire::{Calls, Outcome, calls};

use crate::api::special_words::Client;
use crate::api::special_words::models::*;

pub(crate) fn all(url: &str) -> Calls {
    let client = Client::builder().base_url(url).build().expect("the client is complete");
    calls![client; values, properties, schemas, operations, parameters, body_property]
}

async fn values(client: Client) -> Outcome {
    let word = ExtensibleStringsExtensibleString::Class;
    assert_eq!(client.special_words().extensible_strings_put_extensible_string_value(&word).await?, word);
    Ok(())
}

async fn properties(client: Client) -> Outcome {
    client.special_words().model_properties_with_list(&ModelPropertiesModelWithList::new("ok")).await?;
    Ok(())
}

async fn schemas(client: Client) -> Outcome {
    client.special_words().models_with_and(&ModelsAnd::new("ok")).await?;
    client.special_words().models_with_as(&ModelsAs::new("ok")).await?;
    client.special_words().models_with_async(&ModelsAsync::new("ok")).await?;
    client.special_words().models_with_break(&ModelsBreak::new("ok")).await?;
    client.special_words().models_with_class(&ModelsClass::new("ok")).await?;
    client.special_words().models_with_continue(&ModelsContinue::new("ok")).await?;
    client.special_words().models_with_del(&ModelsDel::new("ok")).await?;
    client.special_words().models_with_elif(&ModelsElif::new("ok")).await?;
    client.special_words().models_with_except(&ModelsExcept::new("ok")).await?;
    client.special_words().models_with_finally(&ModelsFinally::new("ok")).await?;
    client.special_words().models_with_for(&ModelsFor::new("ok")).await?;
    client.special_words().models_with_global(&ModelsGlobal::new("ok")).await?;
    client.special_words().models_with_import(&ModelsImport::new("ok")).await?;
    client.special_words().models_with_in(&ModelsIn::new("ok")).await?;
    client.special_words().models_with_lambda(&ModelsLambda::new("ok")).await?;
    client.special_words().models_with_or(&ModelsOr::new("ok")).await?;
    client.special_words().models_with_pass(&ModelsPass::new("ok")).await?;
    client.special_words().models_with_return(&ModelsReturn::new("ok")).await?;
    client.special_words().models_with_while(&ModelsWhile::new("ok")).await?;
    client.special_words().models_with_with(&ModelsWith::new("ok")).await?;
    Ok(())
}

async fn operations(client: Client) -> Outcome {
    client.special_words().operations_and().await?;
    client.special_words().operations_assert().await?;
    client.special_words().operations_async().await?;
    client.special_words().operations_class().await?;
    client.special_words().operations_constructor().await?;
    client.special_words().operations_def().await?;
    client.special_words().operations_elif().await?;
    client.special_words().operations_else().await?;
    client.special_words().operations_exec().await?;
    client.special_words().operations_for().await?;
    client.special_words().operations_from().await?;
    client.special_words().operations_if().await?;
    client.special_words().operations_in().await?;
    client.special_words().operations_is().await?;
    client.special_words().operations_not().await?;
    client.special_words().operations_pass().await?;
    client.special_words().operations_raise().await?;
    client.special_words().operations_try().await?;
    client.special_words().operations_with().await?;
    client.special_words().operations_yield().await?;
    Ok(())
}

async fn parameters(client: Client) -> Outcome {
    client.special_words().parameters_with_as("ok").await?;
    client.special_words().parameters_with_async("ok").await?;
    client.special_words().parameters_with_await("ok").await?;
    client.special_words().parameters_with_cancellation_token("ok").await?;
    client.special_words().parameters_with_constructor("ok").await?;
    client.special_words().parameters_with_continue("ok").await?;
    client.special_words().parameters_with_del("ok").await?;
    client.special_words().parameters_with_else("ok").await?;
    client.special_words().parameters_with_except("ok").await?;
    client.special_words().parameters_with_finally("ok").await?;
    client.special_words().parameters_with_from("ok").await?;
    client.special_words().parameters_with_global("ok").await?;
    client.special_words().parameters_with_import("ok").await?;
    client.special_words().parameters_with_is("ok").await?;
    client.special_words().parameters_with_lambda("ok").await?;
    client.special_words().parameters_with_or("ok").await?;
    client.special_words().parameters_with_raise("ok").await?;
    client.special_words().parameters_with_return("ok").await?;
    client.special_words().parameters_with_while("ok").await?;
    client.special_words().parameters_with_yield("ok").await?;
    Ok(())
}

async fn body_property(client: Client) -> Outcome {
    let body = ReservedOperationBodyParamsWithItemsBody::new(vec!["item".to_owned()]);
    client.special_words().reserved_operation_body_params_with_items(&body).await?;
    Ok(())
}
