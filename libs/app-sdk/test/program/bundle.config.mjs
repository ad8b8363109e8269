export default { input: 'main.ts' };
