//! `type/enum/extensible.yaml`

use turnbuckle_wire::{Calls, Outcome, calls};

use crate::api::type_enum_extensible::Client;
use crate::api::type_enum_extensible::models::DaysOfWeekExtensibleEnum as Day;

pub(crate) fn all(url: &str) -> Calls {
    let client = Client::builder().base_url(url).build().expect("the client is complete");
    calls![client; known, unknown]
}

async fn known(client: Client) -> Outcome {
    assert_eq!(client.r#type().string_get_known_value().await?, Day::Monday);
    client.r#type().string_put_known_value(&Day::Monday).await?;
    Ok(())
}

async fn unknown(client: Client) -> Outcome {
    let day = Day::Unknown("Weekend".to_owned());
    assert_eq!(client.r#type().string_get_unknown_value().await?, day);
    client.r#type().string_put_unknown_value(&day).await?;
    Ok(())
}
