//! Tests of obtaining, keeping and sharing tokens.
