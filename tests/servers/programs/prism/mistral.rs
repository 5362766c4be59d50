//! A 3.1 document: unions by a tag, null beside other types, constants.

use mistral_client::Client;
use mistral_client::models::{ChatCompletionRequest, EmbeddingRequest};
use mistral_client::models_api::ListModels;
use serde_json::{from_value, json};

use crate::Outcome;
use crate::judge::{judge, refused};

pub async fn call(base: &str) -> Outcome {
    let client = Client::builder().base_url(base).api_key("key").build()?;
    judge("list_models", || client.models_api().list(&ListModels::default())).await;
    judge("retrieve_model", || client.models_api().retrieve("mistral:small/1")).await;
    let chat: ChatCompletionRequest = from_value(json!({
        "model": "small", "temperature": 0.5, "max_tokens": null, "stop": ["a", "b"],
        "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": [{"type": "text", "text": "Hi"}]}],
        "tools": [{"type": "function", "function": {"name": "add", "parameters": {"type": "object"}}}],
    }))?;
    judge("chat_completion", || client.chat().completion(&chat)).await;
    let embedding: EmbeddingRequest = from_value(json!({"model": "embed", "input": ["a", "b"], "output_dtype": "int8"}))?;
    judge("embeddings", || client.embeddings().embeddings(&embedding)).await;
    let stranger = Client::builder().base_url(base).build()?;
    refused("without a key", stranger.embeddings().embeddings(&embedding)).await;
    Ok(())
}
