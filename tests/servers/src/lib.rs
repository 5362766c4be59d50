//! Starts servers that others wrote, generates a client of each from the document it serves, and runs a program with that client.
//!
//! A server comes from a script `NAME.sh PREFIX PORT` outside the repository. A program is `programs/NAME.rs`: it gets the server's
//! address, and prints what it did, a line a step.

use std::ffi::OsStr;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use turnbuckle::Generator;
use turnbuckle::generator::Runtime;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// A server that runs until it is dropped.
#[derive(Debug)]
pub struct Server {
    name: String,
    port: u16,
    /// The folder of everything that is made for the tests of servers.
    work: PathBuf,
}

impl Server {
    /// Starts a server; `None`, and a line that says so, where there are no scripts. In continuous integration there must be.
    pub fn start(name: &str, target: &Path) -> Option<Self> {
        let shared = std::env::var_os("TURNBUCKLE_SHARED").map_or_else(|| Path::new(ROOT).join("../shared"), PathBuf::from);
        let script = shared.join("servers").join(format!("{name}.sh"));
        if !script.is_file() {
            assert!(std::env::var_os("CI").is_none(), "{} is not there", script.display());
            eprintln!("skipped: {} is not there", script.display());
            return None;
        }
        let work = target.join("servers");
        let prefix = work.join(name);
        // What an earlier run left in a database would be seen by this one.
        let _ = fs::remove_dir_all(prefix.join("run"));
        fs::create_dir_all(&prefix).expect("the folder for the server can be made");
        let port = free_port();
        let log = fs::File::create(work.join(format!("{name}.log"))).expect("the log can be made");
        let status = Command::new("bash")
            .args([script.as_os_str(), prefix.as_os_str(), OsStr::new(&port.to_string())])
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("the log can be shared"))
            .stderr(log)
            .status()
            .expect("the script starts");
        let server = Self { name: name.to_owned(), port, work };
        assert!(status.success(), "{name} does not start; see {}", server.work.join(format!("{name}.log")).display());
        Some(server)
    }

    /// Returns the address of a path of the server.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Fetches a document that the server gives only to those who send certain headers, and returns its file.
    pub fn download(&self, path: &str, headers: &[&str]) -> PathBuf {
        let file = self.work.join(format!("{}.json", self.name));
        let mut curl = Command::new("curl");
        curl.args(["--silent", "--show-error", "--fail", "--max-time", "30", "--output"]).arg(&file).arg(self.url(path));
        for header in headers {
            curl.args(["--header", header]);
        }
        assert!(curl.status().expect("curl starts").success(), "{path} cannot be fetched");
        file
    }

    /// Generates a client of a document, and returns what the server's program prints with it.
    pub fn run(&self, spec: impl AsRef<Path>) -> String {
        let package = format!("{}-client", self.name);
        let client = self.work.join(&package);
        let runtime = Path::new(ROOT).join("runtime").canonicalize().expect("there is a runtime");
        let mut generator = Generator::new(spec).name(package).runtime(Runtime::Path(runtime));
        let config = programs().join(format!("{}.toml", self.name));
        if config.is_file() {
            generator = generator.config(config);
        }
        generator.generate_to(&client).unwrap_or_else(|failure| panic!("{failure}"));
        self.program(&client)
    }

    /// Builds the program and runs it.
    fn program(&self, client: &Path) -> String {
        let folder = self.work.join(format!("{}-program", self.name));
        let name = &self.name;
        fs::create_dir_all(folder.join("src")).expect("the folder for the program can be made");
        let manifest = format!(
            "[package]\nname = \"{name}-program\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[workspace]\n\n[dependencies]\n{name}-client = {{ path = {client:?} }}\nserde_json = \"1\"\ntokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n",
        );
        fs::write(folder.join("Cargo.toml"), manifest).expect("the manifest can be written");
        // The versions that the workspace pins are those that are there without a network.
        fs::copy(Path::new(ROOT).join("Cargo.lock"), folder.join("Cargo.lock")).expect("the workspace has a lock file");
        fs::copy(programs().join(format!("{name}.rs")), folder.join("src/main.rs")).expect("there is a program");
        let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(["run", "--offline", "--quiet", "--", &self.url("")])
            .current_dir(&folder)
            .env("CARGO_TARGET_DIR", self.work.join("build"))
            .output()
            .expect("cargo starts");
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{printed}{}", String::from_utf8_lossy(&output.stderr));
        printed
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let pid = fs::read_to_string(self.work.join(&self.name).join("run/pid")).unwrap_or_default();
        if let Ok(pid) = pid.trim().parse::<u32>() {
            // The script makes the server the leader of a group, which may have ended by itself.
            let _ = Command::new("kill").args(["--", &format!("-{pid}")]).status();
        }
    }
}

/// The folder of the programs and of the configurations beside them.
fn programs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("programs")
}

/// Returns a port that nobody listens on. One of the servers takes the port 10,000 above as well.
fn free_port() -> u16 {
    loop {
        let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        let port = listener.local_addr().expect("the listener has an address").port();
        if port.checked_add(10_000).is_some_and(|above| TcpListener::bind(("127.0.0.1", above)).is_ok()) {
            return port;
        }
    }
}
