import { z } from 'zod';

export const ModelsInput = z.strictObject({});
