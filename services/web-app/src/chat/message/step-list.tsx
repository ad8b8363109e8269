import { Loader } from '@mantine/core';
import type { ToolStep } from '@mateship/contracts';
import { AlertIcon, CheckIcon, DownIcon } from '@mateship/ui';
import { useTranslation } from 'react-i18next';
import classes from './step-list.module.css';
import { useStepTitle } from './use-step-title.js';

/** What the mate did for an answer, step by step, as it happens. */
export function StepList({ steps }: { steps: readonly ToolStep[] }) {
  const { t } = useTranslation();
  if (steps.length === 0) return null;
  return (
    <ol className={classes.steps} aria-label={t('step.list')}>
      {steps.map((step) => (
        <li key={step.id}>
          <Step step={step} />
        </li>
      ))}
    </ol>
  );
}

function Step({ step }: { step: ToolStep }) {
  const { t } = useTranslation();
  const title = useStepTitle(step);
  const state = step.ok === null ? 'running' : step.ok ? 'done' : 'failed';
  return (
    <details className={classes.step} data-state={state}>
      <summary className={classes.summary}>
        <span className={classes.mark} role="img" aria-label={t(`step.${state}`)}>
          {state === 'running' && <Loader size={14} color="var(--ms-brand)" />}
          {state === 'done' && <CheckIcon size={15} />}
          {state === 'failed' && <AlertIcon size={15} />}
        </span>
        <span className={classes.title}>{title}</span>
        {step.summary && <span className={classes.result}>{step.summary}</span>}
        <span className={classes.chevron}>
          <DownIcon size={14} />
        </span>
      </summary>
      <div className={classes.detail}>
        <div className={classes.skill}>
          {step.app}/{step.skill}
        </div>
        <div>{t('step.input')}</div>
        <pre className={classes.input} tabIndex={0}>
          {JSON.stringify(step.input, null, 2)}
        </pre>
      </div>
    </details>
  );
}
