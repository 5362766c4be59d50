//! Limits and tokens that several processes share, over a real redis-server. The test binary runs itself again as those processes.
//!
//! Wall-clock time passes here: Redis keeps its own. What was sent is counted by Redis, at its time.
#![cfg(feature = "redis")]

mod limits;
mod process;
mod server;
mod tokens;
