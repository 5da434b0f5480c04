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

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.util.List;

/** The traffic at each service that connections are open to, as long as they are. Thread-safe. */
public final class TrafficRegister {
  /** A service and who asks it. */
  private record Key(URI root, List<String> identity) {}

  private final Cache<Key, Traffic> traffic = Caffeine.newBuilder().weakValues().build();

  /**
   * The one of all connections with the same root and identity.
   *
   * @param identity what tells users apart, without secrets
   */
  public Traffic of(URI root, List<String> identity) {
    return traffic.get(new Key(root, List.copyOf(identity)), key -> new Traffic());
  }
}
