//! Obtains tokens of an OAuth server in every way that it has, and shows what went over the wire.

use std::error::Error;
use std::time::Duration;

use oauth2mock_client::runtime::auth::{FileTokenStore, Grant, MemoryTokenStore, PendingAuthorization, TokenStore, Version};
use oauth2mock_client::runtime::scalar::base64;
use oauth2mock_client::runtime::transport::{BoxFuture, ByteStream, Reqwest, Transport, TransportError};
use oauth2mock_client::runtime::{Body, Credential, http};
use oauth2mock_client::{Client, ClientBuilder};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Shows each request, without its secrets.
struct Shown(Reqwest);

impl Transport for Shown {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        let form = request.body().as_bytes().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
        let names: Vec<&str> = form.split('&').map(|pair| if pair.starts_with("grant_type=") { pair } else { name(pair) }).collect();
        let sent = request.headers().get("authorization").and_then(|value| value.to_str().ok()).unwrap_or("no credential");
        let kind = sent.split(' ').next().filter(|kind| ["Basic", "Bearer"].contains(kind)).unwrap_or(sent);
        println!("  {} {} [{kind}] {}", request.method(), request.uri().path(), names.join(" "));
        self.0.send(request)
    }
}

fn name(pair: &str) -> &str {
    pair.split('=').next().unwrap_or_default()
}

fn builder(base: &str) -> Outcome<ClientBuilder> {
    Ok(Client::builder().base_url(base).transport(Shown(Reqwest::builder().build()?)))
}

/// Returns a claim of a token, which this server writes as JWT.
fn claim(token: &str, name: &str) -> Option<String> {
    let payload = base64::decode(token.split('.').nth(1)?)?;
    let claims: serde_json::Value = serde_json::from_slice(&payload).ok()?;
    Some(claims[name].to_string())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let address = std::env::args().nth(1).ok_or("give the server's address")?;
    // The server's issuer has this name.
    let base = address.replace("127.0.0.1", "localhost");
    own_secret(&base).await?;
    let grant = user(&base).await?;
    rotation(&base, grant).await?;
    discovery(&base, &address).await
}

async fn own_secret(base: &str) -> Outcome<()> {
    println!("client credentials: one token for two calls");
    let store = MemoryTokenStore::new();
    let credential = Credential::client_credentials("my id", "s/1").scopes(["read"]).store(store.clone());
    let client = builder(base)?.service(credential).build()?;
    for _ in 0..2 {
        let user = client.accounts().show_user().await?;
        println!("  user: {:?}", user.sub);
    }
    let oauth = client.runtime().oauth("service")?;
    let stored = store.load(oauth.key()?).await.map_err(|error| error.to_string())?.ok_or("it is stored")?;
    println!("  scope of the token: {:?}", claim(stored.grant.access_token.expose(), "scope"));
    Ok(())
}

/// Plays the user, and the browser that goes where the server sends it.
async fn browse(url: &str) -> Outcome<()> {
    let browser = Reqwest::builder().build()?;
    let get = |url: &str| -> Outcome<http::Request<Body>> { Ok(http::Request::get(url).body(Body::empty())?) };
    let sent_back = browser.send(get(url)?).await?;
    let location = sent_back.headers().get("location").and_then(|value| value.to_str().ok()).ok_or("the server sends nobody back")?;
    let page = browser.send(get(location)?).await?;
    println!("  the browser was sent back ({}), and sees a page ({})", sent_back.status().as_u16(), page.status().as_u16());
    Ok(())
}

async fn user(base: &str) -> Outcome<Grant> {
    println!("authorization code with PKCE, by a port of this machine");
    let client = builder(base)?.user(Credential::oauth("public").scopes(["openid", "read"])).build()?;
    let refused = client.accounts().introspect().await.err().ok_or("nothing is granted yet")?;
    println!("  before: {refused}");
    let oauth = client.runtime().oauth("user")?;
    let loopback = oauth.loopback(0, "/callback").await?;
    let authorization = oauth.authorization_code(loopback.redirect_uri()).await?;
    let (query, browsed) = tokio::join!(loopback.receive(authorization.pending(), Duration::from_secs(60)), browse(authorization.url()));
    browsed?;
    let query = query?;
    let grant = oauth.exchange(authorization.pending(), &query).await?;
    println!("  granted: refresh token {}, ID token {}", grant.refresh_token.is_some(), grant.id_token.is_some());
    println!("  active: {:?}", client.accounts().introspect().await?.active);

    println!("the same code with another verifier");
    let authorization = oauth.authorization_code(loopback.redirect_uri()).await?;
    let (query, browsed) = tokio::join!(loopback.receive(authorization.pending(), Duration::from_secs(60)), browse(authorization.url()));
    browsed?;
    let stolen = PendingAuthorization { verifier: "x".repeat(43).into(), ..authorization.pending().clone() };
    println!("  {}", oauth.exchange(&stolen, &query?).await.err().ok_or("a stolen code is of use")?);
    Ok(grant)
}

async fn rotation(base: &str, grant: Grant) -> Outcome<()> {
    println!("refresh with rotation, over two clients that share a folder");
    let folder = std::env::temp_dir().join(format!("oauth2mock-program-{}", std::process::id()));
    let first = grant.refresh_token.ok_or("there is a refresh token")?;
    let client = || -> Outcome<Client> {
        let credential = Credential::refresh_token("public", first.clone()).store(FileTokenStore::new(&folder));
        Ok(builder(base)?.user(credential).connection("acme").build()?)
    };
    let one = client()?;
    one.accounts().introspect().await?;
    client()?.accounts().introspect().await?;
    let store = FileTokenStore::new(&folder);
    let oauth = one.runtime().oauth("user")?;
    let stored = store.load(oauth.key()?).await.map_err(|error| error.to_string())?.ok_or("it is stored")?;
    println!("  rotated: {}, version {}", stored.grant.refresh_token != Some(first.clone()), stored.version.number());
    // The token is outdated by hand, as it would be in an hour.
    let outdated = Grant { expires_at: Some(std::time::UNIX_EPOCH), ..stored.grant.clone() };
    store.compare_and_swap(oauth.key()?, stored.version, &outdated).await.map_err(|error| error.to_string())?.ok_or("nobody else writes")?;
    client()?.accounts().introspect().await?;
    let again = store.load(oauth.key()?).await.map_err(|error| error.to_string())?.ok_or("it is stored")?;
    println!("  rotated: {}, version {}", again.grant.refresh_token != stored.grant.refresh_token, again.version.number());
    println!("  a write over what is past: {:?}", store.compare_and_swap(oauth.key()?, Version::new(1), &outdated).await.ok().flatten().is_some());
    std::fs::remove_dir_all(folder)?;
    Ok(())
}

async fn discovery(base: &str, address: &str) -> Outcome<()> {
    println!("OpenID Connect discovery");
    let credential = || Credential::client_credentials("id", "secret");
    let client = builder(base)?.openid(credential()).build()?;
    println!("  keys: {}", client.accounts().list_keys().await?.keys.map_or(0, |keys| keys.len()));
    let stranger = builder(address)?.openid(credential()).build()?;
    println!("  by another name of the server: {}", stranger.accounts().list_keys().await.err().ok_or("the issuer is not checked")?);
    Ok(())
}
