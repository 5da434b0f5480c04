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
package io.github.calciteodata.sqlline;

import io.github.calciteodata.demo.DemoService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The demo services that a model speaks of.
 *
 * <p>A model may name the demo by {@code ${env:ODATA_DEMO_URL}} and a second one by {@code
 * ${env:ODATA_SECOND_URL}}. For each of these that is not set a service is started here, and its
 * URL is put into a copy of the model.
 */
final class DemoModels implements AutoCloseable {
  private static final List<String> NAMES = List.of("ODATA_DEMO_URL", "ODATA_SECOND_URL");

  private final Map<String, String> environment;
  private final List<DemoService> services = new ArrayList<>();
  private Path copy;

  DemoModels(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Returns the model with URLs in place of the names; the same path when it names no demo. */
  Path resolve(Path model) throws IOException {
    String text = Files.readString(model);
    String resolved = text;
    for (String name : NAMES) {
      String reference = "${env:" + name + "}";
      if (resolved.contains(reference) && !environment.containsKey(name)) {
        DemoService service = DemoService.start(0);
        services.add(service);
        resolved = resolved.replace(reference, service.root().toString());
      }
    }
    if (resolved.equals(text)) {
      return model;
    }
    copy = Files.createTempFile("model-", ".json");
    return Files.writeString(copy, resolved);
  }

  @Override
  public void close() throws IOException {
    services.forEach(DemoService::close);
    if (copy != null) {
      Files.deleteIfExists(copy);
    }
  }
}
