// Shows the search box, which is of no use without script. When it is first touched, fetches the search itself.
(() => {
  const { script: source, style } = document.currentScript.dataset;
  const box = document.querySelector('[data-search-box]');
  const opener = document.querySelector('[data-search-open]');
  const input = box.querySelector('input');

  const load = () => {
    input.removeEventListener('focus', load);
    const script = document.createElement('script');
    script.src = source;
    script.onerror = () => {
      script.remove();
      input.addEventListener('focus', load);
      box.querySelector('[data-search-failed]').hidden = false;
    };
    // An edition in one file has its styles already.
    if (!window.recourseFiles && !document.querySelector(`link[href="${style}"]`)) {
      const link = document.createElement('link');
      link.rel = 'stylesheet';
      link.href = style;
      document.head.append(link);
    }
    document.head.append(script);
  };
  const open = () => {
    box.classList.add('open');
    opener.setAttribute('aria-expanded', 'true');
    input.focus();
  };

  box.addEventListener('submit', (event) => event.preventDefault());
  input.addEventListener('focus', load);
  opener.addEventListener('click', () => {
    const closes = box.classList.toggle('open') === false;
    opener.setAttribute('aria-expanded', String(!closes));
    if (!closes) open();
  });
  document.addEventListener('keydown', (event) => {
    const typing = /^(input|textarea|select)$/i.test(event.target.nodeName) || event.target.isContentEditable;
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing) {
      event.preventDefault();
      open();
    }
  });
  box.hidden = false;
  opener.hidden = false;
})();
