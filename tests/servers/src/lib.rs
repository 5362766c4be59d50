//! Starts servers that others wrote, generates a client of each from the document it serves, and runs a program with that client.
//!
//! A server comes from a script `NAME.sh PREFIX PORT` outside the repository. A program is `programs/NAME.rs`, or a folder
//! `programs/NAME` of one that calls several servers: it gets the servers' addresses, and prints what it did, a line a step.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

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
        Some(Self::launch(&shared(&format!("servers/{name}.sh"))?, name, target, &[]))
    }

    /// Starts a server that answers as a document says, under a name of its own.
    pub fn start_for(name: &str, script: &Path, spec: &Path, target: &Path) -> Self {
        Self::launch(script, name, target, &[spec.as_os_str()])
    }

    /// Starts another such server with what is installed in the prefix of one.
    pub fn start_beside(name: &str, script: &Path, installed: &Path, spec: &Path, target: &Path) -> Self {
        let prefix = target.join("servers").join(name);
        fs::create_dir_all(&prefix).expect("the folder for the server can be made");
        let modules = prefix.join("node_modules");
        let _ = fs::remove_file(&modules);
        std::os::unix::fs::symlink(installed.join("node_modules"), &modules).expect("what is installed can be linked");
        fs::write(prefix.join(".installed"), "").expect("the script can be told");
        Self::launch(script, name, target, &[spec.as_os_str()])
    }

    fn launch(script: &Path, name: &str, target: &Path, more: &[&OsStr]) -> Self {
        let work = target.join("servers");
        let prefix = work.join(name);
        // What an earlier run left in a database would be seen by this one.
        let _ = fs::remove_dir_all(prefix.join("run"));
        fs::create_dir_all(&prefix).expect("the folder for the server can be made");
        let port = free_port();
        let log = fs::File::create(work.join(format!("{name}.log"))).expect("the log can be made");
        let status = Command::new("bash")
            .args([script.as_os_str(), prefix.as_os_str(), OsStr::new(&port.to_string())])
            .args(more)
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("the log can be shared"))
            .stderr(log)
            .status()
            .expect("the script starts");
        let server = Self { name: name.to_owned(), port, work };
        assert!(status.success(), "{name} does not start; see {}", server.work.join(format!("{name}.log")).display());
        server
    }

    /// Returns the address of a path of the server.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Returns the folder that the server was installed into.
    pub fn prefix(&self) -> PathBuf {
        self.work.join(&self.name)
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
        let work = &self.work;
        generate(&self.name, spec.as_ref(), &programs().join(format!("{}.toml", self.name)), work);
        run(&self.name, &[&self.name], &[self.url("")], work)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let pid = fs::read_to_string(self.prefix().join("run/pid")).unwrap_or_default();
        if let Ok(pid) = pid.trim().parse::<u32>() {
            // The script makes the server the leader of a group, which may have ended by itself.
            let _ = Command::new("kill").args(["--", &format!("-{pid}")]).status();
        }
    }
}

/// Returns a file beside the repository; `None`, and a line that says so, where it is not there. In continuous integration it must be.
pub fn shared(file: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("TURNBUCKLE_SHARED").map_or_else(|| Path::new(ROOT).join("../shared"), PathBuf::from);
    let path = shared.join(file);
    if path.exists() {
        return Some(path);
    }
    assert!(std::env::var_os("CI").is_none(), "{} is not there", path.display());
    eprintln!("skipped: {} is not there", path.display());
    None
}

/// Calls several documents' servers, each named and given with its document, with the program in the folder `programs/NAME`.
pub fn run_all(name: &str, servers: &[(&Server, PathBuf)], target: &Path) -> String {
    let work = target.join("servers");
    for (server, spec) in servers {
        generate(&server.name, spec, &programs().join(name).join(format!("{}.toml", server.name)), &work);
    }
    let clients: Vec<&str> = servers.iter().map(|(server, _)| server.name.as_str()).collect();
    let addresses: Vec<String> = servers.iter().map(|(server, _)| format!("{}={}", server.name, server.url(""))).collect();
    run(name, &clients, &addresses, &work)
}

/// Generates the package `NAME-client`, with a configuration where there is one.
fn generate(name: &str, spec: &Path, config: &Path, work: &Path) {
    let package = format!("{name}-client");
    let folder = work.join(&package);
    // A server has another port in each run, so the folder of an earlier run was written for another URL.
    let mut generator = Generator::new(spec).name(package).runtime(Runtime::Path(runtime_folder())).replace_other_api();
    if config.is_file() {
        generator = generator.config(config);
    }
    generator.generate_to(&folder).unwrap_or_else(|failure| panic!("{failure}"));
}

fn runtime_folder() -> PathBuf {
    Path::new(ROOT).join("runtime").canonicalize().expect("there is a runtime")
}

/// Returns the features of the runtime that a program needs, as TOML.
fn features(name: &str) -> &'static str {
    match name {
        "kinto" | "localstripe" | "prism" => "\"serde\"",
        "oauth2mock" => "\"loopback\", \"token-file\"",
        _ => "",
    }
}

/// Builds a program, with the clients it uses, and runs it.
fn run(name: &str, clients: &[&str], args: &[String], work: &Path) -> String {
    let folder = work.join(format!("{name}-program"));
    let _ = fs::remove_dir_all(folder.join("src"));
    fs::create_dir_all(folder.join("src")).expect("the folder for the program can be made");
    let clients: String = clients.iter().map(|client| format!("{client}-client = {{ path = \"../{client}-client\" }}\n")).collect();
    let runtime = match features(name) {
        "" => String::new(),
        features => format!("turnbuckle-runtime = {{ path = {:?}, features = [{features}] }}\n", runtime_folder()),
    };
    let manifest = format!(
        "[package]\nname = \"{name}-program\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[workspace]\n\n[dependencies]\n{clients}{runtime}serde_json = \"1\"\ntokio = {{ version = \"1\", features = [\"io-util\", \"macros\", \"net\", \"rt\"] }}\n",
    );
    fs::write(folder.join("Cargo.toml"), manifest).expect("the manifest can be written");
    // The versions that the workspace pins are those that are there without a network.
    fs::copy(Path::new(ROOT).join("Cargo.lock"), folder.join("Cargo.lock")).expect("the workspace has a lock file");
    copy_sources(name, &folder.join("src"));
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["run", "--offline", "--quiet", "--"])
        .args(args)
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", work.join("build"))
        .output()
        .expect("cargo starts");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{printed}{}", String::from_utf8_lossy(&output.stderr));
    printed
}

/// Copies a program of one file, or of a folder.
fn copy_sources(name: &str, to: &Path) {
    let one = programs().join(format!("{name}.rs"));
    if one.is_file() {
        fs::copy(one, to.join("main.rs")).expect("the program can be copied");
        return;
    }
    for entry in fs::read_dir(programs().join(name)).expect("there is a program") {
        let path = entry.expect("the folder can be read").path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            fs::copy(&path, to.join(path.file_name().expect("a file has a name"))).expect("the program can be copied");
        }
    }
}

/// The folder of the programs and of the configurations beside them.
fn programs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("programs")
}

/// Returns a port that nobody listens on and that no other server of this run was given. One of the servers takes the port 10,000 above
/// as well.
fn free_port() -> u16 {
    static GIVEN: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());
    loop {
        let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        let port = listener.local_addr().expect("the listener has an address").port();
        let is_free = port.checked_add(10_000).is_some_and(|above| TcpListener::bind(("127.0.0.1", above)).is_ok());
        if is_free && GIVEN.lock().unwrap_or_else(PoisonError::into_inner).insert(port) {
            return port;
        }
    }
}
