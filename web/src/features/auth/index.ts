/** Signing in and making an account. */
export { RegisterPage } from './RegisterPage.js';
export { SignInPage } from './SignInPage.js';
