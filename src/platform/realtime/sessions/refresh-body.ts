import { IsText } from '../../validation/index.js';

export class RefreshBody {
  /** An access token of the same session. */
  @IsText(1, 2_048)
  token!: string;
}
