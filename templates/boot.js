// Starts the tool: loads the module named by this script's own tag and calls its one function.
// On any failure the page stays as it is: static, readable, printable, with its notice that the tool did not start.
const script = document.currentScript;

// A slow network leaves time to type before the module is there; it must not take that for what an old visit left.
const touched = (event) => event.target.setAttribute('data-touched', '');
document.addEventListener('input', touched, true);

// What a reader waits for is the page: the module is not fetched before that is there.
const start = () =>
  Promise.all([recourse({ module_or_path: script.dataset.wasm }), ...page.all(null, '[data-from]').map(bring)])
    .then(openVault)
    .then(openTool)
    .catch((error) => console.error(error))
    .finally(() => document.removeEventListener('input', touched, true));
addEventListener('load', () => setTimeout(start));

// Puts in its place what the page holds only while the tool runs; its style, which the place names, comes at the same time.
async function bring(place) {
  const styles = page.all(place, 'link').map((link) =>
    new Promise((done) => {
      link.onload = link.onerror = done;
    }));
  place.before(place.content);
  const answer = await fetch(place.dataset.from);
  if (!answer.ok) throw new Error(`${place.dataset.from}: ${answer.status}`);
  place.outerHTML = await answer.text();
  await Promise.all(styles);
}

// Loads the module from an address or from bytes.
async function load(source, imports, finish) {
  let loaded;
  if (typeof source !== 'string') loaded = await WebAssembly.instantiate(source, imports);
  else {
    try {
      loaded = await WebAssembly.instantiateStreaming(fetch(source), imports);
    } catch {
      // An old browser, or a host that does not say what kind of file it is.
      loaded = await WebAssembly.instantiate(await (await fetch(source)).arrayBuffer(), imports);
    }
  }
  finish(loaded.instance);
}
