/* global window, document -- a plain script of the page, outside the build */
// Runs before the first paint so that the page never flashes in the wrong colours. A file of its own, because the
// content security policy allows no inline script. The key is the one of src/settings/color-scheme.ts.
(function () {
  var wanted = null;
  try {
    wanted = window.localStorage.getItem('mateship-color-scheme');
  } catch {
    // Storage may be blocked; then the system's scheme is used.
  }
  var dark = wanted === 'dark' || (wanted !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
