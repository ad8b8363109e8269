import { FileIcon, HelpIcon, LockIcon } from '@mateship/ui';
import { useTranslation } from 'react-i18next';
import { useUser } from '../session/use-session.js';
import classes from './chat-view.module.css';

interface GreetingProps {
  /** A chat to be started, as opposed to one whose messages were deleted. */
  isNew: boolean;
  onSuggest: (text: string) => void;
}

/** The empty state of a chat: what can be done here. */
export function Greeting({ isNew, onSuggest }: GreetingProps) {
  const { t } = useTranslation();
  const name = useUser()?.username ?? '';
  if (!isNew) {
    return (
      <div className={classes.greeting}>
        <h2 className={classes.hello}>{t('chat.emptyTitle')}</h2>
        <p className={classes.lead}>{t('chat.empty')}</p>
      </div>
    );
  }
  const pickFile = () => document.querySelector<HTMLInputElement>('input[name="attachments"]')?.click();
  const suggestions = [
    { icon: <FileIcon size={20} />, title: t('chat.suggestPdf'), hint: t('chat.suggestPdfHint'), onClick: pickFile },
    { icon: <HelpIcon size={20} />, title: t('chat.suggestHelp'), hint: t('chat.suggestHelpHint'), onClick: () => onSuggest(t('chat.suggestHelpText')) },
    { icon: <LockIcon size={20} />, title: t('chat.suggestPrivacy'), hint: t('chat.suggestPrivacyHint'), onClick: () => onSuggest(t('chat.suggestPrivacy')) },
  ];
  return (
    <div className={classes.greeting}>
      <h1 className={classes.hello}>{t('chat.greeting', { name })}</h1>
      <p className={classes.lead}>{t('chat.greetingHint')}</p>
      <ul className={classes.suggestions}>
        {suggestions.map(({ icon, title, hint, onClick }) => (
          <li key={title}>
            <button type="button" className={classes.suggestion} onClick={onClick}>
              {icon}
              <span className={classes.suggestionTitle}>{title}</span>
              <span className={classes.suggestionHint}>{hint}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
