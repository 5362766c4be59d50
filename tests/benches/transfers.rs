//! 200 MB down and up, against plain reqwest: throughput, and how much memory it takes at its peak.
//!
//! `cargo bench -p turnbuckle-tests --bench transfers` prints the ratios and their limits. The peak is read from `/proc`, so on Linux only.

#![allow(clippy::print_stdout)] // A bench prints its figures.

mod common;
mod server;

use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use tokio::io::AsyncWriteExt as _;
use turnbuckle_runtime::operation::{Api, Operation};
use turnbuckle_runtime::{Body, Client, Download, Value};

use common::{held, in_turn, median};
use server::{json, serve};

const SIZE: usize = 200_000_000;
const ROUNDS: usize = 7;
/// How much the peak may grow, in kB.
const FLAT: u64 = 24 << 10;

static API: Api = Api { title: "Files", version: "1", user_agent: "files/1", servers: &[], schemes: &[], security: &[] };
static GET: Operation = Operation::new("getFile", "GET", "/file");
static PUT: Operation = Operation::new("putFile", "PUT", "/file/new").body("application/octet-stream");

async fn download(client: &Client) -> u64 {
    let mut download: Download = client.call::<Download, Value, ()>(&GET).await.expect("it is answered");
    let mut all = 0;
    while let Some(chunk) = download.chunk().await.expect("it is whole") {
        all += chunk.len() as u64;
    }
    all
}

async fn plain_download(client: &reqwest::Client, base: &str) -> u64 {
    let mut answer = client.get(format!("{base}/file")).send().await.expect("it is answered");
    let mut all = 0;
    while let Some(chunk) = answer.chunk().await.expect("it is whole") {
        all += chunk.len() as u64;
    }
    all
}

async fn save(client: &Client, path: &Path) -> u64 {
    let download: Download = client.call::<Download, Value, ()>(&GET).await.expect("it is answered");
    download
        .on_progress(|progress| {
            std::hint::black_box(progress);
        })
        .save_to(path)
        .await
        .expect("it is written")
}

async fn plain_save(client: &reqwest::Client, base: &str, path: &Path) -> u64 {
    let mut answer = client.get(format!("{base}/file")).send().await.expect("it is answered");
    let mut file = tokio::fs::File::create(path).await.expect("it is made");
    let mut all = 0;
    while let Some(chunk) = answer.chunk().await.expect("it is whole") {
        all += chunk.len() as u64;
        file.write_all(&chunk).await.expect("it is written");
    }
    file.sync_all().await.expect("it is written");
    all
}

async fn upload(client: &Client, path: &Path) -> u64 {
    let body = Body::from_path(path).expect("it is there").on_progress(|progress| {
        std::hint::black_box(progress);
    });
    client.call::<Value, Value, ()>(&PUT).stream_body(body).await.expect("it is answered");
    SIZE as u64
}

async fn plain_upload(client: &reqwest::Client, base: &str, path: &Path) -> u64 {
    let file = tokio::fs::File::open(path).await.expect("it is there");
    let request = client.put(format!("{base}/file/new")).header("content-length", SIZE).body(file);
    request.send().await.expect("it is answered").error_for_status().expect("it is a success");
    SIZE as u64
}

/// Returns the peak of the memory in kB since the last call; `None` where the system does not tell.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let peak = line.trim().trim_end_matches("kB").trim().parse().ok();
    std::fs::write("/proc/self/clear_refs", "5").ok()?;
    peak
}

fn time(runtime: &tokio::runtime::Runtime, transfer: impl AsyncFn() -> u64) -> f64 {
    let start = Instant::now();
    assert_eq!(runtime.block_on(transfer()), SIZE as u64);
    start.elapsed().as_secs_f64()
}

fn compare(name: &str, ours: impl FnMut() -> f64, theirs: impl FnMut() -> f64) {
    let mut ours = ours;
    ours();
    let before = peak();
    let before = peak().or(before);
    ours();
    let growth = peak().zip(before).map(|(peak, before)| peak.saturating_sub(before));
    let measures = in_turn(ROUNDS, ours, theirs);
    let ratio = median(measures.iter().map(|(ours, theirs)| theirs / ours).collect());
    let speed = SIZE as f64 / 1e6 / median(measures.iter().map(|(ours, _)| *ours).collect());
    println!("{name}: {speed:.0} MB/s, {ratio:.3} of reqwest's throughput (limit 0.95, {})", held(ratio >= 0.95));
    match growth {
        Some(growth) => println!("{name}: the peak of the memory grows by {growth} kB (limit {FLAT}, {})", held(growth < FLAT)),
        None => println!("{name}: the system does not tell the peak of the memory"),
    }
}

fn main() {
    let piece = vec![7_u8; 1 << 20];
    let base = serve(move |path, out| {
        if path != "/file" {
            return json(out, b"{}");
        }
        write!(out, "HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\ncontent-length: {SIZE}\r\n\r\n")?;
        let mut left = SIZE;
        while left > 0 {
            let length = left.min(piece.len());
            out.write_all(&piece[..length])?;
            left -= length;
        }
        Ok(())
    });
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("there is a runtime");
    let hour = Duration::from_secs(3600);
    let client = Client::builder(&API).base_url(&base).timeout(hour).attempt_timeout(hour).build().expect("the values can be used");
    let plain = reqwest::Client::new();
    let file = std::env::temp_dir().join(format!("turnbuckle-bench-{}", std::process::id()));
    let other = file.with_extension("plain");

    compare(
        "download",
        || time(&runtime, async || download(&client).await),
        || time(&runtime, async || plain_download(&plain, &base).await),
    );
    compare(
        "download to a file",
        || time(&runtime, async || save(&client, &file).await),
        || time(&runtime, async || plain_save(&plain, &base, &other).await),
    );
    compare(
        "upload of a file",
        || time(&runtime, async || upload(&client, &file).await),
        || time(&runtime, async || plain_upload(&plain, &base, &file).await),
    );
    for path in [file, other] {
        std::fs::remove_file(path).expect("it was written");
    }
}
