//! Answers requests from what is shown. It reads no file and knows nothing of building.

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::watch::Receiver;

use crate::address;
use crate::serve::shown::Shown;
use crate::serve::{events, mime, page};

/// The server's answers, whatever the address.
pub fn router(shown: Receiver<Shown>) -> Router {
    Router::new().fallback(answer).with_state(shown)
}

async fn answer(State(shown): State<Receiver<Shown>>, request: Request) -> Response {
    let mut response = if !is_local(request.headers()) {
        // A foreign site could otherwise give itself this machine's address and read what is served here.
        text(
            StatusCode::FORBIDDEN,
            "open this server as 127.0.0.1 or localhost",
        )
    } else if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let refusal = text(
            StatusCode::METHOD_NOT_ALLOWED,
            "only GET and HEAD are served",
        );
        ([(header::ALLOW, "GET, HEAD")], refusal).into_response()
    } else if is_at(request.uri(), page::EVENTS_PATH) {
        events::stream(shown).into_response()
    } else {
        find(&shown.borrow(), request.uri())
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    response
}

/// Whether the browser was led here by a name that only this machine has.
fn is_local(headers: &HeaderMap) -> bool {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or("");
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    name.eq_ignore_ascii_case("localhost") || name == "127.0.0.1" || name == "[::1]"
}

fn is_at(uri: &Uri, path: &str) -> bool {
    uri.path().strip_prefix('/') == Some(path)
}

fn find(shown: &Shown, uri: &Uri) -> Response {
    if is_at(uri, page::SCRIPT_PATH) {
        return file(page::SCRIPT_PATH, page::SCRIPT.as_bytes());
    }
    if is_at(uri, page::STYLE_PATH) {
        return file(page::STYLE_PATH, page::STYLE.as_bytes());
    }
    if shown.site.is_none() {
        let html = page::of_problems(&shown.problems);
        return html_page(StatusCode::SERVICE_UNAVAILABLE, &html, shown);
    }
    let decoded = address::decode(uri.path());
    let path = decoded.strip_prefix('/').unwrap_or(&decoded);
    let folder = format!("{path}/");
    if let Some(found) = shown.find(path) {
        let name = if path.is_empty() || path.ends_with('/') {
            "index.html"
        } else {
            path
        };
        if mime::of(name).starts_with("text/html") {
            let html = String::from_utf8_lossy(found.bytes.as_deref().unwrap_or_default());
            return html_page(StatusCode::OK, &html, shown);
        }
        return file(name, found.bytes.as_deref().unwrap_or_default());
    }
    if shown.find(&folder).is_some() {
        return redirect_to_folder(uri);
    }
    match shown.find("404.html") {
        Some(not_found) => {
            let html = String::from_utf8_lossy(not_found.bytes.as_deref().unwrap_or_default());
            html_page(StatusCode::NOT_FOUND, &html, shown)
        }
        None => text(StatusCode::NOT_FOUND, "no such page"),
    }
}

fn html_page(status: StatusCode, html: &str, shown: &Shown) -> Response {
    let html = page::with_client(html, &shown.version);
    (status, file("page.html", html.as_bytes())).into_response()
}

fn file(name: &str, bytes: &[u8]) -> Response {
    let kind = [(header::CONTENT_TYPE, mime::of(name))];
    (kind, Body::from(bytes.to_vec())).into_response()
}

fn text(status: StatusCode, text: &'static str) -> Response {
    (status, format!("{text}\n")).into_response()
}

/// Relative links in a folder's page only lead where they should from an address that ends with `/`.
fn redirect_to_folder(uri: &Uri) -> Response {
    let query = uri
        .query()
        .map_or_else(String::new, |query| format!("?{query}"));
    let target = format!("{}/{query}", uri.path());
    let status = StatusCode::TEMPORARY_REDIRECT;
    (status, [(header::LOCATION, target)]).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_answered() {
        let local = |host: &'static str| {
            is_local(&HeaderMap::from_iter([(
                header::HOST,
                HeaderValue::from_static(host),
            )]))
        };
        for host in [
            "127.0.0.1:3000",
            "localhost",
            "LOCALHOST:80",
            "[::1]",
            "[::1]:3000",
        ] {
            assert!(local(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "127.0.0.1.evil.example:3000",
            "localhost:x",
            "0.0.0.0",
        ] {
            assert!(!local(host), "{host}");
        }
        assert!(!is_local(&HeaderMap::new()));
    }
}
