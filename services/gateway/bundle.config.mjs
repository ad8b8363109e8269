export default { include: ['redis'] };
