import { ActionIcon, Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { Citation } from '@mateship/contracts';
import { CloseIcon } from '@mateship/ui';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './citation-panel.module.css';
import { PageView } from './page-view.js';

interface CitationPanelProps {
  citation: Citation;
  onClose: () => void;
}

/** The passage behind a number: beside the chat where there is room, else over all of it. */
export function CitationPanel({ citation, onClose }: CitationPanelProps) {
  const { t } = useTranslation();
  const narrow = useMediaQuery('(max-width: 64rem)', undefined, { getInitialValueInEffect: false });
  const label = t('source.title', { n: citation.n });
  if (narrow) {
    return (
      <Drawer.Root opened onClose={onClose} position="bottom" size="100%" padding={0}>
        <Drawer.Overlay />
        <Drawer.Content aria-label={label}>
          <Drawer.Body className={classes.drawer}>
            <Content citation={citation} onClose={onClose} />
          </Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
    );
  }
  return (
    <aside className={classes.panel} aria-label={label}>
      <Content citation={citation} onClose={onClose} />
    </aside>
  );
}

function Content({ citation, onClose }: CitationPanelProps) {
  const { t } = useTranslation();
  const close = useRef<HTMLButtonElement>(null);

  useEffect(() => close.current?.focus(), [citation]);

  return (
    <div className={classes.content}>
      <header className={classes.header}>
        <span className={classes.number}>{citation.n}</span>
        <h2 className={classes.name} title={citation.fileName}>
          {citation.fileName}
        </h2>
        <ActionIcon ref={close} variant="subtle" color="gray" aria-label={t('source.close')} onClick={onClose}>
          <CloseIcon />
        </ActionIcon>
      </header>
      <div className={classes.body} tabIndex={0} role="region" aria-label={citation.fileName}>
        {citation.heading && <p className={classes.heading}>{citation.heading}</p>}
        <figure className={classes.quote}>
          <figcaption>{t('source.quote')}</figcaption>
          <blockquote>{citation.quote}</blockquote>
        </figure>
        {citation.fileId !== null && citation.page !== null && (
          <PageView key={`${citation.fileId}/${citation.page}`} fileId={citation.fileId} fileName={citation.fileName} page={citation.page} />
        )}
      </div>
    </div>
  );
}
