import { ActionIcon, Progress } from '@mantine/core';
import { AlertIcon, CloseIcon, FileIcon, RetryIcon } from '@mateship/ui';
import { useTranslation } from 'react-i18next';
import classes from './attachment-chips.module.css';
import type { Attachment } from './attachments.js';
import { formatSize } from './format-size.js';
import type { Attachments } from './use-attachments.js';

export function AttachmentChips({ attachments, remove, retry, canRetry }: Attachments) {
  const { t } = useTranslation();
  if (attachments.length === 0) return null;
  return (
    <ul className={classes.chips} aria-label={t('composer.attachments')}>
      {attachments.map((attachment) => (
        <li key={attachment.key} className={classes.chip} data-state={attachment.state}>
          {attachment.state === 'failed' ? <AlertIcon size={16} /> : <FileIcon size={16} />}
          <span className={classes.text}>
            <span className={classes.name}>{attachment.name}</span>
            <Status attachment={attachment} />
          </span>
          {attachment.state === 'failed' && canRetry(attachment.key) && (
            <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t('composer.retryUpload', { name: attachment.name })} onClick={() => retry(attachment.key)}>
              <RetryIcon size={14} />
            </ActionIcon>
          )}
          <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t('composer.remove', { name: attachment.name })} onClick={() => remove(attachment.key)}>
            <CloseIcon size={14} />
          </ActionIcon>
        </li>
      ))}
    </ul>
  );
}

function Status({ attachment: { name, state, progress, reason, size } }: { attachment: Attachment }) {
  const { t } = useTranslation();
  if (state === 'failed') {
    return (
      <span className={classes.note} role="alert">
        {reason}
      </span>
    );
  }
  if (state === 'ready') return <span className={classes.note}>{formatSize(size)}</span>;
  const percent = Math.round(progress * 100);
  return <Progress size={3} value={Math.max(percent, 3)} animated={percent === 100} aria-label={t('composer.uploading', { name, percent })} />;
}
