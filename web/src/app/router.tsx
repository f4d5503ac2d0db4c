import { createBrowserRouter, Outlet } from 'react-router';
import { views } from '../views/index.js';
import { SignedIn, SignedOut } from './guards.js';
import { CrashPage, NotFoundPage } from './ErrorPages.js';
import { NoConversation } from './shell/NoConversation.js';
import { Shell } from './shell/Shell.js';

const admin = async () => ({ Component: (await import('./AdminView.js')).AdminView });
const conversation = async () => ({ Component: (await import('./conversation/ConversationView.js')).ConversationView });
const members = async () => ({ Component: (await import('./conversation/panels.js')).MembersPanel });
const notifications = async () => ({ Component: (await import('./NotificationsView.js')).NotificationsView });
const settings = async () => ({ Component: (await import('./SettingsView.js')).SettingsView });
const signIn = async () => ({ Component: (await import('../features/auth/index.js')).SignInPage });
const register = async () => ({ Component: (await import('../features/auth/index.js')).RegisterPage });

/** Every view and its address. What is not needed for the first paint comes when it is visited. */
export const router = createBrowserRouter([
  {
    element: <Outlet />,
    errorElement: <CrashPage />,
    hydrateFallbackElement: <></>,
    children: [
      {
        element: <SignedOut />,
        children: [
          { path: views.signIn, lazy: signIn },
          { path: views.register, lazy: register },
        ],
      },
      {
        element: <SignedIn />,
        children: [
          {
            element: <Shell />,
            children: [
              { path: views.home, element: <NoConversation /> },
              { path: views.notifications, lazy: notifications },
              { path: views.settings, lazy: settings },
              { path: views.admin, lazy: admin },
              {
                path: views.conversation(':conversationId'),
                lazy: conversation,
                children: [
                  { index: true, element: null },
                  { path: ':seq', element: null },
                  { path: 'members', lazy: members },
                ],
              },
              { path: '*', element: <NotFoundPage /> },
            ],
          },
        ],
      },
    ],
  },
]);
