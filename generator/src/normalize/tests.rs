//! Tests of normalizing at its boundary.

mod corpus;
