import { fold } from '../../retrieval/terms.js';

const ASKING = String.raw`\b(?:how (?:do i|can i|would i|to)|instructions? (?:for|to|on)|recipe for|steps? to|guide (?:to|for)|help me|i want to|teach me|anleitung)\b`;
const MAKE = String.raw`\b(?:build|make|making|construct|assemble|synthesi[sz]e|produce|create|cook|brew|detonate|baue?n?|herstell\w*|bastel?n?|synthetisieren)\b`;
// A few words between the verb and the thing, but none that turns it into a text about the thing.
const GAP = String.raw`(?:\s+(?!(?:about|on|against|of|for|sure|from|regarding|report|essay|article|slides?|presentation|ueber|gegen|zu)\b)[\w-]+){0,3}\s+`;
const WEAPON = String.raw`(?:pipe ?bombs?|nail bombs?|car bombs?|suicide vests?|explosive (?:device|vest|belt)s?|ieds?|nerve (?:agent|gas)\w*|sarin|vx gas|novichok|ricin|mustard gas|chemical weapons?|biological weapons?|dirty bombs?|nuclear (?:bomb|weapon)s?|weaponi[sz]ed anthrax|rohrbomben?|sprengsatz|sprengsaetze|giftgas|nervengas)`;
const MALWARE = String.raw`\b(?:write|code|create|build|make|program|schreib\w*|programmier\w*)\b${GAP}(?:ransomware|keyloggers?|computer virus(?:es)?|botnets?|credential stealers?|erpressungstrojaner)\b(?!\s+(?:policy|report|detection|protection|defen[cs]e|scanner|training|quiz))`;
const MINORS = String.raw`(?:child(?:ren)?|kids?|minors?|toddlers?|under-?age\w*|preteens?|little (?:girl|boy)s?|kind(?:er)?|minderjaehrig\w*)`;
const SEXUAL = String.raw`(?:porn\w*|sex(?:ual)?(?:ly)? (?:content|images?|pictures?|stor(?:y|ies)|scenes?|explicit)|nudes?|erotic\w*|nacktbilder|kinderporn\w*)`;

const RULES: readonly { pattern: RegExp; reason: string }[] = [
  { pattern: new RegExp(`${ASKING}.{0,40}${MAKE}${GAP}${WEAPON}\\b|^\\W*(?:please |bitte )?${MAKE}${GAP}${WEAPON}\\b|\\bwie (?:baue?|mache?|stelle?|bastle) ich${GAP}${WEAPON}\\b|\\bwie kann ich${GAP}${WEAPON}\\s+${MAKE}`, 's'), reason: 'This server does not help with making weapons that can kill many people.' },
  { pattern: new RegExp(`\\b(?:write|make|create|show|send|generate|find|give|draw|schreib\\w*|zeig\\w*|erzeug\\w*)\\b.{0,60}(?:${SEXUAL}.{0,40}\\b${MINORS}\\b|\\b${MINORS}\\b.{0,20}${SEXUAL})|\\b(?:child|kinder)-?\\s?porn\\w*\\s+(?:download|links?|sites?|videos?)`, 's'), reason: 'This server does not answer sexual requests about children.' },
  { pattern: new RegExp(MALWARE, 's'), reason: 'This server does not help with writing software that harms others.' },
];

/** Whether a message may be answered, and the sentence that a person reads when it may not. */
export function judgeLegality(text: string): { allowed: boolean; reason: string | null } {
  const folded = fold(text.slice(0, 20_000));
  const hit = RULES.find(({ pattern }) => pattern.test(folded));
  return { allowed: !hit, reason: hit?.reason ?? null };
}
