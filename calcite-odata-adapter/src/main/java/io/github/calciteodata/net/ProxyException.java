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
package io.github.calciteodata.net;

import java.io.IOException;

/** A proxy that cannot be reached, or does not lead to where the request is meant for. */
public final class ProxyException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  ProxyException(String message, int status, Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  /** The proxy's own answer; 0 when there was none. */
  public int status() {
    return status;
  }

  /** Whether the next try may end otherwise. */
  public boolean mayPass() {
    return status == 502 || status == 503 || status == 504;
  }
}
