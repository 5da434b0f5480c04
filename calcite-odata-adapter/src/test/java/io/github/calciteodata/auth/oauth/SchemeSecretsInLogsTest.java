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

import io.github.calciteodata.net.TinyService;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * S41, S42, S50 for the schemes besides OAuth: no secret in any log at any level, nor in errors.
 */
class SchemeSecretsInLogsTest {
  private static final String SECRET = "s3cret-of-the-test";

  @TempDir private Path folder;
  private TinyService service;

  @BeforeEach
  void start() throws Exception {
    service = new TinyService();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AuthScheme=Basic User=ann Password=@",
        "AuthScheme=Digest User=ann Password=@",
        "AuthScheme=ApiKey ApiKeyValue=@ Cookies=c=@ CustomHeaders=X-A:@",
        "AuthScheme=Bearer AccessToken=@ ProxyServer=127.0.0.1 ProxyPort=9 ProxyUser=u ProxyPassword=@"
      })
  void noSecretIsWritten(String settings) throws Exception {
    // rows first, then a refusal that has to be explained
    service.guard =
        exchange -> {
          boolean known = exchange.getRequestHeaders().containsKey("Authorization");
          boolean refused = exchange.getRequestURI().toString().contains("filter");
          if (refused || settings.contains("Digest") && !known) {
            exchange
                .getResponseHeaders()
                .add("WWW-Authenticate", "Digest realm=\"r\", nonce=\"n\", qop=\"auth\"");
            TinyService.answer(exchange, 401, "text/plain", "who?");
            return true;
          }
          return false;
        };
    Properties properties = new Properties();
    properties.setProperty("url", "jdbc:odata:URL=" + service.root("127.0.0.1"));
    properties.setProperty("Retries", "0");
    properties.setProperty("sql.1", "SELECT Id FROM Things");
    properties.setProperty("sql.2", "SELECT Id FROM Things WHERE Id < 2");
    properties.setProperty("sql.3", "SELECT * FROM sys.properties");
    for (String setting : settings.split(" ")) {
      int equals = setting.indexOf('=');
      properties.setProperty(
          setting.substring(0, equals), setting.substring(equals + 1).replace("@", SECRET));
    }
    String said =
        SqlProcess.start(
                folder.resolve("connection.properties"),
                properties,
                "-Dlog.everything=true",
                "-Dslf4j.provider=" + EveryLog.class.getName())
            .output();
    assertThat(said).contains("org.apache.hc.client5", "ERROR ");
    if (!settings.contains("Proxy")) {
      assertThat(said).contains("ROWS 2");
      assertThat(service.seen.toString()).as("the secret is used").isNotEmpty();
    }
    String basic =
        Base64.getEncoder().encodeToString(("ann:" + SECRET).getBytes(StandardCharsets.UTF_8));
    for (String hidden : List.of(SECRET, basic)) {
      assertThat(said.lines().filter(line -> line.contains(hidden)).toList())
          .as("lines with the secret")
          .isEmpty();
    }
  }
}
