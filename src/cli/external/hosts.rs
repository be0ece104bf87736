//! Asks all addresses: several hosts at a time, one address of a host after the other, and never two within a moment. In: addresses by host. Out: a
//! verdict for each. The clock decides nothing but when a server is asked.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::addresses::{AskedAddress, host_of};
use super::verdict::{LinkAsker, LinkVerdict, judge};
use crate::cli::http::{HttpAnswer, HttpClient, HttpFailure, HttpMethod, lacks_tls_for};

/// How many hosts are asked at the same time.
const HOSTS_AT_ONCE: usize = 16;

/// The least time between two requests to a host.
const GAP: Duration = Duration::from_millis(250);

/// After so many addresses in a row to which a host did not answer, it is left in peace.
const MOST_SILENCE: usize = 2;

/// The verdicts on addresses, in their order. `tick` is called after each.
pub(super) fn ask_all(
    client: &HttpClient,
    by_host: &BTreeMap<String, Vec<AskedAddress>>,
    tick: &(impl Fn() + Sync),
) -> Vec<(AskedAddress, LinkVerdict)> {
    let asker = PoliteAsker { client, turns: HostTurns::default() };
    let hosts: Vec<&Vec<AskedAddress>> = by_host.values().collect();
    let next = AtomicUsize::new(0);
    let verdicts = Mutex::new(Vec::new());
    let work = || {
        while let Some(addresses) = hosts.get(next.fetch_add(1, Ordering::Relaxed)) {
            let mut silence = HostSilence::default();
            for address in *addresses {
                let verdict = silence.verdict().unwrap_or_else(|| judge(&address.url, &asker));
                silence.add(&verdict);
                verdicts.lock().unwrap_or_else(PoisonError::into_inner).push((address.clone(), verdict));
                tick();
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..HOSTS_AT_ONCE.min(hosts.len()) {
            scope.spawn(work);
        }
    });
    let mut verdicts = verdicts.into_inner().unwrap_or_else(PoisonError::into_inner);
    verdicts.sort_by(|(one, _), (other, _)| one.url.cmp(&other.url));
    verdicts
}

/// Asks in turn.
struct PoliteAsker<'c> {
    client: &'c HttpClient,
    turns: HostTurns,
}

impl LinkAsker for PoliteAsker<'_> {
    fn ask(&self, method: HttpMethod, url: &str) -> Result<HttpAnswer, HttpFailure> {
        // What is not sent takes no turn.
        if lacks_tls_for(url) {
            return Err(HttpFailure::NoTls);
        }
        let wait = self.turns.take(&host_of(url).unwrap_or_default(), Instant::now());
        self.wait(wait);
        self.client.ask(method, url)
    }

    fn wait(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

/// What is known of a host that does not answer: no address of it need be asked then.
#[derive(Debug, Default)]
struct HostSilence {
    /// The last verdict, where it was that there is no answer; and how many of these there were one after the other.
    last: Option<LinkVerdict>,
    count: usize,
}

impl HostSilence {
    /// The verdict on all further addresses.
    fn verdict(&self) -> Option<LinkVerdict> {
        let is_known = self.last == Some(LinkVerdict::NoHost) || self.count >= MOST_SILENCE;
        self.last.clone().filter(|_| is_known)
    }

    fn add(&mut self, verdict: &LinkVerdict) {
        let is_silence = matches!(verdict, LinkVerdict::NoHost | LinkVerdict::NoAnswer(_));
        self.count = if is_silence { self.count + 1 } else { 0 };
        self.last = is_silence.then(|| verdict.clone());
    }
}

/// When each host may be asked next: redirects lead from any host to any other.
#[derive(Default)]
struct HostTurns(Mutex<HashMap<String, Instant>>);

impl HostTurns {
    /// Takes the next turn of a host; how long it is until then.
    fn take(&self, host: &str, now: Instant) -> Duration {
        let mut free = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let turn = free.get(host).copied().unwrap_or(now).max(now);
        free.insert(host.to_owned(), turn + GAP);
        turn - now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_that_does_not_answer_is_left_in_peace() {
        let no_answer = || LinkVerdict::NoAnswer("late".to_owned());
        let mut silence = HostSilence::default();
        let mut after = |verdict: LinkVerdict| {
            silence.add(&verdict);
            silence.verdict()
        };
        assert_eq!(after(no_answer()), None);
        assert_eq!(after(LinkVerdict::Fine), None);
        assert_eq!(after(no_answer()), None);
        assert_eq!(after(no_answer()), Some(no_answer()));
        assert_eq!(after(LinkVerdict::Fine), None);
        assert_eq!(after(LinkVerdict::NoHost), Some(LinkVerdict::NoHost));
    }

    #[test]
    fn a_host_has_one_turn_after_the_other_and_hosts_do_not_wait_for_each_other() {
        let (turns, now) = (HostTurns::default(), Instant::now());
        assert_eq!(turns.take("a.io", now), Duration::ZERO);
        assert_eq!(turns.take("a.io", now), GAP);
        assert_eq!(turns.take("b.io", now), Duration::ZERO);
        assert_eq!(turns.take("a.io", now + GAP), GAP);
        assert_eq!(turns.take("a.io", now + GAP * 9), Duration::ZERO);
    }
}
