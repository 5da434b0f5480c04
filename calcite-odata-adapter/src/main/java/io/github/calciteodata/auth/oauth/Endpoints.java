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

import io.github.calciteodata.net.Loopback;
import java.net.URI;
import java.util.Locale;

/**
 * Where the authorization server is reached.
 *
 * @param issuer its name, or null when none is configured
 * @param authorization where a browser is sent, or null
 * @param token where tokens are had, or null
 * @param refresh where they are renewed, null for the same place
 * @param device where the device grant begins (RFC 8628), or null
 * @param revocation where tokens are given back (RFC 7009), or null
 * @param par where authorization requests are pushed (RFC 9126), or null
 */
public record Endpoints(
    String issuer, URI authorization, URI token, URI refresh, URI device, URI revocation, URI par) {

  /** Explicit addresses win over discovered ones. */
  Endpoints orElse(ServerMetadata found) {
    return new Endpoints(
        issuer != null ? issuer : found.issuer(),
        authorization != null ? authorization : found.authorization(),
        token != null ? token : found.token(),
        refresh,
        device != null ? device : found.device(),
        revocation != null ? revocation : found.revocation(),
        par != null ? par : found.par());
  }

  /** Whether a secret may be sent there: https, or http on the literal loopback. */
  static boolean isSafe(URI uri) {
    if (uri == null
        || uri.getScheme() == null
        || uri.getHost() == null
        || uri.getRawUserInfo() != null) {
      return false;
    }
    return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
      case "https" -> true;
      case "http" -> Loopback.is(uri.getHost());
      default -> false;
    };
  }
}
