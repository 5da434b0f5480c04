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

import com.nimbusds.jose.util.JSONObjectUtils;
import io.github.calciteodata.testing.InteropServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The certified oidc-provider, a gate that lets only its tokens through to a service, and somebody
 * who signs in.
 */
final class OidcServer implements AutoCloseable {
  /** How somebody signs in. */
  enum Browser {
    /** A real one, without a window. */
    CHROMIUM,
    /** Requests and forms, which is quicker. */
    HTTP
  }

  private final InteropServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  /**
   * Starts it.
   *
   * @param settings {@code ACCESS_SECONDS}, {@code DELAY_MS}, {@code FOREIGN}
   */
  OidcServer(URI upstream, Map<String, String> settings) throws IOException {
    Map<String, String> all = new java.util.HashMap<>(settings);
    all.put("UPSTREAM", upstream.toString());
    server = InteropServer.oidc(all);
  }

  /** What the authorization server calls itself. */
  String issuer() {
    String root = server.root().toString();
    return root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
  }

  /** Root of the protected service. */
  String service() throws IOException {
    return (String) test().get("service");
  }

  /** How often something happened: a grant, {@code error …}, {@code refused}, {@code served}. */
  int count(String event) throws IOException {
    Map<?, ?> events = (Map<?, ?>) test().get("events");
    return events.containsKey(event) ? ((Number) events.get(event)).intValue() : 0;
  }

  private Map<String, Object> test() throws IOException {
    try {
      return JSONObjectUtils.parse(
          client
              .send(
                  HttpRequest.newBuilder(URI.create(issuer() + "/_test")).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body());
    } catch (ParseException | InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** Properties of a desktop's connection. */
  Properties desktop(Path settings, String... more) {
    Properties properties = new Properties();
    properties.setProperty("AuthScheme", "OAuth");
    properties.setProperty("OAuthIssuer", issuer());
    properties.setProperty("OAuthClientId", "desktop");
    properties.setProperty("Scope", "openid api offline_access");
    properties.setProperty("OAuthAuthorizationParams", "prompt=consent");
    properties.setProperty("OAuthSettingsLocation", settings.toString());
    for (int i = 0; i < more.length; i += 2) {
      properties.setProperty(more[i], more[i + 1]);
    }
    return properties;
  }

  /** A command that can be set as OAuthBrowser; it notes what it opened in {@code folder}. */
  static String browser(Path folder, Browser kind) throws IOException {
    Path script = InteropServer.directory("odata.interop.oidc.dir").resolve("sign-in.mjs");
    Path command = folder.resolve("browser-" + kind + ".sh");
    Files.writeString(
        command,
        "#!/bin/sh\nBROWSER_KIND="
            + kind.name().toLowerCase(java.util.Locale.ROOT)
            + " SIGN_IN_LOG='"
            + folder.resolve("tabs")
            + "' exec node '"
            + script
            + "' \"$1\" >>'"
            + folder.resolve("browser.log")
            + "' 2>&1\n");
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
    return command.toString();
  }

  /** The addresses that browsers of this folder have opened. */
  static List<String> tabs(Path folder) throws IOException {
    Path tabs = folder.resolve("tabs");
    return Files.exists(tabs) ? Files.readAllLines(tabs) : List.of();
  }

  /** Somebody signs in elsewhere; answers where the browser is sent in the end. */
  static String signIn(String url) throws IOException, InterruptedException {
    Path script = InteropServer.directory("odata.interop.oidc.dir").resolve("sign-in.mjs");
    ProcessBuilder builder = new ProcessBuilder("node", script.toString(), url);
    builder.environment().put("SIGN_IN_STOP", "1");
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("nobody could sign in: " + out);
    }
    return out.strip();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
