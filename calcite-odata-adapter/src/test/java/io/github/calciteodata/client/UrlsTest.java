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
package io.github.calciteodata.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links, origins and what of a URL may be shown. */
class UrlsTest {

  /** S34. */
  @ParameterizedTest
  @CsvSource({
    "https://h, http://h/s/A?x, https://h/s/A?x",
    "https://h, http://H:80/s, https://h/s",
    "https://h:8443, http://h:8443/s, https://h:8443/s",
    "https://h:8443, http://h/s, https://h:8443/s",
    "https://h, https://h/s, https://h/s",
    "https://h, http://h.evil/s, http://h.evil/s",
    "https://h, http://h@evil/s, http://h@evil/s",
    "https://h, http://h:8080/s, http://h:8080/s",
    "https://h, //h/s, //h/s",
    "http://h, https://h/s, https://h/s",
    "https://h, http://h, https://h"
  })
  void linksWithoutTlsAreFollowedWithIt(String own, String link, String expected) {
    assertThat(Origin.of(own).secure(link)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://h/s/A?x=1 | A?$skiptoken=2 | http://h/s/A?$skiptoken=2",
        "http://h/s/A?x=/y/z | B | http://h/s/B",
        "http://h/s/A(1)/B | ../$metadata#B | http://h/s/$metadata#B",
        "http://h/s/A | /t/A?x=../y | http://h/t/A?x=../y",
        "http://h/s/A | ?$skip=1 | http://h/s/A?$skip=1",
        "http://h/s/A | //o/x | http://o/x",
        "http://h/s/A | https://o/x?y={} | https://o/x?y={}",
        "http://h | A | http://h/A",
        "http://h/s/A | ../../../B | http://h/B",
        "http://h/s/A | B?u=http://x/ | http://h/s/B?u=http://x/",
      })
  void linksAreResolvedAsTexts(String base, String link, String expected) {
    assertThat(Urls.resolve(base, link)).isEqualTo(expected);
  }

  @Test
  void requestTargetIsSentAsItStandsButForWhatHttpCannotCarry() {
    assertThat(Urls.requestTarget("http://h/A?$filter=a%20eq%20'|{}^`'#frag"))
        .isEqualTo("/A?$filter=a%20eq%20'|{}^`'");
    assertThat(Urls.requestTarget("http://h")).isEqualTo("/");
    assertThat(Urls.requestTarget("http://h?x=a b\r\nEvil: 1ü"))
        .isEqualTo("/?x=a%20b%0D%0AEvil:%201%C3%BC");
  }

  @ParameterizedTest
  @CsvSource({
    "http://H/x, http://h",
    "HTTP://h:80?x, http://h",
    "https://h:443/, https://h",
    "https://h:80/, https://h:80",
    "http://u:p@h./, http://h",
    "http://h:8080#x, http://h:8080",
    "http://[::1]:80/, http://[::1]",
    "http://a@b@h/, http://h",
    "http://h:/x, http://h",
  })
  void originsAreCompareInOneForm(String url, String origin) {
    assertThat(Origin.of(url)).hasToString(origin).isEqualTo(Origin.of(origin));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://h/", "h/x", "http:///x", "http://h:x/", "", "http://a%2eb/"})
  void otherTextsHaveNoOrigin(String url) {
    assertThatThrownBy(() -> Origin.of(url)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void backslashAndUserInformationDoNotHideAnotherHost() {
    assertThat(Origin.of("http://good.example@evil.example/").host()).isEqualTo("evil.example");
    assertThat(Origin.of("http://evil.example\\@good.example/").host()).isEqualTo("evil.example");
    assertThat(Origin.of("http://evil.example#@good.example/").host()).isEqualTo("evil.example");
  }

  @ParameterizedTest
  @CsvSource({
    "http://u:p@h/A?x=1, http://***@h/A?x=1",
    "http://h/A?apiKey=1&b=2, http://h/A?apiKey=***&b=2",
    "http://h/A?$skiptoken=1&access_token=2, http://h/A?$skiptoken=1&access_token=***",
    "http://h/A?%24skiptoken=1&sig=2&CODE=3&Client-Secret=4&password=5, http://h/A?%24skiptoken=1&sig=***&CODE=***&Client-Secret=***&password=***",
    "http://h/A, http://h/A",
  })
  void secretsOfUrlsAreHidden(String url, String shown) {
    assertThat(Urls.redact(url)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"error\":{\"code\":\"X\",\"message\":\"Bad thing\"}} | X | Bad thing",
        "{\"error\":{\"code\":7,\"message\":\"Bad\",\"details\":[{\"message\":\"inner\"}],\"innererror\":{\"a\":[]}}} | 7 | Bad (inner)",
        "{\"error\":{\"code\":\"\",\"message\":{\"lang\":\"en\",\"value\":\"V2 says\"}}} | | V2 says",
        "<?xml version=\"1.0\"?><error xmlns=\"m\"><code>C</code><message xml:lang=\"en\">V2 XML</message></error> | C | V2 XML",
        "<html><style>a{}</style><h1>No</h1> way</html> | | No way",
        "plain words | | plain words",
        "{\"fault\":1} | | {\"fault\":1}",
        "{\"error\":{\"mess | | {\"error\":{\"mess",
      })
  void servicesErrorsAreReadInAllForms(String body, String code, String message) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    assertThat(ServiceError.parse(bytes, bytes.length)).isEqualTo(new ServiceError(code, message));
  }

  @Test
  void longTextsAreCutAndExternalEntitiesStayOutside() {
    byte[] text = "x".repeat(5000).getBytes(StandardCharsets.UTF_8);
    assertThat(ServiceError.parse(text, text.length).message()).hasSize(201);
    byte[] evil =
        "<!DOCTYPE error [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><error><message>&e;</message></error>"
            .getBytes(StandardCharsets.UTF_8);
    assertThat(String.valueOf(ServiceError.parse(evil, evil.length).message()))
        .doesNotContain("root:");
  }

  @Test
  void logKeepsTheLastThousand() {
    RequestLog log = new RequestLog();
    for (int i = 1; i <= 1500; i++) {
      log.add("GET", "u", 200, 0, 0, 0, 1);
    }
    log.rows(1, 5);
    log.rows(1500, 5);
    assertThat(log.entries()).hasSize(1000);
    assertThat(log.entries().get(0).requestId()).isEqualTo(501);
    assertThat(log.entries().get(999).rowCount()).isEqualTo(5);
    assertThat(log.entries().get(0).rowCount()).isEqualTo(-1);
  }
}
