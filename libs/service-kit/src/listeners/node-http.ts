/**
 * Node's http module. An `import` of it reads all its names, among them WebSocket, and so loads the whole of Node's fetch
 * at every start (30 ms of CPU and 5 MB); this does not.
 */
export const http = process.getBuiltinModule('node:http');
