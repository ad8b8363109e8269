/** The release of this service. */
export const VERSION = '0.1.0';
