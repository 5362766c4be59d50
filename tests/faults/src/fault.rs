//! What can go wrong with a request.

use crate::random::Random;

/// What goes wrong with one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is no connection.
    Refuse,
    /// The server refuses the request unread, by its protocol.
    Unprocessed,
    /// The connection is reset before the request is read.
    ResetBefore,
    /// The work is done, then the connection is reset.
    ResetAfter,
    /// The network gives up; nothing was done.
    GiveUp,
    /// No answer comes; nothing is done.
    Stall,
    /// The work is done and no answer comes.
    StallAfter,
    /// The work is done, and half of the answer comes before the connection is reset.
    Half,
    /// The work is done, and half of the answer comes, and then nothing.
    HalfStall,
    /// An error in place of the work, with a `Retry-After`.
    Status(u16, Option<&'static str>),
    /// An error in place of the work, whose body never ends.
    StatusStall(u16, Option<&'static str>),
    /// The work is done, and the answer is an error.
    StatusAfter(u16),
    /// The work is done, and the answer is a page for people.
    Garbage,
    /// The work is done, and the answer has more headers than anybody takes.
    HeaderBomb,
    /// The same again at the same place, by a redirect that keeps the method.
    Redirect(u16),
    /// The work is done, and the answer is to be read elsewhere on the same origin.
    SeeOther,
    /// The work is done, and the answer is to be read at another origin.
    SeeOtherAway,
    /// A redirect to another origin that repeats the whole query.
    RedirectAway(u16),
    /// The link to the next page leads to another origin, and holds the client's key.
    LinkAway,
    /// The page names itself as the next.
    LoopPage,
    /// A page without items that promises more comes in between.
    EmptyPage,
    /// All access tokens are forgotten first.
    Revoke,
    /// The work is done at once, and the answer takes so many milliseconds.
    Slow(u64),
    /// The work begins after so many milliseconds.
    Late(u64),
    /// The work is done, and the response says that the limit of its resource is used up for 45 seconds.
    Limit,
    /// A redirect to another origin, whose response has this status, a limit that is used up for a day, a wait of a day and a cookie.
    LimitAway(u16),
    /// The work is done, and the response is members of a gzip file without content and without end.
    Members,
    /// The work is done, and the response is compressed and comes byte by byte, with so many milliseconds in between.
    Drip(u64),
}

const WAITS: [Option<&str>; 16] = [
    None,
    None,
    Some("0"),
    Some("1"),
    Some("2.5"),
    Some("19"),
    Some("21"),
    Some("3600"),
    Some("-5"),
    Some("99999999999"),
    Some("1e308"),
    Some("soon"),
    Some(""),
    Some("Sun, 06 Nov 1994 08:49:37 GMT"),
    Some("Thu, 01 Jan 2026 00:00:09 GMT"),
    Some("Fri, 31 Dec 9999 23:59:59 GMT"),
];

impl Fault {
    /// Draws a fault.
    pub fn draw(random: &mut Random) -> Self {
        let status = |random: &mut Random| *random.pick(&[408, 425, 429, 429, 429, 500, 502, 503, 503, 504, 400, 401, 409, 418, 507]);
        match random.below(33) {
            0 => Self::Refuse,
            1 => Self::Unprocessed,
            2 => Self::ResetBefore,
            3 | 4 => Self::ResetAfter,
            5 => Self::GiveUp,
            6 => Self::Stall,
            7 => Self::StallAfter,
            8 => Self::Half,
            9 => Self::HalfStall,
            10..=13 => Self::Status(status(random), *random.pick(&WAITS)),
            14 => Self::StatusStall(status(random), *random.pick(&WAITS)),
            15 => Self::StatusAfter(*random.pick(&[500, 502, 503, 504, 408])),
            16 => Self::Garbage,
            17 => Self::HeaderBomb,
            18 => Self::Redirect(*random.pick(&[307, 308])),
            19 => Self::SeeOther,
            20 => Self::SeeOtherAway,
            21 => Self::RedirectAway(*random.pick(&[301, 302, 303, 307, 308])),
            22 | 23 => Self::LinkAway,
            24 => Self::LoopPage,
            25 => Self::EmptyPage,
            26 => Self::Revoke,
            27 => Self::Slow(random.below(40_000)),
            28 => Self::Limit,
            29 => Self::limit_away(random),
            30 => Self::Members,
            31 => Self::Drip(random.below(2_000)),
            _ => Self::Late(random.below(40_000)),
        }
    }

    fn limit_away(random: &mut Random) -> Self {
        Self::LimitAway(*random.pick(&[200, 429, 503]))
    }

    /// Draws responses that must not hold up any call but those whose limit they tell.
    pub fn limits(random: &mut Random) -> Vec<Option<Fault>> {
        let one = |random: &mut Random| match random.below(4) {
            0 => Some(Self::Limit),
            1 => Some(Self::limit_away(random)),
            _ => None,
        };
        (0..24).map(|_| one(random)).collect()
    }

    /// Draws what goes wrong with the requests of a run, one after the other; storms are the same several times, and reading elsewhere
    /// what was done goes wrong more often than chance has it.
    pub fn script(random: &mut Random) -> Vec<Option<Fault>> {
        let percent = *random.pick(&[10, 30, 50, 80]);
        let length = 1 + random.below(24) as usize;
        let mut script = Vec::new();
        while script.len() < length {
            let fault = random.chance(percent).then(|| Self::draw(random));
            let times = if random.chance(15) { 1 + random.below(6) } else { 1 };
            script.extend((0..times).map(|_| fault.clone()));
            if random.chance(12) {
                let then = [Self::Refuse, Self::Unprocessed, Self::Status(429, Some("1")), Self::Status(401, None)];
                script.extend([Some(Self::SeeOther), Some(random.pick(&then).clone())]);
            }
        }
        script
    }
}
