import '../app/no-eval.js';
import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import './share-page.css';
import { i18n } from '../text/i18n.js';
import { readLink } from './open-link.js';
import { SharePage } from './share-page.js';

const link = readLink(location);
// The secret is in this script's memory now; it belongs neither into the address bar nor into the history.
history.replaceState(null, '', location.pathname);

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <I18nextProvider i18n={i18n}>
        {/* Mantine only draws the buttons of code blocks here; it adds no style elements, which this page's policy would refuse. */}
        <MantineProvider withCssVariables={false} withGlobalClasses={false} defaultColorScheme="auto">
          <SharePage link={link} />
        </MantineProvider>
      </I18nextProvider>
    </StrictMode>,
  );
}
