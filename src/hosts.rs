//! Ready configurations for hosts: which headers they should send with a site's files.
//!
//! Files below `assets/` carry a hash of their content in their names and may be kept for a year; everything else is
//! asked for again, so that a corrected number reaches its readers with their next visit.

use clap::ValueEnum;

/// Each page says in a meta element what it may load and do, the guide in one file something else than the others. Only
/// this works nowhere but in a header.
const POLICY: &str = "frame-ancestors 'self'";

/// Headers for every file.
const HEADERS: [(&str, &str); 4] = [
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    // An address says which trouble someone reads about.
    ("Referrer-Policy", "no-referrer"),
    (
        "Permissions-Policy",
        "camera=(), geolocation=(), microphone=()",
    ),
];

const KEPT: &str = "public, max-age=31536000, immutable";
const ASKED_AGAIN: &str = "no-cache";

/// A host that a configuration can be written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Host {
    /// A server block for nginx
    Nginx,
    /// A Caddyfile
    Caddy,
    /// A `_headers` file for Netlify; put it into the site's folder
    Netlify,
    /// A `_headers` file for Cloudflare Pages; put it into the site's folder
    Cloudflare,
}

impl Host {
    /// The configuration's text.
    pub fn configuration(self) -> String {
        match self {
            Self::Nginx => nginx(),
            Self::Caddy => caddy(),
            Self::Netlify | Self::Cloudflare => headers_file(),
        }
    }
}

fn nginx() -> String {
    let headers = |indent: &str| -> String {
        HEADERS
            .iter()
            .map(|(name, value)| format!("{indent}add_header {name} \"{value}\" always;\n"))
            .collect()
    };
    format!(
        "# nginx. Replace the name and the folder; add your certificate.
server {{
    listen 80;
    server_name example.org;
    root /srv/recourse;
    charset utf-8;
    error_page 404 /404.html;

    include mime.types;
    # nginx before 1.21 does not know wasm; a later one warns that it does.
    types {{
        application/wasm wasm;
        application/manifest+json webmanifest;
    }}

    # Files that `recourse build --compress` made. brotli_static needs the module ngx_brotli.
    gzip_static on;
    # brotli_static on;

    add_header Cache-Control \"{ASKED_AGAIN}\" always;
{}
    # A location with a header of its own does not inherit the others.
    location /assets/ {{
        add_header Cache-Control \"{KEPT}\";
{}    }}
}}
",
        headers("    "),
        headers("        ")
    )
}

fn caddy() -> String {
    let headers: String = HEADERS
        .iter()
        .map(|(name, value)| format!("        {name} \"{value}\"\n"))
        .collect();
    format!(
        "# Caddyfile. Replace the name and the folder; Caddy gets a certificate by itself.
example.org {{
    root * /srv/recourse
    header {{
{headers}    }}
    @changing not path /assets/*
    header @changing Cache-Control \"{ASKED_AGAIN}\"
    header /assets/* Cache-Control \"{KEPT}\"
    file_server {{
        # Files that `recourse build --compress` made.
        precompressed br gzip
    }}
    handle_errors {{
        rewrite * /404.html
        file_server
    }}
}}
"
    )
}

fn headers_file() -> String {
    let headers: String = HEADERS
        .iter()
        .map(|(name, value)| format!("  {name}: {value}\n"))
        .collect();
    // Where two rules name one header, both hosts send both values: so the general rule has no Cache-Control. Without
    // one, both ask the origin again.
    format!("/*\n{headers}\n/assets/*\n  Cache-Control: {KEPT}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_host_gets_every_header() {
        for host in Host::value_variants() {
            let text = host.configuration();
            for (name, value) in HEADERS {
                assert!(
                    text.contains(name) && text.contains(value),
                    "{host:?} {name}"
                );
            }
            assert!(text.contains(KEPT), "{host:?}");
        }
    }
}
