/** A passage of the documentation: what is searched and what is quoted. */
export interface Section {
  /** Path from the project's root. */
  file: string;
  /** The nearest heading above it; the file's name when there is none. */
  heading: string;
  /** Titles above that heading, outermost first. */
  above: string;
  /** Markdown, at most a few paragraphs. */
  text: string;
}
