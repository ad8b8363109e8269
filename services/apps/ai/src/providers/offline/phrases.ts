/** What the offline assistant says by itself; everything else it says is quoted. */
export interface Phrases {
  greeting: string;
  thanks: string;
  capabilities: string;
  unknown: string;
  where: (page: number | null, file: string) => string;
  alsoWhere: (page: number | null, file: string) => string;
  table: (columns: string) => string;
  heading: (heading: string) => string;
  quoted: (text: string) => string;
  closest: string;
  also: string;
  notFound: (files: string) => string;
  manual: (file: string, heading: string) => string;
  notInManual: string;
  noPage: (page: number | 'last', file: string, pages: number) => string;
  emptyPage: (page: number, file: string) => string;
  pageIs: (page: number, file: string) => string;
  pageCount: (file: string, pages: number) => string;
  noPages: (file: string) => string;
  outline: (file: string) => string;
  noOutline: (file: string) => string;
  summary: (file: string, pages: number | null) => string;
  page: (page: number) => string;
  unreadable: (file: string, reason: string) => string;
  empty: (file: string) => string;
  missing: (skill: string, what: string) => string;
  result: (skill: string) => string;
  failed: (skill: string, reason: string) => string;
  more: string;
}

const ENGLISH: Phrases = {
  greeting: 'Hello! I am the offline assistant of this server. I am not a language model, but I can read files: attach a PDF and ask me something about it.',
  thanks: 'You are welcome.',
  capabilities:
    'I am the offline assistant of this server. I am not a language model: I cannot write or reason freely. What I can do:\n\n- find facts in the files you attach, and quote them with the page\n- show what is on a page, count pages, list the headings, pick out the first sentences\n- answer questions about Mateship from its documentation\n- run the skills of the installed apps',
  unknown:
    'I cannot answer that. I am the offline assistant, not a language model. Attach a file and ask what it says, or ask me about Mateship. For free questions an administrator can connect a model.',
  where: (page, file) => (page === null ? `In ${file}` : `On page ${page} of ${file}`),
  alsoWhere: (page, file) => (page === null ? file : `page ${page} of ${file}`),
  table: (columns) => `, in a table (${columns})`,
  heading: (heading) => ` (under “${heading}”)`,
  quoted: (text) => `“${text}”`,
  closest: 'I am not sure that this answers it, but it is the closest passage I found.',
  also: 'See also',
  notFound: (files) => `I did not find that in ${files}. I search for words, so try the words that the document may use.`,
  manual: (file, heading) => `${file} says under “${heading}”`,
  notInManual:
    'I cannot answer that: I found nothing about it in the documentation of Mateship. I am the offline assistant, not a language model, and search for words, so other words may help. Or attach a file and ask what it says.',
  noPage: (page, file, pages) => `${file} has no page ${page}; it has ${pages} ${pages === 1 ? 'page' : 'pages'}.`,
  emptyPage: (page, file) => `Page ${page} of ${file} holds no text that I can read. It may be an image.`,
  pageIs: (page, file) => `Page ${page} of ${file} says:`,
  pageCount: (file, pages) => `${file} has ${pages} ${pages === 1 ? 'page' : 'pages'}.`,
  noPages: (file) => `${file} is plain text, so it has no pages.`,
  outline: (file) => `${file} is divided like this:`,
  noOutline: (file) => `I found no headings in ${file}.`,
  summary: (file, pages) => `I am not a language model, so I cannot summarise in my own words. These are the headings of ${file}${pages ? ` (${pages} pages)` : ''} with the first sentence of each part:`,
  page: (page) => `page ${page}`,
  unreadable: (file, reason) => `I could not read ${file}: ${reason}`,
  empty: (file) => `${file} holds no text that I can read. It may be a scan.`,
  missing: (skill, what) => `I would use “${skill}” for that, but I need more: ${what}.`,
  result: (skill) => `“${skill}” answers:`,
  failed: (skill, reason) => `“${skill}” did not work: ${reason}`,
  more: '… and more on that page.',
};

const GERMAN: Phrases = {
  greeting: 'Hallo! Ich bin der Offline-Assistent dieses Servers. Ich bin kein Sprachmodell, aber ich kann Dateien lesen: Hängen Sie ein PDF an und fragen Sie etwas dazu.',
  thanks: 'Gern geschehen.',
  capabilities:
    'Ich bin der Offline-Assistent dieses Servers. Ich bin kein Sprachmodell: Frei schreiben oder schlussfolgern kann ich nicht. Was ich kann:\n\n- in angehängten Dateien Fakten finden und mit Seitenangabe zitieren\n- zeigen, was auf einer Seite steht, Seiten zählen, Überschriften und erste Sätze auflisten\n- Fragen zu Mateship aus der Dokumentation beantworten\n- die Skills der installierten Apps ausführen',
  unknown:
    'Das kann ich nicht beantworten. Ich bin der Offline-Assistent, kein Sprachmodell. Hängen Sie eine Datei an und fragen Sie, was darin steht, oder fragen Sie mich zu Mateship. Für freie Fragen kann ein Administrator ein Modell anbinden.',
  where: (page, file) => (page === null ? `In ${file}` : `Auf Seite ${page} von ${file}`),
  alsoWhere: (page, file) => (page === null ? file : `Seite ${page} von ${file}`),
  table: (columns) => `, in einer Tabelle (${columns})`,
  heading: (heading) => ` (unter „${heading}“)`,
  quoted: (text) => `„${text}“`,
  closest: 'Ich bin nicht sicher, ob das die Antwort ist; es ist die ähnlichste Stelle, die ich gefunden habe.',
  also: 'Siehe auch',
  notFound: (files) => `Das habe ich in ${files} nicht gefunden. Ich suche nach Wörtern; versuchen Sie es mit Wörtern, die im Dokument stehen könnten.`,
  manual: (file, heading) => `In ${file} steht unter „${heading}“`,
  notInManual:
    'Das kann ich nicht beantworten: In der Dokumentation von Mateship, die englisch ist, habe ich dazu nichts gefunden. Ich bin der Offline-Assistent, kein Sprachmodell, und suche nach Wörtern; englische oder andere Wörter können helfen. Oder hängen Sie eine Datei an und fragen Sie, was darin steht.',
  noPage: (page, file, pages) => `${file} hat keine Seite ${page}; es ${pages === 1 ? 'ist 1 Seite' : `sind ${pages} Seiten`}.`,
  emptyPage: (page, file) => `Seite ${page} von ${file} enthält keinen Text, den ich lesen kann. Vielleicht ist sie ein Bild.`,
  pageIs: (page, file) => `Auf Seite ${page} von ${file} steht:`,
  pageCount: (file, pages) => `${file} hat ${pages} ${pages === 1 ? 'Seite' : 'Seiten'}.`,
  noPages: (file) => `${file} ist reiner Text und hat daher keine Seiten.`,
  outline: (file) => `${file} ist so gegliedert:`,
  noOutline: (file) => `In ${file} habe ich keine Überschriften gefunden.`,
  summary: (file, pages) => `Ich bin kein Sprachmodell und kann nicht in eigenen Worten zusammenfassen. Das sind die Überschriften von ${file}${pages ? ` (${pages} Seiten)` : ''} mit dem jeweils ersten Satz:`,
  page: (page) => `Seite ${page}`,
  unreadable: (file, reason) => `${file} konnte ich nicht lesen: ${reason}`,
  empty: (file) => `${file} enthält keinen Text, den ich lesen kann. Vielleicht ist es ein Scan.`,
  missing: (skill, what) => `Dafür würde ich „${skill}“ benutzen, aber mir fehlt noch etwas: ${what}.`,
  result: (skill) => `„${skill}“ antwortet:`,
  failed: (skill, reason) => `„${skill}“ hat nicht geklappt: ${reason}`,
  more: '… und mehr auf dieser Seite.',
};

export function phrasesFor(german: boolean): Phrases {
  return german ? GERMAN : ENGLISH;
}
