//! Tells browsers what is shown: at once when one connects, then at every change.

use std::convert::Infallible;

use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use serde::Serialize;
use tokio::sync::watch::Receiver;

use crate::serve::shown::Shown;

/// What the reload client is told.
#[derive(Serialize)]
struct Message<'a> {
    version: &'a str,
    /// Empty also where the problems are the page itself.
    problems: &'a str,
}

/// One browser's events, without end.
pub fn stream(mut shown: Receiver<Shown>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    shown.mark_changed();
    let events = stream::unfold(shown, |mut shown| async {
        shown.changed().await.ok()?;
        let event = event(&shown.borrow_and_update());
        Some((Ok(event), shown))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

fn event(shown: &Shown) -> Event {
    let message = Message {
        version: &shown.version,
        problems: shown.site.as_ref().map_or("", |_| &shown.problems),
    };
    Event::default().data(serde_json::json!(message).to_string())
}
