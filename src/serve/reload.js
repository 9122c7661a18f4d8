// Loads the page again when the site has changed, and shows what is wrong when the newest version could not be built.
// Only `recourse serve` puts it into pages; a built site does not have it.
(function () {
  'use strict';
  const { version, events } = document.currentScript.dataset;
  const RETRY_MILLISECONDS = 1000;
  let source = null;
  let timer = 0;

  function connect() {
    clearTimeout(timer);
    // A hidden page hears of changes when it is looked at again: a browser keeps only six connections to one server.
    if (source || document.hidden) return;
    source = new EventSource(events);
    source.onmessage = (event) => {
      const shown = JSON.parse(event.data);
      // The server also says what it shows on every new connection, so nothing is missed while there was none.
      if (shown.version !== version) {
        disconnect();
        location.reload();
      } else {
        report(shown.problems);
      }
    };
    source.onerror = () => {
      // The browser tries again by itself, unless it found nobody there at all.
      if (source.readyState !== EventSource.CLOSED) return;
      disconnect();
      timer = setTimeout(connect, RETRY_MILLISECONDS);
    };
  }

  function disconnect() {
    clearTimeout(timer);
    if (source) source.close();
    source = null;
  }

  const box = document.createElement('section');
  box.id = 'recourse-report';
  box.lang = 'zh-CN';
  box.hidden = true;
  box.setAttribute('aria-label', '构建报告');
  const summary = document.createElement('p');
  summary.setAttribute('role', 'alert');
  const close = document.createElement('button');
  close.type = 'button';
  close.textContent = '关闭';
  close.onclick = () => { box.hidden = true; };
  const details = document.createElement('pre');
  details.lang = 'en';
  details.tabIndex = 0;
  box.append(summary, close, details);
  document.body.append(box);

  function report(problems) {
    // What was closed stays closed until there is something new to say.
    if (details.textContent === problems) return;
    details.textContent = problems;
    box.hidden = problems === '';
    // The text goes in after the box is there, so that it is read out.
    summary.textContent = problems && '内容有错误，页面没有更新，现在看到的是改动之前的样子。';
  }

  document.addEventListener('visibilitychange', () => (document.hidden ? disconnect() : connect()));
  // A page that comes back from the browser's memory may be old.
  window.addEventListener('pagehide', disconnect);
  window.addEventListener('pageshow', connect);
})();
