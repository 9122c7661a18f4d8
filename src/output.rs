//! The files of a built site: their addresses, what each is made from, and a digest of each. The bytes themselves go to
//! a [`Store`] as they are made, so that a large site need not fit into memory.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use xxhash_rust::xxh3::xxh3_128;

use crate::address;
use crate::compress;
use crate::diagnostic::{Diagnostic, Report};

/// Takes the files of a build, from several threads at once.
pub trait Store: Send + Sync {
    /// Takes one file.
    ///
    /// # Errors
    /// With why it could not be kept.
    fn put(&self, address: &str, bytes: &[u8]) -> Result<(), Diagnostic>;

    /// Gives back a file that was put.
    fn get(&self, address: &str) -> Option<Vec<u8>>;
}

/// What becomes of the bytes.
#[derive(Clone)]
enum Keeping {
    /// Each [`Output`] has its own.
    InMemory,
    InStore(Arc<dyn Store>),
    /// They are only looked at.
    Nowhere,
}

/// The files of a built site by address, sorted.
#[derive(Clone)]
pub struct Outputs {
    files: BTreeMap<Arc<str>, Output>,
    keeping: Keeping,
    compressed: bool,
}

/// One file, and where it comes from.
#[derive(Debug, Clone)]
pub struct Output {
    /// Differs with the content.
    pub digest: u128,
    /// How many bytes there are.
    pub length: usize,
    /// The source, for messages.
    pub origin: Arc<str>,
    /// The content, where the build is kept in memory.
    pub bytes: Option<Arc<[u8]>>,
    /// Whether this is another file, compressed.
    pub is_variant: bool,
}

/// A file that has gone to its place, behind its compressed variants and what belongs to it.
#[derive(Clone)]
pub struct Made(Vec<(Arc<str>, Output)>);

impl Made {
    /// The file's content, where it is kept in memory.
    pub fn bytes(&self) -> Option<&[u8]> {
        let (_, output) = self.0.last()?;
        output.bytes.as_deref()
    }

    /// This file, behind another that belongs to it.
    #[must_use]
    pub fn behind(self, mut other: Self) -> Self {
        other.0.extend(self.0);
        other
    }
}

impl Default for Outputs {
    fn default() -> Self {
        Self::in_memory()
    }
}

impl Outputs {
    /// Files that stay in memory.
    pub fn in_memory() -> Self {
        Self {
            files: BTreeMap::new(),
            keeping: Keeping::InMemory,
            compressed: false,
        }
    }

    /// Files that go to a store; `compressed` if each also goes there compressed.
    pub fn in_store(store: Arc<dyn Store>, compressed: bool) -> Self {
        Self {
            files: BTreeMap::new(),
            keeping: Keeping::InStore(store),
            compressed,
        }
    }

    /// Files of which nothing is kept but what is listed of them.
    pub fn nowhere() -> Self {
        Self {
            keeping: Keeping::Nowhere,
            ..Self::in_memory()
        }
    }

    /// Whether no file can be read back.
    pub fn keeps_nothing(&self) -> bool {
        matches!(self.keeping, Keeping::Nowhere)
    }

    /// Puts a file in its place, on any thread; [`Outputs::add_made`] lists it.
    ///
    /// # Errors
    /// With why it could not be kept.
    pub fn make(&self, path: &str, bytes: Vec<u8>, origin: &str) -> Result<Made, Diagnostic> {
        let mut made = Vec::new();
        let origin: Arc<str> = origin.into();
        if self.compressed {
            for (ending, smaller) in compress::variants(path, &bytes) {
                let address: Arc<str> = format!("{path}.{ending}").into();
                let variant = Output {
                    is_variant: true,
                    ..self.put(&address, smaller, Arc::clone(&address))?
                };
                made.push((address, variant));
            }
        }
        made.push((path.into(), self.put(path, bytes, origin)?));
        Ok(Made(made))
    }

    fn put(&self, path: &str, bytes: Vec<u8>, origin: Arc<str>) -> Result<Output, Diagnostic> {
        let (digest, length) = (xxh3_128(&bytes), bytes.len());
        let bytes = match &self.keeping {
            Keeping::InMemory => Some(bytes.into()),
            Keeping::InStore(store) => {
                store.put(path, &bytes)?;
                None
            }
            Keeping::Nowhere => None,
        };
        Ok(Output {
            digest,
            length,
            origin,
            bytes,
            is_variant: false,
        })
    }

    /// Lists what was put in its place; two files at one address are reported.
    pub fn add_made(&mut self, made: Made, report: &mut Report) {
        for (path, output) in made.0 {
            match self.files.entry(path) {
                Entry::Vacant(entry) => {
                    entry.insert(output);
                }
                Entry::Occupied(entry) => {
                    report.push(taken(&output.origin, entry.key(), &entry.get().origin))
                }
            }
        }
    }

    /// Lists what was put in the place of files of the same addresses.
    pub fn replace(&mut self, made: &Made) {
        self.files.extend(made.0.iter().cloned());
    }

    /// Adds a file; two files at one address are reported.
    pub fn add(
        &mut self,
        path: &str,
        bytes: impl Into<Vec<u8>>,
        origin: &str,
        report: &mut Report,
    ) {
        if let Some(first) = self.files.get(path) {
            report.push(taken(origin, path, &first.origin));
            return;
        }
        match self.make(path, bytes.into(), origin) {
            Ok(made) => self.add_made(made, report),
            Err(problem) => report.push(problem),
        }
    }

    /// Adds files that can be made apart from each other, each from its address, its origin and what `bytes` makes of
    /// the third part.
    pub fn add_all<T: Send>(
        &mut self,
        files: Vec<(String, String, T)>,
        bytes: impl Fn(T) -> Result<Vec<u8>, Diagnostic> + Sync,
        report: &mut Report,
    ) {
        let made: Vec<_> = files
            .into_par_iter()
            .map(|(path, origin, content)| self.make(&path, bytes(content)?, &origin))
            .collect();
        for made in made {
            match made {
                Ok(made) => self.add_made(made, report),
                Err(problem) => report.push(problem),
            }
        }
    }

    /// A file by its address; a folder's address gives its `index.html`.
    pub fn get(&self, path: &str) -> Option<&Output> {
        if path.is_empty() || path.ends_with('/') {
            return self.files.get(&*format!("{path}index.html"));
        }
        self.files.get(path)
    }

    /// The bytes of a file, read back from where they went; `None` if there is no such file, or nothing was kept.
    pub fn read(&self, path: &str) -> Option<Cow<'_, [u8]>> {
        let output = self.files.get(path)?;
        match (&self.keeping, &output.bytes) {
            (_, Some(bytes)) => Some(Cow::Borrowed(bytes)),
            (Keeping::InStore(store), None) => store.get(path).map(Cow::Owned),
            (Keeping::InMemory | Keeping::Nowhere, None) => None,
        }
    }

    /// All files, sorted by address.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Output)> {
        self.files.iter().map(|(path, file)| (&**path, file))
    }

    /// Reports addresses that some file systems or hosts cannot hold together.
    pub fn check(&self, report: &mut Report) {
        check_addresses(
            self.iter().map(|(path, file)| (path, &*file.origin)),
            report,
        );
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

/// An address that changes with the file's content.
pub fn hashed_address(name: &str, bytes: &[u8]) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    format!("assets/{stem}.{}.{ending}", hash(bytes))
}

/// The first twelve digits of the SHA-256: enough to tell one version of a file from another.
pub fn hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest[..6]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Reports addresses that cannot stand together: two files at one address, addresses that are the same but for upper
/// and lower case, or a file and a folder of one name. `files` are addresses with their origins; those that come first
/// are the first to have taken an address.
pub fn check_addresses<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
    report: &mut Report,
) {
    let mut origins: BTreeMap<&str, &str> = BTreeMap::new();
    for (path, origin) in files {
        match origins.entry(path) {
            Entry::Vacant(entry) => {
                entry.insert(origin);
            }
            Entry::Occupied(entry) => report.push(taken(origin, path, entry.get())),
        }
    }
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let mut last_folder = "";
    for (path, origin) in &origins {
        if let Some(other) = seen.insert(path.to_lowercase(), path) {
            report.push(Diagnostic::file(
                *origin,
                format!("its address `{path}` differs from `{other}` only in upper and lower case"),
                "rename one of the two files",
            ));
        }
        let mut folder = address::folder(path);
        if folder == last_folder {
            continue;
        }
        last_folder = folder;
        while !folder.is_empty() {
            let name = folder.trim_end_matches('/');
            if let Some(origin) = origins.get(name) {
                report.push(Diagnostic::file(
                    *origin,
                    format!("its address `{name}` is also the folder of `{path}`"),
                    "rename the file or the folder",
                ));
            }
            folder = address::folder(name);
        }
    }
}

fn taken(origin: &str, path: &str, first: &str) -> Diagnostic {
    Diagnostic::file(
        origin,
        format!("its address `{path}` is already taken by {first}"),
        "rename one of the two files",
    )
}
