import { ActionIcon, FileButton, Textarea, Tooltip } from '@mantine/core';
import type { MessageAttachment } from '@mateship/contracts';
import { AttachIcon, SendIcon, StopIcon } from '@mateship/ui';
import { useEffect, useRef, useState, type ClipboardEvent, type FormEvent, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AttachmentChips } from './attachment-chips.js';
import classes from './composer.module.css';
import { composerState, sendableFiles } from './composer-state.js';
import { FILE_TYPES } from './limits.js';
import { useDraft } from './use-draft.js';
import type { Attachments } from './use-attachments.js';

interface ComposerProps {
  /** Names the draft that is kept while other pages are open. */
  draftKey: string;
  initialText?: string;
  mateName: string;
  attachments: Attachments;
  /** An answer is being written; the button stops it. */
  answering: boolean;
  /** A message is on its way. */
  sending: boolean;
  /** Gives true once the server has taken the message; on false the draft comes back. */
  onSend: (content: string, attachments: MessageAttachment[]) => Promise<boolean>;
  onStop: () => void;
  /** Shown beside the attach button. */
  children?: ReactNode;
}

export function Composer({ draftKey, initialText, mateName, attachments, answering, sending, onSend, onStop, children }: ComposerProps) {
  const { t } = useTranslation();
  const field = useRef<HTMLTextAreaElement>(null);
  const resetPicker = useRef<() => void>(null);
  const [text, setText] = useDraft(draftKey, initialText);
  const [asked, setAsked] = useState(false);

  const { sendable, excess, uploading } = composerState({ text, attachments: attachments.attachments, busy: answering || sending });
  const note = excess > 0 ? t('composer.tooLong', { count: excess }) : uploading && asked ? t('composer.waitUpload') : null;

  useEffect(() => {
    // On a touch screen the focus would bring up the keyboard over the conversation.
    if (window.matchMedia('(pointer: fine)').matches) field.current?.focus();
  }, []);

  const send = async () => {
    setAsked(!sendable);
    if (!sendable) return;
    const held = attachments.attachments;
    const files = sendableFiles(held);
    setText('');
    attachments.replace([]);
    if (await onSend(text.trim(), files)) return;
    setText(text);
    attachments.replace(held);
    field.current?.focus();
  };

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void send();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes a word, Enter belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    attachments.add(files);
  };
  const onPick = (files: File[]) => {
    attachments.add(files);
    resetPicker.current?.();
    field.current?.focus();
  };

  return (
    <form className={classes.composer} onSubmit={onSubmit}>
      <AttachmentChips {...attachments} />
      <Textarea
        ref={field}
        variant="unstyled"
        classNames={{ input: classes.input }}
        aria-label={t('composer.label')}
        aria-describedby={note ? 'composer-note' : undefined}
        placeholder={t('composer.placeholder', { mate: mateName })}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        autosize
        minRows={1}
        maxRows={10}
      />
      <div className={classes.bar}>
        <FileButton onChange={onPick} accept={FILE_TYPES.join(',')} multiple resetRef={resetPicker} name="attachments">
          {(props) => (
            <Tooltip label={t('composer.attach')}>
              <ActionIcon {...props} variant="subtle" color="gray" size="lg" radius="xl" aria-label={t('composer.attach')}>
                <AttachIcon size={20} />
              </ActionIcon>
            </Tooltip>
          )}
        </FileButton>
        {children}
        <span id="composer-note" className={classes.note} role="status">
          {note}
        </span>
        {answering ? (
          <ActionIcon size="lg" radius="xl" aria-label={t('composer.stop')} onClick={onStop}>
            <StopIcon size={18} />
          </ActionIcon>
        ) : (
          <ActionIcon type="submit" size="lg" radius="xl" aria-label={t('composer.send')} loading={sending} data-idle={!sendable || undefined} className={classes.send} aria-disabled={!sendable}>
            <SendIcon size={20} />
          </ActionIcon>
        )}
      </div>
    </form>
  );
}
