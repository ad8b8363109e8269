import { useTranslation } from 'react-i18next';
import { AssistantMessage, Thinking } from './message/assistant-message.js';
import { AttachmentList } from './message/attachment-list.js';
import classes from './message/message.module.css';
import { UserMessage } from './message/user-message.js';
import { pathAbove, type PendingMessage } from './pending-message.js';
import type { PathEntry } from './tree/message-tree.js';
import type { MessageActions } from './use-message-actions.js';

interface MessageListProps {
  path: readonly PathEntry[];
  pending: PendingMessage | null;
  mateName: string;
  idle: boolean;
  actions: MessageActions;
  onChoose: (messageId: string) => void;
  onCite: (messageId: string, n: number) => void;
}

export function MessageList({ path, pending, mateName, idle, actions, onChoose, onCite }: MessageListProps) {
  return (
    <>
      {pathAbove(path, pending).map((entry) =>
        entry.message.role === 'user' ? (
          <UserMessage
            key={entry.message.id}
            entry={entry}
            idle={idle}
            onChoose={onChoose}
            onEdit={(content) => actions.edit(entry.message, content)}
            onDelete={() => actions.remove(entry.message)}
          />
        ) : (
          <AssistantMessage
            key={entry.message.id}
            entry={entry}
            mateName={mateName}
            idle={idle}
            onChoose={onChoose}
            onCite={(n) => onCite(entry.message.id, n)}
            onRegenerate={() => void actions.regenerate(entry.message)}
            onDelete={() => actions.remove(entry.message)}
          />
        ),
      )}
      {pending && <Pending message={pending} />}
    </>
  );
}

function Pending({ message: { content, attachments, regenerate } }: { message: PendingMessage }) {
  const { t } = useTranslation();
  return (
    <>
      {!regenerate && (
        <article className={classes.user} aria-label={t('message.from', { name: t('message.you') })}>
          <AttachmentList names={attachments.map(({ name }) => name)} />
          <div className={`${classes.bubble} ${classes.pending}`}>{content}</div>
        </article>
      )}
      <Thinking />
    </>
  );
}
