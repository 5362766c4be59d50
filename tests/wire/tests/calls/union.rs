//! `type/union.yaml`

use turnbuckle_wire::{Calls, Outcome, calls};

use crate::api::type_union::Client;
use crate::api::type_union::models::*;

pub(crate) fn all(url: &str) -> Calls {
    let client = Client::builder().base_url(url).build().expect("the client is complete");
    calls![client; enums, ints, mixed, models, extensible_strings, strings]
}

async fn enums(client: Client) -> Outcome {
    let prop = EnumsOnlyCases { lr: EnumsOnlyCasesLr::Right, ud: Ud::Up };
    assert_eq!(client.r#type().enums_only_get().await?, EnumsOnlyGetResponse { prop: prop.clone() });
    client.r#type().enums_only_send(&EnumsOnlySendBody { prop }).await?;
    Ok(())
}

async fn ints(client: Client) -> Outcome {
    let prop = IntsOnlyGetResponseProp::Value2;
    assert_eq!(client.r#type().ints_only_get().await?, IntsOnlyGetResponse { prop: prop.clone() });
    client.r#type().ints_only_send(&IntsOnlySendBody { prop }).await?;
    Ok(())
}

async fn mixed(client: Client) -> Outcome {
    let prop = MixedTypesCases {
        model: MixedTypesCasesModel::Cat(Cat::new("test")),
        literal: MixedTypesCasesLiteral::Value(MixedTypesCasesModelVariant2::A),
        int: MixedTypesCasesInt::Integer(2),
        boolean: MixedTypesCasesBoolean::Boolean(true),
        array: vec![
            MixedTypesCasesArrayItem::Cat(Cat::new("test")),
            MixedTypesCasesArrayItem::Value(MixedTypesCasesModelVariant2::A),
            MixedTypesCasesArrayItem::Integer(2),
            MixedTypesCasesArrayItem::Boolean(true),
        ],
    };
    assert_eq!(client.r#type().mixed_types_get().await?, MixedTypesGetResponse { prop: prop.clone() });
    client.r#type().mixed_types_send(&MixedTypesSendBody { prop }).await?;
    Ok(())
}

async fn models(client: Client) -> Outcome {
    let prop = ModelsOnlyGetResponseProp::Cat(Cat::new("test"));
    assert_eq!(client.r#type().models_only_get().await?, ModelsOnlyGetResponse { prop: prop.clone() });
    client.r#type().models_only_send(&ModelsOnlySendBody { prop }).await?;
    Ok(())
}

async fn extensible_strings(client: Client) -> Outcome {
    let prop = StringExtensibleGetResponseProp::Unknown("custom".to_owned());
    assert_eq!(client.r#type().string_extensible_get().await?, StringExtensibleGetResponse { prop: prop.clone() });
    client.r#type().string_extensible_send(&StringExtensibleSendBody { prop }).await?;
    Ok(())
}

async fn strings(client: Client) -> Outcome {
    let prop = StringsOnlyGetResponseProp::B;
    assert_eq!(client.r#type().strings_only_get().await?, StringsOnlyGetResponse { prop: prop.clone() });
    client.r#type().strings_only_send(&StringsOnlySendBody { prop }).await?;
    Ok(())
}
