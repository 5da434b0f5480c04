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

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What token endpoints really answer. */
class TokenAnswerReaderTest {
  private static final long SENT = 1_000_000;

  private static TokenAnswer read(int status, String type, String body, String... headers) {
    Map<String, String> all = new java.util.HashMap<>();
    if (type != null) {
      all.put("Content-Type", type);
    }
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], headers[i + 1]);
    }
    return new TokenAnswerReader(true)
        .read(new HttpSender.Answer(status, all, body.getBytes(StandardCharsets.UTF_8)), SENT);
  }

  private static TokenAnswer json(String members) {
    return read(200, "application/json", "{\"access_token\":\"at\"," + members + "}");
  }

  private static GrantedToken granted(TokenAnswer answer) {
    assertThat(answer).isInstanceOf(TokenAnswer.Granted.class);
    return ((TokenAnswer.Granted) answer).token();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "3599|3599",
        "\"3599\"|3599",
        "3599.5|3599",
        "1|1",
        "0|",
        "-1|",
        "null|",
        "\"\"|",
        "\"soon\"|",
        "1000000000000|",
        "true|",
        "[1]|"
      })
  void r20ExpiresInAsServersWriteIt(String written, Long seconds) {
    GrantedToken token = granted(json("\"token_type\":\"Bearer\",\"expires_in\":" + written));
    assertThat(token.expiresAt())
        .isEqualTo(seconds == null ? null : Long.valueOf(SENT + seconds * 1_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bearer",
        "BEARER",
        "Bearer",
        "BearerToken",
        "urn:ietf:params:oauth:token-type:bearer"
      })
  void tokenTypesThatMeanBearer(String type) {
    assertThat(granted(json("\"token_type\":\"" + type + "\"")).tokenType()).isEqualTo("Bearer");
  }

  @Test
  void aMissingTokenTypeIsBearerWithAWarning() {
    TokenAnswer answer = json("\"x\":1");
    assertThat(granted(answer).tokenType()).isEqualTo("Bearer");
    assertThat(((TokenAnswer.Granted) answer).warnings()).hasSize(1);
  }

  @Test
  void anotherTokenTypeIsRefused() {
    assertThat(json("\"token_type\":\"mac\"")).isInstanceOf(TokenAnswer.Unusable.class);
    TokenAnswer strict =
        new TokenAnswerReader(false)
            .read(
                new HttpSender.Answer(
                    200,
                    Map.of(),
                    "{\"access_token\":\"at\",\"token_type\":\"BearerToken\"}"
                        .getBytes(StandardCharsets.UTF_8)),
                SENT);
    assertThat(strict).isInstanceOf(TokenAnswer.Unusable.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "null", "5"})
  void aRefreshTokenThatIsNoneCountsAsAbsent(String value) {
    assertThat(granted(json("\"refresh_token\":" + value)).refreshToken()).isNull();
  }

  @Test
  void scopesComeAsTextOrArray() {
    assertThat(granted(json("\"scope\":[\"a\",\"b\"]")).scope()).isEqualTo("a b");
    assertThat(granted(json("\"scope\":\"a,b\"")).scope()).isEqualTo("a,b");
    assertThat(granted(json("\"scope\":\"\"")).scope()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "text/javascript", "application/x-www-form-urlencoded", ""})
  void jsonUnderAnyMediaType(String type) {
    String body = "{\"access_token\":\"at\",\"token_type\":\"Bearer\"}";
    assertThat(granted(read(201, type.isEmpty() ? null : type, body)).accessToken().reveal())
        .isEqualTo("at");
  }

  @Test
  void aFormInPlaceOfJson() {
    TokenAnswer answer =
        read(200, "text/plain", "access_token=a%2Bb&scope=repo&token_type=bearer&expires_in=60");
    assertThat(granted(answer).accessToken().reveal()).isEqualTo("a+b");
    assertThat(granted(answer).expiresAt()).isEqualTo(SENT + 60_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>access_token=x</html>",
        "{\"access_token\":\"at\"",
        "{\"access_token\":\"at\"} trailing",
        "{\"access_token\":\"at\",\"access_token\":\"at2\"}",
        "{\"access_token\":\"\"}",
        "{\"access_token\":null}",
        "{\"token_type\":\"Bearer\"}",
        "[]",
        "\uFEFF{\"access_token\":\"at\"}",
        "access_token=a&access_token=b"
      })
  void whatIsNoAnswerIsUnusableAndNotQuoted(String body) {
    TokenAnswer answer = read(200, "application/json", body);
    assertThat(answer).isInstanceOf(TokenAnswer.Unusable.class);
    assertThat(((TokenAnswer.Unusable) answer).detail()).doesNotContain("at\"", "access_token=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"at\\r\\nX-Evil: 1", "at at", "at\\u0000", "at\\u00e9"})
  void s29AnAccessTokenThatDoesNotFitIntoAHeaderIsRefused(String token) {
    assertThat(read(200, "application/json", "{\"access_token\":\"" + token + "\"}"))
        .isInstanceOf(TokenAnswer.Unusable.class);
  }

  @Test
  void s28DeepNestingIsRefused() {
    String deep = "[".repeat(20_000) + "]".repeat(20_000);
    assertThat(json("\"x\":" + deep)).isInstanceOf(TokenAnswer.Unusable.class);
  }

  @Test
  void s28ACompressedAnswerIsRefused() {
    assertThat(read(200, "application/json", "{}", "Content-Encoding", "gzip"))
        .isInstanceOf(TokenAnswer.Unusable.class);
  }

  @Test
  void anErrorWithStatus200IsARefusal() {
    TokenAnswer answer =
        read(200, "text/plain", "error=bad_verification_code&error_description=no%20%3Cb%3E");
    assertThat(answer).isEqualTo(new TokenAnswer.Refused(200, "bad_verification_code", "no ?b?"));
  }

  @ParameterizedTest
  @CsvSource({"400,invalid_request", "401,invalid_client", "404,invalid_request"})
  void refusalsWithoutACodeAreSortedByStatus(int status, String error) {
    TokenAnswer answer = read(status, "text/html", "<html>secret</html>");
    assertThat(((TokenAnswer.Refused) answer).error()).isEqualTo(error);
    assertThat(((TokenAnswer.Refused) answer).text()).doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource({"500", "502", "504"})
  void serverErrorsMayPass(int status) {
    assertThat(read(status, "text/html", "<html>")).isInstanceOf(TokenAnswer.Failed.class);
    assertThat(read(400, "application/json", "{\"error\":\"temporarily_unavailable\"}"))
        .isInstanceOf(TokenAnswer.Failed.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308, 204, 100})
  void redirectsAndEmptyAnswersAreUnusable(int status) {
    assertThat(read(status, null, "", "Location", "https://evil.example/"))
        .isInstanceOf(TokenAnswer.Unusable.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7|7000",
        "0|1000",
        "-5|1000",
        "1000000000|60000",
        "99999999999999999999|5000",
        "9223372036854775807|60000",
        "soon|5000",
        "Thu, 01 Jan 1970 00:16:50 GMT|10000",
        "|5000"
      })
  void r21RetryAfterAsServersWriteIt(String written, long millis) {
    TokenAnswer answer =
        written == null
            ? read(429, "text/plain", "")
            : read(503, "text/plain", "", "Retry-After", written);
    assertThat(((TokenAnswer.Busy) answer).retryAfterMillis()).isEqualTo(millis);
  }
}
