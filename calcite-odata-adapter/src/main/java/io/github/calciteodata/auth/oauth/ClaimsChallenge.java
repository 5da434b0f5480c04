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
import io.github.calciteodata.auth.Refusal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * What a service demands of the next sign-in before it takes a token again: Entra's continuous
 * access evaluation, in the form of the claims parameter (OpenID Connect Core, 5.5).
 *
 * @param json an object
 */
record ClaimsChallenge(ObjectNode json) {
  private static final String CLAIMS = "claims";
  private static final int LONGEST = 4_096;

  /** The demand in a refusal; empty when there is none that can be read. */
  static Optional<ClaimsChallenge> of(Refusal refusal) {
    return refusal.challenges().stream()
        .filter(challenge -> challenge.scheme().equals("bearer"))
        .map(challenge -> challenge.parameter(CLAIMS))
        .flatMap(text -> read(text).stream())
        .findFirst();
  }

  private static Optional<ClaimsChallenge> read(String text) {
    if (text == null || text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      String alphabet = text.strip().replace('-', '+').replace('_', '/');
      return Optional.ofNullable(TokenAnswerReader.json(Base64.getDecoder().decode(alphabet)))
          .map(ClaimsChallenge::new);
    } catch (IllegalArgumentException e) {
      // not in base64: an older form has the object itself
      return Optional.ofNullable(TokenAnswerReader.json(text.getBytes(StandardCharsets.UTF_8)))
          .map(ClaimsChallenge::new);
    }
  }

  /** The parameter of the authorization request, together with what the user has it ask for. */
  Map<String, String> parameter(Map<String, String> configured) {
    ObjectNode all = json.deepCopy();
    String given = configured.get(CLAIMS);
    ObjectNode base =
        given == null ? null : TokenAnswerReader.json(given.getBytes(StandardCharsets.UTF_8));
    if (base != null) {
      add(all, base);
    }
    return Map.of(CLAIMS, all.toString());
  }

  /** Adds members that are not there yet, level by level. */
  private static void add(ObjectNode to, ObjectNode from) {
    for (Iterator<Map.Entry<String, JsonNode>> fields = from.fields(); fields.hasNext(); ) {
      Map.Entry<String, JsonNode> field = fields.next();
      JsonNode there = to.get(field.getKey());
      if (there == null) {
        to.set(field.getKey(), field.getValue());
      } else if (there instanceof ObjectNode inner && field.getValue() instanceof ObjectNode more) {
        add(inner, more);
      }
    }
  }

  /** As it stands in the functions' Other_Options. */
  String option() {
    return CLAIMS + "=" + URLEncoder.encode(json.toString(), StandardCharsets.UTF_8);
  }
}
