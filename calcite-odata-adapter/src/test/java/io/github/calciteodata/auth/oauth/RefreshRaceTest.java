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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.calciteodata.auth.Patience;
import io.github.calciteodata.net.NetworkSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several real processes over one settings file and a server that revokes the whole family when a
 * refresh token comes twice.
 */
class RefreshRaceTest {
  @TempDir private Path folder;
  private FakeAuthorizationServer server;
  private String seed;
  private final List<ChildJvm> children = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    server = new FakeAuthorizationServer();
    seed = server.newRefreshToken();
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (ChildJvm child : children) {
      child.kill();
    }
    server.close();
  }

  private Path file() {
    return folder.resolve("oauth.json");
  }

  private ChildJvm child(String variant, int threads, int seconds) throws IOException {
    ChildJvm child =
        new ChildJvm(
            Child.class,
            variant,
            server.issuer(),
            file().toString(),
            seed,
            String.valueOf(threads),
            String.valueOf(seconds));
    children.add(child);
    return child;
  }

  /** Starts processes, lets them begin at the same moment, and hands out what they say. */
  private List<String> race(String variant, int processes, int threads, int seconds)
      throws Exception {
    List<ChildJvm> racers = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      racers.add(child(variant, threads, seconds));
    }
    for (ChildJvm racer : racers) {
      racer.await("READY");
    }
    for (ChildJvm racer : racers) {
      racer.tell("go");
    }
    List<String> said = new ArrayList<>();
    for (ChildJvm racer : racers) {
      said.addAll(
          racer
              .output()
              .lines()
              .filter(l -> l.startsWith("OK ") || l.startsWith("FAIL "))
              .toList());
    }
    return said;
  }

  @Test
  void r1TwoProcessesAtOneInstantRefreshOnce() throws Exception {
    server.delayMillis = 300;
    List<String> said = race("ours", 2, 1, 0);
    assertThat(said)
        .hasSize(2)
        .allMatch(l -> l.startsWith("OK ") && server.isActive(l.substring(3)));
    assertThat(server.refreshes()).isEqualTo(1);
    assertThat(server.familyRevoked()).isFalse();
  }

  @Test
  void r2FourProcessesWithEightThreadsEachRefreshOnce() throws Exception {
    server.delayMillis = 100;
    List<String> said = race("ours", 4, 8, 0);
    assertThat(said)
        .hasSize(32)
        .allMatch(l -> l.startsWith("OK ") && server.isActive(l.substring(3)));
    assertThat(server.refreshes()).isEqualTo(1);
  }

  @Test
  void r4WithoutALockTheFamilyDies() throws Exception {
    server.delayMillis = 1_000;
    List<String> said = race("no-lock", 2, 1, 0);
    assertThat(said).anyMatch(l -> l.startsWith("FAIL "));
    assertThat(server.familyRevoked()).isTrue();
    assertThat(said).noneMatch(l -> l.startsWith("OK ") && server.isActive(l.substring(3)));
  }

  @Test
  void r4WithALockAroundReadingAndWritingAloneTheFamilyDies() throws Exception {
    server.delayMillis = 1_000;
    List<String> said = race("io-lock", 2, 1, 0);
    assertThat(said).anyMatch(l -> l.startsWith("FAIL "));
    assertThat(server.familyRevoked()).isTrue();
    assertThat(said).noneMatch(l -> l.startsWith("OK ") && server.isActive(l.substring(3)));
  }

  /**
   * A soak; larger with {@code -Doauth.soak.seconds=60 -Doauth.soak.processes=8
   * -Doauth.soak.threads=8}.
   */
  @Test
  void r3AsManyRefreshesAsLifetimesAndNoFailedCall() throws Exception {
    int seconds = Integer.getInteger("oauth.soak.seconds", 3);
    int processes = Integer.getInteger("oauth.soak.processes", 3);
    int threads = Integer.getInteger("oauth.soak.threads", 4);
    server.lifetime = 2;
    List<String> said = race("ours", processes, threads, seconds);
    assertThat(said).hasSize(processes * threads).allMatch(l -> l.startsWith("OK "));
    assertThat(server.familyRevoked()).isFalse();
    // of two seconds one is used: the other is the margin that servers cut to whole seconds
    assertThat(server.refreshes()).isBetween(2, seconds + 3);
    ChildJvm.say("soak: " + seconds + " lifetimes, " + server.refreshes() + " refreshes");
  }

  @Test
  void r10KilledProcessesLeaveAFileThatParsesAndNoTemporaryFile() throws Exception {
    server.lifetime = 1;
    server.rotate = false;
    for (int round = 0; round < 3; round++) {
      ChildJvm victim = child("ours", 4, 30);
      victim.await("READY");
      int before = server.refreshes();
      victim.tell("go");
      while (server.refreshes() < before + 1 + round) {
        Thread.onSpinWait();
      }
      victim.kill();
      byte[] content = Files.exists(file()) ? Files.readAllBytes(file()) : new byte[0];
      SettingsDocument document = SettingsDocument.parse(content, SettingsCipher.NONE);
      assertThat(document.generation()).isGreaterThanOrEqualTo(0);
    }
    assertThat(race("ours", 1, 1, 0)).hasSize(1).allMatch(l -> l.startsWith("OK "));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder("oauth.json", "oauth.json.lock");
    }
  }

  @Test
  void r11AProcessKilledBetweenRotationAndAnswerCostsTheLoginAndNothingElse() throws Exception {
    server.delayMillis = 20_000;
    ChildJvm victim = child("ours", 1, 0);
    victim.await("READY");
    victim.tell("go");
    while (server.refreshes() == 0) {
      Thread.onSpinWait();
    }
    victim.kill();
    server.delayMillis = 0;
    assertThat(race("ours", 1, 1, 0)).containsExactly("FAIL " + OAuthError.GRANT_REFUSED.code());
  }

  @Test
  void r28WhenTheProcessThatSignsInDiesAWaiterTakesOver() throws Exception {
    FileSettingsStore store = new FileSettingsStore(file(), false, SettingsCipher.NONE);
    String key = Digests.sha256("profile");
    ChildJvm holder = child("hold-login", 1, 0);
    holder.await("HELD");
    assertThatThrownBy(() -> store.lockLogin(key, TimeLimit.inMillis(50)))
        .isInstanceOf(SettingsException.class);
    holder.kill();
    store.lockLogin(key, TimeLimit.inMillis(10_000)).close();
  }

  /** One of several processes. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws Exception {
      String variant = args[0];
      Path file = Path.of(args[2]);
      if (variant.equals("hold-login")) {
        FileSettingsStore store = new FileSettingsStore(file, false, SettingsCipher.NONE);
        SettingsStore.Lock held =
            store.lockLogin(Digests.sha256("profile"), TimeLimit.inMillis(5_000));
        ChildJvm.say("HELD");
        awaitLine();
        held.close();
        return;
      }
      OAuthConfig config =
          OAuthConfig.from(
              Map.of(
                  "OAuthAccessTokenURL",
                  args[1] + "/token",
                  "OAuthClientId",
                  "client-1",
                  "InitiateOAuth",
                  "REFRESH",
                  "OAuthRefreshToken",
                  args[3],
                  "OAuthSettingsLocation",
                  file.toString()));
      ApacheHttpSender sender = new ApacheHttpSender(NetworkSettings.DEFAULT);
      Source source =
          variant.equals("ours")
              ? ours(OAuthClient.create(config, sender))
              : new Loser(config, sender, file, variant.equals("io-lock"));
      ChildJvm.say("READY");
      awaitLine();
      run(source, Integer.parseInt(args[4]), Integer.parseInt(args[5]));
      sender.close();
    }

    private static void awaitLine() throws IOException {
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    }

    private static Source ours(OAuthClient client) {
      return () ->
          client.tokens().current(Interaction.FORBIDDEN, Patience.UNLIMITED).value().reveal();
    }

    private static void run(Source source, int threads, int seconds) throws Exception {
      long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
      ExecutorService pool = Executors.newFixedThreadPool(threads);
      AtomicInteger calls = new AtomicInteger();
      List<Future<String>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        futures.add(
            pool.submit(
                () -> {
                  try {
                    String token = source.token();
                    while (System.nanoTime() < end) {
                      calls.incrementAndGet();
                      token = source.token();
                      Thread.sleep(5);
                    }
                    return "OK " + token;
                  } catch (SQLException e) {
                    return "FAIL " + e.getErrorCode();
                  }
                }));
      }
      for (Future<String> future : futures) {
        ChildJvm.say(future.get());
      }
      pool.shutdown();
    }
  }

  /** Something that has tokens. */
  interface Source {
    String token() throws Exception;
  }

  /** How others do it: no lock, or a lock around reading and writing but not around the refresh. */
  private record Loser(OAuthConfig config, HttpSender sender, Path file, boolean lock)
      implements Source {
    @Override
    public String token() throws Exception {
      FileSettingsStore store = new FileSettingsStore(file, false, SettingsCipher.NONE);
      String key = config.profileKey();
      StoredGrant stored =
          lock
              ? store.transact(
                  TimeLimit.inMillis(10_000),
                  l -> l.document().grant(key).orElse(StoredGrant.EMPTY))
              : store.read().grant(key).orElse(StoredGrant.EMPTY);
      SecretValue refresh =
          stored.refreshToken() == null ? config.seeds().refresh() : stored.refreshToken();
      TokenAnswer answer =
          new NimbusTokenEndpoint(config, sender, OAuthClock.SYSTEM)
              .request(new GrantRequest.Refresh(refresh, null), TimeLimit.inMillis(30_000));
      if (!(answer instanceof TokenAnswer.Granted granted)) {
        throw OAuthError.GRANT_REFUSED.exception("lost the race");
      }
      StoredGrant grant = stored.withTokens(granted.token(), null);
      if (lock) {
        FileSettingsStoreTest.put(store, key, grant);
      }
      return granted.token().accessToken().reveal();
    }
  }
}
