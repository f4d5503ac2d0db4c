import { admin } from './admin.js';
import { auth } from './auth.js';
import { common } from './common.js';
import { conversations } from './conversations.js';
import { errors } from './errors.js';
import { members } from './members.js';
import { notifications } from './notifications.js';
import { settings } from './settings.js';
import { shell } from './shell.js';
import { switcher } from './switcher.js';
import { timeline } from './timeline.js';

export const en = {
  ...admin,
  ...auth,
  ...common,
  ...conversations,
  ...errors,
  ...members,
  ...notifications,
  ...settings,
  ...shell,
  ...switcher,
  ...timeline,
};
