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
package io.github.calciteodata.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A server of other people's making, in a process of its own, for tests tagged {@code interop}.
 *
 * <p>The profile {@code interop} says by system properties where the servers are. A server ends
 * when its standard input is closed, so it dies with the test even if nobody calls {@link #close}.
 */
public final class InteropServer implements AutoCloseable {
  private static final String READY = "READY ";
  private static final long START_SECONDS = 120;

  private final String name;
  private final Process process;
  private final Path log;
  private final URI root;

  private InteropServer(String name, Process process, Path log) throws IOException {
    this.name = name;
    this.process = process;
    this.log = log;
    this.root = awaitReady();
  }

  /** Teiid 16 over H2 with the tables of its {@code data.sql}; {@code Big} has 20,000 rows. */
  public static InteropServer teiid() throws IOException {
    return teiid(Map.of());
  }

  /** The same with settings: {@code BIG_ROWS}, {@code PAGE_SIZE}, {@code SCRIPT}. */
  public static InteropServer teiid(Map<String, String> settings) throws IOException {
    Path dir = directory("odata.interop.teiid.dir");
    String classPath =
        dir.resolve("target/classes")
            + File.pathSeparator
            + dir.resolve("target/dependency")
            + "/*";
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            java,
            "-Xmx512m",
            "-Duser.timezone=UTC",
            "-cp",
            classPath,
            "io.github.calciteodata.interop.TeiidServer");
    return start("teiid", dir, command, settings);
  }

  /** simple-odata-server, which passes over what it cannot parse: one set, {@code products}. */
  public static InteropServer simple() throws IOException {
    return simple(Map.of());
  }

  /** The same with settings: {@code ROWS}. */
  public static InteropServer simple(Map<String, String> settings) throws IOException {
    Path dir = directory("odata.interop.simple.dir");
    return start("simple-odata-server", dir, List.of("node", "server.cjs"), settings);
  }

  /** oidc-provider, certified by the OpenID Foundation; settings in its server.mjs. */
  public static InteropServer oidc(Map<String, String> settings) throws IOException {
    Path dir = directory("odata.interop.oidc.dir");
    return start("oidc-provider", dir, List.of("node", "server.mjs"), settings);
  }

  private static InteropServer start(
      String name, Path dir, List<String> command, Map<String, String> settings)
      throws IOException {
    Path log = Files.createTempFile(Files.createDirectories(Path.of("target")), name + "-", ".log");
    ProcessBuilder builder = new ProcessBuilder(command).directory(dir.toFile());
    builder.environment().putAll(settings);
    builder.redirectError(log.toFile());
    return new InteropServer(name, builder.start(), log);
  }

  /** Where the profile {@code interop} says that something is. */
  public static Path directory(String property) {
    String value = System.getProperty(property);
    if (value == null) {
      throw new IllegalStateException(
          "System property "
              + property
              + " is not set: run the build with -Pinterop (see docs/contributing.md)");
    }
    return Path.of(value);
  }

  /** The root of the service, with a slash at its end. */
  public URI root() {
    return root;
  }

  /** The address of something in the service, for example {@code $metadata}. */
  public URI resolve(String relative) {
    return root.resolve(relative);
  }

  private URI awaitReady() throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    CompletableFuture<URI> ready = CompletableFuture.supplyAsync(() -> readUntilReady(out));
    try {
      return ready.get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      process.destroyForcibly();
      throw new IOException(
          name + " ended before it was ready; its log:\n" + Files.readString(log), e);
    } catch (TimeoutException e) {
      process.destroyForcibly();
      throw new IOException(
          name + " not ready after " + START_SECONDS + " s; its log:\n" + Files.readString(log), e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while " + name + " was starting", e);
    }
  }

  private static URI readUntilReady(BufferedReader out) {
    List<String> before = new ArrayList<>();
    try {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith(READY)) {
          return URI.create(line.substring(READY.length()).trim());
        }
        before.add(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("No line READY in the output: " + before);
  }

  /** Ends the server: politely by the end of its input, by force if it does not go. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the process still runs. */
  boolean isAlive() {
    return process.isAlive();
  }
}
