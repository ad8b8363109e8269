const HOW_TO = /^\W*(?:how (?:do|can|could|should|to|does)|where (?:do|can|is|are)|can i|may i|is my|are my|wie (?:kann|\p{L}+e) ich|wo (?:finde|kann|ist|sind|liegt|liegen)|kann ich)(?!\p{L})/iu;

/** Whether a question names the platform. */
export function namesPlatform(question: string): boolean {
  return /\bmateship\b/i.test(question);
}

/** Whether the manual may know the answer: without a file at hand, people ask how to do something here. */
export function mayBeInManual(question: string): boolean {
  return namesPlatform(question) || HOW_TO.test(question);
}
