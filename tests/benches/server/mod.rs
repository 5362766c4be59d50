//! A server for benches that costs little.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};

/// Starts a server with threads of its own, so that its work is not counted with the client's. `answer` writes what a path
/// asks for, body and all.
pub(crate) fn serve(answer: impl Fn(&str, &mut TcpStream) -> std::io::Result<()> + Clone + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let url = format!("http://{}", listener.local_addr().expect("it is bound"));
    std::thread::spawn(move || {
        for socket in listener.incoming().flatten() {
            let answer = answer.clone();
            std::thread::spawn(move || connection(socket, answer));
        }
    });
    url
}

fn connection(socket: TcpStream, answer: impl Fn(&str, &mut TcpStream) -> std::io::Result<()>) -> std::io::Result<()> {
    socket.set_nodelay(true)?;
    let mut out = socket.try_clone()?;
    let mut input = BufReader::with_capacity(256 << 10, socket);
    loop {
        let (mut path, mut length, mut chunked, mut line) = (String::new(), 0, false, String::new());
        loop {
            line.clear();
            if input.read_line(&mut line)? == 0 {
                return Ok(());
            }
            let lower = line.trim_end().to_ascii_lowercase();
            if path.is_empty() {
                path = line.split(' ').nth(1).unwrap_or_default().to_owned();
            } else if let Some(value) = lower.strip_prefix("content-length: ") {
                length = value.parse().unwrap_or(0);
            } else if lower == "transfer-encoding: chunked" {
                chunked = true;
            } else if lower.is_empty() {
                break;
            }
        }
        if chunked {
            skip_chunks(&mut input)?;
        } else {
            std::io::copy(&mut input.by_ref().take(length), &mut std::io::sink())?;
        }
        answer(&path, &mut out)?;
    }
}

fn skip_chunks(input: &mut BufReader<TcpStream>) -> std::io::Result<()> {
    let mut line = String::new();
    loop {
        line.clear();
        input.read_line(&mut line)?;
        let size = u64::from_str_radix(line.trim(), 16).unwrap_or(0);
        // The line's end after the chunk goes with it.
        std::io::copy(&mut input.by_ref().take(size + 2), &mut std::io::sink())?;
        if size == 0 {
            return Ok(());
        }
    }
}

/// Writes an answer with a JSON body.
pub(crate) fn json(out: &mut TcpStream, body: &[u8]) -> std::io::Result<()> {
    let mut bytes = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len()).into_bytes();
    bytes.extend_from_slice(body);
    out.write_all(&bytes)
}
