use turnbuckle_tests::demo;
use warehouse::models::{ItemInput, MovementInput, MovementKind, ProblemOrStockProblem};
use warehouse::runtime::Nullable;

use crate::{builder, start};

#[tokio::test]
async fn a_shortage_says_what_there_is() {
    let (_server, client) = start().await;
    let mut pick = MovementInput::new(MovementKind::Pick, 41);
    pick.from = Nullable::Value("loc_0003".to_owned());
    let error = client.movements().move_stock("NUT-M1", &pick).await.expect_err("there are fewer");
    let Some(ProblemOrStockProblem::StockProblem(problem)) = error.api() else { panic!("{:?} is no shortage", error.api()) };
    assert_eq!((problem.status, problem.sku.as_deref(), problem.available), (409, Some("NUT-M1"), Some(40)));
    let extensions = error.problem().map(|problem| problem.extensions).unwrap_or_default();
    assert_eq!(extensions.get("available").and_then(|available| available.as_i64()), Some(40));
}

#[tokio::test]
async fn an_invalid_body_names_the_fields() {
    let (_server, client) = start().await;
    let error = client.items().create(&ItemInput::new("a", "b")).await.expect_err("the SKU is too short");
    let Some(ProblemOrStockProblem::Problem(problem)) = error.api() else { panic!("{:?} is not about the body", error.api()) };
    let errors = problem.errors.as_deref().unwrap_or_default();
    assert_eq!((error.status(), errors[0].pointer.as_str()), (Some(422), "/sku"));
}

#[tokio::test]
async fn a_wrong_token_is_refused() {
    let server = demo::start().await;
    let client = builder(&server).token("wrong").build().expect("the client is complete");
    let error = client.categories().list().await.expect_err("the token is wrong");
    assert!(error.is_auth());
    assert_eq!(error.api().map(|problem| problem.title.as_str()), Some("Unauthorized"));
    assert_eq!(server.log().requests().len(), 1);
}
