/** A plain-text mail to one person. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** The way out for mail. One adapter per transport. */
export abstract class Mailer {
  abstract send(mail: Mail): Promise<void>;
}
