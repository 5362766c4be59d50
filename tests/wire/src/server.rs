//! The mock server.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// The folder of the server's script, its documents and its table.
const FOLDER: &str = env!("SCENARIOS");

/// A mock server that runs until it is dropped.
pub(crate) struct Server {
    port: u16,
    cache: PathBuf,
}

impl Server {
    /// Starts the server.
    ///
    /// Its packages are installed on first use, into the folder that `HTTP_SPECS_CACHE` names, or else one in the target folder.
    pub(crate) fn start() -> Self {
        let cache = std::env::var_os("HTTP_SPECS_CACHE").map_or_else(target, PathBuf::from);
        let server = Self { port: free_port(), cache };
        assert!(server.script(&[]), "the server does not start");
        server
    }

    /// Returns the server's address.
    pub(crate) fn url(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Returns what has become of each scenario: its name, and `pass`, `fail` or `not-implemented`.
    pub(crate) fn coverage(&self) -> Vec<(String, String)> {
        let output = Command::new("curl")
            .args(["--silent", "--show-error", "--fail", "--max-time", "30", &format!("{}/.coverage", self.url())])
            .output()
            .expect("curl starts");
        assert!(output.status.success(), "the coverage cannot be fetched: {}", String::from_utf8_lossy(&output.stderr));
        let reports: Value = serde_json::from_slice(&output.stdout).expect("the coverage is JSON");
        let results = reports.as_array().into_iter().flatten().filter_map(|report| report["results"].as_object()).flatten();
        results.map(|(name, status)| (name.clone(), status.as_str().unwrap_or_default().to_owned())).collect()
    }

    fn script(&self, arguments: &[&str]) -> bool {
        Command::new("sh")
            .arg(Path::new(FOLDER).join("serve.sh"))
            .arg(self.port.to_string())
            .args(arguments)
            .env("HTTP_SPECS_CACHE", &self.cache)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.script(&["stop"]);
    }
}

/// The folder for the server's packages, which stays when the tests' own is emptied.
fn target() -> PathBuf {
    let test = std::env::current_exe().expect("the test knows where it is");
    let target = test.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file());
    target.expect("cargo marks its target folder").join("http-specs")
}

/// Says that the tests skip, for want of the server. In continuous integration it must be there.
pub fn skip() {
    assert!(std::env::var_os("CI").is_none(), "{FOLDER} is not there");
    eprintln!("skipped: {FOLDER} is not there");
}

/// Reads one of the images that scenarios send and receive: `image.png` or `image.jpg`.
pub fn image(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(FOLDER).join("assets").join(name)).expect("the images come with the server")
}

/// Reads the table of scenarios.
pub(crate) fn table() -> String {
    std::fs::read_to_string(Path::new(FOLDER).join("SCENARIOS.tsv")).expect("the table comes with the server")
}

/// Whether a document is there in a dialect, such as `3.0`.
pub(crate) fn has_document(dialect: &str, document: &str) -> bool {
    Path::new(FOLDER).join("openapi").join(dialect).join(document).is_file()
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    listener.local_addr().expect("the listener has an address").port()
}
