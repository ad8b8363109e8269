import { ActionIcon } from '@mantine/core';
import { DownIcon } from '@mateship/ui';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './chat-view.module.css';
import { isNearEnd } from './near-end.js';

/** Stays at the end while the end grows, unless the person has scrolled away. `follow` brings it back. */
export function ScrollArea({ follow, children }: { follow: boolean; children: ReactNode }) {
  const { t } = useTranslation();
  const area = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const [away, setAway] = useState(false);

  const toEnd = (behavior: ScrollBehavior) => {
    following.current = true;
    area.current?.scrollTo({ top: area.current.scrollHeight, behavior });
  };

  useEffect(() => {
    if (!content.current) return;
    const observer = new ResizeObserver(() => {
      if (following.current) toEnd('instant');
    });
    observer.observe(content.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (follow) toEnd('instant');
  }, [follow]);

  const onScroll = () => {
    if (!area.current) return;
    following.current = isNearEnd(area.current);
    setAway(!following.current);
  };

  return (
    <div className={classes.scrollFrame}>
      <div ref={area} className={classes.scroll} onScroll={onScroll} role="region" aria-label={t('chat.conversation')} tabIndex={0}>
        <div ref={content} className={classes.content}>
          {children}
        </div>
      </div>
      {away && (
        <ActionIcon variant="default" radius="xl" size="lg" className={classes.jump} aria-label={t('chat.jump')} onClick={() => toEnd('smooth')}>
          <DownIcon />
        </ActionIcon>
      )}
    </div>
  );
}
