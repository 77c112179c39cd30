/** Is the server there, and is it ours? */
export {
  answerChallenge,
  answerHeader,
  belfryHeader,
  createNonce,
  isAnswer,
  type ServerIdentity,
} from './challenge.ts';
export { toDialHost, toServerUrl } from './dial-host.ts';
export { type Listener, type VerifyServerOptions, verifyServer } from './verify-server.ts';
