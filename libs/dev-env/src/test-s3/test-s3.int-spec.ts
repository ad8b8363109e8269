import { needing } from '../needing.js';
import { hasMoto, startTestS3 } from './test-s3.js';

needing({ what: 'a container engine with the image motoserver/moto:5.1.0', isThere: hasMoto() }, 'startTestS3', () => {
  it('gives an S3 server that goes away again', async () => {
    const s3 = await startTestS3();
    const put = await fetch(`${s3.endpoint}/a-bucket`, { method: 'PUT' });
    expect(put.status).toBe(200);
    expect(await (await fetch(s3.endpoint)).text()).toContain('a-bucket');
    await s3.close();
    await expect(fetch(s3.endpoint)).rejects.toThrow();
  }, 60_000);
});
