//! A network of sockets: a server that writes bytes and knows no rules.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;

use crate::fault::Fault;
use crate::memory::gzip;
use crate::world::World;

/// How many answers with a status of 1xx come before the one that counts.
const FLOOD: usize = 200;

/// A world that listens at two ports of the loopback address. Faults that need time in memory are others here: in place of
/// [`Fault::Slow`] there is a flood of interim answers, in place of [`Fault::Late`] a chunk that is cut, in place of [`Fault::Garbage`] a
/// status line that is none.
pub struct Server {
    /// What is behind it.
    pub world: Arc<World>,
}

impl Server {
    /// Listens.
    pub async fn start(script: &[Option<Fault>]) -> Self {
        let (here, elsewhere) = (listen().await, listen().await);
        let world = Arc::new(World::new(origin(&here), origin(&elsewhere), script));
        let start = Instant::now();
        for listener in [here, elsewhere] {
            let world = Arc::clone(&world);
            tokio::spawn(async move {
                let base = origin(&listener);
                while let Ok((socket, _)) = listener.accept().await {
                    tokio::spawn(serve(socket, Arc::clone(&world), base.clone(), start));
                }
            });
        }
        Self { world }
    }
}

async fn listen() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.expect("a port of the loopback address is free")
}

fn origin(listener: &TcpListener) -> String {
    format!("http://{}", listener.local_addr().expect("it is bound"))
}

/// Answers the requests of a connection until one ends it.
async fn serve(mut socket: TcpStream, world: Arc<World>, base: String, start: Instant) {
    for number in 0.. {
        let mut first = [0];
        if !matches!(socket.peek(&mut first).await, Ok(1)) {
            return;
        }
        let fault = world.arrive(start.elapsed());
        if matches!(fault, Some(Fault::Refuse | Fault::Unprocessed | Fault::ResetBefore)) {
            return reset(socket);
        }
        let Some(request) = read(&mut socket, &base).await else { return };
        world.see(&request);
        let goes_on = match fault {
            None => write(&mut socket, &world.work(&request)).await,
            Some(fault) => spoil(&mut socket, &world, &request, &fault).await,
        };
        match goes_on {
            Next::Request if number < 2 => {}
            // An end that nobody announced: the client may be about to send.
            Next::Request | Next::Close => return,
            Next::Reset => return reset(socket),
            Next::Silence => return silence(socket).await,
        }
    }
}

/// What becomes of a connection.
enum Next {
    Request,
    Close,
    Reset,
    Silence,
}

async fn spoil(socket: &mut TcpStream, world: &World, request: &Request<Bytes>, fault: &Fault) -> Next {
    match fault {
        Fault::ResetAfter => {
            world.work(request);
            Next::Reset
        }
        Fault::GiveUp => Next::Reset,
        Fault::Stall => Next::Silence,
        Fault::StallAfter => {
            world.work(request);
            Next::Silence
        }
        Fault::Half => half(socket, &world.work(request), Next::Reset).await,
        Fault::HalfStall => half(socket, &world.work(request), Next::Silence).await,
        Fault::StatusStall(..) => half(socket, &world.respond(request, fault), Next::Silence).await,
        Fault::Garbage => {
            world.work(request);
            send(socket, b"HTTP/9 banana\r\n\x00\xff: \r\n\r\n").await;
            Next::Close
        }
        Fault::Slow(_) => {
            let response = world.work(request);
            for _ in 0..FLOOD {
                send(socket, b"HTTP/1.1 103 Early Hints\r\nlink: </style.css>; rel=preload\r\n\r\n").await;
            }
            write(socket, &response).await
        }
        Fault::Late(_) => {
            let response = world.work(request);
            let (head, half) = (head(&response, "transfer-encoding: chunked"), response.body().len() / 2);
            let size = format!("{:x}\r\n", response.body().len());
            send(socket, &[head.as_bytes(), size.as_bytes(), &response.body()[..half]].concat()).await;
            Next::Close
        }
        Fault::Members => {
            let response = world.respond(request, fault);
            send(socket, head(&response, "transfer-encoding: chunked").as_bytes()).await;
            members(socket).await
        }
        Fault::Drip(_) => {
            let response = world.respond(request, fault).map(|body| Bytes::from(gzip(&body)));
            send(socket, head(&response, &length(&response)).as_bytes()).await;
            for byte in response.body() {
                send(socket, &[*byte]).await;
                tokio::task::yield_now().await;
            }
            Next::Close
        }
        fault => write(socket, &world.respond(request, fault)).await,
    }
}

/// Sends members of a gzip file without content, for as long as the client takes them.
async fn members(socket: &mut TcpStream) -> Next {
    let many = gzip(b"").repeat(400);
    let chunk = [format!("{:x}\r\n", many.len()).as_bytes(), &many, b"\r\n"].concat();
    while socket.write_all(&chunk).await.is_ok() {}
    Next::Close
}

async fn write(socket: &mut TcpStream, response: &Response<Bytes>) -> Next {
    let head = head(response, &length(response));
    send(socket, &[head.as_bytes(), response.body()].concat()).await;
    Next::Request
}

async fn half(socket: &mut TcpStream, response: &Response<Bytes>, next: Next) -> Next {
    let head = head(response, &length(response));
    send(socket, &[head.as_bytes(), &response.body()[..response.body().len() / 2]].concat()).await;
    if matches!(next, Next::Reset) {
        // What was sent is to come before the reset does.
        tokio::task::yield_now().await;
    }
    next
}

fn length(response: &Response<Bytes>) -> String {
    format!("content-length: {}", response.body().len())
}

fn head(response: &Response<Bytes>, framing: &str) -> String {
    let headers: String =
        response.headers().iter().map(|(name, value)| format!("{name}: {}\r\n", String::from_utf8_lossy(value.as_bytes()))).collect();
    let framing = if response.status() == 204 { String::new() } else { format!("{framing}\r\n") };
    format!("HTTP/1.1 {} Said\r\n{headers}{framing}\r\n", response.status().as_u16())
}

async fn send(socket: &mut TcpStream, bytes: &[u8]) {
    // The client may have had enough and hung up.
    let _ = socket.write_all(bytes).await;
}

fn reset(socket: TcpStream) {
    // Without lingering, closing sends RST in place of FIN. Where that cannot be set, the connection ends all the same.
    let _ = socket.set_zero_linger();
}

/// Says nothing until the client hangs up.
async fn silence(mut socket: TcpStream) {
    let mut rest = [0; 1024];
    while matches!(socket.read(&mut rest).await, Ok(read) if read > 0) {}
}

/// Reads a request.
async fn read(socket: &mut TcpStream, base: &str) -> Option<Request<Bytes>> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    let (end, request, length) = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let (request, length) = parse(std::str::from_utf8(&bytes[..end]).ok()?, base)?;
            break (end + 4, request, length);
        }
        match socket.read(&mut buffer).await {
            Ok(0) | Err(_) => return None,
            Ok(read) => bytes.extend_from_slice(&buffer[..read]),
        }
    };
    while bytes.len() < end + length {
        match socket.read(&mut buffer).await {
            Ok(0) | Err(_) => return None,
            Ok(read) => bytes.extend_from_slice(&buffer[..read]),
        }
    }
    Some(request.map(|()| Bytes::copy_from_slice(&bytes[end..end + length])))
}

/// Reads the head of a request; no client here sends a body without its length.
fn parse(head: &str, base: &str) -> Option<(Request<()>, usize)> {
    let mut lines = head.lines();
    let mut words = lines.next()?.split(' ');
    let mut request = Request::builder().method(words.next()?).uri(format!("{base}{}", words.next()?));
    let mut length = 0;
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        if name.eq_ignore_ascii_case("content-length") {
            length = value.parse().ok()?;
        }
        request = request.header(name, value);
    }
    Some((request.body(()).ok()?, length))
}

/// How long an attempt may take here: longer than an answer over the loopback address takes on a busy machine, shorter than anybody
/// minds.
pub const ATTEMPT: Duration = Duration::from_millis(400);
