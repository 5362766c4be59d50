//! A 3.0 document: a list in a query that is joined, unions in answers, large objects.

use serde_json::{from_value, json};
use spotify_client::Client;
use spotify_client::albums::GetAnAlbum;
use spotify_client::artists::GetAnArtistsAlbums;
use spotify_client::models::{ChangePlaylistDetailsBody, SearchTypeItem};
use spotify_client::playlists::GetPlaylist;
use spotify_client::runtime::Credential;
use spotify_client::search::SearchOptions;

use crate::Outcome;
use crate::judge::{judge, refused};

pub async fn call(base: &str) -> Outcome {
    let client = Client::builder().base_url(base).oauth_2_0(Credential::bearer("token")).build()?;
    judge("get-an-album", || client.albums().get_an_album("1", &GetAnAlbum { market: Some("ES".to_owned()) })).await;
    let params = GetAnArtistsAlbums { include_groups: Some("single,appears_on".to_owned()), limit: Some(10), ..Default::default() };
    judge("get-an-artists-albums", || client.artists().get_an_artists_albums("1", &params)).await;
    let kinds = vec![SearchTypeItem::Album, SearchTypeItem::Audiobook];
    let params = SearchOptions { limit: Some(3), offset: Some(0), ..SearchOptions::default() };
    judge("search", || client.search().search("artist:Miles Davis", kinds.clone(), &params)).await;
    judge("get-playlist", || {
        client.playlists().get("1", &GetPlaylist { fields: Some("items(added_at)".to_owned()), ..Default::default() })
    })
    .await;
    let change: ChangePlaylistDetailsBody = from_value(json!({"name": "New \u{2603}", "public": false}))?;
    judge("change-playlist-details", || client.playlists().change_playlist_details("1", Some(&change))).await;
    let stranger = Client::builder().base_url(base).build()?;
    refused("without a token", stranger.albums().get_an_album("1", &GetAnAlbum::default())).await;
    Ok(())
}
