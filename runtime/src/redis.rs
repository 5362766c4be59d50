//! State that several processes share, kept by a Redis server: limits ([`RedisBackend`]) and grants ([`RedisTokenStore`]).
//!
//! Every change is one script, which Redis runs as a whole, and time is the server's, so the clocks of the processes do not matter.
//! The connection is made when it is first used, and made again when it breaks; its driver is a task of tokio.

use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::{Arc, LazyLock, OnceLock};
use std::time::Duration;

use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, Script};

use crate::auth::{Grant as TokenGrant, Lease, Stored, TokenStore, Version};
use crate::governor::{Claim, Governor, GovernorBackend, Grant};
use crate::transport::{BoxError, BoxFuture};

/// The rate of [`Claim`] by the generic cell rate algorithm, as in `governor::rate`, in microseconds. Numbers are written with `%.3f`
/// because Lua's own form has 14 digits.
static TAKE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local t = redis.call('TIME')
        local now = t[1] * 1000000 + t[2]
        local paused = tonumber(redis.call('GET', KEYS[2]) or '0')
        if paused > now then return {0, math.ceil(paused - now)} end
        local interval, burst, slack = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
        local least, most = tonumber(ARGV[4]), tonumber(ARGV[5])
        local due = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now - slack)
        local free = math.floor((now - due) / interval + math.max(burst, least) + 0.000001)
        if free < least then
            return {0, math.ceil(due + least * interval - math.max(burst, least) * interval - now)}
        end
        local units = math.min(free, most)
        due = due + units * interval
        redis.call('SET', KEYS[1], string.format('%.3f', due), 'PX', math.max(1, math.ceil((due - now + slack) / 1000)))
        return {units, 0}",
    )
});

/// Keeps the later end.
static PAUSE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local t = redis.call('TIME')
        local till = t[1] * 1000000 + t[2] + tonumber(ARGV[1])
        if till > tonumber(redis.call('GET', KEYS[1]) or '0') then
            redis.call('SET', KEYS[1], string.format('%.0f', till), 'PX', math.max(1, math.ceil(tonumber(ARGV[1]) / 1000)))
        end
        return 0",
    )
});

/// Writes where nobody else has written.
static SWAP: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local version = tonumber(redis.call('HGET', KEYS[1], 'version') or '0')
        if version ~= tonumber(ARGV[1]) then return 0 end
        redis.call('HSET', KEYS[1], 'version', version + 1, 'grant', ARGV[2])
        return version + 1",
    )
});

/// Takes a lease away from nobody but its holder.
static UNLOCK: LazyLock<Script> =
    LazyLock::new(|| Script::new("if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"));

/// A Redis server cannot be used.
#[derive(Debug)]
pub struct RedisError {
    source: redis::RedisError,
}

impl fmt::Display for RedisError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The URL may hold a password.
        f.write_str("the URL of the Redis server cannot be used")
    }
}

impl std::error::Error for RedisError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

/// Keeps the limits of [`Governor`]s in a Redis server, for any number of processes.
///
/// ```no_run
/// use std::time::Duration;
/// use turnbuckle_runtime::Governor;
/// use turnbuckle_runtime::redis::RedisBackend;
///
/// // Four processes: while Redis is gone, each goes on with a quarter of the rate.
/// let backend = RedisBackend::new("redis://127.0.0.1/")?;
/// let governor = Governor::builder().rate(100, Duration::from_secs(1)).backend(backend).local_share(0.25).build();
/// # Ok::<(), turnbuckle_runtime::redis::RedisError>(())
/// ```
#[derive(Clone, Debug)]
pub struct RedisBackend {
    server: Server,
}

/// Keeps grants in a Redis server, for any number of processes. They are as safe there as the server is: it should keep them on
/// disk before it answers (`appendonly yes`, `appendfsync always`), be reached over TLS, and let in nobody else.
#[derive(Clone, Debug)]
pub struct RedisTokenStore {
    server: Server,
}

/// What is set of a server is set in the same way for whatever is kept there.
macro_rules! on_a_server {
    ($type:ident, $what:literal) => {
        impl $type {
            #[doc = concat!("Makes ", $what, ". Nothing is connected yet.")]
            ///
            /// # Errors
            ///
            /// Returns an error where the URL cannot be used.
            pub fn new(url: &str) -> Result<Self, RedisError> {
                Ok(Self { server: Server::new(url)? })
            }

            #[doc = concat!("Makes ", $what, " of a client that was set up elsewhere.")]
            pub fn from_client(client: Client) -> Self {
                Self { server: Server::of(client) }
            }

            /// Sets what every key in Redis begins with. Default: `turnbuckle:`.
            #[must_use]
            pub fn prefix(mut self, prefix: impl Into<Arc<str>>) -> Self {
                self.server.prefix = prefix.into();
                self
            }
        }
    };
}

on_a_server!(RedisBackend, "a backend");
on_a_server!(RedisTokenStore, "a store");

impl RedisBackend {
    /// Starts a governor with this backend.
    pub fn governor(self) -> crate::governor::GovernorBuilder {
        Governor::builder().backend(self)
    }
}

impl GovernorBackend for RedisBackend {
    fn take<'a>(&'a self, claim: Claim<'a>) -> BoxFuture<'a, Result<Grant, BoxError>> {
        Box::pin(async move {
            let mut connection = self.server.connection()?;
            let interval = claim.period.as_secs_f64() * 1e6 / f64::from(claim.units.max(1));
            let slack = u64::try_from(claim.slack.as_micros()).unwrap_or(u64::MAX);
            let (units, wait): (u32, u64) = TAKE
                .key(self.server.key("due", claim.key))
                .key(self.server.key("pause", claim.key))
                .arg(interval)
                .arg(claim.burst)
                .arg(slack)
                .arg(claim.least)
                .arg(claim.most)
                .invoke_async(&mut connection)
                .await?;
            Ok(if units > 0 { Grant::Units(units) } else { Grant::Wait(Duration::from_micros(wait)) })
        })
    }

    fn pause<'a>(&'a self, key: &'a str, pause: Duration) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async move {
            let mut connection = self.server.connection()?;
            let micros = u64::try_from(pause.as_micros()).unwrap_or(u64::MAX);
            let _: u32 = PAUSE.key(self.server.key("pause", key)).arg(micros).invoke_async(&mut connection).await?;
            Ok(())
        })
    }
}

impl TokenStore for RedisTokenStore {
    fn load<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Stored>, BoxError>> {
        Box::pin(async move {
            let mut connection = self.server.connection()?;
            let (version, grant): (Option<u64>, Option<String>) =
                redis::cmd("HMGET").arg(self.server.key("grant", key)).arg("version").arg("grant").query_async(&mut connection).await?;
            let (Some(version), Some(grant)) = (version, grant.map(crate::Secret::from)) else { return Ok(None) };
            // The reason is left out: it might quote the grant.
            let grant = TokenGrant::from_json(grant.expose()).ok_or("what Redis keeps is no grant")?;
            Ok(Some(Stored { grant, version: Version::new(version) }))
        })
    }

    fn compare_and_swap<'a>(
        &'a self,
        key: &'a str,
        expected: Version,
        grant: &'a TokenGrant,
    ) -> BoxFuture<'a, Result<Option<Version>, BoxError>> {
        Box::pin(async move {
            let mut connection = self.server.connection()?;
            let grant = grant.to_json();
            let version: u64 =
                SWAP.key(self.server.key("grant", key)).arg(expected.number()).arg(grant.expose()).invoke_async(&mut connection).await?;
            Ok((version > 0).then(|| Version::new(version)))
        })
    }

    fn try_lock<'a>(&'a self, key: &'a str, life: Duration) -> BoxFuture<'a, Result<Option<Lease>, BoxError>> {
        Box::pin(async move {
            let mut connection = self.server.connection()?;
            let word = random_word();
            let millis = u64::try_from(life.as_millis()).unwrap_or(u64::MAX).max(1);
            let set: Option<String> = redis::cmd("SET")
                .arg(self.server.key("lease", key))
                .arg(&word)
                .arg("NX")
                .arg("PX")
                .arg(millis)
                .query_async(&mut connection)
                .await?;
            Ok(set.map(|_| Lease::new(word)))
        })
    }

    fn unlock<'a>(&'a self, key: &'a str, lease: Lease) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async move {
            let Some(word) = lease.into_inner::<String>() else { return Ok(()) };
            let mut connection = self.server.connection()?;
            let _: u32 = UNLOCK.key(self.server.key("lease", key)).arg(word).invoke_async(&mut connection).await?;
            Ok(())
        })
    }
}

/// A server and what is its own there.
#[derive(Clone)]
struct Server {
    client: Client,
    prefix: Arc<str>,
    connection: Arc<OnceLock<ConnectionManager>>,
}

impl Server {
    fn new(url: &str) -> Result<Self, RedisError> {
        Client::open(url).map(Self::of).map_err(|source| RedisError { source })
    }

    fn of(client: Client) -> Self {
        Self { client, prefix: Arc::from("turnbuckle:"), connection: Arc::default() }
    }

    /// Returns the connection, which all who share it use at once.
    fn connection(&self) -> Result<ConnectionManager, redis::RedisError> {
        if let Some(connection) = self.connection.get() {
            return Ok(connection.clone());
        }
        // Whoever waits has a time of its own; these keep what nobody waits for from piling up. One attempt at a time: the next
        // request is another.
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(Duration::from_secs(1)))
            .set_response_timeout(Some(Duration::from_secs(1)))
            .set_number_of_retries(1)
            .set_max_delay(Duration::from_millis(100));
        let connection = ConnectionManager::new_lazy_with_config(self.client.clone(), config)?;
        Ok(self.connection.get_or_init(|| connection).clone())
    }

    /// Returns a key. The braces keep the keys of one limit on one machine of a Redis cluster.
    fn key(&self, kind: &str, name: &str) -> String {
        format!("{}{{{name}}}:{kind}", self.prefix)
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The client's URL may hold a password.
        f.debug_struct("Server").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

/// A word that no other process uses. It is no secret.
fn random_word() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", random(), random())
}
