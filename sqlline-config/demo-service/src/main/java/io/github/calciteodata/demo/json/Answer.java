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
package io.github.calciteodata.demo.json;

import io.github.calciteodata.demo.data.DemoModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.olingo.server.api.uri.queryoption.AliasQueryOption;
import org.apache.olingo.server.api.uri.queryoption.expression.Expression;

/**
 * What all shapes of one answer have in common.
 *
 * @param root the service's root URL
 * @param nestedPageSize most rows of a collection inside of a row
 * @param parameters the request's parameter aliases
 */
public record Answer(
    DemoModel model,
    String root,
    JsonFormat format,
    int nestedPageSize,
    List<AliasQueryOption> parameters) {
  /** Returns the values of the request's parameter aliases. */
  public Map<String, Expression> values() {
    return values(parameters);
  }

  /** Returns the values of parameter aliases by name with {@code @}. */
  public static Map<String, Expression> values(List<AliasQueryOption> parameters) {
    Map<String, Expression> values = new HashMap<>();
    parameters.forEach(parameter -> values.put(parameter.getName(), parameter.getValue()));
    return values;
  }
}
