import { CopyIcon, CheckIcon, DeleteIcon, EditIcon } from '@mateship/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCopy } from '../../clipboard/use-copy.js';
import type { PathEntry } from '../tree/message-tree.js';
import { AttachmentList } from './attachment-list.js';
import { EditMessage } from './edit-message.js';
import { ActionButton, BranchSwitcher } from './message-actions.js';
import classes from './message.module.css';

interface UserMessageProps {
  entry: PathEntry;
  /** No answer is being written, so that the conversation may change. */
  idle: boolean;
  onChoose: (messageId: string) => void;
  onEdit: (content: string) => Promise<boolean>;
  onDelete: () => void;
}

export function UserMessage({ entry: { message, branches }, idle, onChoose, onEdit, onDelete }: UserMessageProps) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const [copied, copy] = useCopy();
  return (
    <article className={classes.user} aria-label={t('message.from', { name: t('message.you') })} data-message={message.id}>
      <AttachmentList names={message.attachments.map(({ name }) => name)} />
      {editing ? (
        <EditMessage text={message.content} onCancel={() => setEditing(false)} onSave={async (content) => (await onEdit(content)) && setEditing(false)} />
      ) : (
        <div className={classes.bubble}>{message.content}</div>
      )}
      {!editing && (
        <div className={classes.actions}>
          <span className={classes.onDemand}>
            <ActionButton label={copied ? t('action.copied') : t('message.copy')} onClick={() => copy(message.content)}>
              {copied ? <CheckIcon size={16} /> : <CopyIcon size={16} />}
            </ActionButton>
            <ActionButton label={t('message.edit')} onClick={() => setEditing(true)} disabled={!idle}>
              <EditIcon size={16} />
            </ActionButton>
            <ActionButton label={t('message.delete')} onClick={onDelete} disabled={!idle}>
              <DeleteIcon size={16} />
            </ActionButton>
          </span>
          <BranchSwitcher messageId={message.id} branches={branches} onChoose={onChoose} />
        </div>
      )}
    </article>
  );
}
