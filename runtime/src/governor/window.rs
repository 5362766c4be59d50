//! What a server tells about its limit: so much is left until a moment.

use std::time::Duration;

use super::headers::Seen;

/// Servers tell times in whole seconds.
const ROUNDING: Duration = Duration::from_secs(1);

/// A limit that ends further ahead is no limit that somebody waits for.
const FURTHEST: Duration = Duration::from_secs(24 * 3600);

/// A window of a server's limit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    /// What there is in a window, or the most that was seen to be left.
    limit: u64,
    /// What is left, less what was sent since.
    left: u64,
    ends_at: Duration,
    length: Duration,
    /// Whether the server has told of this window, or it was only to come after one of which it had.
    is_told: bool,
}

impl Window {
    /// Takes in what a server told. Answers come in any order, and some were on their way when others were sent: within one
    /// window, the least that was told counts.
    pub(super) fn observe(known: Option<Self>, seen: &Seen, now: Duration) -> Option<Self> {
        if seen.resets_in > FURTHEST || seen.limit == Some(0) {
            // Some say 0 of 0 where there is no limit.
            return known;
        }
        let resets_in = match (seen.resets_in.is_zero(), seen.left) {
            (false, _) => seen.resets_in,
            // In less than a second.
            (true, 0) => ROUNDING,
            // An answer from the end of the window before.
            (true, _) => return known,
        };
        let ends_at = now + resets_in;
        let limit = seen.limit.unwrap_or_else(|| known.map_or(seen.left, |known| known.limit.max(seen.left)));
        let length = seen.length.unwrap_or_else(|| known.map_or(resets_in, |known| known.length.max(resets_in)));
        match known.filter(|known| known.is_told && now < known.ends_at && known.ends_at.abs_diff(ends_at) <= ROUNDING) {
            Some(known) => Some(Self { limit, length, left: known.left.min(seen.left), ..known }),
            None => Some(Self { limit, length, left: seen.left, ends_at, is_told: true }),
        }
    }

    /// Begins the next window where this one is over.
    pub(super) fn turn(&mut self, now: Duration) {
        if now >= self.ends_at {
            self.left = self.limit;
            self.ends_at = now.saturating_add(self.length.max(Duration::from_millis(1)));
            self.is_told = false;
        }
    }

    /// Returns when so many units can be taken, after so many others; `turn` comes first.
    pub(super) fn ready_at(&self, ahead: u64, cost: u32, now: Duration) -> Duration {
        let needed = ahead.saturating_add(u64::from(cost));
        // A call that costs more than the whole window goes when it is full.
        if needed <= self.left || (ahead == 0 && self.left >= self.limit) {
            return now;
        }
        let more = needed - self.left - 1;
        let windows = u32::try_from(more / self.limit.max(1)).unwrap_or(u32::MAX);
        self.ends_at.saturating_add(self.length.saturating_mul(windows))
    }

    pub(super) fn take(&mut self, cost: u32) {
        self.left = self.left.saturating_sub(u64::from(cost));
    }
}
