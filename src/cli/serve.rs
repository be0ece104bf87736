//! `syllabus serve`: the course in the author's browser, as it is at this moment. The same updates as `watch`; pages are made when they
//! are asked for, and nothing is written but the author's choice of a repair.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::project::{self, Project, ProjectError};
use super::show::TemplateFault;
use super::{ExitStatus, SharedArgs, show};
use crate::diagnostic::{Diagnostic, Severity};
use crate::path::SourcePath;
use crate::pipeline::{self, Pipeline, PipelineError};
use crate::preview::client;
use crate::preview::facts;
use crate::preview::live::{LivePreview, PreviewSettings};
use crate::preview::server::{Notifier, Problem, ServeError, Server, ServerEvent, ServerSettings, network_address, qr};
use crate::preview::watch::{self, ChangedPaths, SourceWatcher, WatchError};
use crate::report::{Progress, SourceTexts};

/// How often is tried again what could not be opened: what it waits for may lie where nothing is watched.
const RETRY: Duration = Duration::from_secs(1);

/// Preview in the browser while writing
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
}

pub(super) fn run(args: &ServeArgs, shared: &SharedArgs) -> ExitStatus {
    let opened = project::load_project(args.source.as_deref(), None, shared);
    let opened = match opened {
        Ok(opened) => opened,
        Err(refused) => return refused.show(shared),
    };
    let settings = ServerSettings { host: args.host.clone(), port: args.port, script: client::script() };
    let server = match Server::bind(settings) {
        Ok(server) => server,
        Err(error) => return refuse(&error),
    };
    // Watching begins before anything is read, so that an edit meanwhile is not missed.
    let mut watch = match SourceWatcher::new(&opened.watched(), &opened.output, args.poll) {
        Ok(watch) => watch,
        Err(WatchError(message)) => {
            show::error(&message, "serve a smaller folder, raise the limit, or use `--poll`");
            return ExitStatus::Failed;
        }
    };
    if let Some(notice) = watch.notice() {
        show::notice(&notice);
    }
    let (stop_watch, stop_server) = (watch.stopper(), server.stopper());
    // Where the signal cannot be caught, the process ends as it always would.
    let _ = ctrlc::set_handler(move || {
        stop_watch.stop();
        stop_server.stop();
    });
    announce(&server, args, shared);
    let live = Arc::new(LivePreview::new(watch.view_signal()));
    let session = ServeSession {
        source: args.source.clone(),
        pipeline: opened.pipeline().summaries_only(),
        project: opened,
        live: Arc::clone(&live),
        notifier: server.bell(),
        missed: true,
        refused: None,
        reported: Vec::new(),
    };
    let served = std::thread::scope(|scope| {
        let stop = watch.stopper();
        scope.spawn(move || session.run(watch, shared));
        let served = server.run(live);
        stop.stop();
        served
    });
    match served {
        Ok(()) => ExitStatus::Done,
        Err(error) => refuse(&error),
    }
}

/// Where the course is to be seen.
fn announce(server: &Server, args: &ServeArgs, shared: &SharedArgs) {
    let addresses = server.addresses();
    let own = addresses.iter().find(|address| address.is_ipv4()).or(addresses.first());
    let Some(port) = own.map(std::net::SocketAddr::port) else { return };
    let open = |host: &str| format!("http://{host}:{port}/");
    let is_public = own.is_some_and(|address| address.ip().is_unspecified());
    let here = match own {
        Some(address) if !is_public && !address.ip().is_loopback() => format!("http://{address}/"),
        _ => open("127.0.0.1"),
    };
    // Told even to who wants no summary: it may be known to nobody else.
    show::line(&format!("serving on {here}, until Ctrl-C"));
    if is_public {
        show::notice("anyone on this network can read the course while it is served");
        if let Some(address) = network_address() {
            let there = if address.is_ipv6() { open(&format!("[{address}]")) } else { open(&address.to_string()) };
            show::line(&format!("on the network: {there}"));
            if let Some(code) = qr(&there).filter(|_| !shared.quiet && std::io::stderr().is_terminal()) {
                show::line(&code);
            }
        }
    }
    if args.open && ::open::that_detached(&here).is_err() {
        show::notice("no browser could be opened; open the address yourself");
    }
}

fn refuse(error: &ServeError) -> ExitStatus {
    match error {
        ServeError::Taken { port, free } => {
            let help = match free {
                Some(free) => format!("another program, perhaps another preview, listens there; take `--port {free}`"),
                None => "another program listens there; name another one with `--port`".to_owned(),
            };
            show::error(&format!("port {port} is taken"), &help);
        }
        ServeError::Failed(message) => show::error(message, "name another address with `--host`, or another `--port`"),
    }
    ExitStatus::Failed
}

/// What lives from one edit to the next.
struct ServeSession {
    source: Option<PathBuf>,
    project: Project,
    pipeline: Pipeline,
    live: Arc<LivePreview>,
    notifier: Notifier,
    /// Whether changes were not taken in: the next update must look at everything.
    missed: bool,
    /// Why the configuration that was last written is not the one gone by.
    refused: Option<Problem>,
    /// What the author was told already.
    reported: Vec<Diagnostic>,
}

impl ServeSession {
    fn run(mut self, mut watch: SourceWatcher, shared: &SharedArgs) {
        self.update(shared, None);
        loop {
            let changes = match watch.next(self.refused.as_ref().map(|_| RETRY)) {
                watch::WatchEvent::Changes(changes) => changes,
                watch::WatchEvent::Rest => ChangedPaths::default(),
                watch::WatchEvent::Stopped => return,
            };
            if let Some(notice) = watch.notice() {
                show::notice(&notice);
            }
            let was_refused = self.refused.is_some();
            let is_of_settings = changes.touches(&self.project.settings_files());
            if was_refused || is_of_settings {
                self.reopen(shared, &mut watch);
            }
            // With a configuration that cannot be used, chapters are shown by the one before.
            let is_mended = was_refused && self.refused.is_none();
            let is_unusable = is_of_settings && self.refused.is_some();
            if is_mended || !(changes.paths.is_empty() || is_unusable) {
                self.update(shared, Some(&changes));
            }
        }
    }

    /// Goes by the configuration and the theme as they are now, if they can be used.
    fn reopen(&mut self, shared: &SharedArgs, watch: &mut SourceWatcher) {
        match project::load_project(self.source.as_deref(), None, shared) {
            Ok(opened) => {
                opened.reset(&mut self.pipeline);
                watch.follow(&opened.watched());
                self.project = opened;
                (self.missed, self.refused) = (true, None);
            }
            Err(refused) => {
                let problem = refused_problem(&refused, &self.project);
                if self.refused.as_ref() != Some(&problem) {
                    refused.show(shared);
                    self.refused = Some(problem);
                    self.fail(Vec::new());
                }
            }
        }
    }

    fn update(&mut self, shared: &SharedArgs, changes: Option<&ChangedPaths>) {
        let start = Instant::now();
        let progress = Progress::new(!shared.quiet && changes.is_none());
        let scope = changes.filter(|_| !self.missed).map_or(pipeline::Changes::All, pipeline::Changes::from);
        let updated = self.pipeline.update(&scope, &progress);
        progress.done();
        self.missed = updated.is_err();
        match updated {
            Ok(update) => {
                let update = Arc::new(update);
                let edited = self.live.show(Arc::clone(&update), self.desk(), self.refused.iter().cloned().collect());
                self.notifier.notify(ServerEvent { edited });
                show::show_new_diagnostics(changes.map(|_| self.reported.as_slice()), &update, &self.project, shared);
                self.reported = update.diagnostics().to_vec();
                if changes.is_none() {
                    show::read(&update, &self.project, shared, start.elapsed());
                }
            }
            Err(error) => {
                show::pipeline_error(&error, &self.project, shared);
                self.fail(vec![pipeline_problem(&error, &self.project)]);
            }
        }
    }

    fn fail(&self, problems: Vec<Problem>) {
        self.live.fail(self.refused.iter().cloned().chain(problems).collect());
        self.notifier.notify(ServerEvent::default());
    }

    fn desk(&self) -> PreviewSettings {
        let config = self.project.config.clone();
        PreviewSettings {
            config: config.unwrap_or_else(|| project::folder_of(&self.project.source).join("syllabus.toml")),
            editor: self.project.editor.clone(),
        }
    }
}

const GOES_ON: &str = "the preview goes on by itself when the folder is there again";

/// Why there is no configuration to go by, as the page's overlay tells it.
fn refused_problem(refused: &ProjectError, opened: &Project) -> Problem {
    match refused {
        ProjectError::Config(found) => {
            let fault = found.notices.iter().find(|notice| notice.severity == Severity::Error);
            let name = SourcePath::new(found.path.file_name().unwrap_or_default().to_string_lossy());
            let text = Arc::clone(&found.text);
            let texts = move |_: &SourcePath| Some(Arc::clone(&text));
            match fault {
                Some(fault) => in_file(&fault.clone().in_file(&name), &texts, Some(&found.path), opened),
                None => facts::sentence("the configuration has errors", ""),
            }
        }
        ProjectError::Plain { message, .. } if !opened.source.exists() => facts::sentence(message, GOES_ON),
        ProjectError::Plain { message, help, .. } => facts::sentence(message, help),
    }
}

/// Why there is no course, as the page's overlay tells it.
fn pipeline_problem(error: &PipelineError, opened: &Project) -> Problem {
    match error {
        PipelineError::Source(fault) => facts::sentence(&fault.to_string(), GOES_ON),
        PipelineError::Template(error) => {
            let fault = TemplateFault::new(error, opened);
            let text = fault.text.clone();
            in_file(&fault.diagnostic, &move |_: &SourcePath| text.clone(), fault.path.as_deref(), opened)
        }
    }
}

fn in_file(diagnostic: &Diagnostic, texts: &dyn SourceTexts, path: Option<&Path>, opened: &Project) -> Problem {
    let path = path.map(|path| path.canonicalize().unwrap_or_else(|_| path.to_owned()));
    facts::problem(diagnostic, texts, path.as_deref(), opened.editor.as_deref())
}
