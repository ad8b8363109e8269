import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { cssVariables, theme } from '@mateship/ui';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { I18nextProvider } from 'react-i18next';
import { colorSchemeManager } from '../settings/color-scheme.js';
import { i18n } from '../text/i18n.js';
import { AppContext, type App } from './app-context.js';
import { createAppRouter } from './router.js';
import { styleNonce } from './style-nonce.js';

export function Providers({ app }: { app: App }) {
  const [router] = useState(() => createAppRouter(app));

  // Signing in navigates by itself; only the end of a session has to be noticed wherever the person is.
  useEffect(() => {
    return app.session.subscribe(() => {
      if (app.session.snapshot().status === 'signed-out') void router.invalidate();
    });
  }, [app, router]);

  return (
    <I18nextProvider i18n={i18n}>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} colorSchemeManager={colorSchemeManager} defaultColorScheme="auto" getStyleNonce={styleNonce}>
        <QueryClientProvider client={app.queries}>
          <AppContext value={app}>
            <RouterProvider router={router} />
            <Notifications position="top-center" limit={3} />
          </AppContext>
        </QueryClientProvider>
      </MantineProvider>
    </I18nextProvider>
  );
}
