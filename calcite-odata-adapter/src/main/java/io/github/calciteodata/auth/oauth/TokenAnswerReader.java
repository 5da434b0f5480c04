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

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;

/**
 * Reads what token endpoints really answer: strict where leniency would hurt (duplicates, control
 * characters), lenient where servers are known to be sloppy (numbers as texts, missing types, forms
 * in place of JSON).
 */
final class TokenAnswerReader {
  private static final long LONGEST_LIFE_SECONDS = TimeUnit.DAYS.toSeconds(400);
  private static final long LONGEST_PAUSE_MILLIS = 60_000;
  private static final long DEFAULT_PAUSE_MILLIS = 5_000;
  private static final List<String> EXTRAS = List.of("instance_url", "resource", "tenant");
  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(32).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final boolean lenientTokenType;

  /**
   * A reader.
   *
   * @param lenientTokenType whether unknown token types count as Bearer
   */
  TokenAnswerReader(boolean lenientTokenType) {
    this.lenientTokenType = lenientTokenType;
  }

  /**
   * Sorts an answer.
   *
   * @param sentAt wall clock, milliseconds, when the request was sent
   */
  TokenAnswer read(HttpSender.Answer answer, long sentAt) {
    int status = answer.status();
    if (status == 429 || status == 503) {
      return new TokenAnswer.Busy(status, retryAfter(answer.headers().get("Retry-After"), sentAt));
    }
    if (status >= 500) {
      return new TokenAnswer.Failed(TokenAnswer.Outcome.ANSWERED, answer.describe());
    }
    if (answer.headers().containsKey("Content-Encoding")) {
      return new TokenAnswer.Unusable(answer.describe() + ", compressed without being asked to");
    }
    if (status < 200 || status >= 300 && status < 400) {
      return new TokenAnswer.Unusable(answer.describe());
    }
    ObjectNode body = body(answer);
    if (body != null && body.path("error").isTextual() && !body.path("error").asText().isEmpty()) {
      return refused(status, body);
    }
    if (status >= 400) {
      return new TokenAnswer.Refused(
          status, status == 401 ? "invalid_client" : "invalid_request", answer.describe());
    }
    return body == null
        ? new TokenAnswer.Unusable(answer.describe())
        : granted(answer, body, sentAt);
  }

  private static TokenAnswer refused(int status, ObjectNode body) {
    String error = OAuthError.clean(body.path("error").asText());
    String description = OAuthError.clean(text(body, "error_description"));
    return switch (error) {
      case "server_error", "temporarily_unavailable" ->
          new TokenAnswer.Failed(TokenAnswer.Outcome.ANSWERED, error);
      default -> new TokenAnswer.Refused(status, error, description);
    };
  }

  private TokenAnswer granted(HttpSender.Answer answer, ObjectNode body, long sentAt) {
    List<String> warnings = new ArrayList<>();
    String access = text(body, "access_token");
    if (access == null || access.isEmpty()) {
      return new TokenAnswer.Unusable(answer.describe() + ", without access_token");
    }
    if (!access.chars().allMatch(c -> c > ' ' && c <= '~')) {
      return new TokenAnswer.Unusable(
          answer.describe() + ", with an access_token that does not fit into a header");
    }
    String type = text(body, "token_type");
    if (type == null || type.isEmpty()) {
      warnings.add("The token endpoint did not say token_type; Bearer is assumed");
    } else if (!type.equalsIgnoreCase("Bearer")) {
      boolean alias = lenientTokenType && type.toLowerCase(Locale.ROOT).contains("bearer");
      if (!alias) {
        return new TokenAnswer.Unusable(
            "token_type " + OAuthError.clean(type) + " is not supported");
      }
      warnings.add("The token endpoint said token_type " + OAuthError.clean(type));
    }
    Map<String, String> extras = new LinkedHashMap<>();
    for (String name : EXTRAS) {
      if (text(body, name) != null) {
        extras.put(name, text(body, name));
      }
    }
    Long refreshLife = seconds(body.path("refresh_token_expires_in"));
    return new TokenAnswer.Granted(
        new GrantedToken(
            SecretValue.of(access),
            "Bearer",
            sentAt,
            at(sentAt, seconds(body.path("expires_in"))),
            SecretValue.ofNullable(text(body, "refresh_token")),
            at(
                sentAt,
                refreshLife != null ? refreshLife : seconds(body.path("refresh_expires_in"))),
            scope(body.path("scope")),
            extras),
        warnings);
  }

  private static Long at(long start, Long seconds) {
    return seconds == null ? null : start + seconds * 1_000;
  }

  private static Long seconds(JsonNode node) {
    double value = Double.NaN;
    if (node.isNumber()) {
      value = node.asDouble();
    } else if (node.isTextual()) {
      try {
        value = Double.parseDouble(node.asText().strip());
      } catch (NumberFormatException e) {
        // unknown, as if it were absent
        return null;
      }
    }
    return value >= 1 && value <= LONGEST_LIFE_SECONDS ? Long.valueOf((long) value) : null;
  }

  private static String scope(JsonNode node) {
    if (node.isArray()) {
      StringJoiner joined = new StringJoiner(" ");
      node.forEach(part -> joined.add(part.asText()));
      return joined.toString();
    }
    return node.isTextual() && !node.asText().isEmpty() ? node.asText() : null;
  }

  private static String text(ObjectNode body, String name) {
    JsonNode node = body.path(name);
    return node.isTextual() ? node.asText() : null;
  }

  /** One JSON object, or null; strict about duplicates, depth and what follows. */
  static ObjectNode json(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] == (byte) 0xEF) {
      return null;
    }
    try {
      return JSON.readTree(bytes) instanceof ObjectNode object ? object : null;
    } catch (IOException e) {
      // the cause's text may quote the body, which may hold a token
      return null;
    }
  }

  private static ObjectNode body(HttpSender.Answer answer) {
    ObjectNode json = json(answer.body());
    if (json != null) {
      return json;
    }
    String text = utf8(answer.body());
    boolean form =
        text != null
            && (text.startsWith("access_token=")
                || text.startsWith("error=")
                || text.contains("&access_token=")
                || text.contains("&error="));
    return form && text.indexOf('{') < 0 && text.indexOf('<') < 0 ? form(text) : null;
  }

  private static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      // not a text, hence no answer
      return null;
    }
  }

  private static ObjectNode form(String text) {
    ObjectNode object = JSON.createObjectNode();
    for (String pair : text.strip().split("&", -1)) {
      int equals = pair.indexOf('=');
      try {
        String name =
            URLDecoder.decode(
                equals < 0 ? pair : pair.substring(0, equals), StandardCharsets.UTF_8);
        String value =
            equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
        if (object.has(name)) {
          return null;
        }
        object.put(name, value);
      } catch (IllegalArgumentException e) {
        // a broken escape: no form
        return null;
      }
    }
    return object;
  }

  private static long retryAfter(String header, long now) {
    if (header == null) {
      return DEFAULT_PAUSE_MILLIS;
    }
    long millis;
    try {
      millis = Math.multiplyExact(Long.parseLong(header.strip()), 1_000L);
    } catch (NumberFormatException e) {
      millis = untilDate(header, now);
    } catch (ArithmeticException e) {
      millis = LONGEST_PAUSE_MILLIS;
    }
    return Math.max(1_000, Math.min(LONGEST_PAUSE_MILLIS, millis));
  }

  private static long untilDate(String header, long now) {
    try {
      return ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
              .toInstant()
              .toEpochMilli()
          - now;
    } catch (DateTimeParseException e) {
      // neither seconds nor a date
      return DEFAULT_PAUSE_MILLIS;
    }
  }
}
