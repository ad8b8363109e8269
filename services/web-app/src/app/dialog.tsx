import { Modal, type ModalProps } from '@mantine/core';
import { use, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OpenerContext } from './late-dialog.js';
import { openerOf } from './opener.js';

type DialogProps = Omit<ModalProps, 'opened' | 'closeButtonProps'>;

/** A dialog that is open as long as it is rendered. When it goes, the focus returns to what opened it, or to the page when that is gone. */
export function Dialog(props: DialogProps) {
  const { t } = useTranslation();
  const known = use(OpenerContext);
  const [opener] = useState(() => (known === undefined ? openerOf(document.activeElement) : known));
  useEffect(
    () => () => {
      // Whoever has taken the focus meanwhile, such as a page that was gone to, keeps it.
      if (document.activeElement !== document.body) return;
      (opener?.isConnected ? opener : document.getElementById('content'))?.focus({ preventScroll: true });
    },
    [opener],
  );
  return <Modal {...props} opened closeButtonProps={{ 'aria-label': t('action.close') }} />;
}
