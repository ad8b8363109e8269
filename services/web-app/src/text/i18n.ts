import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.js';

/** Every text of the page. A new language is one more file beside en.ts, of the same shape. */
export const i18n = createInstance();

void i18n.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: en } },
  interpolation: { escapeValue: false },
  initAsync: false,
});
