//! `authentication/api-key.yaml`, `authentication/union.yaml` and `authentication/noauth/union.yaml`

use turnbuckle_runtime::Credential;
use turnbuckle_wire::{Calls, Outcome, calls};

use crate::api::authentication_api_key::models::InvalidAuth;
use crate::api::{authentication_api_key as api_key, authentication_noauth_union as noauth, authentication_union as union};

const TOKEN: &str = "https://security.microsoft.com/.default";

pub(crate) fn all(url: &str) -> Calls {
    let url = url.to_owned();
    calls![url; valid_key, invalid_key, key_or_token, no_auth, no_auth_or_token]
}

async fn valid_key(url: String) -> Outcome {
    let client = api_key::Client::builder().base_url(url).api_key_auth("valid-key").build()?;
    client.authentication().valid().await?;
    Ok(())
}

async fn invalid_key(url: String) -> Outcome {
    let client = api_key::Client::builder().base_url(url).api_key_auth("invalid-key").build()?;
    let error = client.authentication().invalid().await.expect_err("the key is wrong");
    assert_eq!(error.status(), Some(403));
    assert_eq!(error.api(), Some(&InvalidAuth { error: "invalid-api-key".to_owned() }));
    Ok(())
}

async fn key_or_token(url: String) -> Outcome {
    let client = union::Client::builder().base_url(&url).api_key_auth("valid-key").build()?;
    client.authentication().valid_key().await?;
    let client = union::Client::builder().base_url(&url).oauth2_auth(Credential::bearer(TOKEN)).build()?;
    client.authentication().valid_token().await?;
    Ok(())
}

async fn no_auth(url: String) -> Outcome {
    let client = noauth::Client::builder().base_url(url).build()?;
    client.authentication().valid_no_auth().await?;
    Ok(())
}

async fn no_auth_or_token(url: String) -> Outcome {
    let client = noauth::Client::builder().base_url(url).oauth2_auth(Credential::bearer(TOKEN)).build()?;
    client.authentication().valid_token().await?;
    Ok(())
}
