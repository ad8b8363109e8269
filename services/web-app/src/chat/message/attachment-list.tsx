import { FileIcon } from '@mateship/ui';
import { useTranslation } from 'react-i18next';
import classes from './message.module.css';

/** The files that went with a message. */
export function AttachmentList({ names }: { names: readonly string[] }) {
  const { t } = useTranslation();
  if (names.length === 0) return null;
  return (
    <ul className={classes.files} aria-label={t('composer.attachments')}>
      {names.map((name, index) => (
        <li key={index} className={classes.file}>
          <FileIcon size={16} />
          <span className={classes.fileName}>{name}</span>
        </li>
      ))}
    </ul>
  );
}
