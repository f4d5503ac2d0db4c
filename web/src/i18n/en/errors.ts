/** By the stable code of a refusal. What is not listed is shown as the server worded it. */
export const errors = {
  'errors.client.network': 'The server cannot be reached. Check your connection and try again.',
  'errors.client.timeout': 'The server did not answer in time. Try again.',
  'errors.client.offline': 'You are offline. Try again when the connection is back.',
  'errors.identity.invalid_credentials': 'Wrong username or password.',
  'errors.identity.username_taken': 'This username, or one that looks the same, is taken.',
  'errors.identity.username_reserved': 'This username is reserved. Choose another one.',
  'errors.identity.invalid_username': 'This username cannot be used.',
  'errors.identity.weak_password': 'This password is too easy to guess.',
  'errors.identity.registration_closed': 'This server takes no new accounts. Ask its administrator.',
  'errors.identity.account_disabled': 'This account was disabled by the administrator.',
  'errors.platform.rate_limited': 'Too many tries. Wait a minute and try again.',
  'errors.platform.unavailable': 'The server is not ready right now; nothing was changed. Try again.',
  'errors.platform.overloaded': 'The server is very busy; nothing was changed. Try again.',
  'errors.messaging.conversation_not_found': 'This conversation does not exist, or you are not a member of it.',
  'errors.groups.not_found': 'This conversation does not exist, or you are not a member of it.',
} as const;
