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
package io.github.calciteodata.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.calciteodata.demo.json.JsonFormat;
import io.github.calciteodata.demo.json.JsonFormat.Metadata;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Makes answers with a JSON body. */
final class JsonBodies {
  private final JsonFactory json = new JsonFactory();
  private final String root;

  JsonBodies(String root) {
    this.root = root;
  }

  /** Writes the members of the body's object. */
  @FunctionalInterface
  interface Members {
    void write(JsonGenerator generator) throws IOException;
  }

  /** Returns an answer whose context URL ends with a fragment, {@code #Products}. */
  Response of(JsonFormat format, String fragment, Members members) {
    byte[] body =
        write(
            generator -> {
              if (format.metadata() != Metadata.NONE) {
                generator.writeStringField("@odata.context", root + "$metadata" + fragment);
              }
              members.write(generator);
            });
    return Response.of(200, format.contentType(), body);
  }

  Response error(int status, String message) {
    byte[] body =
        write(
            generator -> {
              generator.writeObjectFieldStart("error");
              generator.writeStringField("code", Integer.toString(status));
              generator.writeStringField("message", message);
              generator.writeEndObject();
            });
    return Response.of(status, "application/json", body);
  }

  /**
   * The body is made as a whole before anything is sent, so that a failure in the middle is a
   * proper error.
   */
  private byte[] write(Members members) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(8192);
    try (JsonGenerator generator = json.createGenerator(out)) {
      generator.writeStartObject();
      members.write(generator);
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
