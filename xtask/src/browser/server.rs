//! Serves a site on this machine, below any path, and notes every request. It can be cut off, as a network is, and go on
//! with another version of the site.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::Result;
use percent_encoding::percent_decode_str;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::site::Site;

/// A running server; it stops when it is dropped.
#[derive(Debug)]
pub struct Server {
    /// `http://127.0.0.1:PORT`.
    pub origin: String,
    /// The path that the site lies below, with slashes around it.
    prefix: String,
    shared: Arc<Mutex<Shared>>,
    task: JoinHandle<()>,
}

/// What a test can change and look at while the server runs.
#[derive(Debug)]
struct Shared {
    site: Arc<Site>,
    /// How many requests are still answered.
    answers: usize,
    /// The first lines of all requests that were answered.
    asked: Vec<String>,
    missing: Vec<String>,
}

fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Server {
    /// Serves a site below a path, such as `/`.
    pub async fn start(site: Arc<Site>, prefix: &str) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let shared = Arc::new(Mutex::new(Shared {
            site,
            answers: usize::MAX,
            asked: Vec::new(),
            missing: Vec::new(),
        }));
        let (below, answering) = (prefix.to_owned(), Arc::clone(&shared));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (below, shared) = (below.clone(), answering.clone());
                tokio::spawn(async move {
                    // A browser may hang up whenever it likes.
                    let _ = answer(stream, &below, &shared).await;
                });
            }
        });
        Ok(Self {
            origin,
            prefix: prefix.to_owned(),
            shared,
            task,
        })
    }

    /// The whole address of a page or file of the site.
    pub fn address(&self, page: &str) -> String {
        format!("{}{}{page}", self.origin, self.prefix)
    }

    /// What was asked for and is not there.
    pub fn missing(&self) -> Vec<String> {
        lock(&self.shared).missing.clone()
    }

    /// The first line of every request that was answered, such as `GET /index.html HTTP/1.1`.
    pub fn asked(&self) -> Vec<String> {
        lock(&self.shared).asked.clone()
    }

    /// Answers only so many more requests, as if the network went away then.
    pub fn cut_after(&self, answers: usize) {
        lock(&self.shared).answers = answers;
    }

    /// Answers again.
    pub fn mend(&self) {
        self.cut_after(usize::MAX);
    }

    /// Serves another site from now on.
    pub fn change(&self, site: Site) {
        lock(&self.shared).site = Arc::new(site);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(mut stream: TcpStream, prefix: &str, shared: &Mutex<Shared>) -> Result<()> {
    let Some((line, path)) = requested(&mut stream).await? else {
        return Ok(());
    };
    let site = {
        let mut shared = lock(shared);
        if shared.answers == 0 {
            return Ok(());
        }
        shared.answers -= 1;
        shared.asked.push(line);
        Arc::clone(&shared.site)
    };
    let found = path.strip_prefix(prefix).and_then(|path| site.get(path));
    let (status, bytes, name) = match found {
        Some(bytes) => ("200 OK", bytes, path.as_str()),
        None => {
            lock(shared).missing.push(path.clone());
            let page = site.get("404.html").unwrap_or_default();
            ("404 Not Found", page, "404.html")
        }
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
        content_type(name),
        bytes.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(&bytes).await?;
    stream.shutdown().await?;
    Ok(())
}

/// The first line and the path that a browser asks for; nothing if it only opened a connection.
async fn requested(stream: &mut TcpStream) -> Result<Option<(String, String)>> {
    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        if stream.read_buf(&mut head).await? == 0 {
            return Ok(None);
        }
    }
    let head = String::from_utf8_lossy(&head);
    let target = head.split_whitespace().nth(1).unwrap_or("/");
    let path = target.split(['?', '#']).next().unwrap_or(target);
    let path = percent_decode_str(path).decode_utf8_lossy().into_owned();
    let line = head.lines().next().unwrap_or_default();
    Ok(Some((line.to_owned(), path)))
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
