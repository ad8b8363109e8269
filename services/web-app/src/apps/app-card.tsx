import { Badge, Button, Loader, Switch } from '@mantine/core';
import type { AdminApp, AppState } from '@mateship/contracts';
import { useTranslation } from 'react-i18next';
import settings from '../settings/settings.module.css';
import { AppAttention } from './app-attention.js';
import { AppDetails } from './app-details.js';
import { AppFacts } from './app-facts.js';
import { formatDuration } from './app-formats.js';
import classes from './apps.module.css';
import { usePin, useRestart } from './use-app-actions.js';

const STATE_COLORS: Record<AppState, string> = { sleeping: 'gray', waking: 'ochre', awake: 'gum', crashed: 'red', needs_attention: 'red' };

/** One installed app: how it is, and what an administrator can do about it. */
export function AppCard({ app, now }: { app: AdminApp; now: number }) {
  const titleId = `app-${app.id}`;
  return (
    <li>
      <article className={classes.card} data-state={app.state} aria-labelledby={titleId}>
        <header className={classes.head}>
          <div className={classes.headText}>
            <h3 className={classes.name} id={titleId}>
              {app.name}
            </h3>
            <span className={settings.code}>{app.version}</span>
            <StateBadge state={app.state} />
          </div>
          <RestartButton app={app} />
        </header>
        {app.attention && <AppAttention name={app.name} attention={app.attention} now={now} />}
        <AppFacts app={app} now={now} />
        <PinSwitch app={app} />
        <AppDetails app={app} now={now} />
      </article>
    </li>
  );
}

function StateBadge({ state }: { state: AppState }) {
  const { t } = useTranslation();
  return (
    <Badge variant="light" size="md" color={STATE_COLORS[state]}>
      {t(`apps.state_${state}`)}
    </Badge>
  );
}

function RestartButton({ app }: { app: AdminApp }) {
  const { t } = useTranslation();
  const { isRestarting, restart } = useRestart(app);
  const verb = isRestarting ? 'starting' : app.state === 'sleeping' ? 'start' : 'restart';
  // Not `disabled` and not `loading` while it works: both would take the focus away.
  return (
    <Button
      className={classes.restart}
      size="xs"
      variant={app.attention ? 'filled' : 'default'}
      leftSection={isRestarting && <Loader size={12} color="currentColor" />}
      aria-label={t(`apps.verb_${verb}_named`, { name: app.name })}
      aria-disabled={isRestarting}
      onClick={restart}
    >
      {t(`apps.verb_${verb}`)}
    </Button>
  );
}

function PinSwitch({ app }: { app: AdminApp }) {
  const { t } = useTranslation();
  const { pinned, pin } = usePin(app);
  return (
    <Switch
      classNames={{ track: classes.track, thumb: classes.thumb }}
      withThumbIndicator={false}
      checked={pinned}
      onChange={(event) => pin(event.currentTarget.checked)}
      label={t('apps.pin')}
      aria-label={t('apps.pinNamed', { name: app.name })}
      description={t('apps.pinHelp', { time: formatDuration(app.idleSeconds) })}
    />
  );
}
