import type { MessageAttachment } from '@mateship/contracts';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useApp } from '../app/app-context.js';
import { ErrorNotice } from '../app/error-notice.js';
import { useKeptFocus } from '../app/use-kept-focus.js';
import { AnswerAnnouncer } from './answer-announcer.js';
import { BrokenNotice } from './broken-notice.js';
import { ChatHeader } from './chat-header.js';
import classes from './chat-view.module.css';
import { CitationPanel } from './citation/citation-panel.js';
import { useOpenCitation } from './citation/use-open-citation.js';
import { Composer } from './composer/composer.js';
import { MateSelect } from './composer/mate-select.js';
import { useAttachments } from './composer/use-attachments.js';
import { useMates } from './composer/use-mates.js';
import { ConversationSkeleton } from './conversation-skeleton.js';
import { Greeting } from './greeting.js';
import { MessageList } from './message-list.js';
import { ScrollArea } from './scroll-area.js';
import type { Conversation } from './use-conversation.js';
import { useMessageActions } from './use-message-actions.js';

const DropZone = lazy(() => import('./composer/drop-zone.js'));

interface ChatViewProps {
  chatId: string | null;
  conversation: Conversation;
  initialText?: string;
  initialMate?: string;
  onStarted?: (chatId: string) => void;
}

/** The conversation, the composer below it, and the open source beside it. */
export function ChatView({ chatId, conversation, initialText, initialMate, onStarted }: ChatViewProps) {
  const { answers } = useApp();
  const { mates, mateOf } = useMates();
  const [mateId, setMateId] = useState(initialMate);
  const [suggestion, setSuggestion] = useState({ text: initialText, count: 0 });
  const attachments = useAttachments();
  const page = useRef<HTMLElement>(null);
  const { chat, path, answering, pending, error } = conversation;
  useKeptFocus(page);
  const actions = useMessageActions(chatId, conversation);
  const source = useOpenCitation(path.map(({ message }) => message));
  const mate = mateOf(chat.data?.mateId ?? mateId);
  const broken = chat.data?.intact === false;
  const empty = path.length === 0 && !pending;

  const send = async (content: string, files: MessageAttachment[]) => {
    const place = chatId === null ? { mateId } : { chatId, parentId: path.at(-1)?.message.id ?? null };
    const answer = await conversation.send({ ...place, content, attachments: files.map(({ id }) => id) }, files);
    if (answer && chatId === null) onStarted?.(answer.chatId);
    return answer !== null;
  };
  const stop = () => {
    if (answering) void answers.cancel(answering.id).catch(actions.fail);
  };

  useEffect(() => {
    const onEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('[role="dialog"], [role="menu"]')) return;
      if (source.citation) source.close();
      else stop();
    };
    window.addEventListener('keydown', onEscape);
    return () => window.removeEventListener('keydown', onEscape);
  });

  return (
    <>
      <main className={classes.main} id="content" ref={page} tabIndex={-1}>
        <ChatHeader chat={chat.data ?? null} messages={path.map(({ message }) => message)} />
        <AnswerAnnouncer mateName={mate.name} messages={path.map(({ message }) => message)} />
        <ScrollArea follow={pending !== null}>
          {chatId !== null && chat.isPending ? (
            <ConversationSkeleton />
          ) : empty ? (
            <Greeting isNew={chatId === null} onSuggest={(text) => setSuggestion(({ count }) => ({ text, count: count + 1 }))} />
          ) : (
            <MessageList path={path} pending={pending} mateName={mate.name} idle={!answering && !pending && !broken} actions={actions} onChoose={conversation.choose} onCite={source.open} />
          )}
        </ScrollArea>
        <div className={classes.foot}>
          {error !== null && (
            <div className={classes.error}>
              <ErrorNotice error={error} onClose={conversation.clearError} />
            </div>
          )}
          {broken ? (
            <BrokenNotice />
          ) : (
            <Composer
              key={suggestion.count}
              draftKey={suggestion.count === 0 ? (chatId ?? 'new') : `suggestion-${suggestion.count}`}
              initialText={suggestion.text}
              mateName={mate.name}
              attachments={attachments}
              answering={answering !== null}
              sending={pending !== null}
              onSend={send}
              onStop={stop}
            >
              {chatId === null && mates.length > 1 && <MateSelect mates={mates} value={mate.id} onChange={setMateId} />}
            </Composer>
          )}
        </div>
        <Suspense fallback={null}>
          <DropZone onDrop={attachments.add} />
        </Suspense>
      </main>
      {source.citation && <CitationPanel citation={source.citation} onClose={source.close} />}
    </>
  );
}
