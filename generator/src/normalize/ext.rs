//! What OpenAPI 3.0 cannot say travels under one reserved `x-turnbuckle-` prefix, declared here.
