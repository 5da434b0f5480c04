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

import java.sql.SQLException;
import org.apache.calcite.avatica.Meta;

/**
 * Refuses a statement with {@code ?} that nobody can give a value, before anything of it is run.
 */
record NoParameters(Meta.PrepareCallback callback) implements Meta.PrepareCallback {

  @Override
  public Object getMonitor() {
    return callback.getMonitor();
  }

  @Override
  public void clear() throws SQLException {
    callback.clear();
  }

  @Override
  public void assign(Meta.Signature signature, Meta.Frame firstFrame, long updateCount)
      throws SQLException {
    if (!signature.parameters.isEmpty()) {
      throw new SQLException(
          "The statement has "
              + signature.parameters.size()
              + " parameter(s) (?) without a value: use prepareStatement, and set each",
          "07002");
    }
    callback.assign(signature, firstFrame, updateCount);
  }

  @Override
  public void execute() throws SQLException {
    callback.execute();
  }
}
