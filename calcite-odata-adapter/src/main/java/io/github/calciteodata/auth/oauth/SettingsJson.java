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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** The members of an entry of the settings file. */
final class SettingsJson {
  private SettingsJson() {}

  static ObjectNode toJson(StoredGrant grant, ObjectNode json) {
    put(json, "access_token", grant.accessToken());
    json.put("token_type", grant.tokenType());
    json.put("obtained_at", grant.obtainedAt());
    json.put("expires_at", grant.expiresAt());
    put(json, "refresh_token", grant.refreshToken());
    json.put("refresh_expires_at", grant.refreshExpiresAt());
    json.put("requested_scope", grant.requestedScope());
    json.put("scope", grant.scope());
    ObjectNode seed = json.putObject("seed_fp");
    seed.put("access", grant.seedAccess());
    seed.put("refresh", grant.seedRefresh());
    json.put("verifier_fp", grant.verifier());
    json.put("dead_rt_fp", grant.deadRefresh());
    json.put("not_before", grant.notBefore());
    ObjectNode extras = json.putObject("extras");
    grant.extras().forEach(extras::put);
    return json;
  }

  static StoredGrant grant(JsonNode json) {
    Map<String, String> extras = new LinkedHashMap<>();
    json.path("extras").properties().forEach(e -> extras.put(e.getKey(), e.getValue().asText()));
    return new StoredGrant(
        secret(json, "access_token"),
        text(json, "token_type"),
        json.path("obtained_at").asLong(),
        number(json, "expires_at"),
        secret(json, "refresh_token"),
        number(json, "refresh_expires_at"),
        text(json, "requested_scope"),
        text(json, "scope"),
        text(json.path("seed_fp"), "access"),
        text(json.path("seed_fp"), "refresh"),
        text(json, "verifier_fp"),
        text(json, "dead_rt_fp"),
        json.path("not_before").asLong(),
        extras);
  }

  static ObjectNode toJson(PendingSignIn pending, ObjectNode json) {
    put(json, "verifier", pending.verifier());
    json.put("redirectUri", pending.redirectUri());
    json.put("scope", pending.scope());
    json.put("issuer", pending.issuer());
    return json;
  }

  static PendingSignIn pending(JsonNode json, long expiresAt) {
    return new PendingSignIn(
        secret(json, "verifier"),
        text(json, "redirectUri"),
        text(json, "scope"),
        text(json, "issuer"),
        expiresAt);
  }

  private static void put(ObjectNode json, String name, SecretValue value) {
    json.put(name, value == null ? null : value.reveal());
  }

  private static SecretValue secret(JsonNode json, String name) {
    return SecretValue.ofNullable(text(json, name));
  }

  private static String text(JsonNode json, String name) {
    JsonNode node = json.path(name);
    return node.isTextual() ? node.asText() : null;
  }

  private static Long number(JsonNode json, String name) {
    JsonNode node = json.path(name);
    return node.isNumber() ? node.asLong() : null;
  }
}
