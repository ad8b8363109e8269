import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';

/** `MATESHIP_API` names the server that the development server passes /v1 and /health on to; by default the fake one of test/fake-api. */
export default defineConfig(({ mode }) => {
  const { MATESHIP_API = 'http://127.0.0.1:4310' } = loadEnv(mode, import.meta.dirname, 'MATESHIP_');
  // The page of shared chats is built apart: what one of the two needs, the other does not load.
  const isSharePage = mode === 'share';
  return {
    plugins: [react()],
    server: { proxy: { '/v1': MATESHIP_API, '/health': MATESHIP_API } },
    build: {
      emptyOutDir: !isSharePage,
      copyPublicDir: !isSharePage,
      target: 'es2022',
      // Assets as data: URLs would need a wider content security policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: isSharePage ? 'share.html' : 'index.html',
        // The contracts only declare schemas, so those that the page does not use can go.
        treeshake: { moduleSideEffects: [{ test: /libs\/contracts\//, sideEffects: false }] },
      },
    },
  };
});
