// Shows the pages of a site that is one file, one at a time and each as a browser would: its body, its style, its
// scripts. So these need not know where they are. What the file holds, src/single_file.rs tells.
(() => {
  'use strict';

  // Unpacking: LZMA without a header, as src/single_file/pack.rs writes it.
  const LITERAL_CONTEXT = 4;
  const unpack = (input, length, beside) => {
    const output = new Uint8Array(beside.length + length);
    output.set(beside);
    // The first byte is always zero.
    let at = 5, range = -1, code = 0;
    for (let i = 1; i < 5; i++) code = (code << 8) | input[i];

    // Probabilities that a bit is zero, in parts of 2048. Numbers are unsigned in 32 bits, which is why a comparison
    // turns their highest bit around.
    const fresh = (count) => new Uint16Array(count).fill(1024);
    const bit = (odds, i) => {
      const bound = Math.imul(range >>> 11, odds[i]);
      let value = 0;
      if ((code ^ 0x80000000) < (bound ^ 0x80000000)) {
        range = bound;
        odds[i] += (2048 - odds[i]) >>> 5;
      } else {
        range = (range - bound) | 0;
        code = (code - bound) | 0;
        odds[i] -= odds[i] >>> 5;
        value = 1;
      }
      if (range >>> 24 === 0) {
        range <<= 8;
        code = (code << 8) | input[at++];
      }
      return value;
    };
    // A number of so many bits, the highest first; each bit's odds depend on those before it.
    const tree = (odds, from, bits) => {
      let node = 1;
      for (let i = 0; i < bits; i++) node = (node << 1) | bit(odds, from + node);
      return node - (1 << bits);
    };
    // The same, the lowest first.
    const reverseTree = (odds, from, bits) => {
      let node = 1, value = 0;
      for (let i = 0; i < bits; i++) {
        const one = bit(odds, from + node);
        node = (node << 1) | one;
        value |= one << i;
      }
      return value;
    };
    const evenBits = (count) => {
      let value = 0;
      while (count-- > 0) {
        range >>>= 1;
        code = (code - range) | 0;
        const below = code >> 31;
        code += range & below;
        value = (value << 1) + below + 1;
        if (range >>> 24 === 0) {
          range <<= 8;
          code = (code << 8) | input[at++];
        }
      }
      return value;
    };
    const lengthOdds = () => ({ choice: fresh(2), low: fresh(8), middle: fresh(8), high: fresh(256) });
    const lengthOf = (odds) => {
      if (!bit(odds.choice, 0)) return 2 + tree(odds.low, 0, 3);
      if (!bit(odds.choice, 1)) return 10 + tree(odds.middle, 0, 3);
      return 18 + tree(odds.high, 0, 8);
    };

    const literals = fresh(0x300 << LITERAL_CONTEXT);
    const isMatch = fresh(12), isRepeat = fresh(12), isFurther = fresh(12), isThird = fresh(12), isFourth = fresh(12);
    const isLonger = fresh(12);
    const slots = fresh(4 * 64), places = fresh(128), lowBits = fresh(16);
    const matchLengths = lengthOdds(), repeatLengths = lengthOdds();
    let state = 0, last = 0, second = 0, third = 0, fourth = 0, done = beside.length;

    const distanceOf = (count) => {
      const slot = tree(slots, Math.min(count - 2, 3) * 64, 6);
      if (slot < 4) return slot;
      const bits = (slot >> 1) - 1;
      const high = (2 | (slot & 1)) << bits;
      if (slot < 14) return high + reverseTree(places, high - slot, bits);
      return high + evenBits(bits - 4) * 16 + reverseTree(lowBits, 0, 4);
    };
    while (done < output.length) {
      if (!bit(isMatch, state)) {
        const before = done > 0 ? output[done - 1] : 0;
        const from = 0x300 * (before >> (8 - LITERAL_CONTEXT));
        let node = 1;
        if (state >= 7) {
          let guess = output[done - last - 1];
          do {
            const expected = (guess >> 7) & 1;
            guess <<= 1;
            const one = bit(literals, from + ((1 + expected) << 8) + node);
            node = (node << 1) | one;
            if (one !== expected) break;
          } while (node < 256);
        }
        while (node < 256) node = (node << 1) | bit(literals, from + node);
        output[done++] = node;
        state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
        continue;
      }
      let count;
      if (!bit(isRepeat, state)) {
        fourth = third;
        third = second;
        second = last;
        count = lengthOf(matchLengths);
        last = distanceOf(count);
        state = state < 7 ? 7 : 10;
      } else {
        let short = false;
        if (!bit(isFurther, state)) {
          short = !bit(isLonger, state);
        } else {
          let distance = second;
          if (bit(isThird, state)) {
            distance = third;
            if (bit(isFourth, state)) {
              distance = fourth;
              fourth = third;
            }
            third = second;
          }
          second = last;
          last = distance;
        }
        count = short ? 1 : lengthOf(repeatLengths);
        state = state < 7 ? (short ? 9 : 8) : 11;
      }
      if (last >= done) throw new Error('the pack is damaged');
      for (const end = Math.min(done + count, output.length); done < end; done++) output[done] = output[done - last - 1];
    }
    return output.subarray(beside.length);
  };

  const pack = document.querySelector('[data-pack]');
  const { home } = pack.dataset;
  const plain = document.querySelector('noscript').textContent;
  const files = {};
  const open = () => {
    const text = atob(pack.textContent);
    const bytes = Uint8Array.from(text, (sign) => sign.charCodeAt(0));
    const whole = unpack(bytes, Number(pack.dataset.length), new TextEncoder().encode(plain));
    let sum = 0x811c9dc5;
    for (let i = 0; i < whole.length; i++) sum = Math.imul(sum ^ whole[i], 0x01000193);
    if (sum >>> 0 !== Number(pack.dataset.sum)) throw new Error('the pack is damaged');
    const utf8 = new TextDecoder();
    let at = whole.indexOf(10) + 1;
    for (const [name, length] of JSON.parse(utf8.decode(whole.subarray(0, at)))) {
      const own = whole.subarray(at, at + length);
      at += length;
      const isText = /\.(html|js|json|txt)$/.test(name);
      Object.defineProperty(files, name, { get: () => (isText ? utf8.decode(own) : own) });
    }
  };

  // What a page's scripts ask for comes from the file; nothing else is there.
  const bringFiles = () => {
    window.recourseFiles = files;
    window.fetch = (address) =>
      address in files
        ? Promise.resolve(new Response(files[address], { headers: { 'content-type': 'application/wasm' } }))
        : Promise.reject(new TypeError(`${address} is not in this file`));
    Object.defineProperty(HTMLScriptElement.prototype, 'src', {
      set(address) {
        this.textContent = files[address];
      },
    });
  };

  // What a page's scripts listen to ends with the page.
  const listeners = [];
  const noteListeners = () => {
    for (const target of [document, window]) {
      const listen = target.addEventListener;
      target.addEventListener = function (...what) {
        listeners.push([target, ...what]);
        listen.apply(this, what);
      };
    }
  };
  const pictures = [];
  const leave = () => {
    // The tool saves what was typed last.
    window.dispatchEvent(new Event('pagehide'));
    listeners.splice(0).forEach(([target, ...what]) => target.removeEventListener(...what));
    pictures.splice(0).forEach((picture) => URL.revokeObjectURL(picture));
    document.querySelectorAll('[data-of-page]').forEach((script) => script.remove());
    document.documentElement.removeAttribute('data-tool');
  };
  const run = (source) => {
    const script = document.createElement('script');
    Object.assign(script.dataset, source.dataset, { ofPage: '' });
    script.src = source.getAttribute('src');
    document.head.append(script);
  };
  const KINDS = { avif: 'avif', gif: 'gif', jpeg: 'jpeg', jpg: 'jpeg', png: 'png', svg: 'svg+xml', webp: 'webp' };

  let current = null;
  const show = (address) => {
    if (current !== null) leave();
    current = address;
    const page = new DOMParser().parseFromString(files[address], 'text/html');
    // Of no use in the file itself.
    page.querySelectorAll('[data-offline], [data-single-file]').forEach((element) => element.remove());
    page.querySelectorAll('img[src]').forEach((image) => {
      const name = image.getAttribute('src');
      if (!(name in files)) return;
      const picture = new Blob([files[name]], { type: `image/${KINDS[name.split('.').pop()]}` });
      image.src = URL.createObjectURL(picture);
      pictures.push(image.src);
    });
    document.documentElement.lang = page.documentElement.lang;
    document.title = page.title;
    document.querySelectorAll('style[data-address]').forEach((style) => {
      const used = page.querySelector(`link[rel=stylesheet][href="${style.dataset.address}"]`);
      style.media = used || 'always' in style.dataset ? 'all' : 'not all';
    });
    page.body.querySelectorAll('link').forEach((link) => link.remove());
    document.body = document.adoptNode(page.body);
    page.querySelectorAll('head script[src]').forEach((script) => script.getAttribute('src') in files && run(script));
    window.dispatchEvent(new Event('load'));
  };

  // Going from page to page. `#guide/steps.html%23fees` is a place on a page; any other fragment is a place on the page
  // that is shown, and the browser's own affair. Which page that is, and how far it was read, the history remembers.
  const remember = (how) => history.replaceState(Object.assign({ page: current }, how), '');
  const route = () => {
    let fragment = location.hash.slice(1);
    try {
      fragment = decodeURIComponent(fragment);
    } catch (error) {
      // It is taken as it is.
    }
    const [address, ...anchors] = fragment.split('#');
    const anchor = anchors.join('#');
    const state = history.state || {};
    const named = address in files;
    const wanted = named ? address : state.page || current || home;
    const first = current === null;
    if (wanted !== current) {
      show(wanted);
      window.scrollTo(0, state.read || 0);
      const heading = document.querySelector('main h1');
      if (heading && !first) {
        heading.tabIndex = -1;
        heading.style.outline = 'none';
        heading.focus({ preventScroll: true });
      }
    } else if (named && !anchor) {
      window.scrollTo(0, 0);
    }
    remember({ read: state.read });
    if (named && anchor) location.replace(`#${encodeURIComponent(anchor)}`);
    else if (first && fragment && !named) location.replace(location.hash);
  };

  const begin = () => {
    open();
    window.addEventListener('hashchange', route);
    document.addEventListener('click', (event) => {
      if (event.target.closest('a[href]')) remember({ read: window.scrollY });
    }, true);
    bringFiles();
    noteListeners();
    route();
  };
  window.addEventListener('load', () => {
    try {
      begin();
    } catch (error) {
      console.error(error);
      document.querySelector('main').innerHTML = plain;
    }
  }, { once: true });
})();
