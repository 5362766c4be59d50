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
    /// The limit in the server's words.
    told_limit: Option<u64>,
    /// What is left, less what was sent since.
    left: u64,
    /// The least that the server said is left.
    told: u64,
    /// The number of the response that said it.
    number: u64,
    ends_at: Duration,
    length: Duration,
    /// Whether the server has told of this window, or it was only to come after one of which it had.
    is_told: bool,
    /// When the server last told of the window, or was asked again although nothing was left.
    asked_at: Duration,
}

/// When a response came, among those that tell of limits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    pub(super) now: Duration,
    /// The number of the response.
    pub(super) number: u64,
    /// How many responses had told of limits when the request was sent.
    pub(super) sent_after: u64,
}

impl Seen {
    /// Returns whether this is a limit that somebody waits for. Some servers say 0 of 0 where there is none.
    pub(super) fn is_limit(&self) -> bool {
        self.resets_in <= FURTHEST && self.limit != Some(0)
    }

    /// Returns how long the window still lasts; `None` for the last word on a window that is over.
    fn lasts(&self) -> Option<Duration> {
        match (self.resets_in.is_zero(), self.left) {
            (false, _) => Some(self.resets_in),
            // In less than a second.
            (true, 0) => Some(ROUNDING),
            (true, _) => None,
        }
    }
}

impl Window {
    /// Takes in what a server told. Responses come in any order, and some were on their way when others were sent: within one
    /// window, the least that was told counts, until the response to a request that was sent later tells of more.
    pub(super) fn observe(known: Option<Self>, seen: &Seen, at: Moment) -> Option<Self> {
        let Some(lasts) = seen.lasts().filter(|_| seen.is_limit()) else { return known };
        let ends_at = at.now + lasts;
        // At least 1, so that a window of which nothing was left when it was first seen is not taken for a full one.
        let limit = seen.limit.unwrap_or_else(|| known.map_or(seen.left, |known| known.limit.max(seen.left)).max(1));
        let length = seen.length.unwrap_or_else(|| known.map_or(lasts, |known| known.length.max(lasts)));
        let first = Self {
            limit,
            told_limit: seen.limit,
            left: seen.left,
            told: seen.left,
            number: at.number,
            ends_at,
            length,
            is_told: true,
            asked_at: at.now,
        };
        let Some(known) = known.filter(|known| known.is_current(at.now) && known.ends_at.abs_diff(ends_at) <= ROUNDING) else {
            return Some(first);
        };
        let same = Self { ends_at: known.ends_at, ..first };
        if seen.left > known.told && at.sent_after >= known.number {
            return Some(same);
        }
        let number = if seen.left < known.told { at.number } else { known.number };
        Some(Self { left: known.left.min(seen.left), told: known.told.min(seen.left), number, ..same })
    }

    fn is_current(&self, now: Duration) -> bool {
        self.is_told && now < self.ends_at
    }

    /// Returns whether another operation's response may tell of this very window: it names the same limit, the window ends at the
    /// same second, and what is left is less than this window has, as it is where each request takes one. Nothing left is the same
    /// as nothing left.
    pub(super) fn is_same(&self, seen: &Seen, now: Duration) -> bool {
        let is_less = seen.left < self.told || (seen.left == 0 && self.told == 0);
        self.is_current(now) && is_less && self.fits(seen, now)
    }

    /// Returns whether limit and end are this window's.
    fn fits(&self, seen: &Seen, now: Duration) -> bool {
        let ends_alike = |lasts: Duration| (now + lasts).abs_diff(self.ends_at) <= ROUNDING;
        seen.limit.is_some() && seen.limit == self.told_limit && seen.lasts().is_some_and(ends_alike)
    }

    /// Returns whether a response of one of the operations that share this window shows that it has another: one of another limit or
    /// end, or one of which more is left although its request was sent later.
    pub(super) fn is_contradicted(&self, seen: &Seen, at: Moment) -> Option<Contradiction> {
        if !self.is_current(at.now) || seen.lasts().is_none() {
            return None;
        }
        if !self.fits(seen, at.now) {
            return Some(Contradiction::Other);
        }
        (seen.left > self.told && at.sent_after >= self.number).then_some(Contradiction::More)
    }

    pub(super) fn ends_at(&self) -> Duration {
        self.ends_at
    }

    /// Returns whether calls are held back.
    pub(super) fn holds(&self, now: Duration) -> bool {
        self.left == 0 && now < self.ends_at
    }

    /// Begins the next window where this one is over.
    pub(super) fn turn(&mut self, now: Duration) {
        if now >= self.ends_at {
            self.left = self.limit;
            self.ends_at = now.saturating_add(self.length.max(Duration::from_millis(1)));
            self.is_told = false;
            self.asked_at = now;
        }
    }

    /// Returns when so many units can be taken, after so many others; `turn` comes first. A window that is used up is asked about again
    /// after `longest`, by one call: a server that is wrong about its end does not shut the client for hours.
    pub(super) fn ready_at(&self, ahead: u64, cost: u32, now: Duration, longest: Duration) -> Duration {
        let needed = ahead.saturating_add(u64::from(cost));
        // A call that costs more than the whole window goes when it is full.
        if needed <= self.left || (ahead == 0 && self.left >= self.limit) {
            return now;
        }
        let more = needed - self.left - 1;
        let windows = u32::try_from(more / self.limit.max(1)).unwrap_or(u32::MAX);
        let ready_at = self.ends_at.saturating_add(self.length.saturating_mul(windows));
        if ahead == 0 { ready_at.min(self.asked_at.saturating_add(longest)).max(now) } else { ready_at }
    }

    pub(super) fn take(&mut self, cost: u32, now: Duration) {
        if u64::from(cost) > self.left {
            self.asked_at = now;
        }
        self.left = self.left.saturating_sub(u64::from(cost));
    }

    /// Takes back what a call took that was not sent.
    pub(super) fn give_back(&mut self, cost: u32) {
        self.left = self.left.saturating_add(u64::from(cost)).min(self.limit);
    }
}

/// How a response shows that its operation has another window than the one it shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Contradiction {
    /// Limit or end are others.
    Other,
    /// More is left than there can be.
    More,
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn seen(left: u64, limit: u64, resets_in: u64) -> Seen {
        Seen { name: None, limit: Some(limit), left, resets_in: secs(resets_in), length: None }
    }

    fn at(now: u64, number: u64, sent_after: u64) -> Moment {
        Moment { now: secs(now), number, sent_after }
    }

    fn window(left: u64, limit: u64, resets_in: u64) -> Window {
        Window::observe(None, &seen(left, limit, resets_in), at(100, 1, 0)).expect("it is a limit")
    }

    #[test]
    fn two_windows_are_one_where_limit_and_end_agree_and_less_is_left() {
        let known = window(5, 10, 30);
        let same = |seen: &Seen, now| known.is_same(seen, secs(now));
        assert!(same(&seen(4, 10, 30), 100) && same(&seen(0, 10, 30), 100));
        // Another limit, or as much left, or more.
        assert!(!same(&seen(4, 11, 30), 100) && !same(&seen(5, 10, 30), 100) && !same(&seen(6, 10, 30), 100));
        // The end, give or take a second.
        assert!(same(&seen(4, 10, 31), 100) && same(&seen(4, 10, 29), 100) && same(&seen(4, 10, 20), 110));
        assert!(!same(&seen(4, 10, 32), 100) && !same(&seen(4, 10, 28), 100) && !same(&seen(4, 10, 30), 102));
        // A window that is over, and limits that are not told.
        assert!(same(&seen(4, 10, 1), 129) && !same(&seen(4, 10, 1), 130));
        assert!(!same(&Seen { limit: None, ..seen(4, 10, 30) }, 100));
        let empty = window(0, 10, 30);
        assert!(empty.is_same(&seen(0, 10, 30), secs(100)) && !empty.is_same(&seen(1, 10, 30), secs(100)));
        let untold = Seen { limit: None, ..seen(5, 10, 30) };
        let known = Window::observe(None, &untold, at(100, 1, 0)).expect("it is a limit");
        assert!(!known.is_same(&Seen { left: 4, ..untold }, secs(100)));
    }

    #[test]
    fn within_a_window_the_least_counts_until_a_later_request_tells_of_more() {
        let left = |known: Window, left, sent_after| {
            let next = Window::observe(Some(known), &seen(left, 10, 30), at(100, 9, sent_after)).expect("it is a limit");
            (next.left, next.told, next.number)
        };
        let mut known = window(5, 10, 30);
        assert_eq!((left(known, 4, 0), left(known, 7, 0), left(known, 7, 1)), ((4, 4, 9), (5, 5, 1), (7, 7, 9)));
        known.take(2, secs(100));
        assert_eq!((left(known, 4, 0), left(known, 5, 1), left(known, 2, 1)), ((3, 4, 9), (3, 5, 1), (2, 2, 9)));
    }

    #[test]
    fn responses_within_a_second_of_its_end_tell_of_one_window_whose_end_stays() {
        let known = window(5, 10, 30);
        let next = |now, resets_in, sent_after| {
            let next = Window::observe(Some(known), &seen(7, 10, resets_in), at(now, 9, sent_after)).expect("it is a limit");
            (next.left, next.ends_at.as_secs())
        };
        // A server that rounds up says a second more with each response, and the window still ends.
        for (now, resets_in) in [(100, 29), (100, 30), (100, 31), (110, 21), (129, 1), (129, 2)] {
            assert_eq!((next(now, resets_in, 0), next(now, resets_in, 1)), ((5, 130), (7, 130)), "{resets_in} s at {now}");
        }
        for (now, resets_in) in [(100, 28), (100, 32), (110, 30), (130, 1), (131, 1)] {
            assert_eq!(next(now, resets_in, 0), (7, now + resets_in), "{resets_in} s at {now}");
        }
    }

    #[test]
    fn the_next_window_is_as_long_as_this_one_was_seen_to_be() {
        let mut known = window(5, 10, 30);
        known = Window::observe(Some(known), &seen(4, 10, 20), at(110, 2, 1)).expect("it is a limit");
        known.turn(secs(130));
        assert_eq!((known.left, known.ends_at()), (10, secs(160)));
        let told = Seen { length: Some(secs(60)), ..seen(4, 10, 20) };
        let mut known = Window::observe(None, &told, at(100, 1, 0)).expect("it is a limit");
        known.turn(secs(120));
        assert_eq!(known.ends_at(), secs(180));
    }

    #[test]
    fn calls_go_in_this_window_or_in_so_many_after_it() {
        let known = window(3, 10, 30);
        let ready_at = |ahead, cost| known.ready_at(ahead, cost, secs(100), secs(86_400)).as_secs();
        assert_eq!(
            [(0, 3), (1, 2), (2, 1), (0, 4), (3, 1), (12, 1)].map(|(ahead, cost)| ready_at(ahead, cost)),
            [100, 100, 100, 130, 130, 130]
        );
        assert_eq!([(13, 1), (22, 1), (23, 1)].map(|(ahead, cost)| ready_at(ahead, cost)), [160, 160, 190]);
        // More than a whole window has goes when it is full, and waits for those before it.
        let full = window(10, 10, 30);
        assert_eq!((full.ready_at(0, 20, secs(100), secs(60)), full.ready_at(1, 20, secs(100), secs(60))), (secs(100), secs(160)));
    }

    #[test]
    fn what_contradicts_a_shared_window_is_another_one_or_more_left_than_there_can_be() {
        let known = window(5, 10, 30);
        let by = |seen: &Seen, sent_after| known.is_contradicted(seen, at(100, 9, sent_after));
        assert_eq!((by(&seen(4, 10, 30), 1), by(&seen(5, 10, 31), 1), by(&seen(6, 10, 30), 0)), (None, None, None));
        assert_eq!(by(&seen(6, 10, 30), 1), Some(Contradiction::More));
        assert_eq!((by(&seen(4, 11, 30), 1), by(&seen(4, 10, 32), 0)), (Some(Contradiction::Other), Some(Contradiction::Other)));
        assert_eq!(known.is_contradicted(&seen(9, 11, 30), at(130, 9, 1)), None, "the window is over");
        assert_eq!(by(&seen(9, 10, 0), 1), None, "the last word on the window before");
    }

    #[test]
    fn a_window_that_is_used_up_is_asked_about_after_the_longest_pause_by_one_call() {
        let mut known = window(0, 10, 3600);
        assert!(known.holds(secs(100)) && !known.holds(secs(3700)) && !window(1, 10, 3600).holds(secs(100)));
        assert_eq!(known.ready_at(0, 1, secs(100), secs(60)), secs(160));
        assert_eq!(known.ready_at(0, 1, secs(170), secs(60)), secs(170));
        assert_eq!(known.ready_at(1, 1, secs(170), secs(60)), secs(3700), "those behind it wait");
        known.take(1, secs(170));
        assert_eq!(known.ready_at(0, 1, secs(170), secs(60)), secs(230));
        assert_eq!(known.ready_at(0, 1, secs(170), secs(6000)), secs(3700));
        let mut known = window(1, 10, 3600);
        known.take(1, secs(110));
        assert_eq!(known.ready_at(0, 1, secs(110), secs(60)), secs(160), "the pause counts from what was told");
    }

    #[test]
    fn what_was_taken_is_given_back_up_to_the_limit() {
        let mut known = window(9, 10, 30);
        known.take(3, secs(100));
        known.give_back(3);
        assert_eq!(known.left, 9);
        known.give_back(3);
        assert_eq!(known.left, 10);
    }

    #[test]
    fn a_window_without_a_limit_that_is_used_up_holds_calls_back_and_begins_with_one() {
        let unlimited = Seen { limit: None, ..seen(0, 0, 30) };
        let mut known = Window::observe(None, &unlimited, at(100, 1, 0)).expect("it is a limit");
        assert_eq!(known.ready_at(0, 1, secs(100), secs(60)), secs(130));
        known.turn(secs(129));
        assert_eq!((known.left, known.ends_at), (0, secs(130)));
        known.turn(secs(130));
        assert_eq!((known.left, known.ends_at), (1, secs(160)));
    }

    #[test]
    fn a_limit_of_nothing_or_of_tomorrow_is_none() {
        assert!(!seen(0, 0, 30).is_limit() && !seen(0, 10, 86_401).is_limit());
        assert!(seen(0, 1, 30).is_limit() && seen(0, 10, 86_400).is_limit());
        assert!(Window::observe(None, &seen(0, 0, 30), at(0, 1, 0)).is_none());
        assert!(Window::observe(None, &seen(3, 10, 0), at(0, 1, 0)).is_none());
        assert_eq!(window(0, 10, 0).ends_at(), secs(101));
    }
}
