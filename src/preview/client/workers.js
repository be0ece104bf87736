// A service worker that another program registered at this address goes on answering for it, with pages of its own. The preview has none: what
// is there goes. (The server gives out no script for one.)
navigator.serviceWorker?.getRegistrations()
  .then((all) => all.forEach((one) => one.unregister()))
  .catch(() => { /* the browser forbids it: then there is none */ });
