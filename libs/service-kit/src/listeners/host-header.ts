const HOST = /^(?:[a-z0-9_](?:[a-z0-9._-]{0,253})|\[[0-9a-f:.]{2,45}\])(?::(\d{1,5}))?$/i;
const LARGEST_PORT = 65_535;

/** Whether a Host header is a name or an address with at most a port (RFC 9110 §7.2), and so cannot reshape an address built from it. */
export function isHost(header: string): boolean {
  const match = HOST.exec(header);
  return match !== null && Number(match[1] ?? 0) <= LARGEST_PORT;
}

/** Whether a request names its host twice, which RFC 9112 §3.2 refuses; Node keeps the first. `raw` holds names and values in turn. */
export function hasTwoHosts(raw: readonly string[]): boolean {
  let hosts = 0;
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index]!;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts > 1;
}
