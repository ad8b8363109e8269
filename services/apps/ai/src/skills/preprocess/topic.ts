import { stem, words } from '../../retrieval/terms.js';

const TOPICS: Record<string, string> = {
  platform: 'mateship mate skill app invite api key credits backup admin server einladung guthaben',
  software: 'code program function bug python javascript typescript java rust sql database api regex git docker linux script error exception compile programm funktion fehler datenbank',
  documents: 'pdf document file page attachment summarise summarize summary chapter dokument datei seite anhang zusammenfassung kapitel',
  finance: 'money tax invoice price cost budget loan bank interest share stock salary geld steuer rechnung preis kosten kredit zins aktie gehalt',
  law: 'law contract clause licence license liability court sue notice lease recht vertrag klausel lizenz haftung gericht kuendigung miete',
  health: 'health doctor medicine symptom pain disease diet sleep therapy gesundheit arzt medikament schmerz krankheit therapie',
  science: 'physics chemistry biology mathematics equation proof theorem integral atom cell energy physik chemie biologie mathematik gleichung beweis energie',
  travel: 'travel flight hotel trip train visa holiday reise flug zug urlaub',
  writing: 'write poem story essay letter email translate translation rewrite grammar schreibe gedicht geschichte brief uebersetze grammatik',
};
const INDEX = new Map(Object.entries(TOPICS).flatMap(([topic, list]) => list.split(' ').map((word) => [stem(word), topic] as const)));

/** The topic whose words come up most; `general` when none does. */
export function findTopic(text: string): string {
  const counts = new Map<string, number>();
  for (const word of words(text.slice(0, 20_000))) {
    const topic = INDEX.get(stem(word));
    if (topic) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'general';
}
