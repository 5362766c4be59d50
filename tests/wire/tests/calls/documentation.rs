//! `documentation.yaml`

use turnbuckle_wire::{Calls, Outcome, calls};

use crate::api::documentation::Client;
use crate::api::documentation::models::{ListsBulletPointsEnum, ListsBulletPointsModel, ListsBulletPointsModelBody};

pub(crate) fn all(url: &str) -> Calls {
    let client = Client::builder().base_url(url).build().expect("the client is complete");
    calls![client; bullet_points, bullet_points_model, numbered, text_formatting]
}

async fn bullet_points(client: Client) -> Outcome {
    client.documentation().lists_bullet_points_op().await?;
    Ok(())
}

async fn bullet_points_model(client: Client) -> Outcome {
    let input = ListsBulletPointsModel::new(ListsBulletPointsEnum::Simple);
    client.documentation().lists_bullet_points_model(&ListsBulletPointsModelBody { input }).await?;
    Ok(())
}

async fn numbered(client: Client) -> Outcome {
    client.documentation().lists_numbered().await?;
    Ok(())
}

async fn text_formatting(client: Client) -> Outcome {
    client.documentation().text_formatting_bold_text().await?;
    client.documentation().text_formatting_italic_text().await?;
    client.documentation().text_formatting_combined_formatting().await?;
    Ok(())
}
