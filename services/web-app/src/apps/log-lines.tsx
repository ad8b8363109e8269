import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatLogTime } from './app-formats.js';
import classes from './log-lines.module.css';
import { readLogLine, type LogEntry } from './read-log-line.js';

interface LogLinesProps {
  lines: readonly string[];
  label: string;
  now: number;
}

/** What an app has printed, scrolled to its newest line. One button shows the rest of all lines, so that a long log does not fill the page with stops for Tab. */
export function LogLines({ lines, label, now }: LogLinesProps) {
  const { t } = useTranslation();
  const [withDetails, setWithDetails] = useState(false);
  if (lines.length === 0) return <p className={classes.nothing}>{t('apps.noLines')}</p>;
  const read = lines.map(readLogLine);
  return (
    <div>
      <div className={classes.log} role="group" aria-label={label} tabIndex={0}>
        <ol className={classes.lines}>
          {read.map((line, index) => (
            <li key={index}>{typeof line === 'string' ? <span className={classes.plain}>{line}</span> : <Entry entry={line} withDetails={withDetails} now={now} />}</li>
          ))}
        </ol>
      </div>
      {read.some((line) => typeof line !== 'string') && (
        <Button size="compact-xs" variant="subtle" mt={6} aria-label={t(withDetails ? 'apps.hideDetailsNamed' : 'apps.showDetailsNamed', { log: label })} onClick={() => setWithDetails(!withDetails)}>
          {t(withDetails ? 'apps.hideDetails' : 'apps.showDetails')}
        </Button>
      )}
    </div>
  );
}

function Entry({ entry: { at, level, message, details }, withDetails, now }: { entry: LogEntry; withDetails: boolean; now: number }) {
  return (
    <>
      <time className={classes.time} dateTime={at} title={at}>
        {formatLogTime(at, now)}
      </time>{' '}
      <span className={classes.level} data-level={level}>
        {level}
      </span>{' '}
      <span className={classes.message}>{message}</span>
      {withDetails && (
        <dl className={classes.details}>
          {details.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt> <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}
