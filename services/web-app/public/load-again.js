/* global window, fetch, setTimeout, location, performance, HTMLScriptElement -- a plain script of the page, outside the build */
// The page itself cannot say that its first script did not arrive, because the network changed or the server was
// restarting: it would stay empty. It is loaded again once the server answers, and once only, should the script be broken.
(function () {
  var WAIT = 2000;

  function again() {
    fetch('/health/live', { cache: 'no-store' }).then(
      function (answer) {
        if (answer.ok) location.reload();
        else setTimeout(again, WAIT);
      },
      function () {
        setTimeout(again, WAIT);
      },
    );
  }

  window.addEventListener(
    'error',
    function (event) {
      var load = performance.getEntriesByType('navigation')[0];
      if (event.target instanceof HTMLScriptElement && load && load.type !== 'reload') setTimeout(again, WAIT);
    },
    true,
  );
})();
