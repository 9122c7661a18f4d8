// Has the worker registered that keeps the site on this device, and shows the one line that is true of it.
(() => {
  const { worker } = document.currentScript.dataset;
  const workers = navigator.serviceWorker;
  const line = (state) => document.querySelector(`[data-offline="${state}"]`);
  const show = (state) => {
    line(state).hidden = false;
  };
  // The line below the bar makes the head of the page higher.
  const showUpdate = (shown) => {
    line('update').hidden = !shown;
    document.documentElement.toggleAttribute('data-update', shown);
  };
  if (!workers || !window.caches) {
    // Pages that are read from a folder are on the device already.
    if (location.protocol !== 'file:') show('unsupported');
    return;
  }

  // Another version is changed to when the reader says so, and only if the page keeps what was typed.
  const typedIsKept = () =>
    !document.querySelector('[data-tool-status]') || document.documentElement.dataset.tool === 'saved';
  const offer = (change) => {
    if (!typedIsKept()) {
      // The tool may only be about to start.
      const started = new MutationObserver(() => {
        started.disconnect();
        offer(change);
      });
      started.observe(document.documentElement, { attributeFilter: ['data-tool'] });
      return;
    }
    line('update').querySelector('button').onclick = () => {
      if (typedIsKept()) change();
      else showUpdate(false);
    };
    showUpdate(true);
  };
  const reload = () => location.reload();
  let changing = false;
  const hadWorker = workers.controller !== null;
  workers.addEventListener('controllerchange', () => {
    if (changing) reload();
    // Another tab has changed.
    else if (hadWorker) offer(reload);
  });
  const change = (registration) => {
    if (!registration.waiting) {
      reload();
      return;
    }
    changing = true;
    registration.waiting.postMessage('take-over');
  };

  workers.addEventListener('message', ({ data }) => {
    if (data === 'kept-all' || data === 'kept-visited') show(data);
  });

  const start = async () => {
    const registration = await workers.register(worker);
    const look = () => {
      if (registration.waiting && registration.active) offer(() => change(registration));
    };
    const follow = (coming) => coming && coming.addEventListener('statechange', look);
    registration.addEventListener('updatefound', () => follow(registration.installing));
    follow(registration.installing);
    look();

    let checked = Date.now();
    document.addEventListener('visibilitychange', () => {
      // A tab may stay open for days.
      if (document.hidden || Date.now() - checked < 3600000) return;
      checked = Date.now();
      registration.update().catch(() => {});
    });

    const { active } = await workers.ready;
    const saves = navigator.connection && navigator.connection.saveData;
    if (!saves) setTimeout(() => active.postMessage('keep-all'), 1000);
  };
  const begin = () => start().catch((error) => console.warn(`not kept for reading offline: ${error.message}`));
  if (document.readyState === 'complete') begin();
  else window.addEventListener('load', begin);
})();
