import { isMantineColorScheme, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from './section.js';

export function AppearanceSection() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const schemes = [
    { value: 'light', label: t('settings.light') },
    { value: 'dark', label: t('settings.dark') },
    { value: 'auto', label: t('settings.system') },
  ];
  return (
    <Section title={t('settings.appearance')} help={t('settings.appearanceHelp')}>
      <SegmentedControl
        aria-label={t('settings.scheme')}
        data={schemes}
        value={colorScheme}
        onChange={(value) => {
          if (isMantineColorScheme(value)) setColorScheme(value);
        }}
      />
    </Section>
  );
}
