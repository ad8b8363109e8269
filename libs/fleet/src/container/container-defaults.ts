import { SECCOMP_PROFILE } from './seccomp.js';

/** What holds for the container of every app, whatever its manifest says. */
export const CONTAINER_DEFAULTS = {
  readOnly: true,
  /** An init process takes in what the app leaves behind and passes signals on. */
  init: true,
  capDrop: ['ALL'],
  securityOpt: ['no-new-privileges:true'],
  /** Instead of the Engine's own filter, which lets an app send what no route and no bridge stops. */
  seccomp: SECCOMP_PROFILE,
  /** The watchdog alone restarts apps, since only it can give them the secret of a start. */
  restart: 'no',
  stopGraceSeconds: 10,
  /** Nobody answers there: names cannot leave through the Engine's resolver, and an unknown name fails in a second. */
  dns: ['127.0.0.1'],
  dnsOptions: ['timeout:1', 'attempts:1'],
  log: { driver: 'json-file', options: { 'max-size': '5m', 'max-file': '2' } },
} as const;
