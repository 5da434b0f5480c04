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

import java.util.List;

/**
 * Which proxy requests go through. Null stands for what is not given.
 *
 * @param server host of the proxy; without it there is none, unless it is found
 * @param exceptions hosts that are reached without it; {@code *.example.com} for all below a name
 * @param autoDetect whether the proxy is found in the Java process' properties and the environment
 */
public record ProxySettings(
    String server,
    int port,
    String user,
    String password,
    List<String> exceptions,
    boolean autoDetect) {

  /** No proxy. */
  public static final ProxySettings NONE = new ProxySettings(null, 0, null, null, List.of(), false);

  public ProxySettings {
    exceptions = List.copyOf(exceptions);
  }

  @Override
  public String toString() {
    return "ProxySettings["
        + (server == null ? "autoDetect=" + autoDetect : server + ":" + port)
        + "]";
  }
}
