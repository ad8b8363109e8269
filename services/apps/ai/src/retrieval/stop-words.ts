const ENGLISH =
  'a about above after again all also am an and any are as at be because been before being below between both but by can cannot could did do does doing down during each few for from further had has have having he her here hers him his how i if in into is it its itself just me more most must my no nor not now of off on once only or other our ours out over own same shall she should so some such than that the their theirs them then there these they this those through to too under until up upon us very was we were what when where which while who whom whose why will with within without would you your yours';
const GERMAN =
  'aber alle allem allen aller alles als also am an ander andere anderen anderer anderes auch auf aus bei beim bin bis bist da damit dann darf duerfen duerfte das dass dein deine dem den denn der des dessen dich die dies diese diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines er es etwas euch euer fuer gegen gibt hab habe haben hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in indem ins ist ja jede jedem jeden jeder jedes jene kann kein keine keinem keinen keiner koennen koennte machen man manche mein meine mich mir mit moechte moechten muessen muss musste nach nicht nichts noch nun nur ob oder ohne sehr sein seine seinem seinen seiner seit sich sie sind so solche soll sollen sollte sollten sondern sonst ueber um und uns unser unsere unter viel vom von vor waehrend war waren warum was weg weil welche welchem welchen welcher welches wenn wer werde werden wie wieder wieviel viele will wir wird wirst wo wollen wuerde wuerden zu zum zur zwar zwischen';
const REQUEST =
  'answer according attached attachment contain contains contained content contents describe described document documents explain file files find found give exactly given know let list long look often many mean means mention mentioned much name named number page pages pdf please point quote read regarding said say says search section show state stated states tell text want would abschnitt angehaengt anhang antworte bitte datei dateien dokument dokumente dokuments enthaelt erklaere finde gemaess genau hoch hoechstens liegen liegt mindestens passiert lang lange laut lies nenne oft sag sagt sage seite seiten steht suche text weiss zeig zeige';

const split = (words: string) => new Set(words.split(' '));

/** Folded words (see fold) that carry no meaning of their own. */
export const ENGLISH_STOP_WORDS: ReadonlySet<string> = split(ENGLISH);
export const GERMAN_STOP_WORDS: ReadonlySet<string> = split(GERMAN);
/** Words that belong to asking about a file rather than to what is asked. */
export const REQUEST_WORDS: ReadonlySet<string> = split(REQUEST);
