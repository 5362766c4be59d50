//! Keeps a zone in a PowerDNS server: lists, creates, reads, updates and deletes it.
//!
//! The document says that a set of records has a `changetype`, and the server leaves it out of every answer. So records are read as
//! text, and what a typed read of them says is shown.

use std::error::Error;

use pdns_client::models::{RecordModel, RrSet, Zone, ZoneKind};
use pdns_client::zones::{CreateZone, ListZone, ListZones};
use pdns_client::Client;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let base = std::env::args().nth(1).ok_or("give the server's address")? + "/api/v1";
    let client = Client::builder().base_url(&base).api_key_header("key1").build()?;
    for server in client.servers().list_servers().await? {
        println!("server: {}", server.id.unwrap_or_default());
    }

    let zone = Zone {
        name: Some("example.org.".to_owned()),
        kind: Some(ZoneKind::Native),
        nameservers: Some(vec!["ns1.example.org.".to_owned()]),
        ..Zone::default()
    };
    let made = client.zones().create("localhost", &zone, &CreateZone { rrsets: Some(false) }).await?;
    println!("created: {} of kind {:?}", made.id.clone().unwrap_or_default(), made.kind);
    let id = made.id.ok_or("a zone has an id")?;

    let zones = client.zones().list_zones("localhost", &ListZones::default()).await?;
    println!("listed: {:?}", zones.iter().map(|zone| zone.name.clone().unwrap_or_default()).collect::<Vec<_>>());

    let address = RrSet::new("www.example.org.", "A", 300, "REPLACE", vec![RecordModel::new("192.0.2.1")]);
    client.zones().patch("localhost", &id, &Zone { rrsets: Some(vec![address]), ..Zone::default() }).await?;
    let misfit = client.zones().list_zone("localhost", &id, &ListZone::default()).await.err().ok_or("the document is right after all")?;
    println!("a set of records without its type of change: {}", misfit.decode_error().ok_or("it was read")?);

    // The document promises a text as JSON, where the server has an object.
    let text = client.zones().axfr_export_zone("localhost", &id).header("Accept", "text/plain").await?;
    println!("read as text: {}", text.lines().filter(|line| line.contains("192.0.2.1")).collect::<Vec<_>>().join("; ").replace('\t', " "));

    client.zones().put("localhost", &id, &Zone { account: Some("ann".to_owned()), ..Zone::default() }).await?;
    let read = client.zones().list_zone("localhost", &id, &ListZone { rrsets: Some(false), ..ListZone::default() }).await?;
    println!("account: {}", read.account.unwrap_or_default());

    client.zones().delete("localhost", &id).await?;
    let missing = client.zones().list_zone("localhost", &id, &ListZone::default()).await.err().ok_or("it is still there")?;
    println!("deleted: {:?}, {:?}", missing.status(), missing.api().map(|error| error.error.clone()));

    let stranger = Client::builder().base_url(&base).api_key_header("wrong").build()?;
    let denied = stranger.zones().list_zones("localhost", &ListZones::default()).await.err().ok_or("anyone may read")?;
    println!("with a wrong key: {:?}, {:?}", denied.status(), String::from_utf8_lossy(denied.body()));
    Ok(())
}
