import './app/no-eval.js';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './styles.css';
import { createApp } from './app/create-app.js';
import { Providers } from './app/providers.js';
import { shareStyleNonce } from './app/style-nonce.js';

shareStyleNonce();
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Providers app={createApp()} />
    </StrictMode>,
  );
}
