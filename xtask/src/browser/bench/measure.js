// Put into every page that is measured, before its own scripts: notes how long the page takes from one thing to another.
(() => {
  const samples = [];
  let from = 0;

  // After a frame's callbacks the page is laid out and painted; a message is delivered behind that.
  const painted = () =>
    new Promise((go) => requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = go;
      channel.port2.postMessage(0);
    }));
  const note = (name) => {
    const begun = from;
    if (!begun) return;
    from = 0;
    painted().then(() => samples.push([name, performance.now() - begun]));
  };

  // From an event to the first change of a part of the page, painted; or to whatever its last listener leaves.
  const watch = (kind, selector) => {
    addEventListener(kind, (event) => (from = event.timeStamp), true);
    if (!selector) {
      ['input', 'change'].forEach((last) => addEventListener(last, () => note('painted')));
      return;
    }
    const everything = { subtree: true, childList: true, characterData: true, attributes: true };
    new MutationObserver(() => note('painted')).observe(document.querySelector(selector), everything);
  };

  // From the module's arrival to the tool at work, painted.
  const fetched = window.fetch;
  window.fetch = async (resource, options) => {
    const answer = await fetched(resource, options);
    if (!String(resource.url || resource).endsWith('.wasm')) return answer;
    const { status, headers } = answer;
    const bytes = await answer.arrayBuffer();
    from = performance.now();
    return new Response(bytes, { status, headers });
  };
  const starts = new MutationObserver(() => {
    if (document.documentElement.dataset.tool) {
      starts.disconnect();
      note('started');
    }
  });
  addEventListener('DOMContentLoaded', () =>
    starts.observe(document.documentElement, { attributes: true, attributeFilter: ['data-tool'] }), { once: true });

  // From the beginning of a search to its first find and to its end, painted.
  const searching = (waiting) => {
    const box = document.querySelector('[data-search-box]');
    let begun = 0, found = false;
    new MutationObserver(() => {
      const said = box.querySelector('[data-search-status]').textContent;
      if (said === waiting) {
        if (!begun) [begun, found] = [performance.now(), false];
        if (!found && box.querySelector('[data-search-results] a')) {
          found = true;
          from = begun;
          note('first');
        }
      } else if (begun) {
        from = begun;
        begun = 0;
        if (!found) samples.push(['first', performance.now() - from]);
        note('all');
      }
    }).observe(box, { subtree: true, childList: true, characterData: true });
  };

  // The module's own memory, which the page's heap does not count.
  const memories = [];
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const make = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await make.apply(WebAssembly, given);
      memories.push((made.instance || made).exports.memory);
      return made;
    };
  }
  const moduleBytes = () => memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);

  window.bench = { samples, watch, searching, moduleBytes, painted };
})();
