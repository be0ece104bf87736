//! `syllabus serve`: shows the current course in the author's browser. It uses the same session as `watch`; pages are made when they are
//! requested, and nothing is written except an author's choice of a repair and a fix that its author asks for.

use std::io::IsTerminal;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::{ExitStatus, FormatArg, SharedArgs, SiteArgs};
use super::project::{self, Project, ProjectError};
use super::session::{ChangeSource, Session, SessionEvent, WhileRefused};
use super::show::{self, DiagnosticLog, FaultLog, Rebuild};
use super::template_fault::TemplateFault;
use crate::diagnostic::{Diagnostic, Severity};
use crate::path::SourcePath;
use crate::pipeline::PipelineError;
use crate::preview::client;
use crate::preview::facts;
use crate::preview::live::{LivePreview, PreviewSettings};
use crate::preview::server::{Notifier, Problem, ServeError, Server, ServerEvent, ServerSettings, network_address, qr};
use crate::preview::watch::{SourceWatcher, WatchError};
use crate::report::SourceTexts;

/// Preview in the browser while writing
///
/// Ctrl-C stops it. Pages are made when they are asked for, and an edit takes its place on the page while you look at it. Nothing is written into
/// your folder but a repair that you choose on the page, which goes into `syllabus.toml`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: syllabus serve chapters")]
pub(super) struct ServeArgs {
    /// A folder of chapters, or one file [default: `[build] source`, else `chapters`, else `.`]
    source: Option<PathBuf>,
    /// The port to listen on
    #[arg(long, default_value_t = 4000)]
    port: u16,
    /// The address to listen on; 0.0.0.0 lets a phone on the same network look, too
    #[arg(long, default_value = "127.0.0.1")]
    host: String,
    /// Open the browser
    #[arg(long)]
    open: bool,
    /// Look for changes twice a second, for network and container mounts where no events arrive
    #[arg(long)]
    poll: bool,
    #[command(flatten)]
    site: SiteArgs,
}

pub(super) fn run(args: &ServeArgs, shared: &SharedArgs) -> ExitStatus {
    let load = || {
        let mut project = project::load_project(args.source.as_deref(), None, shared)?.with_site_args(&args.site)?;
        // A browser that keeps pages would show an author yesterday's.
        project.settings.is_offline = false;
        Ok(project)
    };
    let project = match load() {
        Ok(project) => project,
        Err(error) => return show::project_error(&error, shared),
    };
    let settings = ServerSettings { host: args.host.clone(), port: args.port, script: client::script() };
    let server = match Server::bind(settings) {
        Ok(server) => server,
        Err(error) => return show_serve_error(&error, shared),
    };
    // Watching begins before anything is read, so that no edit is missed.
    let mut watcher = match SourceWatcher::new(&project.watched(), &project.output, args.poll) {
        Ok(watcher) => watcher,
        Err(WatchError(message)) => {
            let help = "serve a smaller folder, raise the limit, or use `--poll`";
            return show::refuse(ExitStatus::Failed, &message, help, shared);
        }
    };
    watcher.leave_out(&show::own_files());
    let (stop_watching, stop_server) = (watcher.stopper(), server.stopper());
    // If the signal cannot be caught, Ctrl-C ends the process as usual.
    let _ = ctrlc::set_handler(move || {
        stop_watching.stop();
        stop_server.stop();
    });
    let address = PreviewAddress::of(&server.addresses());
    show::serving(&address.here, shared);
    if args.open && ::open::that_detached(&address.here).is_err() {
        show::notice("no browser could be opened; open the address yourself", shared);
    }
    let stop_watching = watcher.stopper();
    let live = Arc::new(LivePreview::new(watcher.view_signal()));
    let preview = CoursePreview { live: Arc::clone(&live), notifier: server.notifier() };
    let pipeline = project.pipeline().summaries_only();
    let session = Session::new(project, pipeline, watcher, load, WhileRefused::UsePrevious, shared.shows_progress());
    let served = std::thread::scope(|scope| {
        scope.spawn(move || preview.run(session, address, shared));
        let served = server.run(live);
        stop_watching.stop();
        served
    });
    match served {
        Ok(()) => ExitStatus::Done,
        Err(error) => show_serve_error(&error, shared),
    }
}

/// Where the preview can be opened.
#[derive(Debug, PartialEq, Eq)]
struct PreviewAddress {
    /// On this machine.
    here: String,
    /// Whether others on the network reach it, too.
    is_public: bool,
    port: u16,
}

impl PreviewAddress {
    /// From the addresses on which the server listens.
    fn of(listening: &[SocketAddr]) -> PreviewAddress {
        // More programs understand the address of the older protocol, where there are both.
        let own = listening.iter().find(|address| address.is_ipv4()).or(listening.first());
        let port = own.map_or(0, SocketAddr::port);
        let is_public = own.is_some_and(|address| address.ip().is_unspecified());
        let ip = match own.map(SocketAddr::ip) {
            Some(ip) if !ip.is_unspecified() => ip,
            // Not every system answers requests of the older protocol there.
            Some(IpAddr::V6(_)) => IpAddr::V6(Ipv6Addr::LOCALHOST),
            _ => IpAddr::V4(Ipv4Addr::LOCALHOST),
        };
        PreviewAddress { here: url(ip, port), is_public, port }
    }

    /// Tells all there is to tell about it, the address last.
    fn announce(&self, shared: &SharedArgs) {
        if self.is_public {
            show::notice("anyone on this network can read the course while it is served", shared);
            if let Some(ip) = network_address() {
                let there = url(ip, self.port);
                let is_drawn =
                    shared.format == FormatArg::Human && shared.shows_progress() && std::io::stderr().is_terminal();
                if let Some(code) = qr(&there).filter(|_| is_drawn) {
                    show::line(&code);
                }
                show::serving_network(&there, shared);
            }
        }
        // A program has it already.
        if shared.format != FormatArg::Json {
            show::serving(&self.here, shared);
        }
    }
}

fn url(ip: IpAddr, port: u16) -> String {
    format!("http://{}/", SocketAddr::new(ip, port))
}

fn show_serve_error(error: &ServeError, shared: &SharedArgs) -> ExitStatus {
    let (message, help) = match error {
        ServeError::Taken { port, free } => {
            let help = match free {
                Some(free) => format!("another program, perhaps another preview, listens there; take `--port {free}`"),
                None => "another program listens there; name another one with `--port`".to_owned(),
            };
            (format!("port {port} is taken"), help)
        }
        ServeError::Failed(message) => {
            (message.clone(), "name another address with `--host`, or another `--port`".to_owned())
        }
    };
    show::refuse(ExitStatus::Failed, &message, &help, shared)
}

/// The preview that a session keeps up to date.
struct CoursePreview {
    live: Arc<LivePreview>,
    notifier: Notifier,
}

impl CoursePreview {
    /// Shows the events of `session` until it is stopped.
    fn run<S, L>(&self, mut session: Session<S, L>, address: PreviewAddress, shared: &SharedArgs)
    where
        S: ChangeSource,
        L: FnMut() -> Result<Project, ProjectError>,
    {
        let (mut log, mut faults) = (DiagnosticLog::default(), FaultLog::default());
        // Said again below all that the first update has to tell: what is looked for is the last line.
        let mut address = Some(address);
        loop {
            let event = session.next();
            let is_begun = !matches!(event, SessionEvent::Notice(_) | SessionEvent::Stopped);
            let project = &session.project;
            let refusal = session.refusal().map(|error| refusal_problem(error, project));
            match event {
                SessionEvent::Notice(notice) => show::notice(&notice, shared),
                SessionEvent::Updated { update, changes, started } => {
                    let update = Arc::new(*update);
                    let problems = refusal.into_iter().collect();
                    let edited = self.live.show(Arc::clone(&update), preview_settings(project), problems);
                    self.notifier.notify(ServerEvent { edited });
                    faults.mended();
                    let rebuild = Rebuild { changes: changes.as_ref(), written: None, took: started.elapsed() };
                    log.show_read(&update, project, shared, &rebuild);
                }
                SessionEvent::Failed(error) => {
                    log.failed();
                    faults.show(error.to_string(), || show::pipeline_error(&error, project, shared));
                    self.fail(refusal.into_iter().chain([pipeline_problem(&error, project)]).collect());
                }
                SessionEvent::Refused(error) => {
                    log.failed();
                    show::project_error(&error, shared);
                    self.fail(refusal.into_iter().collect());
                }
                SessionEvent::AtRest => {}
                SessionEvent::Stopped => return,
            }
            address.take_if(|_| is_begun).inspect(|address| address.announce(shared));
        }
    }

    /// Shows problems above the pages, which stay as they were.
    fn fail(&self, problems: Vec<Problem>) {
        self.live.fail(problems);
        self.notifier.notify(ServerEvent::default());
    }
}

fn preview_settings(project: &Project) -> PreviewSettings {
    let config = project.config.clone();
    PreviewSettings {
        config: config.unwrap_or_else(|| project::folder_of(&project.source).join("syllabus.toml")),
        editor: project.editor.clone(),
    }
}

/// The help for a problem that ends when the folder exists again.
const RESUMES_HELP: &str = "the preview goes on by itself when the folder is there again";

/// The problem for the preview's overlay: why the project cannot be loaded.
fn refusal_problem(error: &ProjectError, project: &Project) -> Problem {
    match error {
        ProjectError::Config(file) => {
            let diagnostic = file.notices.iter().find(|notice| notice.severity == Severity::Error);
            let name = SourcePath::new(file.path.file_name().unwrap_or_default().to_string_lossy());
            let text = Arc::clone(&file.text);
            let texts = move |_: &SourcePath| Some(Arc::clone(&text));
            match diagnostic {
                Some(diagnostic) => in_file(&diagnostic.clone().in_file(&name), &texts, Some(&file.path), project),
                None => facts::problem_without_place("the configuration has errors", ""),
            }
        }
        ProjectError::Plain { message, .. } if !project.source.exists() => {
            facts::problem_without_place(message, RESUMES_HELP)
        }
        ProjectError::Plain { message, help, .. } => facts::problem_without_place(message, help),
    }
}

/// The problem for the preview's overlay: why the course cannot be read.
fn pipeline_problem(error: &PipelineError, project: &Project) -> Problem {
    match error {
        PipelineError::Source(fault) => facts::problem_without_place(&fault.to_string(), RESUMES_HELP),
        PipelineError::Template(error) => {
            let fault = TemplateFault::new(error, project);
            let text = fault.text.clone();
            in_file(&fault.diagnostic, &move |_: &SourcePath| text.clone(), fault.path.as_deref(), project)
        }
    }
}

fn in_file(diagnostic: &Diagnostic, texts: &dyn SourceTexts, path: Option<&Path>, project: &Project) -> Problem {
    let path = path.map(|path| path.canonicalize().unwrap_or_else(|_| path.to_owned()));
    facts::problem(diagnostic, texts, path.as_deref(), project.editor.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_that_is_told_is_one_that_answers() {
        for (listening, here, is_public) in [
            (&["127.0.0.1:4000"][..], "http://127.0.0.1:4000/", false),
            (&["[::1]:4000"], "http://[::1]:4000/", false),
            (&["[::1]:4000", "127.0.0.1:4000"], "http://127.0.0.1:4000/", false),
            (&["127.0.0.2:4000"], "http://127.0.0.2:4000/", false),
            (&["192.168.1.2:80"], "http://192.168.1.2:80/", false),
            (&["[fd00::2]:80"], "http://[fd00::2]:80/", false),
            (&["0.0.0.0:4000"], "http://127.0.0.1:4000/", true),
            (&["[::]:4000"], "http://[::1]:4000/", true),
        ] {
            let addresses: Vec<SocketAddr> = listening.iter().map(|one| one.parse().expect("an address")).collect();
            let told = PreviewAddress::of(&addresses);
            assert_eq!((told.here.as_str(), told.is_public), (here, is_public));
        }
    }
}
