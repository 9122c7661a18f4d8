// Reads the page's words aloud, sentence by sentence, and marks where it is. `reader.js` fetches it when it is first asked for;
// it begins at once.
(() => {
  const bar = document.querySelector('[data-read-aloud]');
  const [play, stop] = bar.querySelectorAll('button');
  const words = play.querySelector('span');
  const { pause, resume } = bar.dataset;
  const start = words.textContent;
  const calm = matchMedia('(prefers-reduced-motion: reduce)');

  const notRead = '.cite, .anchor, .cards, form, button, select, textarea, template, script, [hidden], [data-search-skip]';
  const blocks = 'p, li, h1, h2, h3, h4, h5, h6, td, th, dt, dd, label, summary, pre, figcaption, div, section, article';

  /** The sentences of the page in order, each with the range where it stands. */
  const sentences = () => {
    const found = [];
    let range;
    let text = '';
    let block;
    const end = () => {
      if (/[\p{L}\p{N}]/u.test(text)) found.push({ range, text: text.trim() });
      range = undefined;
      text = '';
    };
    const add = (node, from, to) => {
      if (from === to) return;
      if (!range) {
        range = document.createRange();
        range.setStart(node, from);
      }
      range.setEnd(node, to);
      text += node.data.slice(from, to);
    };
    for (const region of document.querySelectorAll('[data-search]')) {
      const nodes = document.createTreeWalker(region, NodeFilter.SHOW_TEXT);
      while (nodes.nextNode()) {
        const node = nodes.currentNode;
        if (node.parentElement.closest(notRead)) continue;
        const around = node.parentElement.closest(blocks);
        if (around !== block) end();
        block = around;
        let from = 0;
        for (const stop of node.data.matchAll(/[。！？；!?]+[”’』」）)]*/g)) {
          const to = stop.index + stop[0].length;
          add(node, from, to);
          end();
          from = to;
        }
        add(node, from, node.data.length);
      }
      end();
    }
    return found;
  };

  const voice = () => {
    const language = document.documentElement.lang;
    const voices = speechSynthesis.getVoices().map((voice) => [voice.lang.replace('_', '-').replace(/^cmn/, 'zh'), voice]);
    const fits = voices.find(([spoken]) => spoken === language) || voices.find(([spoken]) => spoken.startsWith(language.split('-')[0]));
    return fits?.[1];
  };

  // This rule stands here and not in the style sheet: browsers that do not know it have no use for it.
  if (window.CSS?.highlights) {
    const style = new CSSStyleSheet();
    style.replaceSync('::highlight(spoken) { background: var(--warn-soft); color: var(--ink); text-decoration: underline 2px var(--warn); }');
    document.adoptedStyleSheets = [style];
  }

  let list = [];
  let at = 0;
  let speaking;

  const mark = (range) => {
    document.querySelector('[data-spoken]')?.removeAttribute('data-spoken');
    if (window.CSS?.highlights) {
      CSS.highlights.delete('spoken');
      if (range) CSS.highlights.set('spoken', new Highlight(range));
    } else if (range) {
      range.startContainer.parentElement.closest(blocks).setAttribute('data-spoken', '');
    }
    if (!range) return;
    const { top, bottom } = range.getBoundingClientRect();
    if (top > 120 && bottom < innerHeight - 100) return;
    scrollBy({ top: top - innerHeight / 3, behavior: calm.matches ? 'auto' : 'smooth' });
  };
  const show = (state) => {
    words.textContent = { speaking: pause, paused: resume }[state] || start;
    stop.hidden = !state;
    bar.toggleAttribute('data-on', Boolean(state));
  };
  // A pause ends the sentence and remembers it: `speechSynthesis.pause` does nothing on Android.
  const silence = () => {
    speaking = undefined;
    speechSynthesis.cancel();
  };
  const finish = () => {
    silence();
    at = 0;
    mark();
    show();
  };
  const next = () => {
    if (at >= list.length) return finish();
    const { text, range } = list[at];
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = voice() || null;
    utterance.lang = utterance.voice?.lang || document.documentElement.lang;
    utterance.onend = () => {
      if (speaking !== utterance) return;
      at += 1;
      next();
    };
    utterance.onerror = () => {
      if (speaking !== utterance) return;
      silence();
      show('paused');
    };
    speaking = utterance;
    mark(range);
    show('speaking');
    speechSynthesis.speak(utterance);
  };
  const toggle = () => {
    if (speaking) {
      silence();
      show('paused');
      return;
    }
    if (at === 0) list = sentences();
    next();
  };

  play.addEventListener('click', toggle);
  stop.addEventListener('click', () => {
    finish();
    play.focus();
  });
  window.addEventListener('pagehide', finish);
  toggle();
})();
