import { Button, Menu } from '@mantine/core';
import type { Mate } from '@mateship/contracts';
import { CheckIcon, DownIcon } from '@mateship/ui';
import { useTranslation } from 'react-i18next';

interface MateSelectProps {
  mates: readonly Mate[];
  value: string;
  onChange: (mateId: string) => void;
}

/** Who will answer in a new chat. */
export function MateSelect({ mates, value, onChange }: MateSelectProps) {
  const { t } = useTranslation();
  const name = mates.find(({ id }) => id === value)?.name ?? '';
  return (
    <Menu position="top-start" shadow="md" width={260}>
      <Menu.Target>
        <Button variant="subtle" color="gray" size="compact-sm" rightSection={<DownIcon size={14} />} aria-label={`${t('composer.mate')}: ${name}`}>
          {name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {mates.map((mate) => (
          <Menu.Item key={mate.id} onClick={() => onChange(mate.id)} rightSection={mate.id === value ? <CheckIcon size={16} /> : null}>
            {mate.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
