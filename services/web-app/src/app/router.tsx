import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import type { App } from './app-context.js';
import { part } from '../errors/server-away.js';
import { ErrorPage } from './error-page.js';
import { LoadingPage } from './loading-page.js';
import { NotFoundPage } from './not-found-page.js';
import { readNewChatSearch, readSignInSearch, readSignUpSearch } from './search-params.js';
import { signedInDestination, signInSearch } from './sign-in-destination.js';

const root = createRootRouteWithContext<{ app: App }>()({ component: Outlet });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/signin',
  validateSearch: readSignInSearch,
  beforeLoad: async ({ context, search }) => {
    const { status } = await context.app.session.restore();
    if (status === 'signed-in') throw redirect({ href: signedInDestination(search.next), replace: true });
  },
  component: lazyRouteComponent(part(() => import('../auth/sign-in.page.js')), 'SignInPage'),
});

const signUp = createRoute({
  getParentRoute: () => root,
  path: '/signup',
  validateSearch: readSignUpSearch,
  component: lazyRouteComponent(part(() => import('../auth/sign-up.page.js')), 'SignUpPage'),
});

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: async ({ context, location }) => {
    const state = await context.app.session.restore();
    if (state.status === 'signed-in') return;
    throw redirect({ to: '/signin', search: signInSearch(state, location.href), replace: true });
  },
  component: lazyRouteComponent(part(() => import('../shell/shell.js')), 'Shell'),
});

const newChat = createRoute({
  getParentRoute: () => shell,
  path: '/',
  validateSearch: readNewChatSearch,
  component: lazyRouteComponent(part(() => import('../chat/chat.page.js')), 'NewChatPage'),
});

const chat = createRoute({
  getParentRoute: () => shell,
  path: '/chat/$chatId',
  component: lazyRouteComponent(part(() => import('../chat/chat.page.js')), 'ChatPage'),
});

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  component: lazyRouteComponent(part(() => import('../settings/settings.page.js')), 'SettingsPage'),
});

const settingsIndex = createRoute({
  getParentRoute: () => settings,
  path: '/',
  component: lazyRouteComponent(part(() => import('../settings/appearance.section.js')), 'AppearanceSection'),
});

const settingsAccount = createRoute({
  getParentRoute: () => settings,
  path: 'account',
  component: lazyRouteComponent(part(() => import('../settings/account.section.js')), 'AccountSection'),
});

const settingsKeys = createRoute({
  getParentRoute: () => settings,
  path: 'api-keys',
  component: lazyRouteComponent(part(() => import('../api-keys/api-keys.section.js')), 'ApiKeysSection'),
});

const settingsCredits = createRoute({
  getParentRoute: () => settings,
  path: 'credits',
  component: lazyRouteComponent(part(() => import('../credits/credits.section.js')), 'CreditsSection'),
});

const settingsLinks = createRoute({
  getParentRoute: () => settings,
  path: 'links',
  component: lazyRouteComponent(part(() => import('../shares/shares.section.js')), 'SharesSection'),
});

const settingsInvites = createRoute({
  getParentRoute: () => settings,
  path: 'invites',
  component: lazyRouteComponent(part(() => import('../invites/invites.section.js')), 'InvitesSection'),
});

const settingsApps = createRoute({
  getParentRoute: () => settings,
  path: 'apps',
  component: lazyRouteComponent(part(() => import('../apps/apps.section.js')), 'AppsSection'),
});

const settingsServerKeys = createRoute({
  getParentRoute: () => settings,
  path: 'keys',
  component: lazyRouteComponent(part(() => import('../server-keys/server-keys.section.js')), 'ServerKeysSection'),
});

const tree = root.addChildren([
  signIn,
  signUp,
  shell.addChildren([newChat, chat, settings.addChildren([settingsIndex, settingsAccount, settingsKeys, settingsCredits, settingsLinks, settingsInvites, settingsApps, settingsServerKeys])]),
]);

export function createAppRouter(app: App) {
  return createRouter({
    routeTree: tree,
    context: { app },
    defaultPreload: 'intent',
    defaultPendingMs: 300,
    defaultPendingComponent: LoadingPage,
    defaultErrorComponent: ErrorPage,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: false,
    // Within the frame of the settings it would be a page in a page.
    notFoundMode: 'root',
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
