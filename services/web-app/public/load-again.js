/* global window, document, fetch, setTimeout, location, sessionStorage -- a plain script of the page, outside the build */
// The page itself cannot say that its first script or its style did not arrive, because the network changed or the server
// was restarting: it would stay empty or bare. It is loaded again once the server answers, and a few times only, should
// that never help. This file may be what did not arrive, so the page asks for it twice; what it has, it does not load anew.
(function () {
  var WAIT = 2000;
  var MOST = 3;
  var KEY = 'mateship-loaded-again';
  if (window.mateshipLoadsAgain) return;
  window.mateshipLoadsAgain = true;

  // Before any module ran: what those add, they look after themselves.
  var styles = [];
  document.addEventListener('readystatechange', function () {
    if (document.readyState === 'interactive') styles = Array.from(document.querySelectorAll('link[rel="stylesheet"]'));
  });

  function hasArrived(style) {
    try {
      return style.sheet.cssRules.length > 0;
    } catch {
      return false;
    }
  }

  function isWhole() {
    return document.getElementById('root').childElementCount > 0 && styles.every(hasArrived);
  }

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

  function look() {
    try {
      var times = Number(sessionStorage.getItem(KEY));
      if (isWhole()) sessionStorage.removeItem(KEY);
      else if (times < MOST) {
        sessionStorage.setItem(KEY, String(times + 1));
        again();
      }
    } catch {
      // Without storage, nobody could tell how often it was loaded.
    }
  }

  window.addEventListener('load', function () {
    setTimeout(look, WAIT);
  });
})();
