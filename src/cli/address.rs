//! Where a site will be found, and where its chapters are kept: from the command line, the configuration, a file `CNAME`, the environment of a
//! runner, and the remote of the git repository, in this order. Reads files and variables, and never runs git. What is only found out decides
//! no key in a student's browser.

use std::env;
use std::fmt;
use std::path::{Path, PathBuf};

use super::files::{plain_file, real};
use crate::config;

/// Where an address comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AddressSource {
    /// `--base-url`
    CommandLine,
    /// `[publish] base_url`
    Config,
    /// A file `CNAME`, as GitHub Pages has it for a domain of one's own.
    Cname,
    /// The environment of GitHub Actions, GitLab CI or Netlify.
    Runner,
    /// The remote of the git repository, on GitHub.
    Remote,
}

impl fmt::Display for AddressSource {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            AddressSource::CommandLine => "--base-url",
            AddressSource::Config => "[publish] base_url",
            AddressSource::Cname => "CNAME",
            AddressSource::Runner => "the runner",
            AddressSource::Remote => "the git remote",
        })
    }
}

/// The address of a site, ending in `/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SiteAddress {
    pub url: String,
    pub from: AddressSource,
}

impl SiteAddress {
    /// Whether the configuration names it.
    pub fn is_configured(&self) -> bool {
        self.from == AddressSource::Config
    }
}

/// What is found out about a course.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FoundAddress {
    /// Where its site will be found.
    pub site: Option<SiteAddress>,
    /// The repository's address on the web.
    pub repository: Option<String>,
    /// What told the repository's address.
    pub repository_from: Option<AddressSource>,
}

/// What is found out about the course in `source`, whose configuration stands in `base`.
pub(super) fn find_address(source: &Path, base: &Path) -> FoundAddress {
    let variable = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    let runner = Runner::of(&variable, source);
    let of_runner = runner.repository.map(|address| (address, AddressSource::Runner));
    let repository = of_runner.or_else(|| Some((remote_address(source)?, AddressSource::Remote)));
    let (repository, repository_from) = repository.unzip();
    let of_cname = [source, base].into_iter().find_map(cname).map(|url| (url, AddressSource::Cname));
    let found = of_cname
        .or_else(|| runner.site.map(|url| (url, AddressSource::Runner)))
        .or_else(|| Some((pages_address(repository.as_deref()?)?, AddressSource::Remote)));
    FoundAddress { site: found.map(|(url, from)| SiteAddress { url, from }), repository, repository_from }
}

/// The address that a file `CNAME` in a folder names.
fn cname(folder: &Path) -> Option<String> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let bytes = plain_file(&folder.join("CNAME")).ok()?;
    domain_of(std::str::from_utf8(&bytes).ok()?).map(|domain| format!("https://{domain}/"))
}

/// The domain in the text of a file `CNAME`: its only line, in lower case.
fn domain_of(text: &str) -> Option<String> {
    let domain = text.trim().trim_start_matches('\u{feff}').to_ascii_lowercase();
    let is_label = |label: &str| {
        !label.is_empty() && !label.starts_with('-') && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    (domain.contains('.') && domain.len() <= 253 && domain.split('.').all(is_label)).then_some(domain)
}

/// What the environment of a runner tells.
#[derive(Debug, Default, PartialEq)]
struct Runner {
    site: Option<String>,
    repository: Option<String>,
}

impl Runner {
    /// From the variables of a runner, as far as it works on the repository in which the course is.
    fn of(variable: &impl Fn(&str) -> Option<String>, source: &Path) -> Runner {
        let works_on = |name: &str| {
            let folder = variable(name).and_then(|folder| PathBuf::from(folder).canonicalize().ok());
            folder.zip(real(source)).is_some_and(|(folder, source)| source.starts_with(folder))
        };
        if variable("GITHUB_ACTIONS").is_some() && works_on("GITHUB_WORKSPACE") {
            let server = variable("GITHUB_SERVER_URL").unwrap_or_else(|| "https://github.com".to_owned());
            let repository = variable("GITHUB_REPOSITORY").and_then(|name| web_address(&format!("{server}/{name}")));
            return Runner { site: repository.as_deref().and_then(pages_address), repository };
        }
        if variable("GITLAB_CI").is_some() && works_on("CI_PROJECT_DIR") {
            let site = variable("CI_PAGES_URL").and_then(|url| config::base_url(&url));
            return Runner { site, repository: variable("CI_PROJECT_URL").and_then(|url| web_address(&url)) };
        }
        if variable("NETLIFY").is_some() {
            return Runner { site: variable("URL").and_then(|url| config::base_url(&url)), repository: None };
        }
        Runner::default()
    }
}

/// The folder of the git repository that holds a file or folder.
pub(super) fn repository_folder(path: &Path) -> Option<PathBuf> {
    let real = real(path)?;
    real.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned)
}

/// The web address of the remote `origin` of the repository that holds a folder; of its only remote, where that has another name.
fn remote_address(folder: &Path) -> Option<String> {
    let root = repository_folder(folder)?;
    let config = plain_file(&git_folder(&root)?.join("config")).ok()?;
    web_address(&remote_url(&String::from_utf8_lossy(&config))?)
}

/// The folder of git's own files, which all working trees of a repository share. In a working tree beside another one, and in a submodule, `.git` is a file that names it.
pub(super) fn git_folder(root: &Path) -> Option<PathBuf> {
    let at = root.join(".git");
    if at.is_dir() {
        return Some(at);
    }
    let text = String::from_utf8(plain_file(&at).ok()?).ok()?;
    let named = root.join(text.trim().strip_prefix("gitdir:")?.trim());
    let common = plain_file(&named.join("commondir")).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    Some(common.map_or(named.clone(), |common| named.join(common.trim())))
}

/// The url of a remote in the text of git's configuration.
fn remote_url(config: &str) -> Option<String> {
    let mut remotes: Vec<(&str, &str)> = Vec::new();
    let mut remote = None;
    for line in config.lines().map(str::trim) {
        if line.starts_with('[') {
            let name = line.strip_prefix("[remote \"").and_then(|rest| rest.strip_suffix("\"]"));
            remote = name;
        } else if let (Some(remote), Some((key, url))) = (remote, line.split_once('='))
            && key.trim().eq_ignore_ascii_case("url")
        {
            remotes.push((remote, url.trim()));
        }
    }
    let origin = remotes.iter().find(|(name, _)| *name == "origin");
    let only = remotes.first().filter(|_| remotes.len() == 1);
    origin.or(only).map(|(_, url)| (*url).to_owned())
}

/// Hosts by which servers are reached with ssh where its port is closed, and other names; and the hosts of their pages.
const OTHER_HOSTS: &[(&str, &str)] = &[
    ("ssh.github.com", "github.com"),
    ("www.github.com", "github.com"),
    ("altssh.gitlab.com", "gitlab.com"),
    ("www.gitlab.com", "gitlab.com"),
    ("altssh.bitbucket.org", "bitbucket.org"),
];

/// The web address of a repository from the url of a remote, without a user's name or password; none of one that is on no server.
fn web_address(url: &str) -> Option<String> {
    let (host, path) = match url.split_once("://") {
        Some((scheme, rest)) => {
            let scheme = scheme.to_ascii_lowercase();
            let usual_port = match scheme.as_str() {
                "https" => ":443",
                "http" => ":80",
                "ssh" | "git" => "",
                _ => return None,
            };
            let (host, path) = rest.split_once('/')?;
            let host = host.rsplit('@').next()?;
            // The port of ssh is none of the web's.
            let host = if usual_port.is_empty() { host.split(':').next()? } else { host };
            (host.strip_suffix(usual_port).unwrap_or(host), path)
        }
        None => {
            // `git@host:path`, as scp writes it. A letter of a drive is no host.
            let (host, path) = url.split_once(':')?;
            if host.contains(['/', '\\']) || host.len() < 2 {
                return None;
            }
            (host.rsplit('@').next()?, path)
        }
    };
    let path = path.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    let is_plain =
        |text: &str| !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || "<>\"\\@?#".contains(c));
    let host = host.to_ascii_lowercase();
    let host = OTHER_HOSTS.iter().find(|(other, _)| *other == host).map_or(host.as_str(), |(_, host)| host);
    let has_dots = path.split('/').any(|part| part.is_empty() || part == "." || part == "..");
    (host.contains('.') && is_plain(host) && is_plain(path) && !has_dots).then(|| format!("https://{host}/{path}"))
}

/// Where GitHub Pages shows the site of a repository, as [GitHub says](https://docs.github.com/pages): `owner/owner.github.io` at the root of its own
/// host, any other below it. None where the repository is not on GitHub.
fn pages_address(repository: &str) -> Option<String> {
    let (owner, name) = repository.strip_prefix("https://github.com/")?.split_once('/')?;
    if owner.is_empty() || name.is_empty() || name.contains('/') {
        return None;
    }
    let host = format!("{}.github.io", owner.to_ascii_lowercase());
    Some(if name.eq_ignore_ascii_case(&host) { format!("https://{host}/") } else { format!("https://{host}/{name}/") })
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::fs;

    use super::*;

    #[test]
    fn remotes_become_web_addresses_without_what_is_private() {
        for (url, address) in [
            ("https://github.com/ada/engine.git", Some("https://github.com/ada/engine")),
            ("https://ada:secret@GitHub.com/ada/engine", Some("https://github.com/ada/engine")),
            ("https://x-access-token:ghs_1@github.com/ada/engine", Some("https://github.com/ada/engine")),
            ("git@github.com:ada/engine.git", Some("https://github.com/ada/engine")),
            ("ssh://git@ssh.github.com:443/ada/engine.git", Some("https://github.com/ada/engine")),
            ("HTTPS://www.github.com:443/ada/engine", Some("https://github.com/ada/engine")),
            ("https://git.example.org:8443/ada/engine", Some("https://git.example.org:8443/ada/engine")),
            ("https://github.com/../engine", None),
            ("git@gitlab.com:group/sub/engine.git", Some("https://gitlab.com/group/sub/engine")),
            ("/srv/git/engine.git", None),
            ("../engine", None),
            ("file:///srv/engine", None),
            ("C:\\git\\engine", None),
            ("C:/git/engine", None),
            ("https://localhost/engine", None),
        ] {
            assert_eq!(web_address(url).as_deref(), address, "{url}");
        }
    }

    #[test]
    fn pages_of_a_user_are_at_the_root_and_those_of_a_project_below_it() {
        for (repository, address) in [
            ("https://github.com/Ada/Engine", Some("https://ada.github.io/Engine/")),
            ("https://github.com/Ada/ada.github.io", Some("https://ada.github.io/")),
            ("https://gitlab.com/ada/engine", None),
            ("https://github.com/ada", None),
        ] {
            assert_eq!(pages_address(repository).as_deref(), address, "{repository}");
        }
    }

    #[test]
    fn origin_is_the_remote_or_the_only_one() {
        let remote = |name: &str| format!("[remote \"{name}\"]\n\turl = git@github.com:a/{name}.git\n\tfetch = x\n");
        let core = "[core]\n\turl = none\n";
        assert_eq!(remote_url(core), None);
        assert_eq!(remote_url(&[core, &remote("x")].concat()).as_deref(), Some("git@github.com:a/x.git"));
        let two = [remote("upstream"), remote("origin")].concat();
        assert_eq!(remote_url(&two).as_deref(), Some("git@github.com:a/origin.git"));
        assert_eq!(remote_url(&[remote("x"), remote("y")].concat()), None);
    }

    #[test]
    fn a_domain_is_one_line() {
        assert_eq!(domain_of("Learn.Example.org\n").as_deref(), Some("learn.example.org"));
        for bad in ["", "localhost", "a.b\nc.d", "https://a.b", "a..b", "-a.b", "a b.c"] {
            assert_eq!(domain_of(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_runner_tells_of_the_repository_it_works_on_and_of_no_other() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().to_str().expect("UTF-8").to_owned();
        let runner = |variables: &[(&str, &str)], source: &Path| {
            let variables: HashMap<String, String> =
                variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            Runner::of(&|name: &str| variables.get(name).cloned(), source).site
        };
        let github =
            [("GITHUB_ACTIONS", "true"), ("GITHUB_WORKSPACE", path.as_str()), ("GITHUB_REPOSITORY", "ada/engine")];
        assert_eq!(runner(&github, folder.path()).as_deref(), Some("https://ada.github.io/engine/"));
        assert_eq!(runner(&github, Path::new("/")), None);
        let enterprise = [&github[..], &[("GITHUB_SERVER_URL", "https://git.example.org")]].concat();
        assert_eq!(runner(&enterprise, folder.path()), None);
        let gitlab = [
            ("GITLAB_CI", "true"),
            ("CI_PROJECT_DIR", path.as_str()),
            ("CI_PAGES_URL", "https://ada.gitlab.io/engine"),
        ];
        assert_eq!(runner(&gitlab, folder.path()).as_deref(), Some("https://ada.gitlab.io/engine/"));
        assert_eq!(
            runner(&[("NETLIFY", "1"), ("URL", "https://a.netlify.app")], folder.path()).as_deref(),
            Some("https://a.netlify.app/")
        );
        for bad in ["javascript:alert(1)", "https://ada:secret@a.org", "https://a.org/\"><script>"] {
            assert_eq!(runner(&[("NETLIFY", "1"), ("URL", bad)], folder.path()), None, "{bad}");
        }
    }

    #[test]
    fn a_file_in_place_of_the_folder_of_git_names_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
            fs::write(path, text).expect("a file");
        };
        write("main/.git/config", "[remote \"origin\"]\nurl = https://github.com/ada/engine\n");
        write("main/.git/worktrees/w/commondir", "../..\n");
        write("w/.git", "gitdir: ../main/.git/worktrees/w\n");
        write("w/deep/chapters/a.md", "# A\n");
        let of = |path: &str| remote_address(&folder.path().join(path));
        assert_eq!(of("main").as_deref(), Some("https://github.com/ada/engine"));
        assert_eq!(of("w/deep/chapters").as_deref(), Some("https://github.com/ada/engine"));
        write("bare/.git", "nonsense");
        assert_eq!(of("bare"), None);
    }
}
