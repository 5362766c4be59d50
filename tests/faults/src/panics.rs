//! A user's code that panics: hooks, a source of tokens and a signer.
//!
//! A panic fails the call in which it happens, and nothing else: its effect happens once at most, the calls beside it go on, and so do the
//! calls after it.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::Poll;

use crm::models::ContactCreate;
use turnbuckle_runtime::auth::{Signature, Signer, Token, TokenSource, Unsigned};
use turnbuckle_runtime::http::{HeaderName, HeaderValue};
use turnbuckle_runtime::transport::{BoxError, BoxFuture};
use turnbuckle_runtime::{Credential, Error};
use turnbuckle_tests::demo::credentials;

use crate::jobs::{Site, client};
use crate::judge::{Judge, Repeatable, Verdict};
use crate::random::Random;

/// Whose turn it is to panic.
#[derive(Clone)]
struct Nerves(Arc<State>);

struct State {
    /// How many times of a hundred somebody panics.
    percent: u64,
    count: AtomicU64,
    seed: u64,
    is_calm: AtomicBool,
    panicked: AtomicU64,
}

impl Nerves {
    fn new(random: &mut Random) -> Self {
        let percent = *random.pick(&[5, 20, 40]);
        let (count, is_calm, panicked) = (AtomicU64::new(0), AtomicBool::new(false), AtomicU64::new(0));
        Self(Arc::new(State { percent, count, seed: random.draw(), is_calm, panicked }))
    }

    /// Panics now and then, by the seed. The hook for panics is not told, for it would print each of them.
    fn strain(&self) {
        let number = self.0.count.fetch_add(1, Ordering::Relaxed);
        if !self.0.is_calm.load(Ordering::Relaxed) && Random::new(self.0.seed ^ number).chance(self.0.percent) {
            self.0.panicked.fetch_add(1, Ordering::Relaxed);
            resume_unwind(Box::new("a fault"));
        }
    }

    fn panicked(&self) -> u64 {
        self.0.panicked.load(Ordering::Relaxed)
    }

    fn calm(&self) {
        self.0.is_calm.store(true, Ordering::Relaxed);
    }
}

struct Source(Nerves);

impl TokenSource for Source {
    fn token(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        // Before there is a future, and while it runs.
        self.0.strain();
        Box::pin(async {
            tokio::task::yield_now().await;
            self.0.strain();
            Ok(Token::new(credentials::WAREHOUSE_TOKEN).expires_in(std::time::Duration::from_secs(5)))
        })
    }
}

struct Pen(Nerves);

impl Signer for Pen {
    fn sign<'a>(&'a self, _: Unsigned<'a>) -> BoxFuture<'a, Result<Signature, BoxError>> {
        self.0.strain();
        Box::pin(async {
            self.0.strain();
            Ok(Signature::new().header(HeaderName::from_static("x-signed"), HeaderValue::from_static("yes")))
        })
    }
}

/// How a call ended.
enum End {
    Done,
    Failed(Box<Error>),
    /// The panic came through to the caller.
    Panicked,
}

/// Awaits a call; a panic that comes through is an end as well.
async fn end<T, E>(call: impl Future<Output = Result<T, Error<E>>>) -> End {
    let mut call = pin!(call);
    std::future::poll_fn(|cx| match catch_unwind(AssertUnwindSafe(|| call.as_mut().poll(cx))) {
        Ok(poll) => poll.map(|result| match result {
            Ok(_) => End::Done,
            Err(error) => End::Failed(Box::new(error.erase())),
        }),
        Err(_) => Poll::Ready(End::Panicked),
    })
    .await
}

/// Makes calls, two of them at once, while a user's code panics, and some more when it has calmed down.
pub(crate) async fn panics(site: &Site, random: &mut Random, judge: &mut Judge) {
    let nerves = Nerves::new(random);
    contacts(site, &nerves, judge).await;
    items(site, &nerves, judge).await;
    judge.counts.panicked += usize::try_from(nerves.panicked()).unwrap_or(usize::MAX);
}

/// Changes contacts, with hooks and a signer that panic.
async fn contacts(site: &Site, nerves: &Nerves, judge: &mut Judge) {
    let hook = || nerves.clone();
    let (before, after, attempt) = (hook(), hook(), hook());
    let client = client!(
        site,
        crm,
        api_key(credentials::CRM_KEY)
            .signer(Pen(nerves.clone()))
            .on_request(move |_| before.strain())
            .on_response(move |_| after.strain())
            .on_attempt(move |_| attempt.strain())
    );
    let update = crm::models::ContactUpdate { last_name: Some("Meier".to_owned()), ..Default::default() };
    for number in 0..3 {
        let new = ContactCreate::new(format!("nervous{number}@example.com"), "New", "One");
        let (contacts, before) = (client.contacts(), ["createContact", "updateContact"].map(|name| site.world.effects(name)));
        let start = site.clock.now();
        let (created, updated) = tokio::join!(end(contacts.create(&new).send()), end(contacts.update("con_0007", &update).send()));
        judge.time("createContact", site.clock.now() - start, site.timeout + site.grace);
        verdict(site, judge, "createContact", Repeatable::No, before[0], created);
        verdict(site, judge, "updateContact", Repeatable::No, before[1], updated);
    }
    calm_down(site, nerves);
    recovers(site, judge, "createContact", || end(client.contacts().get("con_0001").send())).await;
}

/// Changes items, with a source of tokens that panics.
async fn items(site: &Site, nerves: &Nerves, judge: &mut Judge) {
    nerves.0.is_calm.store(false, Ordering::Relaxed);
    let client = client!(site, warehouse, credential("token", Credential::token(Source(nerves.clone()))));
    let item = warehouse::models::ItemInput::new("TEA-M2", "Tea");
    for _ in 0..3 {
        let before = site.world.effects("replaceItem");
        let (one, other) = tokio::join!(end(client.items().replace("TEA-M2", &item).send()), end(client.items().get("TEA-M2").send()));
        verdict(site, judge, "replaceItem", Repeatable::Yes, before, one);
        if let End::Failed(error) = other {
            judge.error(&error);
        }
        site.clock.sleep(site.pause).await;
    }
    calm_down(site, nerves);
    recovers(site, judge, "replaceItem", || end(client.items().get("TEA-M2").send())).await;
}

fn calm_down(site: &Site, nerves: &Nerves) {
    nerves.calm();
    site.world.calm();
}

fn verdict(site: &Site, judge: &mut Judge, operation: &'static str, repeatable: Repeatable, before: usize, end: End) {
    let effects = site.world.effects(operation) - before;
    match end {
        End::Done => judge.change(&Verdict { operation, effects, repeatable, error: None }),
        End::Failed(error) => judge.change(&Verdict { operation, effects, repeatable, error: Some(&error) }),
        End::Panicked => {
            judge.counts.untyped += 1;
            judge.findings.push(format!("a panic of the user's code in {operation} came through to the caller"));
        }
    }
}

/// Judges whether a client is as it was before: nothing goes wrong any more, so a call succeeds, once what was asked to be waited for is over.
async fn recovers<F: Future<Output = End>>(site: &Site, judge: &mut Judge, operation: &str, call: impl Fn() -> F) {
    let mut last = String::new();
    for _ in 0..60 {
        match call().await {
            End::Done => return,
            End::Failed(error) => last = format!("{error:?}"),
            End::Panicked => "a panic".clone_into(&mut last),
        }
        site.clock.sleep(site.pause).await;
    }
    judge.counts.lost += 1;
    judge.findings.push(format!("the client of {operation} was lost: {last}"));
}
