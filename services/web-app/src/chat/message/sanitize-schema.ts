import { defaultSchema } from 'rehype-sanitize';

/** GitHub's list, narrower in addresses, wider by the class names of highlighted code. */
export const sanitizeSchema: typeof defaultSchema = {
  ...defaultSchema,
  protocols: { ...defaultSchema.protocols, href: ['http', 'https', 'mailto'], src: ['https'] },
  attributes: {
    ...defaultSchema.attributes,
    code: [['className', 'hljs', /^language-[\w-]+$/]],
    span: [['className', /^hljs-[\w-]+$/, /^[\w]+_$/]],
  },
};
