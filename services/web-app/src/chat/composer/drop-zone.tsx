import { Dropzone } from '@mantine/dropzone';
import '@mantine/dropzone/styles.css';
import { FileIcon } from '@mateship/ui';
import { useTranslation } from 'react-i18next';
import { MAX_FILE_MEGABYTES } from './attachments.js';
import classes from './drop-zone.module.css';

/** The whole window takes files while they are dragged over it; for a pointer only, the attach button is for everybody. What is wrong with a file is said at its chip. */
export default function DropZone({ onDrop }: { onDrop: (files: File[]) => void }) {
  const { t } = useTranslation();
  return (
    <Dropzone.FullScreen
      active
      withinPortal={false}
      aria-hidden
      activateOnClick={false}
      activateOnKeyboard={false}
      onDrop={onDrop}
      onReject={(rejections) => onDrop(rejections.map(({ file }) => file))}
      classNames={{ root: classes.zone, inner: classes.inner, fullScreen: classes.screen }}
      inputProps={{ 'aria-label': t('composer.dropTitle') }}
    >
      <FileIcon size={44} />
      <strong className={classes.title}>{t('composer.dropTitle')}</strong>
      <span>{t('composer.dropHint', { limit: MAX_FILE_MEGABYTES })}</span>
    </Dropzone.FullScreen>
  );
}
