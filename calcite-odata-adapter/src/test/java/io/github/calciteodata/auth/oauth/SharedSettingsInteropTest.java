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

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@link SharedSettingsCheck} with and without processes that are killed; a short run, unless the
 * system property {@code odata.soak} says how many processes, threads and seconds.
 */
@Tag("interop")
class SharedSettingsInteropTest {
  @TempDir Path folder;

  private SharedSettingsCheck.Result run(int seconds, boolean kill) throws Exception {
    String[] size = System.getProperty("odata.soak", "3,4," + seconds).split(",", -1);
    SharedSettingsCheck.Result result =
        SharedSettingsCheck.run(
            folder,
            Integer.parseInt(size[0]),
            Integer.parseInt(size[1]),
            Duration.ofSeconds(Integer.parseInt(size[2])),
            kill);
    System.out.println(result.summary());
    result.failures().stream().distinct().limit(5).forEach(System.out::println);
    return result;
  }

  @Test
  void processesShareOneSignInAndRenewOncePerLife() throws Exception {
    SharedSettingsCheck.Result result = run(10, false);
    assertThat(result.failures()).isEmpty();
    assertThat(result.calls()).isGreaterThan(10);
    assertThat(result.refreshes()).isBetween(2, (int) result.lifetimes() + 2);
    assertThat(result.signIns()).isEqualTo(1);
    assertThat(result.burnt()).isZero();
  }

  @Test
  void killedProcessesLeaveNothingBroken() throws Exception {
    SharedSettingsCheck.Result result = run(20, true);
    assertThat(result.killed()).isGreaterThan(3);
    assertThat(result.calls()).isGreaterThan(10);
    assertThat(result.failures()).isEmpty();
    // one that is killed between the server's answer and the file costs a sign-in, never more
    assertThat(result.signIns()).isLessThanOrEqualTo(1 + result.killed());
    assertThat(result.files())
        .allMatch(file -> file.matches("oauth\\.json \\d+|oauth\\.json.*\\.lock 0"));
  }
}
