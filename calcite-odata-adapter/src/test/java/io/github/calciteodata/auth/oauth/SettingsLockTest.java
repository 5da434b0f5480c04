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

import io.github.calciteodata.auth.oauth.SettingsException.Reason;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exclusion between threads, class loaders and processes. */
class SettingsLockTest {
  @TempDir private Path folder;

  private SafePath lockPath() throws SettingsException {
    return SafePath.of(folder.resolve("oauth.json.lock"), false);
  }

  @Test
  void waitingForALockEndsAtTheLimit() throws Exception {
    try (KernelLock held = KernelLock.acquire(lockPath(), TimeLimit.inMillis(1_000))) {
      long start = System.nanoTime();
      assertThatThrownBy(() -> KernelLock.acquire(lockPath(), TimeLimit.inMillis(300)))
          .isInstanceOfSatisfying(
              SettingsException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BUSY));
      assertThat(System.nanoTime() - start).isGreaterThan(250_000_000L);
    }
    KernelLock.acquire(lockPath(), TimeLimit.inMillis(0)).close();
  }

  @Test
  void aHeldLockDoesNotSpoilTheSystemPropertiesOfTheHost() throws Exception {
    try (KernelLock held = KernelLock.acquire(lockPath(), TimeLimit.inMillis(1_000))) {
      Properties copy = (Properties) System.getProperties().clone();
      copy.store(java.io.Writer.nullWriter(), null);
    }
  }

  @Test
  void r6ASecondOpenerInThisProcessDoesNotReleaseTheLock() throws Exception {
    try (KernelLock held = KernelLock.acquire(lockPath(), TimeLimit.inMillis(1_000))) {
      assertThatThrownBy(() -> KernelLock.acquire(lockPath(), TimeLimit.inMillis(50)))
          .isInstanceOf(SettingsException.class);
      assertThat(otherProcessFindsItFree()).isFalse();
    }
    assertThat(otherProcessFindsItFree()).isTrue();
  }

  private boolean otherProcessFindsItFree() throws Exception {
    return new ChildJvm(TryLock.class, folder.resolve("oauth.json.lock").toString())
        .output()
        .contains("FREE");
  }

  /** A process that looks whether it can lock a file. */
  static final class TryLock {
    private TryLock() {}

    public static void main(String[] args) throws IOException {
      try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE);
          FileLock lock = channel.tryLock()) {
        ChildJvm.say(lock == null ? "HELD" : "FREE");
      }
    }
  }

  @Test
  void r5CopiesOfTheClassInSeveralClassLoadersExcludeEachOther() throws Exception {
    Path counter = Files.writeString(folder.resolve("counter"), "0");
    URL[] classes = {
      KernelLock.class.getProtectionDomain().getCodeSource().getLocation(),
      SettingsLockTest.class.getProtectionDomain().getCodeSource().getLocation()
    };
    int loaders = 4;
    int increments = 100;
    ExecutorService pool = Executors.newFixedThreadPool(loaders);
    List<Future<?>> work = new ArrayList<>();
    try {
      for (int i = 0; i < loaders; i++) {
        URLClassLoader loader = new OwnCopies(classes, getClass().getClassLoader());
        Class<?> copy = loader.loadClass(Increments.class.getName());
        assertThat(copy).isNotSameAs(Increments.class);
        Method run = copy.getDeclaredMethod("run", Path.class, Path.class, int.class);
        run.setAccessible(true);
        work.add(
            pool.submit(
                (Callable<Object>)
                    () -> run.invoke(null, folder.resolve("l"), counter, increments)));
      }
      for (Future<?> future : work) {
        future.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(counter).hasContent(String.valueOf(loaders * increments));
  }

  @Test
  void s65AMemoryOfOneClassLoaderIsNotThatOfAnother() throws Exception {
    URL[] classes = {
      KernelLock.class.getProtectionDomain().getCodeSource().getLocation(),
      SettingsLockTest.class.getProtectionDomain().getCodeSource().getLocation()
    };
    List<Object> found = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      URLClassLoader loader = new OwnCopies(classes, getClass().getClassLoader());
      Method take = loader.loadClass(Remembered.class.getName()).getDeclaredMethod("swap");
      take.setAccessible(true);
      found.add(take.invoke(null));
      found.add(take.invoke(null));
    }
    assertThat(found).containsExactly(0, 1, 0, 1);
  }

  /** Puts an entry into a named memory. */
  static final class Remembered {
    private Remembered() {}

    /** How many pending sign-ins there were before. */
    static int swap() throws Exception {
      OAuthConfig config = OAuthConfig.from(Map.of("OAuthSettingsLocation", "memory://shared"));
      return SharedTokens.INSTANCE
          .store(config)
          .transact(
              TimeLimit.inMillis(1_000),
              locked -> {
                int before = locked.document().pendings("key", 0).size();
                PendingSignIn pending =
                    new PendingSignIn(SecretValue.of("v"), "http://127.0.0.1/", null, null, 1_000);
                locked.document().putPending("key", "state", pending, 0);
                locked.commit();
                return before;
              });
    }
  }

  /** Increments a number in a file under the lock, with a gap between reading and writing. */
  static final class Increments {
    private Increments() {}

    static void run(Path lock, Path counter, int times) throws Exception {
      SafePath path = SafePath.of(lock, false);
      for (int i = 0; i < times; i++) {
        try (KernelLock held = KernelLock.acquire(path, TimeLimit.inMillis(30_000))) {
          int value = Integer.parseInt(Files.readString(counter));
          Thread.yield();
          Files.writeString(counter, String.valueOf(value + 1));
        }
      }
    }
  }

  /** Loads this package's classes itself instead of asking its parent. */
  private static final class OwnCopies extends URLClassLoader {
    OwnCopies(URL[] urls, ClassLoader parent) {
      super(urls, parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        if (!name.startsWith("io.github.calciteodata")) {
          return super.loadClass(name, resolve);
        }
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : findClass(name);
      }
    }
  }
}
