internal import WorkroomValues

/// One HTML document that stands alone: its style and its script are in it, a policy lets nothing else run or load, and
/// what comes from others is text.
package struct HTMLPage {
  /// A part with a tab of its own.
  package struct Section {
    package var id: Escaped
    package var title: Escaped
    package var body: Escaped

    package init(id: StaticString, title: StaticString, body: Escaped) {
      self.id = .trusted(id)
      self.title = .trusted(title)
      self.body = body
    }
  }

  private let title: String
  /// Lines below the title.
  private let about: [Escaped]
  private let sections: [Section]
  /// Rows of its tables, each read when its table is first looked at.
  private let data: [Escaped]
  /// Rules for pictures inside the page.
  private let style: Escaped

  package init(title: String, about: [Escaped], sections: [Section], tables: [PageTable], pictureStyle: Escaped = "") {
    self.title = title
    self.about = about
    self.sections = sections
    data = tables.map { table in
      "<script type=\"application/json\" id=\"data-" + table.id + "\">" + table.data + "</script>\n"
    }
    style = pictureStyle + HTMLPage.rules
  }

  static let rules = Escaped(made: String(decoding: PackageResources.page_css, as: UTF8.self))
  static let script = Escaped(made: String(decoding: PackageResources.page_js, as: UTF8.self))

  /// The document, which is the same for the same content.
  package var document: Escaped {
    [
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n",
      "<meta http-equiv=\"Content-Security-Policy\" content=\""
        + HTMLPage.policy(script: HTMLPage.script, style: style),
      "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
      "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" content=\"noindex\">\n",
      "<title>" + .xml(title) + "</title>\n<style>" + style + "</style>\n</head>\n<body>\n",
      "<a class=\"skip\" href=\"#figures\">Skip to the figures</a>\n<header class=\"top\">\n<h1>" + .xml(title),
      "</h1>\n" + about.map { "<p>" + $0 + "</p>\n" }.joined() + "</header>\n",
      tabs, "<main id=\"figures\" tabindex=\"-1\">\n", panels, "</main>\n",
      data.joined(),
      "<script>" + HTMLPage.script + "</script>\n</body>\n</html>\n",
    ].joined()
  }

  private var tabs: Escaped {
    let links = sections.enumerated().map { index, section in
      "<a role=\"tab\" id=\"tab-" + section.id + "\" href=\"#" + section.id + "\" aria-controls=\"" + section.id
        + "\" aria-selected=\"" + (index == 0 ? "true" : "false") + "\">" + section.title + "</a>\n"
    }
    return "<div class=\"tabs\" role=\"tablist\" aria-label=\"Parts of the report\">\n" + links.joined() + "</div>\n"
  }

  private var panels: Escaped {
    sections.map { section in
      "<section class=\"panel\" role=\"tabpanel\" id=\"" + section.id + "\" aria-labelledby=\"tab-" + section.id
        + "\">\n<h2>" + section.title + "</h2>\n" + section.body + "</section>\n"
    }.joined()
  }

  // MARK: The policy

  /// Nothing is loaded and nothing runs but what has these digests.
  static func policy(script: Escaped, style: Escaped) -> Escaped {
    "default-src 'none'; script-src 'sha256-" + digest(script) + "'; style-src 'sha256-" + digest(style)
      + "'; base-uri 'none'; form-action 'none'"
  }

  private static func digest(_ text: Escaped) -> Escaped { Escaped(made: base64(Digest.of(text.text).bytes)) }

  /// RFC 4648, section 4.
  static func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let part = bytes[start..<min(start + 3, bytes.count)]
      let word = part.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - part.count))
      for place in 0..<4 {
        text.append(place <= part.count ? letters[word >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Remarks below a table or a chart.
  package static func notes(_ notes: [String]) -> Escaped {
    if notes.isEmpty { return "" }
    return "<ul class=\"notes\">\n" + notes.map { "<li>" + .xml($0) + "</li>\n" }.joined() + "</ul>\n"
  }
}
