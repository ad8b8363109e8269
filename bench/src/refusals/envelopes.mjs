const POOL = 40;

/** Some envelopes of each fault that shows only behind the signature, and of one that shows before. */
export async function refusedEnvelopes({ signedFaults, withFault, sealEnvelope }, request) {
  const envelopes = { signature: [] };
  for (let count = 0; count < POOL; count += 1) {
    const sound = await sealEnvelope(request);
    for (const fault of signedFaults(request.recipient.suite)) (envelopes[fault] ??= []).push(await withFault(fault, sound, request));
    sound[sound.length - 1] ^= 1;
    envelopes.signature.push(sound);
  }
  return envelopes;
}
