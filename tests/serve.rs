//! `recourse serve` as a person and a browser meet it: the real command, real files, real sockets.

#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// Far longer than anything takes; only a failing test waits for so long.
const DEADLINE: Duration = Duration::from_secs(30);

/// A site in a folder of its own, and the server of it.
struct Served {
    folder: TempDir,
    child: Child,
    address: SocketAddr,
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

/// What the reload client is told.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    version: String,
    problems: String,
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in files {
        write(folder.path(), path, text);
    }
    folder
}

fn write(folder: &Path, path: &str, text: &str) {
    let file = folder.join(path);
    fs::create_dir_all(file.parent().expect("files lie in folders")).expect("its folder");
    fs::write(file, text).expect("a written file");
}

fn command(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_recourse"));
    command
        .current_dir(folder)
        .args(["serve", "site"])
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Waits for what has to come true.
fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    while start.elapsed() < DEADLINE {
        if let Some(found) = look() {
            return found;
        }
        thread::sleep(Duration::from_millis(20));
    }
    panic!("{what}: not within {DEADLINE:?}");
}

impl Served {
    fn start(files: &[(&str, &str)]) -> Self {
        Self::start_with(files, &[])
    }

    fn start_with(files: &[(&str, &str)], arguments: &[&str]) -> Self {
        let folder = folder(files);
        let mut child = command(&folder, &[&["--port", "0"], arguments].concat())
            .spawn()
            .expect("the command starts");
        let stdout = child.stdout.take().expect("a pipe");
        let line = BufReader::new(stdout)
            .lines()
            .next()
            .expect("a line")
            .expect("text");
        let address = line
            .strip_prefix("http://")
            .and_then(|rest| rest.strip_suffix('/'))
            .unwrap_or_else(|| panic!("no address: {line}"));
        let address = address.parse().expect("address and port");
        Self {
            folder,
            child,
            address,
        }
    }

    fn write(&self, path: &str, text: &str) {
        write(self.folder.path(), path, text);
    }

    fn remove(&self, path: &str) {
        fs::remove_dir_all(self.folder.path().join(path)).expect("a removed folder");
    }

    fn ask(&self, method: &str, path: &str, host: &str) -> Answer {
        let mut stream = TcpStream::connect(self.address).expect("a connection");
        stream.set_read_timeout(Some(DEADLINE)).expect("a timeout");
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        )
        .expect("a request");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        let answer = String::from_utf8_lossy(&answer);
        let (head, body) = answer.split_once("\r\n\r\n").expect("head and body");
        let status = head.split(' ').nth(1).expect("a status");
        Answer {
            status: status.parse().expect("a number"),
            head: head.to_lowercase(),
            body: body.to_owned(),
        }
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "localhost")
    }

    /// Waits until a page shows a text.
    fn until_shown(&self, path: &str, text: &str) {
        until(&format!("{path} shows {text}"), || {
            self.get(path).body.contains(text).then_some(())
        });
    }

    /// Listens as the reload client does; what is shown at the time comes first.
    fn listen(&self) -> Receiver<Told> {
        let mut stream = TcpStream::connect(self.address).expect("a connection");
        write!(
            stream,
            "GET /.recourse/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        )
        .expect("a request");
        let (sender, told) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                let Some(data) = line.strip_prefix("data: ") else {
                    continue;
                };
                let data: serde_json::Value = serde_json::from_str(data).expect("JSON");
                let text = |key: &str| data[key].as_str().expect("text").to_owned();
                let told = Told {
                    version: text("version"),
                    problems: text("problems"),
                };
                if sender.send(told).is_err() {
                    break;
                }
            }
        });
        told
    }

    fn stop(mut self, signal: Signal) -> ExitStatus {
        kill_process(Pid::from_child(&self.child), signal).expect("a signal");
        until("the server stops", || {
            self.child.try_wait().expect("a child")
        })
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn next(told: &Receiver<Told>) -> Told {
    told.recv_timeout(DEADLINE).expect("an event in time")
}

const HOME: (&str, &str) = ("site/index.md", "欢迎\n");
const BROKEN: &str = "+++\nno_such_key = 1\n+++\n坏了\n";

#[test]
fn a_page_is_served_with_the_reload_client() {
    let served = Served::start(&[HOME]);
    let page = served.get("/");
    assert_eq!(page.status, 200);
    assert!(page.body.contains("欢迎"), "{}", page.body);
    assert!(page.body.contains(r#"src="/.recourse/reload.js""#));
    assert!(page.head.contains("content-type: text/html; charset=utf-8"));
    assert!(page.head.contains("cache-control: no-store"));
    assert!(page.head.contains("x-content-type-options: nosniff"));
    let version = next(&served.listen()).version;
    assert!(page.body.contains(&format!("data-version=\"{version}\"")));
    let client = served.get("/.recourse/reload.js");
    assert!(client.head.contains("text/javascript; charset=utf-8"));
    assert!(client.body.contains("EventSource"));
    assert_eq!(served.get("/.recourse/reload.css").status, 200);
}

#[test]
fn a_change_arrives() {
    let served = Served::start(&[HOME]);
    let told = served.listen();
    let before = next(&told);
    served.write("site/index.md", "再次欢迎\n");
    let after = next(&told);
    assert_ne!(after.version, before.version);
    assert_eq!(after.problems, "");
    assert!(served.get("/").body.contains("再次欢迎"));
}

#[test]
fn an_error_keeps_the_last_good_page_and_mending_clears_it() {
    let served = Served::start(&[HOME]);
    let told = served.listen();
    let good = next(&told);
    served.write("site/index.md", BROKEN);
    let bad = next(&told);
    assert_eq!(
        bad.version, good.version,
        "the page need not be loaded again"
    );
    assert!(bad.problems.contains("no_such_key"), "{}", bad.problems);
    assert!(bad.problems.contains("index.md:2"), "{}", bad.problems);
    let page = served.get("/");
    assert_eq!(page.status, 200);
    assert!(page.body.contains("欢迎"));
    assert_eq!(next(&served.listen()), bad, "who comes later is told too");
    served.write(HOME.0, HOME.1);
    assert_eq!(next(&told), good);
}

#[test]
fn a_site_that_is_wrong_from_the_start_is_served_once_it_is_mended() {
    let served = Served::start(&[("site/index.md", BROKEN)]);
    let page = served.get("/any/page.html");
    assert_eq!(page.status, 503);
    assert!(page.body.contains("no_such_key"), "{}", page.body);
    assert!(page.body.contains(r#"src="/.recourse/reload.js""#));
    let told = served.listen();
    let bad = next(&told);
    assert_eq!(bad.problems, "", "the page itself shows them");
    served.write(HOME.0, HOME.1);
    assert_ne!(next(&told).version, bad.version);
    assert!(served.get("/").body.contains("欢迎"));
}

#[test]
fn what_changes_no_page_reloads_none() {
    let served = Served::start(&[HOME]);
    let told = served.listen();
    let before = next(&told);
    served.write(HOME.0, HOME.1);
    served.write("site/.index.md.swp", "an editor's own");
    let surprise = told.recv_timeout(Duration::from_millis(600)).ok();
    assert_eq!(surprise, None);
    served.write("site/index.md", "再次欢迎\n");
    assert_ne!(next(&told).version, before.version);
}

#[test]
fn own_templates_are_watched_from_the_moment_they_are_named() {
    let page = |mark| {
        format!("{{% extends \"base.html\" %}}{{% block main %}}{mark}{{% endblock main %}}")
    };
    let served = Served::start(&[
        HOME,
        ("theme/home.html", &page("甲")),
        ("theme/page.html", &page("甲")),
    ]);
    assert!(!served.get("/").body.contains("甲"));
    served.write("site/site.toml", "templates = \"../theme\"\n");
    served.until_shown("/", "甲");
    for name in ["theme/home.html", "theme/page.html"] {
        served.write(name, &page("乙"));
    }
    served.until_shown("/", "乙");
}

#[test]
fn folders_may_go_and_come_back() {
    let served = Served::start(&[HOME, ("site/guide/index.md", "第一版\n")]);
    served.until_shown("/guide/", "第一版");
    served.remove("site/guide");
    until("the folder's page is gone", || {
        (served.get("/guide/").status == 404).then_some(())
    });
    served.write("site/guide/index.md", "第二版\n");
    served.until_shown("/guide/", "第二版");
    served.write("site/guide/index.md", "第三版\n");
    served.until_shown("/guide/", "第三版");

    let told = served.listen();
    let before = next(&told);
    served.remove("site");
    until("the missing site is reported", || {
        let told = next(&told);
        (told.problems.contains("no such folder") && told.version == before.version).then_some(())
    });
    assert!(served.get("/guide/").body.contains("第三版"));
    served.write("site/index.md", "重来\n");
    served.until_shown("/", "重来");
    served.write("site/index.md", "又来\n");
    served.until_shown("/", "又来");
}

#[test]
fn addresses_lead_where_a_host_would_lead_them() {
    let served = Served::start_with(
        &[
            HOME,
            ("site/证据/index.md", "截图\n"),
            ("site/data.bin", "?"),
            ("site/a.wasm", "?"),
            ("site/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
            ("site/app.webmanifest", "{}"),
        ],
        &["--base-url", "https://example.org/guide/"],
    );
    let folder = "/%E8%AF%81%E6%8D%AE";
    assert!(served.get(&format!("{folder}/")).body.contains("截图"));
    let redirect = served.get(&format!("{folder}?a=b"));
    assert_eq!(redirect.status, 307);
    let location = format!("location: {folder}/?a=b").to_lowercase();
    assert!(redirect.head.contains(&location), "{}", redirect.head);

    let missing = served.get("/none.html");
    assert_eq!(missing.status, 404);
    assert!(missing.body.contains("/.recourse/reload.js"));
    assert!(missing.body.contains("href=\"/guide/"), "{}", missing.body);
    assert_eq!(served.get("/guide/").status, 200, "so its links lead home");
    for path in [
        "//example.org",
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/%ff",
        "/.recourse/",
    ] {
        assert_eq!(served.get(path).status, 404, "{path}");
    }

    for (path, kind) in [
        ("/a.wasm", "application/wasm"),
        ("/a.svg", "image/svg+xml"),
        ("/app.webmanifest", "application/manifest+json"),
        ("/data.bin", "application/octet-stream"),
    ] {
        let head = served.get(path).head;
        assert!(head.contains(&format!("content-type: {kind}")), "{head}");
    }
}

#[test]
fn only_this_machine_and_only_reading_is_served() {
    let served = Served::start(&[HOME]);
    let port = served.address.port();
    assert_eq!(served.address.ip(), Ipv4Addr::LOCALHOST);
    for host in ["localhost", "127.0.0.1", &format!("[::1]:{port}")] {
        assert_eq!(served.ask("GET", "/", host).status, 200, "{host}");
    }
    for path in ["/", "/.recourse/events", "/.recourse/reload.js"] {
        let refused = served.ask("GET", path, &format!("evil.example:{port}"));
        assert_eq!(refused.status, 403, "{path}");
        assert!(!refused.body.contains("欢迎"));
    }
    let head = served.ask("HEAD", "/", "localhost");
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    let post = served.ask("POST", "/", "localhost");
    assert_eq!(post.status, 405);
    assert!(post.head.contains("allow: get, head"), "{}", post.head);
}

/// All of 127.0.0.0/8 leads to this machine there, so a server on all addresses would answer.
#[cfg(target_os = "linux")]
#[test]
fn no_other_address_is_listened_on() {
    let served = Served::start(&[HOME]);
    let other = SocketAddr::from(([127, 0, 0, 2], served.address.port()));
    assert!(TcpStream::connect(other).is_err());
}

#[test]
fn nothing_is_written() {
    let served = Served::start(&[HOME]);
    served.write("site/index.md", "再次欢迎\n");
    served.until_shown("/", "再次欢迎");
    let files: BTreeMap<String, Vec<u8>> = walkdir::WalkDir::new(&served.folder)
        .into_iter()
        .map(|entry| entry.expect("readable"))
        .filter(|entry| !entry.file_type().is_dir())
        .map(|entry| {
            (
                entry.path().display().to_string(),
                fs::read(entry.path()).expect("readable"),
            )
        })
        .collect();
    let page = served.folder.path().join("site/index.md");
    let expected = BTreeMap::from([(page.display().to_string(), "再次欢迎\n".as_bytes().to_vec())]);
    assert_eq!(files, expected);
}

#[test]
fn stopping_it_is_no_failure() {
    for signal in [Signal::INT, Signal::TERM] {
        let served = Served::start(&[HOME]);
        let _browser = served.listen();
        assert_eq!(served.stop(signal).code(), Some(0), "{signal:?}");
    }
}

#[test]
fn what_cannot_start_says_why() {
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let refused = |files, arguments: &[&str]| {
        let output = command(&folder(files), arguments).output().expect("an end");
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(output.stdout, b"");
        String::from_utf8(output.stderr).expect("text")
    };
    let message = refused(&[HOME], &["--port", &port]);
    assert!(
        message.contains(&format!("the port {port} is taken")),
        "{message}"
    );
    assert!(message.contains("leave `--port` out"), "{message}");
    let message = refused(&[], &[]);
    assert!(message.contains("no such folder"), "{message}");
    let message = refused(&[HOME], &["--base-url", "example.org"]);
    assert!(
        message.contains("does not begin with https://"),
        "{message}"
    );
}
