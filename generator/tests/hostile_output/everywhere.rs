//! One document with a text in every place that a document has for one.

use serde_json::{Map, Value, json};

/// Makes a document that holds these texts in every place.
pub(crate) fn document(texts: &[&str]) -> Value {
    let all = texts.join("\n\n");
    let first = texts.first().copied().unwrap_or_default();
    let mut paths = Map::new();
    let mut schemas = Map::new();
    let mut schemes = Map::new();
    let mut webhooks = Map::new();
    for (index, text) in texts.iter().enumerate() {
        paths.insert(format!("/p{index}/{text}/{{id}}"), path_item(index, text));
        schemas.insert(format!("S{index}"), object(text));
        schemas.insert((*text).to_owned(), values(text));
        schemes.insert((*text).to_owned(), json!({"type": "apiKey", "in": "header", "name": format!("X-{index}"), "description": text}));
        webhooks.insert(
            (*text).to_owned(),
            json!({"post": {"description": text, "responses": {"200": {"description": text}},
            "requestBody": {"content": {"application/json": {"schema": {"$ref": format!("#/components/schemas/S{index}")}}}}}}),
        );
    }
    let tags: Vec<Value> = texts.iter().map(|text| json!({"name": text, "description": text, "externalDocs": {"url": text}})).collect();
    json!({
        "openapi": "3.1.0",
        "info": {"title": first, "version": first, "summary": all, "description": all, "termsOfService": all,
            "license": {"name": all, "url": all}, "contact": {"name": all, "url": all, "email": all}, "x-info": all},
        "externalDocs": {"url": all, "description": all},
        "servers": [{"url": "https://{host}/v1", "description": all, "variables": {"host": {"default": first, "enum": texts, "description": all}}}],
        "tags": tags, "paths": paths, "webhooks": webhooks, "x-all": all,
        "components": {"schemas": schemas, "securitySchemes": schemes},
    })
}

fn path_item(index: usize, text: &str) -> Value {
    let parameter = |name: &str, place: &str| {
        json!({"name": name, "in": place, "description": text, "required": place == "path",
            "schema": {"type": "string", "default": text, "pattern": text, "description": text, "enum": [text, "other"]}, "example": text})
    };
    let named = format!("{text}{index}");
    json!({
        "summary": text, "description": text,
        "post": {
            "tags": [text], "summary": text, "description": text, "operationId": named, "x-op": text, "externalDocs": {"url": text, "description": text},
            "parameters": [parameter("id", "path"), parameter(text, "query"), parameter(text, "cookie"), parameter("X-H", "header"), parameter(text, "header")],
            "security": [{text: []}],
            "requestBody": {"description": text, "content": {"application/json": {"schema": {"$ref": format!("#/components/schemas/S{index}")}, "example": text}}},
            "responses": {
                "200": {"description": text, "headers": {"X-A": {"description": text, "schema": {"type": "string"}}},
                    "content": {"application/json": {"schema": {"$ref": format!("#/components/schemas/S{index}")}}}},
                "400": {"description": text, "content": {format!("application/{text}+json"): {"schema": {"type": "object", "properties": {text: {"type": "string"}}}}}},
            },
            "callbacks": {text: {format!("{{$request.body#/{text}}}"): {"post": {"description": text, "responses": {"200": {"description": text}}}}}},
        },
    })
}

fn object(text: &str) -> Value {
    json!({
        "title": text, "description": text, "type": "object", "required": [text], "x-s": text, "example": text,
        "properties": {
            text: {"type": "string", "description": text, "pattern": text, "default": text, "format": text},
            "constant": {"const": text, "description": text},
            "deprecated": {"type": "string", "deprecated": true, "description": text, "examples": [text]},
            "choice": {"oneOf": [{"type": "string", "title": text}, {"type": "object", "title": text, "properties": {text: {"type": "integer", "description": text}}}]},
            "tagged": {"type": "object", "discriminator": {"propertyName": text, "mapping": {text: "#/components/schemas/S0"}},
                "oneOf": [{"$ref": "#/components/schemas/S0"}]},
        },
        "patternProperties": {text: {"type": "string"}},
        "additionalProperties": {"type": "string", "description": text},
    })
}

fn values(text: &str) -> Value {
    json!({"type": "string", "title": text, "description": text, "enum": [text, format!("{text}2"), "plain"], "default": text,
        "x-enum-varnames": [text, "b", "c"], "x-enum-descriptions": [text, text, text]})
}
