//! What the API clients written by turnbuckle share.
