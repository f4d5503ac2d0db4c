import { lazy, Suspense } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { views } from '../views/index.js';
import { SignedIn, SignedOut } from './guards.js';
import { CrashBoundary, NotFoundPage } from './ErrorPages.js';
import { NoConversation } from './shell/NoConversation.js';
import { Shell } from './shell/Shell.js';

const Admin = lazy(async () => ({ default: (await import('./AdminView.js')).AdminView }));
const Conversation = lazy(async () => ({
  default: (await import('./conversation/ConversationView.js')).ConversationView,
}));
const Members = lazy(async () => ({ default: (await import('./conversation/panels.js')).MembersPanel }));
const Notifications = lazy(async () => ({ default: (await import('./NotificationsView.js')).NotificationsView }));
const Settings = lazy(async () => ({ default: (await import('./SettingsView.js')).SettingsView }));
const SignIn = lazy(async () => ({ default: (await import('../features/auth/index.js')).SignInPage }));
const Register = lazy(async () => ({ default: (await import('../features/auth/index.js')).RegisterPage }));

/**
 * Every view and its address. What is not needed for the first paint comes when it is visited; until it is there, the view
 * before stays (the router navigates in a transition).
 */
export function Router() {
  return (
    <BrowserRouter>
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
