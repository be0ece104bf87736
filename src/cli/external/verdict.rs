//! Judges one address by what its server answers. Asks for the head first, then for all of it before anything is said against a link, and again where
//! a server has no time: a false warning costs an author more than a dead link that is found later. In: what asks and what waits. Out: a verdict.

use std::time::Duration;

use super::addresses::asked_address;
use crate::cli::http::{HttpAnswer, HttpFailure, HttpMethod, MAX_REDIRECTS, joined};

/// How long is waited before a server that failed is asked again.
const BACKOFF: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(4)];

/// The longest that a server may ask to be waited for.
const MOST_PATIENCE: Duration = Duration::from_secs(30);

/// What is known of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum LinkVerdict {
    /// It leads somewhere.
    Fine,
    /// It leads there by another address, which its server names for good.
    Moved(String),
    /// It leads nowhere; why.
    Gone(String),
    /// There is no host of this name.
    NoHost,
    /// It begins with `https`, or leads on to an address that does, and the program cannot ask there.
    NoTls,
    /// Nobody can tell; why.
    Unknown(String),
    /// Nobody can tell, as its server did not answer, or had no time; why.
    NoAnswer(String),
}

/// What asks servers, and waits.
pub(super) trait LinkAsker {
    /// Asks a server, in its turn.
    fn ask(&self, method: HttpMethod, url: &str) -> Result<HttpAnswer, HttpFailure>;
    /// Waits.
    fn wait(&self, time: Duration);
}

/// What a status means for a reader.
enum StatusClass {
    Fine,
    /// To another address, for good or for now.
    Redirect {
        is_for_good: bool,
    },
    Gone,
    /// The server has no time or is out of order: it may answer later.
    Busy,
    /// The server wants a login, or no programs.
    Refused,
}

/// The rows are looked at from the top. What is not among them is refused: 400, 401, 403, 405, 406, 451, 999 of bot walls, and all other ones.
const CLASSES: &[(std::ops::RangeInclusive<u16>, StatusClass)] = &[
    (200..=299, StatusClass::Fine),
    (304..=304, StatusClass::Fine),
    (301..=301, StatusClass::Redirect { is_for_good: true }),
    (308..=308, StatusClass::Redirect { is_for_good: true }),
    (300..=399, StatusClass::Redirect { is_for_good: false }),
    (404..=404, StatusClass::Gone),
    (410..=410, StatusClass::Gone),
    (408..=408, StatusClass::Busy),
    (425..=425, StatusClass::Busy),
    (429..=429, StatusClass::Busy),
    (500..=599, StatusClass::Busy),
];

fn class_of(status: u16) -> &'static StatusClass {
    CLASSES.iter().find(|(statuses, _)| statuses.contains(&status)).map_or(&StatusClass::Refused, |(_, class)| class)
}

/// The verdict on an address.
pub(super) fn judge(url: &str, asker: &impl LinkAsker) -> LinkVerdict {
    let mut at = url.to_owned();
    // The last address that servers named for good, one after the other from the first.
    let mut moved: Option<String> = None;
    let mut is_for_good_so_far = true;
    for _ in 0..=MAX_REDIRECTS {
        let answer = match patient_answer(&at, asker) {
            Ok(answer) => answer,
            Err(HttpFailure::NoHost) if at == url => return LinkVerdict::NoHost,
            Err(HttpFailure::NoTls) => return LinkVerdict::NoTls,
            Err(why @ HttpFailure::NotPublic) => return LinkVerdict::Unknown(why.to_string()),
            Err(why) => return LinkVerdict::NoAnswer(why.to_string()),
        };
        match class_of(answer.status) {
            StatusClass::Fine => return moved.map_or(LinkVerdict::Fine, LinkVerdict::Moved),
            StatusClass::Redirect { is_for_good } => {
                let location = answer.location.unwrap_or_default();
                let Some(next) = joined(&at, &location).and_then(|next| asked_address(&next)) else {
                    return LinkVerdict::Unknown(format!("it leads on to `{location}`"));
                };
                is_for_good_so_far &= is_for_good;
                if is_for_good_so_far {
                    moved = Some(next.clone());
                }
                at = next;
            }
            StatusClass::Gone => return LinkVerdict::Gone(format!("the server answers {}", answer.status)),
            StatusClass::Refused => return LinkVerdict::Unknown(format!("the server answers {}", answer.status)),
            StatusClass::Busy => return LinkVerdict::NoAnswer(format!("the server answers {}", answer.status)),
        }
    }
    LinkVerdict::Unknown("its servers lead on and on".to_owned())
}

/// The answer for an address, after as many requests as it takes.
fn patient_answer(url: &str, asker: &impl LinkAsker) -> Result<HttpAnswer, HttpFailure> {
    let mut last = asker.ask(HttpMethod::Head, url);
    // Not every server knows `HEAD`; what it says of other methods may be wrong.
    let is_enough =
        |answer: &HttpAnswer| matches!(class_of(answer.status), StatusClass::Fine | StatusClass::Redirect { .. });
    let mut waits = BACKOFF.into_iter();
    let mut is_head = true;
    loop {
        let wait = match &last {
            Ok(answer) if is_enough(answer) => return last,
            Err(HttpFailure::NotPublic | HttpFailure::NoTls) => return last,
            Ok(answer) if matches!(class_of(answer.status), StatusClass::Busy) => {
                let asked_for = answer.retry_after;
                if asked_for.is_some_and(|time| time > MOST_PATIENCE) {
                    return last;
                }
                waits.next().map(|time| asked_for.unwrap_or(time))
            }
            Ok(_) => is_head.then_some(Duration::ZERO),
            Err(_) => waits.next(),
        };
        let Some(wait) = wait else { return last };
        if !wait.is_zero() {
            asker.wait(wait);
        }
        last = asker.ask(HttpMethod::Get, url);
        is_head = false;
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    /// Answers as a script says: a line each of `METHOD url -> STATUS [location] [wait SECONDS]`, or a failure; and what was asked, as far as the
    /// script goes.
    struct Script {
        lines: RefCell<std::collections::VecDeque<&'static str>>,
        waited: RefCell<Vec<u64>>,
    }

    impl LinkAsker for Script {
        fn ask(&self, method: HttpMethod, url: &str) -> Result<HttpAnswer, HttpFailure> {
            let line = self.lines.borrow_mut().pop_front().unwrap_or_else(|| panic!("{method:?} {url} is asked, too"));
            let (asked, answer) = line.split_once(" -> ").expect("an answer");
            assert_eq!(asked, format!("{} {url}", if method == HttpMethod::Head { "HEAD" } else { "GET" }));
            let mut words = answer.split(' ');
            match words.next().expect("a status") {
                "nohost" => Err(HttpFailure::NoHost),
                "notls" => Err(HttpFailure::NoTls),
                "broken" => Err(HttpFailure::Other("broken pipe".to_owned())),
                status => {
                    let mut answer = HttpAnswer { status: status.parse().expect("a status"), ..HttpAnswer::default() };
                    for word in words {
                        match word.strip_prefix("wait=") {
                            Some(time) => {
                                answer.retry_after = Some(Duration::from_secs(time.parse().expect("seconds")))
                            }
                            None => answer.location = Some(word.to_owned()),
                        }
                    }
                    Ok(answer)
                }
            }
        }

        fn wait(&self, time: Duration) {
            self.waited.borrow_mut().push(time.as_secs());
        }
    }

    /// The verdict on `http://a.io/x`, and how many seconds were waited. All of the script must be asked.
    #[track_caller]
    fn verdict(lines: &[&'static str]) -> (LinkVerdict, Vec<u64>) {
        let script = Script { lines: RefCell::new(lines.iter().copied().collect()), waited: RefCell::default() };
        let verdict = judge("http://a.io/x", &script);
        assert_eq!(script.lines.borrow_mut().pop_front(), None);
        (verdict, script.waited.take())
    }

    fn moved(to: &str) -> LinkVerdict {
        LinkVerdict::Moved(to.to_owned())
    }

    #[test]
    fn what_answers_is_fine_and_asked_for_its_head_only() {
        assert_eq!(verdict(&["HEAD http://a.io/x -> 200"]), (LinkVerdict::Fine, vec![]));
        let lines = ["HEAD http://a.io/x -> 302 /login?next=/x", "HEAD http://a.io/login?next=/x -> 200"];
        assert_eq!(verdict(&lines), (LinkVerdict::Fine, vec![]));
    }

    #[test]
    fn nothing_is_said_against_a_link_before_all_of_it_was_asked_for() {
        assert_eq!(verdict(&["HEAD http://a.io/x -> 404", "GET http://a.io/x -> 200"]), (LinkVerdict::Fine, vec![]));
        assert_eq!(verdict(&["HEAD http://a.io/x -> 405", "GET http://a.io/x -> 200"]), (LinkVerdict::Fine, vec![]));
        for status in ["404", "410"] {
            let lines: [&'static str; 2] = match status {
                "404" => ["HEAD http://a.io/x -> 404", "GET http://a.io/x -> 404"],
                _ => ["HEAD http://a.io/x -> 410", "GET http://a.io/x -> 410"],
            };
            let gone = LinkVerdict::Gone(format!("the server answers {status}"));
            assert_eq!(verdict(&lines), (gone, vec![]));
        }
    }

    #[test]
    fn walls_against_programs_are_no_dead_links() {
        for lines in [
            ["HEAD http://a.io/x -> 403", "GET http://a.io/x -> 403"],
            ["HEAD http://a.io/x -> 999", "GET http://a.io/x -> 999"],
            ["HEAD http://a.io/x -> 401", "GET http://a.io/x -> 401"],
        ] {
            assert!(matches!(verdict(&lines).0, LinkVerdict::Unknown(_)), "{lines:?}");
        }
    }

    #[test]
    fn a_server_without_time_is_asked_again_when_it_says_so() {
        let lines = ["HEAD http://a.io/x -> 429 wait=3", "GET http://a.io/x -> 200"];
        assert_eq!(verdict(&lines), (LinkVerdict::Fine, vec![3]));
        let lines = ["HEAD http://a.io/x -> 503", "GET http://a.io/x -> broken", "GET http://a.io/x -> 200"];
        assert_eq!(verdict(&lines), (LinkVerdict::Fine, vec![1, 4]));
        let lines = ["HEAD http://a.io/x -> 500", "GET http://a.io/x -> 500", "GET http://a.io/x -> 500"];
        let busy = LinkVerdict::NoAnswer("the server answers 500".to_owned());
        assert_eq!(verdict(&lines), (busy, vec![1, 4]));
        // Who wants an hour is not waited for.
        let busy = LinkVerdict::NoAnswer("the server answers 429".to_owned());
        assert_eq!(verdict(&["HEAD http://a.io/x -> 429 wait=3600"]), (busy, vec![]));
    }

    #[test]
    fn what_moved_for_good_is_told_with_its_last_address() {
        let lines = [
            "HEAD http://a.io/x -> 301 /y",
            "HEAD http://a.io/y -> 308 http://b.io/z",
            "HEAD http://b.io/z -> 302 /session",
            "HEAD http://b.io/session -> 301 /w",
            "HEAD http://b.io/w -> 200",
        ];
        assert_eq!(verdict(&lines).0, moved("http://b.io/z"));
        let lines = ["HEAD http://a.io/x -> 301 /y", "HEAD http://a.io/y -> 404", "GET http://a.io/y -> 404"];
        assert_eq!(verdict(&lines).0, LinkVerdict::Gone("the server answers 404".to_owned()));
    }

    #[test]
    fn redirects_that_lead_out_of_the_web_or_round_and_round_are_not_followed() {
        let inside = ["HEAD http://a.io/x -> 301 http://192.168.1.1/admin"];
        assert!(matches!(verdict(&inside).0, LinkVerdict::Unknown(_)));
        let round: Vec<&'static str> = vec!["HEAD http://a.io/x -> 302 /x"; MAX_REDIRECTS as usize + 1];
        assert!(matches!(verdict(&round).0, LinkVerdict::Unknown(_)));
    }

    #[test]
    fn a_host_that_nobody_knows_is_asked_for_again_before_it_is_told() {
        let lines = ["HEAD http://a.io/x -> nohost", "GET http://a.io/x -> nohost", "GET http://a.io/x -> nohost"];
        assert_eq!(verdict(&lines), (LinkVerdict::NoHost, vec![1, 4]));
        assert_eq!(
            verdict(&["HEAD http://a.io/x -> 301 https://a.io/x", "HEAD https://a.io/x -> notls"]).0,
            LinkVerdict::NoTls
        );
    }
}
