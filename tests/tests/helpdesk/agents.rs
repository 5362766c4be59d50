use helpdesk::agents::ListAgents;
use helpdesk::models::{Agent, AgentRole, Hours};
use serde_json::json;

use crate::{json, last_body, start};

#[tokio::test]
async fn items_are_those_of_all_pages() {
    let (_server, client) = start().await;
    let agents = client.agents().list(&ListAgents::default()).items().all(100).await.expect("agents are listed");
    assert_eq!(agents.into_iter().map(|agent| agent.id).collect::<Vec<_>>(), (1..=11).collect::<Vec<_>>());
    let params = ListAgents { role: Some(AgentRole::Lead), ..Default::default() };
    let leads = client.agents().list(&params).await.expect("agents are listed");
    assert_eq!(leads.agents.into_iter().map(|agent| agent.id).collect::<Vec<_>>(), [2, 5, 8, 11]);
}

#[tokio::test]
async fn what_only_the_server_sets_is_not_sent() {
    let (server, client) = start().await;
    let mut new = Agent::new("Ada", "ada@example.com", AgentRole::Admin);
    new.password = Some("analytical".to_owned());
    new.working_hours = Some([("monday".to_owned(), Hours::new("08:00", "17:00"))].into());
    let created = client.agents().create(&new).await.expect("the agent is created");
    let sent = json!({
        "name": "Ada",
        "email": "ada@example.com",
        "role": "admin",
        "password": "analytical",
        "working_hours": {"monday": {"from": "08:00", "to": "17:00"}},
    });
    assert_eq!(last_body(&server), sent);
    let shown = json!({
        "id": 12,
        "name": "Ada",
        "email": "ada@example.com",
        "role": "admin",
        "languages": [],
        "working_hours": {"monday": {"from": "08:00", "to": "17:00"}},
        "active": true,
        "last_seen_at": null,
    });
    assert_eq!(json(&created), shown);
    let mut replacement = created;
    replacement.languages = Some(vec!["en".to_owned()]);
    let replaced = client.agents().replace(12, &replacement).await.expect("the agent is replaced");
    assert_eq!(replaced, replacement);
    assert_eq!(client.agents().get(12).await.expect("the agent is there"), replacement);
}

#[tokio::test]
async fn an_agent_is_locked_out() {
    let (_server, client) = start().await;
    client.agents().deactivate(11).await.expect("the agent is locked out");
    assert!(!client.agents().get(11).await.expect("the agent is there").active);
    assert_eq!(client.agents().deactivate(1).await.expect_err("the agent has tickets").status(), Some(409));
}
