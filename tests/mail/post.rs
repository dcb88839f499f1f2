//! What the tests share: a folder of reports, a server, and what it received.

use crate::tools::missing;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

/// Debian's Python: others seldom have aiosmtpd.
const PYTHON: &str = "/usr/bin/python3";

fn script() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mail/server.py")
}

/// Is there a Python with what the server needs?
pub(crate) fn has_server() -> bool {
    static FOUND: OnceLock<bool> = OnceLock::new();
    let found = *FOUND.get_or_init(|| {
        let tried =
            Command::new(PYTHON).args(["-c", "import aiosmtpd, cryptography"]).stderr(Stdio::null()).status();
        tried.is_ok_and(|status| status.success())
    });
    if !found {
        missing("python3-aiosmtpd or python3-cryptography");
    }
    found
}

/// Certificates, made once for all tests.
pub(crate) fn certificates() -> &'static Path {
    static MADE: OnceLock<TempDir> = OnceLock::new();
    let folder = MADE.get_or_init(|| {
        let folder = TempDir::new().unwrap();
        let made =
            Command::new(PYTHON).arg(script()).arg("certificates").arg(folder.path()).output().unwrap();
        assert!(made.status.success(), "{made:?}");
        folder
    });
    folder.path()
}

/// A server that runs until it is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) port: u16,
    folder: TempDir,
}

impl Server {
    /// Starts one; `asked` is what `server.py` is told.
    pub(crate) fn start(mut asked: Value) -> Server {
        let folder = TempDir::new().unwrap();
        asked["folder"] = json!(folder.path());
        if let Some(name) = asked["certificate"].as_str() {
            asked["certificate"] = json!(certificates().join(name));
        }
        let mut command = Command::new(PYTHON);
        let command = command.arg(script()).arg("serve").arg(asked.to_string());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().parse().unwrap_or_else(|_| panic!("no port but {line:?}: {asked}"));
        Server { child, port, folder }
    }

    /// One that secures connections by STARTTLS.
    pub(crate) fn starttls() -> Server {
        Server::start(json!({ "tls": "starttls", "certificate": "good" }))
    }

    /// What it took, in order.
    pub(crate) fn received(&self) -> Vec<Value> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<_> =
            entries.filter(|path| path.extension().is_some_and(|it| it == "json")).collect();
        files.sort();
        files.iter().map(|file| serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap()).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// A seller: reports, settings, a history.
pub(crate) struct Seller {
    pub(crate) home: TempDir,
}

impl Seller {
    /// With a server's port, and further lines of `[mail]`.
    pub(crate) fn new(port: u16, more: &str) -> Seller {
        let seller = Seller { home: TempDir::new().unwrap() };
        std::fs::create_dir(seller.reports()).unwrap();
        let account = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/accounts/minimum/reports");
        for entry in std::fs::read_dir(account).unwrap() {
            let path = entry.unwrap().path();
            std::fs::copy(&path, seller.reports().join(path.file_name().unwrap())).unwrap();
        }
        seller.settle(port, more);
        seller
    }

    /// Writes `ipi.toml` anew.
    pub(crate) fn settle(&self, port: u16, more: &str) {
        let authority = if more.contains("ca_file") || !has_server() {
            String::new()
        } else {
            format!("ca_file = \"{}\"\n", certificates().join("ca.pem").display())
        };
        let text = format!(
            "[mail]\nhost = \"localhost\"\nport = {port}\nfrom = \"Stock <stock@example.com>\"\ntimeout = 2\nwait = 0\n{authority}{}{more}\n",
            if more.contains("to = ") { "" } else { "to = \"seller@example.com\"\n" },
        );
        std::fs::write(self.reports().join("ipi.toml"), text).unwrap();
    }

    pub(crate) fn reports(&self) -> PathBuf {
        self.home.path().join("reports")
    }

    pub(crate) fn history(&self) -> PathBuf {
        self.home.path().join("history.sqlite3")
    }

    /// Letters that wait.
    pub(crate) fn waiting(&self) -> Vec<PathBuf> {
        letters(&self.home.path().join("outbox"))
    }

    /// Letters that were put aside.
    pub(crate) fn refused(&self) -> Vec<PathBuf> {
        letters(&self.home.path().join("outbox/refused"))
    }

    /// A command for this seller, some day in July 2026.
    pub(crate) fn command(&self, command: &str, args: &[&str]) -> Command {
        let mut run = Command::new(env!("CARGO_BIN_EXE_ipi"));
        run.arg(command).arg("reports").current_dir(self.home.path());
        // A check looks at no past.
        if command != "check" {
            run.env("IPI_HISTORY", self.history());
        }
        run.args(args);
        run.env("IPI_TODAY", "2026-07-03").env("IPI_MAX_AGE", "off");
        for variable in ["IPI_MAIL_PASSWORD", "IPI_ACCOUNT", "IPI_MARKETPLACE", "IPI_AS_OF"] {
            run.env_remove(variable);
        }
        run
    }

    /// `ipi mail`.
    pub(crate) fn mail(&self, args: &[&str]) -> Ran {
        Ran::of(self.command("mail", args).output().unwrap())
    }

    /// `ipi mail` with a password.
    pub(crate) fn mail_as(&self, password: &str, args: &[&str]) -> Ran {
        Ran::of(self.command("mail", args).env("IPI_MAIL_PASSWORD", password).output().unwrap())
    }
}

fn letters(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|it| it == "eml"));
    files.sort();
    files
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn of(output: Output) -> Ran {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// It ended with this code, and said all of these on stderr.
    #[track_caller]
    pub(crate) fn ended(&self, code: i32, said: &[&str]) -> &Ran {
        assert_eq!(self.code, Some(code), "{self:#?}");
        for said in said {
            assert!(self.err.contains(said), "{said:?} is not in {}", self.err);
        }
        self
    }
}
