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

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A browser whose user consents at once, as a command that can be set as OAuthBrowser. */
final class FakeBrowser {
  private final Path command;
  private final Path tabs;

  FakeBrowser(Path folder) throws IOException {
    tabs = folder.resolve("tabs");
    command = folder.resolve("browser.sh");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Path argumentFile = folder.resolve("browser.args");
    Files.writeString(
        argumentFile,
        "-XX:TieredStopAtLevel=1\n-cp\n\"" + classes + "\"\n" + FakeBrowser.class.getName() + "\n");
    Files.writeString(
        command, "#!/bin/sh\nexec '" + java + "' '@" + argumentFile + "' '" + tabs + "' \"$1\"\n");
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
  }

  /** The value of OAuthBrowser. */
  String command() {
    return command.toString();
  }

  /** The addresses that were opened. */
  List<String> tabs() throws IOException {
    return Files.exists(tabs) ? Files.readAllLines(tabs) : List.of();
  }

  /** Follows redirects until one page stays. */
  public static void main(String[] arguments) throws Exception {
    Files.writeString(
        Path.of(arguments[0]),
        arguments[1] + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    HttpClient.newBuilder()
        .followRedirects(HttpClient.Redirect.ALWAYS)
        .build()
        .send(
            HttpRequest.newBuilder(URI.create(arguments[1])).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
