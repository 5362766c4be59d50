//! `parameters/*.yaml`

use turnbuckle_wire::{Calls, Outcome, calls};

use crate::api::parameters_basic::models::{ExplicitBodyUser, ImplicitBodySimpleBody};
use crate::api::parameters_body_root::models::BodyRootModel;
use crate::api::parameters_query::models::ConstantPostQueryParam;
use crate::api::parameters_spread::models::*;
use crate::api::{
    parameters_basic as basic, parameters_body_root as body_root, parameters_path as path, parameters_query as query,
    parameters_spread as spread,
};

pub(crate) fn all(url: &str) -> Calls {
    let basic = basic::Client::builder().base_url(url).build().expect("the client is complete");
    let body_root = body_root::Client::builder().base_url(url).build().expect("the client is complete");
    let path = path::Client::builder().base_url(url).build().expect("the client is complete");
    let query = query::Client::builder().base_url(url).build().expect("the client is complete");
    let spread = spread::Client::builder().base_url(url).build().expect("the client is complete");
    let mut all = calls![basic; explicit_body, implicit_body];
    all.extend(calls![body_root; nested]);
    all.extend(calls![path; in_path]);
    all.extend(calls![query; constant, dollar_sign]);
    all.extend(calls![spread; alias, inner_alias, multiple_parameters, request_body, composite_request]);
    all
}

async fn explicit_body(client: basic::Client) -> Outcome {
    client.parameters().explicit_body_simple(&ExplicitBodyUser::new("foo")).await?;
    Ok(())
}

async fn implicit_body(client: basic::Client) -> Outcome {
    client.parameters().implicit_body_simple(&ImplicitBodySimpleBody::new("foo")).await?;
    Ok(())
}

async fn nested(client: body_root::Client) -> Outcome {
    let body = BodyRootModel { category: Some("widget".to_owned()), link_type: Some("hard".to_owned()), was_successful: Some(true) };
    client.parameters().nested(&body).await?;
    Ok(())
}

async fn in_path(client: path::Client) -> Outcome {
    client.parameters().normal("foo").await?;
    Ok(())
}

async fn constant(client: query::Client) -> Outcome {
    client.parameters().constant_post(&ConstantPostQueryParam::ConstantValue).await?;
    Ok(())
}

async fn dollar_sign(client: query::Client) -> Outcome {
    client.parameters().special_char_dollar_sign("status eq 'active'").await?;
    Ok(())
}

async fn alias(client: spread::Client) -> Outcome {
    let body = AliasSpreadAsRequestParameterBody::new("foo");
    client.parameters().alias_spread_as_request_parameter("1", "bar", &body).await?;
    Ok(())
}

async fn inner_alias(client: spread::Client) -> Outcome {
    let body = AliasSpreadParameterWithInnerAliasBody::new("foo", 1);
    client.parameters().alias_spread_parameter_with_inner_alias("1", "bar", &body).await?;
    Ok(())
}

async fn multiple_parameters(client: spread::Client) -> Outcome {
    let body = AliasSpreadWithMultipleParametersBody {
        required_string: "foo".to_owned(),
        optional_int: Some(1),
        required_int_list: vec![1, 2],
        optional_string_list: Some(vec!["foo".to_owned(), "bar".to_owned()]),
    };
    client.parameters().alias_spread_with_multiple_parameters("1", "bar", &body).await?;
    Ok(())
}

async fn request_body(client: spread::Client) -> Outcome {
    client.parameters().model_spread_as_request_body(&ModelBodyParameter::new("foo")).await?;
    Ok(())
}

async fn composite_request(client: spread::Client) -> Outcome {
    let body = ModelCompositeRequestMix::new("foo");
    client.parameters().model_spread_composite_request_mix("foo", "bar", &body).await?;
    client.parameters().model_spread_composite_request_without_body("foo", "bar").await?;
    Ok(())
}
