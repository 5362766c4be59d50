//! What stands before and after each attempt: the breaker, the governor and the meter.

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, Request, Response};

use super::Sender;
use super::exchange::{Astray, Failed};
use crate::body::Body;
use crate::breaker::{Health, Trial};
use crate::client::Inner;
use crate::error::{Failure, Kind};
use crate::governor::{Gate, Permit, spoken};
use crate::meter::Tally;
use crate::panics::{Panicked, guarded};
use crate::request::Prepared;
use crate::response::Answer;
use crate::retry::Outcome;
use crate::transport::{ByteStream, TransportError, send};

/// Leave for one attempt.
pub(super) struct Pass {
    permit: Permit,
    trial: Trial,
}

/// Gates that the server wants to be shut.
pub(super) struct Pause {
    gates: Vec<Arc<Gate>>,
    pause: Duration,
}

impl Pause {
    /// Shuts them.
    pub(super) async fn begin(self) {
        for gate in self.gates {
            gate.pause(self.pause).await;
        }
    }
}

impl Sender<'_> {
    /// Waits for leave to send the request.
    pub(super) async fn admit(&mut self) -> Result<Pass, Box<Failed>> {
        let brakes = &self.client.brakes;
        let trial = match &brakes.breaker {
            Some(breaker) => breaker.admit(&self.prepared.uri).map_err(kept_away)?,
            None => Trial::free(),
        };
        let permit = if brakes.governor.is_limiting() { self.permit().await? } else { Permit::free() };
        if let Some(tally) = &mut self.prepared.tally {
            tally.attempt(permit.waited);
        }
        Ok(Pass { permit, trial })
    }

    async fn permit(&self) -> Result<Permit, Box<Failed>> {
        let brakes = &self.client.brakes;
        let Some(gate) = brakes.gate(&self.prepared.uri) else { return Ok(Permit::free()) };
        let lane = self.prepared.options.lane.unwrap_or(brakes.lane);
        let cost = guarded("cost of the governor", || brakes.governor.cost(self.prepared.op));
        let cost = cost.map_err(|panicked| Failed::panicked(panicked, Outcome::NotSent))?;
        gate.admit(self.prepared.op, lane, cost, self.left()).await.map_err(|refused| {
            let mut failed = Failed::unsent(Kind::Limited, refused.to_string());
            failed.hint = Some(refused.wait).filter(|wait| !wait.is_zero());
            failed
        })
    }

    /// Returns what is left of the call's time.
    pub(super) fn left(&self) -> Duration {
        self.deadline.saturating_sub(self.client.clock.now())
    }

    /// Records what an attempt reveals about the server. After a redirect, what another origin reports does not count for this one.
    pub(super) fn settle(&self, pass: Pass, result: &Result<Answer, Box<Failed>>, astray: Option<Astray>) -> Option<Pause> {
        let brakes = &self.client.brakes;
        let headers = match &astray {
            Some(astray) => astray.limits.as_ref(),
            None => headers_of(result).filter(|headers| brakes.governor.minds(headers)),
        };
        let told = match headers.and_then(|headers| Some((brakes.gate(&self.prepared.uri)?, headers))) {
            Some((gate, headers)) => gate.observe(self.prepared.op, headers, &pass.permit),
            None => Vec::new(),
        };
        // The origin itself worked.
        if let Some(health) = if astray.is_some() { Some(Health::Well) } else { health_of(result) } {
            pass.trial.settle(health);
        }
        let (status, hint) = result.as_ref().err().filter(|_| astray.is_none()).map(|failed| (failed.status(), failed.hint))?;
        let gates = match status {
            // A limit that the server tells of is what was passed.
            Some(429) if !told.is_empty() => told,
            Some(429 | 503) => vec![brakes.gate(&self.prepared.uri)?],
            _ => return None,
        };
        Some(Pause { gates, pause: hint? })
    }

    /// Counts the call at its end.
    pub(super) fn count(&mut self, result: &Result<Answer, Box<Failure>>) -> Result<(), Panicked> {
        let (Some(meter), Some(tally)) = (&self.client.brakes.meter, self.prepared.tally.take()) else { return Ok(()) };
        let status = match result {
            Ok(answer) => Some(answer.status),
            Err(failure) => failure.answer.as_ref().map(|answer| answer.status),
        };
        let (connection, now) = (self.client.connection_name(), self.client.clock.now());
        guarded("callback of the meter", || meter.finish(tally, connection, status.map(|it| it.as_u16()), result.is_ok(), now))
    }
}

/// Starts counting a call where there is a meter.
pub(super) fn tally(client: &Inner, prepared: &Prepared) -> Result<Option<Tally>, Panicked> {
    let Some(meter) = &client.brakes.meter else { return Ok(None) };
    guarded("cost of the meter", || meter.start(client.settings.api.title, prepared.op, client.clock.now())).map(Some)
}

/// Sends one request, and counts its bytes where there is a meter.
pub(super) async fn transmit(
    client: &Inner,
    tally: Option<&Tally>,
    request: Request<Body>,
) -> Result<Response<ByteStream>, TransportError> {
    let Some(traffic) = tally.map(|tally| &tally.traffic) else { return send(&*client.transport, request).await };
    let response = send(&*client.transport, request.map(|body| traffic.outgoing(body))).await?;
    Ok(response.map(|stream| traffic.incoming(stream)))
}

fn kept_away(wait: Duration) -> Box<Failed> {
    let message = format!("the breaker is open: the server is in trouble, and is tried again in {}", spoken(wait));
    let mut failed = Failed::unsent(Kind::CircuitOpen, message);
    failed.hint = Some(wait);
    failed
}

fn headers_of(result: &Result<Answer, Box<Failed>>) -> Option<&HeaderMap> {
    match result {
        Ok(answer) => Some(&answer.headers),
        Err(failed) => failed.answer.as_ref().map(|answer| &answer.headers),
    }
}

/// Returns what an attempt says of the server; `None` for one that never got there.
fn health_of(result: &Result<Answer, Box<Failed>>) -> Option<Health> {
    let failed = match result {
        Ok(_) => return Some(Health::Well),
        Err(failed) => failed,
    };
    match failed.kind {
        // The time was up before there were credentials.
        Kind::Timeout | Kind::Deadline if failed.outcome == Outcome::NotSent => None,
        Kind::Connect | Kind::Timeout | Kind::Deadline | Kind::Broken => Some(Health::InTrouble),
        Kind::Status if failed.status().is_some_and(|status| status >= 500) => Some(Health::InTrouble),
        Kind::Status | Kind::Decode | Kind::TooLarge | Kind::Redirect | Kind::Page(_) => Some(Health::Well),
        Kind::Config | Kind::Encode | Kind::Credentials | Kind::Token | Kind::Limited | Kind::CircuitOpen | Kind::Panicked => None,
        #[cfg(feature = "validate")]
        Kind::Invalid => None,
    }
}
