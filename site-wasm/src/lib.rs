//! The browser side of a recourse site: mounts on the static page and makes it remember.
