//! `syllabus check --external`: asks whether the addresses are there that the course links to on other sites. Each is asked once, in turn with others of
//! its host; those that were there are not asked again for a day. What stands behind `#` is not looked at.
//!
//! The variable `SYLLABUS_ASK_ONLY=127.0.0.1:PORT` sends all requests to one server, whatever host is named: for tests.

mod addresses;
mod diagnostics;
mod hosts;
mod remembered;
mod verdict;

use std::collections::BTreeMap;

use addresses::{AskedAddress, addresses};
use remembered::RememberedLinks;
use verdict::LinkVerdict;

use super::http::{HostReach, HttpClient};
use super::project::Project;
use crate::diagnostic::Diagnostic;
use crate::pipeline::{OutsideLink, Update};
use crate::report::Progress;

const ASK_ONLY: &str = "SYLLABUS_ASK_ONLY";

/// What was found out about links to other sites.
pub(super) struct ExternalCheck {
    /// One for each link of which there is something to say.
    pub diagnostics: Vec<Diagnostic>,
    /// What was asked, in a line.
    pub summary: String,
}

/// Asks for all addresses on other sites that the course links to.
pub(super) fn check_external(update: &Update, project: &Project, progress: &Progress) -> ExternalCheck {
    let links = update.outside_links();
    let mut by_host = addresses(&links);
    let mut remembered = RememberedLinks::open(project.cache.as_deref());
    let known = take_known(&mut by_host, &remembered);
    let reach = std::env::var(ASK_ONLY).ok().and_then(|server| server.parse().ok()).map(HostReach::Only);
    progress.stage("links", by_host.values().map(Vec::len).sum());
    let client = HttpClient::new(reach.unwrap_or(HostReach::Public));
    let asked = hosts::ask_all(&client, &by_host, &|| progress.tick());
    progress.done();
    asked.iter().for_each(|(address, verdict)| remembered.add(&address.url, verdict));
    remembered.save();
    told(&links, project, &asked, &known)
}

/// Takes out the addresses whose verdicts are known.
fn take_known(
    by_host: &mut BTreeMap<String, Vec<AskedAddress>>,
    remembered: &RememberedLinks,
) -> Vec<(AskedAddress, LinkVerdict)> {
    let mut known = Vec::new();
    for addresses in by_host.values_mut() {
        addresses.retain(|address| match remembered.verdict(&address.url) {
            Some(verdict) => {
                known.push((address.clone(), verdict));
                false
            }
            None => true,
        });
    }
    by_host.retain(|_, addresses| !addresses.is_empty());
    known
}

fn told(
    links: &[OutsideLink],
    project: &Project,
    asked: &[(AskedAddress, LinkVerdict)],
    known: &[(AskedAddress, LinkVerdict)],
) -> ExternalCheck {
    let count = |is: fn(&LinkVerdict) -> bool| asked.iter().filter(|(_, verdict)| is(verdict)).count();
    let no_tls = count(|verdict| *verdict == LinkVerdict::NoTls);
    let reached = asked.len() - no_tls;
    let answered = count(|verdict| matches!(verdict, LinkVerdict::Fine | LinkVerdict::Moved(_) | LinkVerdict::Gone(_)));
    let no_host = count(|verdict| *verdict == LinkVerdict::NoHost);
    // Where no name is known, it is the network that is missing, not the hosts.
    let is_offline = answered == 0 && known.is_empty() && no_host > 0 && no_host == reached;
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    if !is_offline {
        for (address, verdict) in asked.iter().chain(known) {
            let verdict = doubted(&address.url, verdict, project);
            let places = address.links.iter().filter_map(|link| links.get(*link));
            diagnostics.extend(places.filter_map(|link| diagnostics::of_link(link, &verdict)));
        }
    }
    diagnostics.extend((no_tls > 0).then(|| diagnostics::no_tls(no_tls)));
    diagnostics.extend(is_offline.then(|| diagnostics::no_network(reached)));
    let gone = count(|verdict| matches!(verdict, LinkVerdict::Gone(_) | LinkVerdict::NoHost));
    let parts = [
        (if is_offline { 0 } else { gone }, "gone"),
        (count(|verdict| matches!(verdict, LinkVerdict::Moved(_))), "moved"),
        (count(|verdict| matches!(verdict, LinkVerdict::Unknown(_) | LinkVerdict::NoAnswer(_))), "unknown"),
        (known.len(), "known from before"),
        (no_tls, "with `https` not asked: this program was built without it"),
    ];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("; {count} {what}"));
    let summary = match is_offline {
        true => "no host of other sites can be reached from here".to_owned(),
        false if reached == 0 => "no address on other sites asked".to_owned(),
        false => format!("{} on other sites asked", diagnostics::addresses_counted(reached)),
    };
    ExternalCheck { diagnostics, summary: summary + &parts.collect::<String>() }
}

/// The verdict as far as it can be trusted: a repository that only its owners see is none for anybody else, and the course's own may be one.
fn doubted(url: &str, verdict: &LinkVerdict, project: &Project) -> LinkVerdict {
    let settings = &project.settings;
    let own = settings.repository.as_ref().or(settings.found.repository.as_ref());
    let is_own = own.is_some_and(|own| {
        let start = url.get(..own.len()).is_some_and(|start| start.eq_ignore_ascii_case(own));
        start && url.get(own.len()..).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    match verdict {
        LinkVerdict::Gone(why) if is_own => {
            LinkVerdict::Unknown(format!("{why}, as for a repository that is not public"))
        }
        verdict => verdict.clone(),
    }
}
