// What a page does for its reader where script runs: a style that got lost is fetched again, the contents list follows, the mark
// beside a heading copies its address, and reading aloud is offered where the browser has a voice. Each part stands alone.
(() => {
  const root = document.documentElement;
  const toast = document.querySelector('[data-toast]');
  let shown;

  const say = (text) => {
    if (!toast) return;
    toast.textContent = text;
    clearTimeout(shown);
    shown = setTimeout(() => (toast.textContent = ''), 4000);
  };

  // A network that breaks off, or a worker that goes down with another tab, may take the style along. By now each is there or
  // has failed.
  const mendStyle = () => {
    const again = (link, wait) =>
      setTimeout(() => {
        const other = link.cloneNode();
        other.onerror = () => again(other, 2 * wait);
        link.replaceWith(other);
      }, wait);
    document.querySelectorAll('link[rel=stylesheet]').forEach((link) => {
      let rules = [];
      try {
        rules = link.sheet.cssRules;
      } catch {
        // What failed has none, or none that can be read.
      }
      if (!rules.length) again(link, 500);
    });
  };

  const followContents = () => {
    const contents = document.querySelector('.contents');
    if (!contents || !('IntersectionObserver' in window)) return;
    const list = contents.querySelector('nav');
    const links = [...list.querySelectorAll('a')];
    const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    const mark = () => {
      const line = innerHeight / 3;
      let here = -1;
      headings.forEach((heading, at) => {
        if (heading && heading.getBoundingClientRect().top <= line) here = at;
      });
      links.forEach((link, at) => {
        if (at === here) link.setAttribute('aria-current', 'location');
        else link.removeAttribute('aria-current');
      });
      // Only the list itself scrolls: moving the page would take it out of the reader's hands.
      const link = links[here];
      if (!link || list.scrollHeight <= list.clientHeight) return;
      const above = link.getBoundingClientRect().top - list.getBoundingClientRect().top;
      if (above < 0 || above > list.clientHeight - link.offsetHeight) list.scrollTop += above - list.clientHeight / 3;
    };
    const observer = new IntersectionObserver(mark, { rootMargin: '0px 0px -66% 0px' });
    headings.forEach((heading) => heading && observer.observe(heading));
    // On a desk the list stands open at the side; a browser that cannot be told so by the style sheet has it opened.
    if (!CSS.supports('selector(::details-content)')) contents.open = matchMedia('(min-width: 80rem)').matches;
  };

  const copyAddresses = () => {
    document.addEventListener('click', (event) => {
      const anchor = event.target.closest('a.anchor');
      if (!anchor || !navigator.clipboard) return;
      navigator.clipboard.writeText(anchor.href).then(
        () => say(toast.dataset.copied),
        () => {},
      );
    });
  };

  const offerReading = () => {
    const bar = document.querySelector('[data-read-aloud]');
    if (!bar || !('speechSynthesis' in window)) return;
    const button = bar.querySelector('button');
    const language = root.lang.split('-')[0];
    const offer = () => {
      const spoken = (voice) => voice.lang.replace(/^cmn/, 'zh').startsWith(language);
      if (speechSynthesis.getVoices().some(spoken)) bar.hidden = false;
    };
    const load = () => {
      button.removeEventListener('click', load);
      const script = document.createElement('script');
      script.src = bar.dataset.readAloud;
      script.onerror = () => {
        script.remove();
        button.addEventListener('click', load);
        say(bar.dataset.failed);
      };
      document.head.append(script);
    };
    button.addEventListener('click', load);
    speechSynthesis.onvoiceschanged = offer;
    offer();
  };

  for (const part of [mendStyle, followContents, copyAddresses, offerReading]) {
    try {
      part();
    } catch (error) {
      console.error(error);
    }
  }
})();
