//! `payload/pageable.yaml`

use turnbuckle_wire::{Calls, Outcome, calls};

use crate::api::payload_pageable::Client;
use crate::api::payload_pageable::models::Pet;
use crate::api::payload_pageable::payload::{
    ContinuationTokenRequestHeaderNestedResponseBody, ContinuationTokenRequestHeaderResponseHeader,
    ContinuationTokenRequestQueryNestedResponseBody, ContinuationTokenRequestQueryResponseHeader, PageSizeListWithPageSize,
};

pub(crate) fn all(url: &str) -> Calls {
    let client = Client::builder().base_url(url).build().expect("the client is complete");
    calls![client; page_size, header_to_nested_body, header_to_header, query_to_nested_body, query_to_header]
}

fn pets(from: usize, to: usize) -> Vec<Pet> {
    let names = [("1", "dog"), ("2", "cat"), ("3", "bird"), ("4", "fish")];
    names[from..to].iter().map(|(id, name)| Pet { id: (*id).to_owned(), name: (*name).to_owned() }).collect()
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

async fn page_size(client: Client) -> Outcome {
    let params = PageSizeListWithPageSize { page_size: Some(2) };
    assert_eq!(client.payload().page_size_list_with_page_size(&params).await?.pets, pets(0, 2));
    let params = PageSizeListWithPageSize { page_size: Some(4) };
    assert_eq!(client.payload().page_size_list_with_page_size(&params).await?.pets, pets(0, 4));
    Ok(())
}

async fn header_to_nested_body(client: Client) -> Outcome {
    let params = ContinuationTokenRequestHeaderNestedResponseBody { token: None, foo: some("foo"), bar: some("bar") };
    let page = client.payload().continuation_token_request_header_nested_response_body(&params).await?;
    assert_eq!(page.nested_items.pets, pets(0, 2));
    let token = page.nested_next.and_then(|next| next.next_token);
    assert_eq!(token.as_deref(), Some("page2"));
    let params = ContinuationTokenRequestHeaderNestedResponseBody { token, ..params };
    let page = client.payload().continuation_token_request_header_nested_response_body(&params).await?;
    assert_eq!(page.nested_items.pets, pets(2, 4));
    assert!(page.nested_next.is_none());
    Ok(())
}

async fn header_to_header(client: Client) -> Outcome {
    let params = ContinuationTokenRequestHeaderResponseHeader { token: None, foo: some("foo"), bar: some("bar") };
    let page = client.payload().continuation_token_request_header_response_header(&params).send().await?;
    assert_eq!((&page.headers()["next-token"], &page.headers()["foo"]), (&"page2".parse()?, &"foo".parse()?));
    assert_eq!(page.value().pets, pets(0, 2));
    let params = ContinuationTokenRequestHeaderResponseHeader { token: some("page2"), ..params };
    let page = client.payload().continuation_token_request_header_response_header(&params).send().await?;
    assert_eq!(page.headers().get("next-token"), None);
    assert_eq!(page.value().pets, pets(2, 4));
    Ok(())
}

async fn query_to_nested_body(client: Client) -> Outcome {
    let params = ContinuationTokenRequestQueryNestedResponseBody { token: None, foo: some("foo"), bar: some("bar") };
    let page = client.payload().continuation_token_request_query_nested_response_body(&params).await?;
    assert_eq!(page.nested_items.pets, pets(0, 2));
    let token = page.nested_next.and_then(|next| next.next_token);
    assert_eq!(token.as_deref(), Some("page2"));
    let params = ContinuationTokenRequestQueryNestedResponseBody { token, ..params };
    let page = client.payload().continuation_token_request_query_nested_response_body(&params).await?;
    assert_eq!(page.nested_items.pets, pets(2, 4));
    assert!(page.nested_next.is_none());
    Ok(())
}

async fn query_to_header(client: Client) -> Outcome {
    let params = ContinuationTokenRequestQueryResponseHeader { token: None, foo: some("foo"), bar: some("bar") };
    let page = client.payload().continuation_token_request_query_response_header(&params).send().await?;
    assert_eq!((&page.headers()["next-token"], &page.headers()["foo"]), (&"page2".parse()?, &"foo".parse()?));
    assert_eq!(page.value().pets, pets(0, 2));
    let params = ContinuationTokenRequestQueryResponseHeader { token: some("page2"), ..params };
    let page = client.payload().continuation_token_request_query_response_header(&params).send().await?;
    assert_eq!(page.headers().get("next-token"), None);
    assert_eq!(page.value().pets, pets(2, 4));
    Ok(())
}
