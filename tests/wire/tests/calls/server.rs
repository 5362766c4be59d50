//! `server/**.yaml`

use turnbuckle_wire::{Calls, Outcome, calls};

use crate::api::{
    server_endpoint_not_defined as not_defined, server_path_single as single, server_versions_versioned_2022_12_01_preview as versioned,
};

pub(crate) fn all(url: &str) -> Calls {
    let not_defined = not_defined::Client::builder().base_url(url).build().expect("the client is complete");
    let single = single::Client::builder().endpoint(url).build().expect("the client is complete");
    let versioned = versioned::Client::builder().endpoint(url).build().expect("the client is complete");
    let mut all = calls![not_defined; endpoint_not_defined];
    all.extend(calls![single; endpoint_as_variable]);
    all.extend(calls![versioned; without_version, version_in_path, version_in_query]);
    all
}

async fn endpoint_not_defined(client: not_defined::Client) -> Outcome {
    assert_eq!(client.server().valid().send().await?.status(), 200);
    Ok(())
}

async fn endpoint_as_variable(client: single::Client) -> Outcome {
    assert_eq!(client.server().my_op().send().await?.status(), 200);
    Ok(())
}

async fn without_version(client: versioned::Client) -> Outcome {
    assert_eq!(client.server().without_api_version().send().await?.status(), 200);
    Ok(())
}

async fn version_in_path(client: versioned::Client) -> Outcome {
    assert_eq!(client.server().with_path_api_version("2022-12-01-preview").send().await?.status(), 200);
    Ok(())
}

async fn version_in_query(client: versioned::Client) -> Outcome {
    assert_eq!(client.server().with_query_api_version("2022-12-01-preview").send().await?.status(), 200);
    assert_eq!(client.server().with_query_old_api_version("2021-01-01-preview").send().await?.status(), 200);
    Ok(())
}
