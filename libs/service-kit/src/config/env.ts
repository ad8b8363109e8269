/** Whether a launcher holds our standard input as a pipe: when the pipe closes, the launcher is gone and so must we be. */
export function hasParentPipe(env: NodeJS.ProcessEnv = process.env): boolean {
  return env.MATESHIP_PARENT_PIPE === '1';
}
