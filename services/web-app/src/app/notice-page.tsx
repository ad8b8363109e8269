import { Group, Stack, Text, Title } from '@mantine/core';
import { BrandMark } from '@mateship/ui';
import type { ReactNode } from 'react';

interface NoticePageProps {
  title: string;
  text: string;
  note?: string | null;
  children?: ReactNode;
}

/** A page that has one thing to say and shows the way on. */
export function NoticePage({ title, text, note, children }: NoticePageProps) {
  return (
    <Stack component="main" id="content" align="center" justify="center" gap="sm" p="xl" mih="70dvh" ta="center">
      <BrandMark size={44} />
      <Title order={1} size="h3">
        {title}
      </Title>
      <Text c="dimmed" maw={420}>
        {text}
      </Text>
      {note && (
        <Text c="dimmed" size="sm" ff="monospace">
          {note}
        </Text>
      )}
      <Group mt="sm">{children}</Group>
    </Stack>
  );
}
