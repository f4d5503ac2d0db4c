/** The client library as React sees it: the one client of the app, its observables as hooks. */
export { connect } from './connect.js';
export { ClientContext, useClient, useMe } from './context.js';
export { useFrameObservable, useObservable, useSelected } from './observe.js';
export { useMembers } from './members.js';
export { openClient } from './open-client.js';
export { useAskPresence, usePresence, useUser } from './people.js';
export { useConversation, useConversationName, useConversationNamer, useDraft, useListed } from './conversations.js';
export { useNotifications } from './notifications.js';
export { plainText } from './plain-text.js';
export { whenListed } from './when-listed.js';
export { useSessionEnd } from './session-end.js';
export { useEntry, useServerInfo } from './server-info.js';
