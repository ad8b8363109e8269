/** The names under which answers of the server are cached. */
export const queryKeys = {
  chats: ['chats'] as const,
  chat: (chatId: string) => ['chat', chatId] as const,
  credits: ['credits'] as const,
  mates: ['mates'] as const,
  skills: ['skills'] as const,
  apiKeys: ['api-keys'] as const,
  shares: ['shares'] as const,
  sharesOf: (chatId: string) => ['shares', 'of', chatId] as const,
  invites: ['invites'] as const,
  adminApps: ['admin-apps'] as const,
  serverKeys: ['server-keys'] as const,
  appLogs: (appId: string) => ['app-logs', appId] as const,
  appRefusals: (appId: string) => ['app-refusals', appId] as const,
  pageImage: (fileId: string, page: number, width: number) => ['page-image', fileId, page, width] as const,
};
