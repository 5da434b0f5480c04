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

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a service says about a failure, in any of OData's forms: V4 and V2 JSON, V2 XML, or the
 * beginning of a text.
 *
 * @param code the service's own code, or null
 * @param message its words; null when it said nothing
 */
public record ServiceError(String code, String message) {
  private static final int MAX_TEXT = 200;

  /** Reads the body of an answer (JSON Format 21.1). */
  public static ServiceError parse(byte[] bytes, int length) {
    int start = 0;
    while (start < length && (bytes[start] <= ' ')) {
      start++;
    }
    ServiceError found = null;
    try {
      if (start < length && bytes[start] == '{') {
        found = json(bytes, start, length - start);
      } else if (start < length && bytes[start] == '<') {
        found = xml(bytes, start, length - start);
      }
    } catch (IOException | XMLStreamException e) {
      found = null; // not a document after all: its text will do
    }
    return found != null && found.message != null
        ? found
        : new ServiceError(found == null ? null : found.code, text(bytes, start, length - start));
  }

  private static ServiceError json(byte[] bytes, int start, int length) throws IOException {
    try (JsonParser p = new JsonFactory().createParser(bytes, start, length)) {
      p.nextToken();
      for (String name; (name = p.nextFieldName()) != null; ) {
        p.nextToken();
        if ((name.equals("error") || name.equals("odata.error"))
            && p.currentToken() == JsonToken.START_OBJECT) {
          return error(p);
        }
        p.skipChildren();
      }
    }
    return null;
  }

  /** The error whose opening brace the parser is at. */
  public static ServiceError error(JsonParser p) throws IOException {
    String code = null;
    String message = null;
    String detail = null;
    for (String name; (name = p.nextFieldName()) != null; ) {
      JsonToken t = p.nextToken();
      if (name.equals("code") && t.isScalarValue()) {
        code = p.getValueAsString();
      } else if (name.equals("message") && t == JsonToken.START_OBJECT) {
        // V2: {"lang": "en", "value": "..."}
        for (String part; (part = p.nextFieldName()) != null; ) {
          p.nextToken();
          if (part.equals("value")) {
            message = p.getValueAsString();
          } else {
            p.skipChildren();
          }
        }
      } else if (name.equals("message") && t.isScalarValue()) {
        message = p.getValueAsString();
      } else if (name.equals("details") && t == JsonToken.START_ARRAY) {
        while (p.nextToken() == JsonToken.START_OBJECT) {
          ServiceError one = error(p);
          detail = detail == null ? one.message : detail;
        }
        while (p.currentToken() != null && p.currentToken() != JsonToken.END_ARRAY) {
          p.skipChildren();
          p.nextToken();
        }
      } else {
        p.skipChildren();
      }
    }
    String all =
        message == null
            ? detail
            : detail == null || message.contains(detail) ? message : message + " (" + detail + ")";
    return new ServiceError(blankToNull(code), all == null ? null : oneLine(all, 1000));
  }

  private static ServiceError xml(byte[] bytes, int start, int length) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    XMLStreamReader r =
        factory.createXMLStreamReader(new ByteArrayInputStream(bytes, start, length));
    String code = null;
    String message = null;
    boolean first = true;
    while (r.hasNext() && message == null) {
      if (r.next() == XMLStreamConstants.START_ELEMENT) {
        if (first && !r.getLocalName().equals("error")) {
          return null;
        }
        first = false;
        if (r.getLocalName().equals("code")) {
          code = r.getElementText();
        } else if (r.getLocalName().equals("message")) {
          message = oneLine(r.getElementText(), 1000);
        }
      }
    }
    return new ServiceError(blankToNull(code), message);
  }

  private static String text(byte[] bytes, int start, int length) {
    String text = new String(bytes, start, Math.min(length, 4096), StandardCharsets.UTF_8);
    if (text.startsWith("<")) {
      // a page for people: its words without style, script and tags
      text =
          text.replaceAll("(?is)<(style|script)\\b.*?</\\1>", " ").replaceAll("(?s)<[^>]*>", " ");
    }
    text = oneLine(text, MAX_TEXT);
    return text.isEmpty() ? null : text;
  }

  private static String oneLine(String text, int max) {
    String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").trim();
    return line.length() > max ? line.substring(0, max) + "…" : line;
  }

  private static String blankToNull(String s) {
    return s == null || s.isBlank() ? null : s;
  }
}
