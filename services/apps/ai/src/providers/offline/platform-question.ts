/** The skill that searches the manual of the platform. */
export const MANUAL = 'support__search';

const HOW_TO = /^\W*(?:how (?:do|can|could|should|to|does)|where (?:do|can|is|are)|can i|may i|is my|are my|wie (?:kann|\p{L}+e) ich|wo (?:finde|kann|ist|sind|liegt|liegen)|kann ich)(?!\p{L})/iu;
/** What people know this platform by. */
const TOPIC =
  /\b(?:mates?|apps?|skills?|chats?|messages?|servers?|admin\p{L}*|credits?|costs?|api|keys?|invit\p{L}*|models?|ollama|openai|passwords?|accounts?|ports?|back-?ups?|uninstall\p{L}*|install\p{L}*|up(?:date|grade)\p{L}*|sign[ -]?in|log[ -]?in|encrypt\p{L}*|docker|two-factor)(?!\p{L})/iu;

/** Whether a question names the platform. */
export function namesPlatform(question: string): boolean {
  return /\bmateship\b/i.test(question);
}

/** Whether the manual may know the answer: people ask how to do something here, or about a thing that is here. */
export function mayBeInManual(question: string): boolean {
  return namesPlatform(question) || HOW_TO.test(question) || TOPIC.test(question);
}
