/** Both sides run with the flags `npm start` uses, so that a faster garbage collection is nobody's advantage. */
export const SERVER_FLAGS = ['--max-semi-space-size=64'];
