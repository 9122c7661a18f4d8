//! Serves a site on this machine only, and rebuilds it at every change. Nothing is written to the disk.
//!
//! 1. [`rebuild`] builds in memory, [`watch`] tells it when to build again;
//! 2. [`shown`] is what the two sides share: the last good site, and what is wrong with the newest;
//! 3. [`http`] serves it, [`events`] tells browsers of changes, [`page`] adds the client that listens.

mod events;
mod http;
mod mime;
mod page;
mod rebuild;
mod shown;
mod watch;

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::thread;

use crate::command::{print_report, say};
use crate::diagnostic::{Diagnostic, Report};
use crate::output::Outputs;
use crate::progress::Progress;
use crate::{Options, build, config};
use shown::Shown;

/// The ports that are tried without `--port`.
const PORTS: std::ops::Range<u16> = 3000..3100;

/// Serves until it is stopped; false if it could not start.
pub fn run(options: &Options, port: Option<u16>) -> bool {
    // What no change in the folder could mend ends the command.
    let address_is_good = |url: &String| config::check_base_url(url).is_ok();
    if !options.site.is_dir() || !options.base_url.iter().all(address_is_good) {
        let nowhere = || Ok(Outputs::nowhere());
        print_report(
            &build(options, &Progress::silent(), nowhere).1,
            options.lenient,
        );
        return false;
    }
    let served = listen(port).and_then(|listener| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| cannot_serve(&error))?;
        runtime
            .block_on(serve(options, listener))
            .map_err(|error| cannot_serve(&error))
    });
    served
        .map_err(|problem| {
            let mut report = Report::default();
            report.push(problem);
            print_report(&report, options.lenient);
        })
        .is_ok()
}

async fn serve(options: &Options, listener: TcpListener) -> io::Result<()> {
    let stopped = stopped()?;
    let address = listener.local_addr()?;
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let (sender, mut shown) = tokio::sync::watch::channel(Shown::default());
    let builder_options = options.clone();
    thread::Builder::new()
        .name("rebuild".to_owned())
        .spawn(move || rebuild::forever(&builder_options, &sender))?;
    let server = async {
        let builder_ended = |_| io::Error::other("the builder has stopped");
        shown.changed().await.map_err(builder_ended)?;
        say(&format!("http://{address}/"));
        say(&format!(
            "watching {} for changes; press Ctrl-C to stop",
            options.site.display()
        ));
        let mut builder = shown.clone();
        tokio::select! {
            ended = axum::serve(listener, http::router(shown)) => ended,
            ended = async { loop { builder.changed().await.map_err(builder_ended)?; } } => ended,
        }
    };
    tokio::select! {
        ended = server => ended,
        () = stopped => Ok(()),
    }
}

/// Ends when the person or the system asks the server to stop.
fn stopped() -> io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

/// Takes the port, or the first free one, on this machine's own address: no other machine can connect to it.
fn listen(port: Option<u16>) -> Result<TcpListener, Diagnostic> {
    let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    match port {
        Some(port) => bind(port).map_err(|error| cannot_listen(port, &error)),
        None => PORTS
            .filter_map(|port| bind(port).ok())
            .next()
            .ok_or_else(|| {
                Diagnostic::file(
                    "--port",
                    format!("no port from {} to {} is free", PORTS.start, PORTS.end - 1),
                    "name a free one with `--port`",
                )
            }),
    }
}

fn cannot_listen(port: u16, error: &io::Error) -> Diagnostic {
    let (message, remedy) = match error.kind() {
        io::ErrorKind::AddrInUse => (
            format!("the port {port} is taken"),
            "name another, or leave `--port` out to take the first free one",
        ),
        io::ErrorKind::PermissionDenied => (
            format!("the port {port} is reserved for the system"),
            "name one from 1024 on, or leave `--port` out to take the first free one",
        ),
        _ => (
            format!("cannot listen on port {port}: {error}"),
            "name another, or leave `--port` out to take the first free one",
        ),
    };
    Diagnostic::file("--port", message, remedy)
}

fn cannot_serve(error: &io::Error) -> Diagnostic {
    Diagnostic::file(
        "serve",
        format!("cannot go on: {error}"),
        "start it again; `build` works without a server",
    )
}
