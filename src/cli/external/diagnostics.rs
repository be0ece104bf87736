//! The diagnostics of links that lead out of the course. Each message is made by one function.

use super::verdict::LinkVerdict;
use crate::cli::http::HTTPS_HELP;
use crate::diagnostic::{Code, Diagnostic};
use crate::pipeline::OutsideLink;

/// What is to be said of a link; nothing where it is fine, or not asked for want of TLS, which is said once.
pub(super) fn of_link(link: &OutsideLink, verdict: &LinkVerdict) -> Option<Diagnostic> {
    let diagnostic = match verdict {
        LinkVerdict::Fine | LinkVerdict::NoTls => return None,
        LinkVerdict::Moved(to) => moved(link, to),
        LinkVerdict::Gone(why) => gone(link, why),
        LinkVerdict::NoHost => gone(link, "there is no host of this name"),
        LinkVerdict::Unknown(why) | LinkVerdict::NoAnswer(why) => unknown(link, why),
    };
    Some(diagnostic.in_file(&link.source))
}

fn gone(link: &OutsideLink, why: &str) -> Diagnostic {
    Diagnostic::new(Code::GoneLink, link.span, format!("`{}` leads nowhere: {why}", link.href))
        .help("correct the address, or link to a copy that an archive of the web has kept")
}

fn moved(link: &OutsideLink, to: &str) -> Diagnostic {
    let fragment = link.href.find('#').and_then(|at| link.href.get(at..)).unwrap_or_default();
    Diagnostic::new(Code::MovedLink, link.span, format!("`{}` has moved for good", link.href))
        .help(format!("write `{to}{fragment}`"))
}

fn unknown(link: &OutsideLink, why: &str) -> Diagnostic {
    Diagnostic::new(Code::UnknownLink, link.span, format!("nobody can tell whether `{}` is there: {why}", link.href))
        .help("open it in a browser")
}

/// The one for all addresses that cannot be asked for want of TLS.
pub(super) fn no_tls(addresses: usize) -> Diagnostic {
    let message = format!("{} with `https` not asked: this program was built without it", addresses_counted(addresses));
    Diagnostic::of_file(Code::UnknownLink, message).help(HTTPS_HELP)
}

/// The one for a machine that reaches no host at all.
pub(super) fn no_network(addresses: usize) -> Diagnostic {
    let message = format!("{} not asked: no host can be reached from here", addresses_counted(addresses));
    Diagnostic::of_file(Code::UnknownLink, message)
        .help("look whether there is a network, and whether a proxy must be named in `HTTPS_PROXY`")
}

/// `1 address`, `2 addresses`.
pub(super) fn addresses_counted(count: usize) -> String {
    format!("{count} address{}", if count == 1 { "" } else { "es" })
}
