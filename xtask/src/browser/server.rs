//! Serves a site on this machine, below any path, and notes every request. It can be cut off, as a network is, and go on
//! with another version of the site.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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
    prefix: String,
    before: Arc<Before>,
    now: Mutex<Now>,
}

/// What a test can change and look at while the server runs.
#[derive(Debug)]
struct Now {
    site: Arc<Site>,
    /// How many requests are still answered.
    answers: usize,
    /// The first lines of all requests that were answered.
    asked: Vec<String>,
    missing: Vec<String>,
}

impl Served {
    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Server {
    /// Serves a site below a path, such as `/`, with what a test puts before every page.
    pub async fn start(site: Arc<Site>, prefix: &str, before: Arc<Before>) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let served = Arc::new(Served {
            prefix: prefix.to_owned(),
            before,
            now: Mutex::new(Now {
                site,
                answers: usize::MAX,
                asked: Vec::new(),
                missing: Vec::new(),
            }),
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

    /// Answers only so many more requests, as if the network went away then.
    pub fn cut_after(&self, answers: usize) {
        self.served.now().answers = answers;
    }

    /// Answers again.
    pub fn mend(&self) {
        self.cut_after(usize::MAX);
    }

    /// Serves another site from now on.
    pub fn change(&self, site: Site) {
        self.served.now().site = Arc::new(site);
    }

    /// The whole address of a page or file of the site.
    pub fn address(&self, page: &str) -> String {
        format!("{}{}{page}", self.origin, self.prefix)
    }

    /// What was asked for and is not there.
    pub fn missing(&self) -> Vec<String> {
        self.served.now().missing.clone()
    }

    /// The first line of every request that was answered, such as `GET /index.html HTTP/1.1`.
    pub fn asked(&self) -> Vec<String> {
        self.served.now().asked.clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(mut stream: TcpStream, served: &Served) -> Result<()> {
    let Some((line, path)) = requested(&mut stream).await? else {
        return Ok(());
    };
    let site = {
        let mut now = served.now();
        if now.answers == 0 {
            return Ok(());
        }
        now.answers -= 1;
        now.asked.push(line);
        Arc::clone(&now.site)
    };
    let (status, bytes, name) = find(served, &site, &path);
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
fn find(served: &Served, site: &Site, path: &str) -> (&'static str, Arc<[u8]>, String) {
    let below = path.strip_prefix(&served.prefix);
    if below == Some(before::SCRIPT) {
        let scripts = served.before.scripts().into_bytes();
        return ("200 OK", scripts.into(), path.to_owned());
    }
    let (status, bytes, name) = match below.and_then(|path| site.get(path)) {
        Some(bytes) => ("200 OK", bytes, path),
        None => {
            served.now().missing.push(path.to_owned());
            let page = site.get("404.html").unwrap_or_default();
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
