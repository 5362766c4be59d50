//! `type/model/inheritance/enum-discriminator.yaml` and `type/model/inheritance/nested-discriminator.yaml`
//!
//! Of an answer that does not say which it is, or says something that the document does not list, both an error and the base are fine.

use std::collections::BTreeMap;

use turnbuckle_wire::{Calls, Outcome, calls};

use crate::api::type_model_inheritance_enum_discriminator::Client as Animals;
use crate::api::type_model_inheritance_enum_discriminator::models::{Cobra, Dog, DogBase, DogKind, Golden, Snake, SnakeBase, SnakeKind};
use crate::api::type_model_inheritance_nested_discriminator::Client as Fishes;
use crate::api::type_model_inheritance_nested_discriminator::models::{Fish, FishBase, GoblinShark, Salmon, SawShark, Shark};

pub(crate) fn all(url: &str) -> Calls {
    let animals = Animals::builder().base_url(url).build().expect("the client is complete");
    let fishes = Fishes::builder().base_url(url).build().expect("the client is complete");
    let mut all = calls![animals; extensible, extensible_missing, extensible_wrong, fixed, fixed_missing, fixed_wrong];
    all.extend(calls![fishes; nested, nested_missing, nested_wrong, nested_recursive]);
    all
}

async fn extensible(client: Animals) -> Outcome {
    let dog = Dog::Golden(Golden::new(10));
    assert_eq!(client.r#type().get_extensible_model().await?, dog);
    client.r#type().put_extensible_model(&dog).await?;
    Ok(())
}

async fn extensible_missing(client: Animals) -> Outcome {
    let error = client.r#type().get_extensible_model_missing_discriminator().await.expect_err("nothing says which it is");
    assert!(error.is_decode());
    Ok(())
}

async fn extensible_wrong(client: Animals) -> Outcome {
    let dog = client.r#type().get_extensible_model_wrong_discriminator().await?;
    assert_eq!(dog, Dog::Base(DogBase { weight: 8, kind: DogKind::Unknown("wrongKind".to_owned()) }));
    Ok(())
}

async fn fixed(client: Animals) -> Outcome {
    let snake = Snake::Cobra(Cobra::new(10));
    assert_eq!(client.r#type().get_fixed_model().await?, snake);
    client.r#type().put_fixed_model(&snake).await?;
    Ok(())
}

async fn fixed_missing(client: Animals) -> Outcome {
    let error = client.r#type().get_fixed_model_missing_discriminator().await.expect_err("nothing says which it is");
    assert!(error.is_decode());
    Ok(())
}

async fn fixed_wrong(client: Animals) -> Outcome {
    let snake = client.r#type().get_fixed_model_wrong_discriminator().await?;
    assert_eq!(snake, Snake::Base(SnakeBase { length: 8, kind: SnakeKind::Unknown("wrongKind".to_owned()) }));
    Ok(())
}

fn goblin(age: i32) -> Fish {
    Fish::Shark(Shark::Goblin(GoblinShark::new(age)))
}

fn saw(age: i32) -> Fish {
    Fish::Shark(Shark::Saw(SawShark::new(age)))
}

async fn nested(client: Fishes) -> Outcome {
    assert_eq!(client.r#type().get_model().await?, goblin(1));
    client.r#type().put_model(&goblin(1)).await?;
    Ok(())
}

async fn nested_missing(client: Fishes) -> Outcome {
    let error = client.r#type().get_missing_discriminator().await.expect_err("nothing says which it is");
    assert!(error.is_decode());
    Ok(())
}

async fn nested_wrong(client: Fishes) -> Outcome {
    let fish = client.r#type().get_wrong_discriminator().await?;
    assert_eq!(fish, Fish::Base(FishBase::new(1, "wrongKind")));
    Ok(())
}

fn hate(first: (&str, Fish), second: (&str, Fish)) -> Option<BTreeMap<String, Fish>> {
    Some([first, second].map(|(key, fish)| (key.to_owned(), fish)).into())
}

async fn nested_recursive(client: Fishes) -> Outcome {
    let friend = Salmon {
        partner: Some(Box::new(Fish::Salmon(Salmon::new(3)))),
        hate: hate(("key1", Fish::Salmon(Salmon::new(4))), ("key2", goblin(2))),
        ..Salmon::new(2)
    };
    let hated = Salmon { friends: Some(vec![Fish::Salmon(Salmon::new(1)), goblin(4)]), ..Salmon::new(2) };
    let fish = Fish::Salmon(Salmon {
        partner: Some(Box::new(saw(2))),
        friends: Some(vec![Fish::Salmon(friend), goblin(3)]),
        hate: hate(("key3", saw(3)), ("key4", Fish::Salmon(hated))),
        ..Salmon::new(1)
    });
    assert_eq!(client.r#type().get_recursive_model().await?, fish);
    client.r#type().put_recursive_model(&fish).await?;
    Ok(())
}
