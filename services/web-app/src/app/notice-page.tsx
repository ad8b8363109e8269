import { Group, Stack, Text, Title } from '@mantine/core';
import { BrandMark } from '@mateship/ui';
import type { ReactNode } from 'react';
import { MenuButton } from '../shell/menu-button.js';
import { usePageTitle } from '../shell/use-page-title.js';
import classes from './notice-page.module.css';

interface NoticePageProps {
  title: string;
  text: string;
  note?: string | null;
  children?: ReactNode;
}

/** A page that has one thing to say and shows the way on. */
export function NoticePage({ title, text, note, children }: NoticePageProps) {
  usePageTitle(title);
  return (
    <main className={classes.page} id="content" tabIndex={-1}>
      <div className={classes.menu}>
        <MenuButton />
      </div>
      <Stack align="center" gap="sm" ta="center">
        <BrandMark size={44} />
        <Title order={1} size="h3">
          {title}
        </Title>
        <Text c="dimmed" maw={440} className={classes.text}>
          {text}
        </Text>
        {note && (
          <Text c="dimmed" size="sm" ff="monospace">
            {note}
          </Text>
        )}
        <Group mt="sm">{children}</Group>
      </Stack>
    </main>
  );
}
