import { Suspense } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { views } from '../views/index.js';
import { SignedIn, SignedOut } from './guards.js';
import { CrashBoundary, NotFoundPage } from './ErrorPages.js';
import { onDemand } from './on-demand.js';
import { NoConversation } from './shell/NoConversation.js';
import { Shell } from './shell/Shell.js';

const Admin = onDemand(async () => (await import('./AdminView.js')).AdminView);
const Conversation = onDemand(async () => (await import('./conversation/ConversationView.js')).ConversationView);
const Members = onDemand(async () => (await import('./conversation/panels.js')).MembersPanel);
const Notifications = onDemand(async () => (await import('./NotificationsView.js')).NotificationsView);
const Settings = onDemand(async () => (await import('./SettingsView.js')).SettingsView);
const SignIn = onDemand(async () => (await import('../features/auth/index.js')).SignInPage);
const Register = onDemand(async () => (await import('../features/auth/index.js')).RegisterPage);

/** Fetches the code of what is reloaded most while the device is asked what it kept; without it the view comes by itself. */
export async function preload(path: string): Promise<void> {
  if (path.startsWith(views.conversation(''))) await Conversation.preload().catch(() => undefined);
}

/** The same for what is visited next, once there is nothing better to do. */
export async function preloadRest(): Promise<void> {
  await Promise.allSettled([Conversation, Members, Notifications, Settings].map((view) => view.preload()));
}

/**
 * Every view and its address. What is not needed for the first paint comes when it is visited. Navigation is no transition:
 * rendered in slices, a conversation takes twice as long to appear (measured), for a frame every few milliseconds in which
 * nothing has changed yet.
 */
export function Router() {
  return (
    <BrowserRouter useTransitions={false}>
      <CrashBoundary>
        <Suspense>
          <Routes>
            <Route element={<SignedOut />}>
              <Route path={views.signIn} element={<SignIn />} />
              <Route path={views.register} element={<Register />} />
            </Route>
            <Route element={<SignedIn />}>
              <Route element={<Shell />}>
                <Route path={views.home} element={<NoConversation />} />
                <Route path={views.notifications} element={<Notifications />} />
                <Route path={views.settings} element={<Settings />} />
                <Route path={views.admin} element={<Admin />} />
                <Route path={views.conversation(':conversationId')} element={<Conversation />}>
                  <Route index element={null} />
                  <Route path=":seq" element={null} />
                  <Route path="members" element={<Members />} />
                </Route>
                <Route path="*" element={<NotFoundPage />} />
              </Route>
            </Route>
          </Routes>
        </Suspense>
      </CrashBoundary>
    </BrowserRouter>
  );
}
