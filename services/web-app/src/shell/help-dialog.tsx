import { Kbd } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../app/dialog.js';
import classes from './help-dialog.module.css';
import { modifierName } from './modifier-name.js';

export default function HelpDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const modifier = modifierName();
  const shortcuts = [
    { name: t('help.newChat'), keys: [modifier, 'Shift', 'O'] },
    { name: t('help.search'), keys: [modifier, 'K'] },
    { name: t('help.help'), keys: [modifier, '/'] },
    { name: t('help.send'), keys: ['Enter'] },
    { name: t('help.newLine'), keys: ['Shift', 'Enter'] },
    { name: t('help.stop'), keys: ['Esc'] },
  ];
  return (
    <Dialog onClose={onClose} title={t('help.title')}>
      <dl className={classes.list}>
        {shortcuts.map(({ name, keys }) => (
          <div key={name} className={classes.row}>
            <dt>{name}</dt>
            <dd>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
