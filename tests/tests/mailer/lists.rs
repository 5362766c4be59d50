use mailer::lists::ListLists;
use mailer::models::MailingListInput;
use mailer::runtime::Nullable;
use serde_json::json;

use crate::{ids, json, last_body, start, targets};

#[tokio::test]
async fn an_offset_grows_by_what_came() {
    let (server, client) = start().await;
    let params = ListLists { limit: Some(2), ..Default::default() };
    let lists = client.lists().list(&params).items().all(100).await.expect("lists are listed");
    assert_eq!(lists.into_iter().map(|list| list.id).collect::<Vec<_>>(), ids("lst", [3, 1, 2]));
    assert_eq!(targets(&server), ["/lists?limit=2", "/lists?limit=2&offset=2"]);
}

#[tokio::test]
async fn fields_are_joined_by_commas() {
    let (server, client) = start().await;
    let params = ListLists { fields: vec!["language".to_owned(), "stats".to_owned()], limit: Some(1), ..Default::default() };
    let page = client.lists().list(&params).await.expect("lists are listed");
    assert_eq!(targets(&server), ["/lists?limit=1&fields=language,stats"]);
    let list = &page.items[0];
    assert_eq!((&list.language, &list.merge_fields), (&Nullable::Value("de".to_owned()), &None));
}

#[tokio::test]
async fn a_list_is_created_replaced_and_deleted() {
    let (server, client) = start().await;
    let lists = client.lists();
    let mut new = MailingListInput::new("Tips", "Ada", "ada@example.com");
    new.merge_fields = Some([("A".to_owned(), "1".to_owned())].into());
    let created = lists.create(&new).await.expect("the list is created");
    let expected = json!({
        "id": "lst_0004",
        "name": "Tips",
        "from_name": "Ada",
        "from_email": "ada@example.com",
        "language": null,
        "double_opt_in": true,
        "merge_fields": {"A": "1"},
        "created_at": created.created_at.to_string(),
        "stats": {"subscribed": 0, "unsubscribed": 0, "last_sent_at": null},
    });
    assert_eq!(json(&created), expected);
    let mut replacement = MailingListInput::new("Tricks", "Ada", "ada@example.com");
    replacement.double_opt_in = Some(false);
    let replaced = lists.update("lst_0004", &replacement).await.expect("the list is replaced");
    assert_eq!(last_body(&server), json!({"name": "Tricks", "from_name": "Ada", "from_email": "ada@example.com", "double_opt_in": false}));
    assert_eq!(lists.get("lst_0004").await.expect("the list is there"), replaced);
    assert_eq!((replaced.double_opt_in, replaced.merge_fields.as_ref().map(|fields| fields.len())), (Some(false), Some(0)));
    lists.delete("lst_0004").await.expect("the list is deleted");
    assert_eq!(lists.get("lst_0004").await.expect_err("the list is gone").status(), Some(404));
}
