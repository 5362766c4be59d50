//! Generated clients against a server that does everything wrong, and a judge that counts what must never happen.
//!
//! A run is a seed: it chooses what the client does ([`jobs`]), and what goes wrong with each request in turn ([`fault`]). The services behind
//! are those of the demo server, so what a request changed is known. Two networks lead there: one in memory by the tests' clock
//! ([`memory`]), in which time-outs take no time, and one of sockets that writes bytes ([`sockets`]).
//!
//! The [`judge`] holds, for each call: its effect happens once at most; a success had its effect and has all items; an error says that
//! the outcome is unknown where there may be an effect; no credential is seen by another origin or in anything that is printed; and nothing
//! is sent or waited for after the call's time. A run that fails is told with its seed and the shortest script that fails as well.

pub mod fault;
pub mod jobs;
pub mod judge;
pub mod memory;
pub mod panics;
pub mod random;
pub mod rotation;
pub mod run;
pub mod sockets;
pub mod traces;
pub mod world;
