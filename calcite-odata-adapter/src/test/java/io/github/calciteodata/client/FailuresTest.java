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

import io.github.calciteodata.ConnectionProperty;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What errors advise. */
class FailuresTest {
  @TempDir private Path folder;

  /** How the names of properties look, and few words else. */
  private static final Pattern PROPERTY = Pattern.compile("\\b(SSL|Proxy|Auth|Max)[A-Z]\\w+");

  /** S67. */
  @Test
  void anErrorInXmlIsNotToldWhatStandsInFiles() throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), "s3cret");
    byte[] hostile =
        ("<!DOCTYPE x [<!ENTITY e SYSTEM \""
                + file.toUri()
                + "\">]><error><code>c</code><message>said &e;</message></error>")
            .getBytes(StandardCharsets.UTF_8);
    ServiceError error = ServiceError.parse(hostile, hostile.length);
    assertThat(error.code() + error.message()).doesNotContain("s3cret");
    byte[] plain =
        "<error><code>c</code><message>said</message></error>".getBytes(StandardCharsets.UTF_8);
    assertThat(ServiceError.parse(plain, plain.length).message()).isEqualTo("said");
  }

  @Test
  void propertiesWereAdvisedThatDoNotExist() {
    Stream<Exception> failures =
        Stream.concat(
            IntStream.range(400, 512)
                .mapToObj(
                    status ->
                        Failures.status(
                            "GET", "http://h/", status, "", new ServiceError(null, null))),
            Stream.of(
                Failures.io(
                    "GET", "https://h/", new SSLException("untrusted"), Duration.ofSeconds(1), 1)));
    Set<String> advised =
        failures
            .flatMap(e -> PROPERTY.matcher(e.getMessage()).results())
            .map(MatchResult::group)
            .collect(Collectors.toSet());
    assertThat(advised)
        .contains("SSLServerCert", "ProxyServer", "MaxUrlLength")
        .allMatch(name -> ConnectionProperty.find(name).isPresent());
  }
}
