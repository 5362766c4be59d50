//! What HTTP/2 says of a request, against a server of this process.

use bytes::Bytes;
use tokio::net::{TcpListener, TcpStream};

use super::Reqwest;
use crate::body::Body;
use crate::transport::{Transport, TransportErrorKind};

/// Refuses the first stream, takes part in the second, and answers others.
async fn serve(socket: TcpStream) {
    let mut connection = h2::server::handshake(socket).await.expect("the client speaks HTTP/2");
    let mut count = 0;
    while let Some(Ok((_, mut respond))) = connection.accept().await {
        count += 1;
        match count {
            1 => respond.send_reset(h2::Reason::REFUSED_STREAM),
            2 => respond.send_reset(h2::Reason::INTERNAL_ERROR),
            _ => {
                let mut body = respond.send_response(http::Response::new(()), false).expect("the stream is open");
                body.send_data(Bytes::from_static(b"done"), true).expect("the stream is open");
            }
        }
    }
}

#[tokio::test]
async fn a_refused_stream_was_not_read_and_another_reset_may_have_had_its_effect() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let url = format!("http://{}/", listener.local_addr().expect("it is bound"));
    let server = tokio::spawn(async move { serve(listener.accept().await.expect("the client connects").0).await });
    let transport = Reqwest::builder().http2_only().direct().build().expect("it can be built");
    let mut kinds = Vec::new();
    for _ in 0..3 {
        let request = http::Request::post(&url).body(Body::from("x")).expect("it is a request");
        kinds.push(transport.send(request).await.map(|response| response.status().as_u16()).map_err(|error| error.kind()));
    }
    assert_eq!(kinds, [Err(TransportErrorKind::Refused), Err(TransportErrorKind::Broken), Ok(200)]);
    server.abort();
}
