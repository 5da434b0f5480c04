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
package io.github.calciteodata.edm;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads the document in one StAX pass; elements of foreign namespaces are skipped by depth. */
final class XmlTreeReader {
  private static final String SAP = "http://www.sap.com/Protocols/SAPData";
  private static final String M = "http://schemas.microsoft.com/ado/2007/08/dataservices/metadata";

  /**
   * Far above what any schema needs; keeps hostile nesting off the stack of the recursive readers.
   */
  private static final int MAX_DEPTH = 200;

  private static final int QUOTED = 60;

  private final Map<String, String> shared = new HashMap<>();
  private final Deque<XmlElement> open = new ArrayDeque<>();
  private XmlElement root;

  private final int linesBefore;

  private XmlTreeReader(int linesBefore) {
    this.linesBefore = linesBefore;
  }

  static XmlElement read(byte[] document) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    // depth is bounded here, where siblings survive; later Javas would refuse the document
    factory.setProperty("jdk.xml.maxElementDepth", "0");
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("external entities are not read");
        });
    // some services write blank lines before the XML declaration, which XML forbids
    int start = 0;
    int lines = 0;
    while (start < document.length && isBlank(document[start])) {
      lines += document[start++] == '\n' ? 1 : 0;
    }
    XmlTreeReader tree = new XmlTreeReader(lines);
    try {
      XMLStreamReader xml =
          factory.createXMLStreamReader(
              new ByteArrayInputStream(document, start, document.length - start));
      try {
        return tree.read(xml, document);
      } finally {
        xml.close();
      }
    } catch (XMLStreamException e) {
      int line = tree.line(e.getLocation());
      throw tree.root == null
          ? notCsdl(document, line, e)
          : new MetadataException(line, "the XML is broken or breaks off: " + firstLine(e), e);
    }
  }

  private XmlElement read(XMLStreamReader xml, byte[] document) throws XMLStreamException {
    int skipped = 0;
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.DTD -> throw notCsdl(document, line(xml.getLocation()), null);
        case XMLStreamConstants.START_ELEMENT -> {
          if (skipped > 0 || isForeign(xml) || open.size() >= MAX_DEPTH) {
            skipped++;
          } else {
            push(xml, document);
          }
        }
        case XMLStreamConstants.END_ELEMENT -> {
          if (skipped > 0) {
            skipped--;
          } else {
            open.pop();
          }
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (skipped == 0 && !open.isEmpty()) {
            open.peek().addText(xml.getText());
          }
        }
        default -> {
          // comments, processing instructions, white space
        }
      }
    }
    return root;
  }

  private void push(XMLStreamReader xml, byte[] document) {
    int line = line(xml.getLocation());
    String name = xml.getLocalName();
    if (root == null && !name.equals("Edmx") && !name.equals("Schema")) {
      throw notCsdl(document, line, null);
    }
    XmlElement element = new XmlElement(name, namespace(xml), attributes(xml), line);
    if (root == null) {
      root = element;
    } else if (!open.isEmpty()) {
      open.peek().children.add(element);
    }
    open.push(element);
  }

  private Map<String, String> attributes(XMLStreamReader xml) {
    int count = xml.getAttributeCount();
    if (count == 0) {
      return Map.of();
    }
    Map<String, String> attributes = new HashMap<>(count * 2);
    for (int i = 0; i < count; i++) {
      String namespace = xml.getAttributeNamespace(i);
      String name = xml.getAttributeLocalName(i);
      if (SAP.equals(namespace)) {
        name = "sap:" + name;
      } else if (M.equals(namespace)) {
        name = "m:" + name;
      } else if (namespace != null && !namespace.isEmpty()) {
        continue;
      }
      attributes.put(share(name), share(xml.getAttributeValue(i)));
    }
    return attributes;
  }

  private String share(String text) {
    return text.length() > 60 ? text : shared.computeIfAbsent(text, t -> t);
  }

  /** Only CSDL's own elements count: those of Microsoft's and OASIS's namespaces, or of none. */
  private boolean isForeign(XMLStreamReader xml) {
    String namespace = namespace(xml);
    if (root == null || namespace.isEmpty() || namespace.equals(open.peek().namespace)) {
      return false;
    }
    boolean known =
        namespace.startsWith("http://docs.oasis-open.org/odata/ns/")
            || namespace.startsWith("http://schemas.microsoft.com/ado/")
                && (namespace.endsWith("/edm") || namespace.endsWith("/edmx"));
    // a Schema decides its namespace for itself: future versions are read as far as they are known
    return !known && !xml.getLocalName().equals("Schema");
  }

  private int line(Location location) {
    return linesBefore + (location == null ? 1 : Math.max(1, location.getLineNumber()));
  }

  private static String namespace(XMLStreamReader xml) {
    String namespace = xml.getNamespaceURI();
    return namespace == null ? "" : namespace;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private static MetadataException notCsdl(byte[] document, int line, Throwable cause) {
    String start =
        new String(document, 0, Math.min(document.length, 4 * QUOTED), StandardCharsets.UTF_8)
            .replace("\uFEFF", "")
            .strip()
            .replaceAll("\\s+", " ");
    if (start.isEmpty()) {
      return new MetadataException(
          line, "the document is empty, expected CSDL XML (edmx:Edmx)", cause);
    }
    String quoted = start.length() > QUOTED ? start.substring(0, QUOTED) + "..." : start;
    return new MetadataException(
        line, "not CSDL XML (edmx:Edmx): the document starts with " + quoted, cause);
  }

  private static String firstLine(XMLStreamException e) {
    String message = String.valueOf(e.getMessage());
    int detail = message.indexOf("Message: ");
    return detail < 0
        ? message.lines().findFirst().orElse("")
        : message.substring(detail + 9).strip();
  }
}
