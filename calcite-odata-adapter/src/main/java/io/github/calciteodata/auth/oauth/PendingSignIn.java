/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.calciteodata.auth.oauth;

/**
 * A sign-in whose URL has been handed out and whose code has not come back yet.
 *
 * @param verifier the PKCE verifier, null when PKCE is off
 * @param redirectUri as sent, byte for byte
 * @param scope as sent, or null
 * @param issuer whose answer is expected, or null when none is configured
 * @param expiresAt wall clock, milliseconds
 */
record PendingSignIn(
    SecretValue verifier, String redirectUri, String scope, String issuer, long expiresAt) {}
