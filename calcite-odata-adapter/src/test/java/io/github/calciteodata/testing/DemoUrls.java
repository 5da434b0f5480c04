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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.calciteodata.demo.data.DemoModel;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.olingo.commons.api.edm.Edm;
import org.apache.olingo.server.api.OData;
import org.apache.olingo.server.api.ODataLibraryException;
import org.apache.olingo.server.core.uri.parser.Parser;

/** Reads URLs with the parser of Olingo's server, over the demo service's model. */
final class DemoUrls {
  private DemoUrls() {}

  static void assertThatOlingoParses(Collection<String> urls) {
    Edm edm = DemoModel.sample(0).edm();
    List<String> refused = new ArrayList<>();
    for (String url : urls) {
      URI uri = URI.create(url);
      String path = uri.getRawPath().substring("/odata".length());
      try {
        new Parser(edm, OData.newInstance()).parseUri(path, uri.getRawQuery(), null, "");
      } catch (ODataLibraryException e) {
        refused.add(url + ": " + e.getMessage());
      }
    }
    assertThat(urls).isNotEmpty();
    assertThat(refused).isEmpty();
  }
}
