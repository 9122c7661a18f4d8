// Sets text size and colours as the reader chose them on this device, and lets them choose. It is fetched beside the style
// sheet and runs as soon as it is there: that is mostly before the first paint, and it never holds the paint up.
(() => {
  const root = document.documentElement;
  const key = `recourse:${document.currentScript.dataset.site}:reading`;
  const choices = { size: ['large', 'extra'], theme: ['light', 'dark', 'contrast'] };

  // What is kept is the chosen words with a space between, such as `large dark`; nothing where nothing was chosen.
  const read = () => {
    try {
      return (localStorage.getItem(key) || '').split(' ');
    } catch {
      return [];
    }
  };
  const keep = (words) => {
    try {
      if (words) localStorage.setItem(key, words);
      else localStorage.removeItem(key);
    } catch {
      // Storage is blocked or full: the choice holds for this page.
    }
  };
  const apply = (words) => {
    for (const [name, values] of Object.entries(choices)) {
      const chosen = values.find((value) => words.includes(value));
      if (chosen) root.dataset[name] = chosen;
      else delete root.dataset[name];
    }
  };

  const offer = () => {
    const box = document.querySelector('[data-reading]');
    if (!box) return;
    const inputs = [...box.querySelectorAll('input')];
    const show = () => {
      for (const input of inputs) input.checked = input.value === (root.dataset[input.name] || '');
      paintFrame();
    };
    box.addEventListener('change', () => {
      const words = inputs.filter((input) => input.checked && input.value).map((input) => input.value);
      apply(words);
      keep(words.join(' '));
      paintFrame();
    });
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !box.open) return;
      box.open = false;
      box.querySelector('summary').focus();
    });
    for (const leaving of ['focusin', 'pointerdown']) {
      document.addEventListener(leaving, (event) => {
        if (!box.contains(event.target)) box.open = false;
      });
    }
    window.addEventListener('storage', (event) => {
      if (event.key !== key && event.key !== null) return;
      apply(read());
      show();
    });
    show();
    box.hidden = false;
  };
  // The browser's own frame takes the colour of a paper that was chosen.
  const paintFrame = () => {
    for (const meta of document.querySelectorAll('meta[name=theme-color]')) {
      meta.dataset.own = meta.dataset.own || meta.content;
      meta.content = root.dataset.theme ? getComputedStyle(root).getPropertyValue('--paper').trim() : meta.dataset.own;
    }
  };

  apply(read());
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', offer);
  else offer();
})();
