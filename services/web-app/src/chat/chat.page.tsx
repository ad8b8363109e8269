import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { ApiError } from '@mateship/client';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorPage } from '../app/error-page.js';
import { NoticePage } from '../app/notice-page.js';
import { usePageTitle } from '../shell/use-page-title.js';
import { ChatView } from './chat-view.js';
import { useConversation } from './use-conversation.js';

/** A chat that does not exist yet. Its first message makes it. */
export function NewChatPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { q, mate } = useSearch({ from: '/shell/' });
  const conversation = useConversation(null);
  usePageTitle(t('chat.new'));
  return (
    <ChatView
      chatId={null}
      initialText={q}
      initialMate={mate}
      conversation={conversation}
      onStarted={(chatId) => void navigate({ to: '/chat/$chatId', params: { chatId } })}
    />
  );
}

export function ChatPage() {
  const { chatId } = useParams({ from: '/shell/chat/$chatId' });
  return <OpenChat key={chatId} chatId={chatId} />;
}

function OpenChat({ chatId }: { chatId: string }) {
  const { t } = useTranslation();
  const conversation = useConversation(chatId);
  const { data, error, refetch } = conversation.chat;
  const missing = error instanceof ApiError && (error.status === 404 || error.status === 400);
  const absent = error ? t(missing ? 'chat.missingTitle' : 'error.pageTitle') : t('shell.loading');
  usePageTitle(data ? data.title || t('chat.untitled') : absent);

  if (error && !data) {
    if (!missing) return <ErrorPage error={error} reset={() => void refetch()} />;
    return (
      <NoticePage title={t('chat.missingTitle')} text={t('chat.missing')}>
        <Button component={Link} to="/">
          {t('chat.new')}
        </Button>
      </NoticePage>
    );
  }
  return <ChatView chatId={chatId} conversation={conversation} />;
}
