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
package io.github.calciteodata.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.calciteodata.net.TinyService;
import org.junit.jupiter.api.Test;

/** What every request carries because the connection says so. */
class RequestHeadersTest {
  @Test
  void cookiesAndHeadersGoWithEveryRequest() throws Exception {
    try (TinyService service = new TinyService()) {
      service.rows("127.0.0.1", "Cookies", "a=1; b=2", "CustomHeaders", "X-A: x");
      assertThat(service.seen)
          .hasSizeGreaterThanOrEqualTo(2)
          .allSatisfy(
              seen -> {
                assertThat(seen.headers().get("Cookie")).containsExactly("a=1; b=2");
                assertThat(seen.headers().get("X-A")).containsExactly("x");
              });
    }
  }
}
