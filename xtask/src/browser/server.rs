//! Serves one site on this machine, below any path, and notes every request.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use percent_encoding::percent_decode_str;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::before::{self, Before};
use super::site::Site;

/// A running server; it stops when it is dropped.
#[derive(Debug)]
pub struct Server {
    /// `http://127.0.0.1:PORT`.
    pub origin: String,
    /// The path that the site lies below, with slashes around it.
    prefix: String,
    served: Arc<Served>,
    task: JoinHandle<()>,
}

/// What every answer needs.
#[derive(Debug)]
struct Served {
    site: Arc<Site>,
    prefix: String,
    before: Arc<Before>,
    missing: Mutex<Vec<String>>,
    cut: AtomicBool,
}

impl Server {
    /// Serves a site below a path, such as `/`, with what a test puts before every page.
    pub async fn start(site: Arc<Site>, prefix: &str, before: Arc<Before>) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let served = Arc::new(Served {
            site,
            prefix: prefix.to_owned(),
            before,
            missing: Mutex::default(),
            cut: AtomicBool::default(),
        });
        let serving = Arc::clone(&served);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let served = Arc::clone(&serving);
                tokio::spawn(async move {
                    // A browser may hang up whenever it likes.
                    let _ = answer(stream, &served).await;
                });
            }
        });
        Ok(Self {
            origin,
            prefix: prefix.to_owned(),
            served,
            task,
        })
    }

    /// Cuts the network, or mends it.
    pub fn cut(&self, is_cut: bool) {
        self.served.cut.store(is_cut, Ordering::SeqCst);
    }

    /// The whole address of a page or file of the site.
    pub fn address(&self, page: &str) -> String {
        format!("{}{}{page}", self.origin, self.prefix)
    }

    /// What was asked for and is not there.
    pub fn missing(&self) -> Vec<String> {
        let missing = self.served.missing.lock();
        missing.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(mut stream: TcpStream, served: &Served) -> Result<()> {
    if served.cut.load(Ordering::SeqCst) {
        return Ok(());
    }
    let Some(path) = requested(&mut stream).await? else {
        return Ok(());
    };
    let (status, bytes, name) = find(served, &path);
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
        content_type(&name),
        bytes.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(&bytes).await?;
    stream.shutdown().await?;
    Ok(())
}

/// The status, bytes and name of what lies at a path.
fn find(served: &Served, path: &str) -> (&'static str, Arc<[u8]>, String) {
    let below = path.strip_prefix(&served.prefix);
    if below == Some(before::SCRIPT) {
        let scripts = served.before.scripts().into_bytes();
        return ("200 OK", scripts.into(), path.to_owned());
    }
    let (status, bytes, name) = match below.and_then(|path| served.site.get(path)) {
        Some(bytes) => ("200 OK", bytes, path),
        None => {
            let mut missing = served
                .missing
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            missing.push(path.to_owned());
            let page = served.site.get("404.html").unwrap_or_default();
            ("404 Not Found", page, "404.html")
        }
    };
    if !content_type(name).starts_with("text/html") {
        return (status, bytes, name.to_owned());
    }
    let page = String::from_utf8_lossy(&bytes);
    let page = served.before.put_into(&page, &served.prefix);
    (status, page.into_bytes().into(), name.to_owned())
}

/// The path that a browser asks for; nothing if it only opened a connection.
async fn requested(stream: &mut TcpStream) -> Result<Option<String>> {
    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        if stream.read_buf(&mut head).await? == 0 {
            return Ok(None);
        }
    }
    let head = String::from_utf8_lossy(&head);
    let target = head.split_whitespace().nth(1).unwrap_or("/");
    let path = target.split(['?', '#']).next().unwrap_or(target);
    Ok(Some(
        percent_decode_str(path).decode_utf8_lossy().into_owned(),
    ))
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "xml" => "application/xml",
        _ => "text/html; charset=utf-8",
    }
}
