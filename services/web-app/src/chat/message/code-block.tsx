import { ActionIcon } from '@mantine/core';
import { CheckIcon, CopyIcon } from '@mateship/ui';
import { isValidElement, useRef, type ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { useCopy } from '../../clipboard/use-copy.js';
import classes from './code-block.module.css';
import { languageOf } from './code-language.js';

export function CodeBlock({ children }: ComponentProps<'pre'>) {
  const { t } = useTranslation();
  const block = useRef<HTMLPreElement>(null);
  const [copied, copy] = useCopy();
  const language = isValidElement<{ className?: string }>(children) ? languageOf(children.props.className) : null;
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.caption}>
        {language ?? t('message.code')}
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={copied ? t('action.copied') : t('message.copyCode')} onClick={() => copy(block.current?.textContent ?? '')}>
          {copied ? <CheckIcon size={15} /> : <CopyIcon size={15} />}
        </ActionIcon>
      </figcaption>
      <pre ref={block} className={classes.code} tabIndex={0}>
        {children}
      </pre>
    </figure>
  );
}
