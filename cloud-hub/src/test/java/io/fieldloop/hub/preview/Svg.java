package io.fieldloop.hub.preview;

import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A drawing as a strict reader of XML sees it. */
record Svg(Document document) {
    static Svg of(Preview preview) throws Exception {
        return new Svg(
                DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(preview.picture().stream()));
    }

    List<String> texts() {
        return all("text").stream().map(Element::getTextContent).toList();
    }

    List<Element> all(String name) {
        var found = document.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }
}
