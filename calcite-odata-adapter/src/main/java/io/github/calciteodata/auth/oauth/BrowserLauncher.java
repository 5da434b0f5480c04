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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the system's browser by a command whose one argument is the address: no shell, no AWT. */
final class BrowserLauncher {
  private static final Logger LOGGER = LoggerFactory.getLogger(BrowserLauncher.class);
  private static final long LAUNCH_MILLIS = 1_500;

  private final String configured;
  private final String system;
  private final UnaryOperator<String> environment;

  /**
   * A launcher.
   *
   * @param configured the property OAuthBrowser: NONE, a command, or null
   * @param system the name of the operating system
   * @param environment answers null for a variable that is not set
   */
  BrowserLauncher(String configured, String system, UnaryOperator<String> environment) {
    this.configured = configured;
    this.system = system.toLowerCase(Locale.ROOT);
    this.environment = environment;
  }

  /** Whether a browser can be opened here, without opening one. */
  AuthorizationUi.Availability availability() {
    if ("NONE".equalsIgnoreCase(configured)) {
      return no("OAuthBrowser=NONE");
    }
    if (configured != null || system.contains("win") || system.contains("mac")) {
      return new AuthorizationUi.Availability(true, "");
    }
    if (set("WSL_DISTRO_NAME") && find("wslview").isPresent()) {
      return new AuthorizationUi.Availability(true, "");
    }
    if (!set("DISPLAY") && !set("WAYLAND_DISPLAY")) {
      if (set("WSL_DISTRO_NAME")) {
        return no("WSL without wslview");
      }
      if (set("SSH_CONNECTION") || set("SSH_TTY")) {
        return no("an SSH session without a display");
      }
      return no(
          Files.exists(Path.of("/.dockerenv")) || set("KUBERNETES_SERVICE_HOST")
              ? "a container without a display"
              : "neither DISPLAY nor WAYLAND_DISPLAY is set");
    }
    return commands().isEmpty()
        ? no("neither xdg-open nor $BROWSER is there")
        : new AuthorizationUi.Availability(true, "");
  }

  private static AuthorizationUi.Availability no(String reason) {
    return new AuthorizationUi.Availability(false, reason);
  }

  private boolean set(String name) {
    String value = environment.apply(name);
    return value != null && !value.isBlank();
  }

  /** The commands to try, without the address. */
  private List<List<String>> commands() {
    List<List<String>> commands = new ArrayList<>();
    if (configured != null) {
      commands.add(List.of(configured));
    } else if (system.contains("win")) {
      commands.add(List.of("rundll32", "url.dll,FileProtocolHandler"));
    } else if (system.contains("mac")) {
      commands.add(List.of("open"));
    } else {
      if (set("WSL_DISTRO_NAME")) {
        find("wslview").ifPresent(path -> commands.add(List.of(path)));
      }
      if (set("BROWSER")) {
        for (String browser : environment.apply("BROWSER").split(":", -1)) {
          find(browser).ifPresent(path -> commands.add(List.of(path)));
        }
      }
      find("xdg-open").ifPresent(path -> commands.add(List.of(path)));
    }
    return commands;
  }

  private Optional<String> find(String command) {
    if (command.isBlank()) {
      return Optional.empty();
    }
    if (command.contains("/")) {
      return Files.isExecutable(Path.of(command)) ? Optional.of(command) : Optional.empty();
    }
    String path = environment.apply("PATH");
    for (String folder : path == null ? new String[0] : path.split(":", -1)) {
      Path candidate = Path.of(folder.isEmpty() ? "." : folder, command);
      if (!folder.isEmpty() && Files.isExecutable(candidate)) {
        return Optional.of(candidate.toString());
      }
    }
    return Optional.empty();
  }

  /** Opens the address; answers whether a command took it. */
  boolean open(URI url) {
    if (!Endpoints.isSafe(url) || !availability().available()) {
      return false;
    }
    for (List<String> command : commands()) {
      List<String> line = new ArrayList<>(command);
      line.add(url.toASCIIString());
      try {
        Process process =
            new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean ended = process.waitFor(LAUNCH_MILLIS, TimeUnit.MILLISECONDS);
        if (!ended || process.exitValue() == 0) {
          return true;
        }
        LOGGER.debug("{} ended with {}", command.get(0), process.exitValue());
      } catch (IOException e) {
        LOGGER.debug("{} cannot be started: {}", command.get(0), e.getClass().getSimpleName());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }
}
