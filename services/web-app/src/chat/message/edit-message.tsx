import { Button, Group, Textarea } from '@mantine/core';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './message.module.css';

interface EditMessageProps {
  text: string;
  onSave: (text: string) => Promise<unknown>;
  onCancel: () => void;
}

/** Changes a message; sending it makes a new branch and keeps the old one. */
export function EditMessage({ text: initial, onSave, onCancel }: EditMessageProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(initial);
  const [saving, setSaving] = useState(false);
  const ready = text.trim() !== '' && !saving;

  const save = async () => {
    if (!ready) return;
    setSaving(true);
    await onSave(text.trim());
    setSaving(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onCancel();
    }
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      void save();
    }
  };

  return (
    <div className={classes.edit}>
      <Textarea aria-label={t('message.editLabel')} value={text} onChange={(event) => setText(event.currentTarget.value)} onKeyDown={onKeyDown} autosize maxRows={14} autoFocus />
      <Group justify="flex-end" gap="xs" mt="xs">
        <Button variant="default" size="xs" onClick={onCancel}>
          {t('action.cancel')}
        </Button>
        <Button size="xs" onClick={() => void save()} loading={saving} disabled={!ready}>
          {t('message.saveEdit')}
        </Button>
      </Group>
    </div>
  );
}
