import type { ToolStep } from '@mateship/contracts';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../app/app-context.js';
import { queryKeys } from '../../app/query-keys.js';
import { knownStep, titleOf } from './step-title.js';

/** What a step is called: our own words for skills we know, else the title its app gives it. */
export function useStepTitle(step: Pick<ToolStep, 'app' | 'skill'>): string {
  const { t } = useTranslation();
  const { client } = useApp();
  const known = knownStep(step);
  const { data } = useQuery({
    queryKey: queryKeys.skills,
    queryFn: ({ signal }) => client.skills.list({ signal }),
    staleTime: 600_000,
    enabled: !known,
  });
  return known ? t(known) : titleOf(step, data?.items);
}
