import { ActionIcon, Tooltip } from '@mantine/core';
import { NextIcon, PreviousIcon } from '@mateship/ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './message-actions.module.css';

interface ActionButtonProps {
  label: string;
  onClick: () => void;
  disabled?: boolean;
  children: ReactNode;
}

export function ActionButton({ label, onClick, disabled = false, children }: ActionButtonProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={onClick} disabled={disabled} className={classes.button}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

interface BranchSwitcherProps {
  messageId: string;
  branches: readonly string[];
  onChoose: (messageId: string) => void;
}

/** ‹ 2 / 3 ›: the versions of a message. Nothing where there is only one. */
export function BranchSwitcher({ messageId, branches, onChoose }: BranchSwitcherProps) {
  const { t } = useTranslation();
  const index = branches.indexOf(messageId);
  if (branches.length < 2) return null;
  const step = (to: number) => {
    const target = branches[to];
    if (target) onChoose(target);
  };
  return (
    <span className={classes.branches} role="group" aria-label={t('message.branches')}>
      <ActionButton label={t('message.previousBranch')} onClick={() => step(index - 1)} disabled={index === 0}>
        <PreviousIcon size={16} />
      </ActionButton>
      <span className={classes.count}>{t('message.branch', { index: index + 1, count: branches.length })}</span>
      <ActionButton label={t('message.nextBranch')} onClick={() => step(index + 1)} disabled={index === branches.length - 1}>
        <NextIcon size={16} />
      </ActionButton>
    </span>
  );
}
