import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type {
  AdminUserView,
  EntryView,
  MeView,
  Page,
  SessionView,
  SignInView,
  TokensView,
  UserView,
} from '../../contract/index.js';

/** The contract's views as OpenAPI schemas; the compiler holds the two together. */
export class UserViewSchema implements UserView {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty({ example: 'alice' })
  username!: string;
  @ApiProperty({ example: 'Alice' })
  displayName!: string;
  @ApiProperty({ description: "The deployment's administrator" })
  isAdmin!: boolean;
  @ApiProperty({ description: 'Disabled accounts stay visible as authors' })
  disabled!: boolean;
  @ApiProperty({ format: 'date-time' })
  createdAt!: string;
}

export class MeViewSchema extends UserViewSchema implements MeView {
  @ApiProperty({ format: 'uuid' })
  sessionId!: string;
}

export class UserPageSchema implements Page<UserView> {
  @ApiProperty({ type: [UserViewSchema] })
  items!: UserView[];
  @ApiPropertyOptional({ description: 'Opaque; absent on the last page' })
  nextCursor?: string;
}

export class AdminUserViewSchema extends UserViewSchema implements AdminUserView {
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  disabledAt!: string | null;
  @ApiProperty({ type: 'integer', description: 'Live ones' })
  sessions!: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'The last use of any of them' })
  lastSeenAt!: string | null;
}

export class AdminUserPageSchema implements Page<AdminUserView> {
  @ApiProperty({ type: [AdminUserViewSchema] })
  items!: AdminUserView[];
  @ApiPropertyOptional({ description: 'Opaque; absent on the last page' })
  nextCursor?: string;
}

export class EntryViewSchema implements EntryView {
  @ApiProperty({ description: "Nobody has an account yet: the next one made is the administrator's" })
  firstAccount!: boolean;
  @ApiProperty({ description: 'The browser that asks has a refresh token in its cookie; it may have lapsed' })
  keptSession!: boolean;
}

export class TokensViewSchema implements TokensView {
  @ApiProperty({ description: 'For the Authorization header (Bearer) and the socket handshake' })
  accessToken!: string;
  @ApiProperty({ description: 'Seconds until the access token lapses', example: 900 })
  expiresIn!: number;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Opaque, single use: each refresh answers the next one. Null where the cookie has it',
  })
  refreshToken!: string | null;
  @ApiProperty({ type: UserViewSchema })
  user!: UserView;
  @ApiProperty({ format: 'uuid' })
  sessionId!: string;
}

export class SessionViewSchema implements SessionView {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty({ example: 'Firefox on Linux' })
  device!: string;
  @ApiProperty({ format: 'date-time' })
  createdAt!: string;
  @ApiProperty({ format: 'date-time' })
  lastSeenAt!: string;
  @ApiProperty({ description: 'The session this request came from' })
  current!: boolean;
}

export class SignInViewSchema implements SignInView {
  @ApiProperty({ enum: ['signed-in', 'signed-out', 'refused', 'password-changed'] })
  kind!: SignInView['kind'];
  @ApiProperty({ format: 'date-time' })
  at!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  sessionId!: string | null;
  @ApiProperty({ type: String, nullable: true })
  device!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why it was refused' })
  reason!: string | null;
}

export class SignInPageSchema implements Page<SignInView> {
  @ApiProperty({ type: [SignInViewSchema] })
  items!: SignInView[];
  @ApiPropertyOptional({ description: 'Opaque; absent on the last page' })
  nextCursor?: string;
}
