import type { ToolStep } from '@mateship/contracts';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../app/app-context.js';
import { queryKeys } from '../../app/query-keys.js';

const KNOWN = ['pdf_extract', 'pdf_screenshot', 'support_search'] as const;

/** What a step is called: our own words for skills we know, else the title its app gives it. */
export function useStepTitle(step: Pick<ToolStep, 'app' | 'skill'>): string {
  const { t } = useTranslation();
  const { client } = useApp();
  const known = KNOWN.find((key) => key === `${step.app}_${step.skill}`);
  const { data } = useQuery({
    queryKey: queryKeys.skills,
    queryFn: ({ signal }) => client.skills.list({ signal }),
    staleTime: 600_000,
    enabled: !known,
  });
  if (known) return t(`step.${known}`);
  const skill = data?.items.find(({ app, id }) => app === step.app && id === step.skill);
  return skill?.title ?? `${step.app} / ${step.skill}`;
}
