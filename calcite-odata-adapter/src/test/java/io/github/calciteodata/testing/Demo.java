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

import io.github.calciteodata.demo.DemoService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;

/** The demo service, started once for all tests of a JVM; it ends with it. */
public final class Demo {
  private Demo() {}

  /** As a user gets it, with 200,000 measurements. */
  public static URI full() {
    return Full.SERVICE.root();
  }

  /** With 300 measurements, for tests that read everything again and again. */
  public static URI small() {
    return Small.SERVICE.root();
  }

  private static final class Full {
    static final DemoService SERVICE = start(DemoService.Options.DEFAULT);
  }

  private static final class Small {
    static final DemoService SERVICE =
        start(DemoService.Options.DEFAULT.withMeasurements(300).withPageSize(100));
  }

  private static DemoService start(DemoService.Options options) {
    try {
      return DemoService.start(options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
