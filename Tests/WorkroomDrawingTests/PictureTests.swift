import Testing
import WorkroomDrawing
import WorkroomReporting

/// The numbers of a picture: everything is there, in its place, and nothing lies on anything else.
@Suite struct PictureTests {
  @Test func everySampleHasAPicture() {
    #expect(Samples.valid.count > 40)
    #expect(Samples.pictures.map(\.name) == Samples.all.map(\.name))
  }

  @Test func everyStageStandsInThePictureOnce() {
    for (name, picture) in Samples.pictures {
      let shown = picture.boxes.filter { $0.shape != .anywhere && $0.shape != .entry }.map(\.node)
      #expect(shown.sorted() == Array(picture.chart.nodes.indices), "\(name)")
    }
  }

  @Test func everyArrowLeadsFromItsStageToItsTarget() throws {
    for (name, picture) in Samples.pictures {
      let drawn = picture.lines.flatMap(\.arrows).sorted()
      #expect(drawn == Array(picture.chart.arrows.indices), "\(name): each arrow is drawn once")
      for line in picture.lines where !line.isStub {
        let (source, target) = (picture.boxes[line.source], picture.boxes[line.target])
        let (first, last) = (try #require(line.points.first), try #require(line.points.last))
        if !isOnEdge(first, source.frame) { Issue.record("\(name): \(first) lies not on \(source.frame)") }
        if !isOnEdge(last, target.frame) { Issue.record("\(name): \(last) lies not on \(target.frame)") }
        for arrow in line.arrows.map({ picture.chart.arrows[$0] })
        where arrow.target != target.node || arrow.source != source.node {
          Issue.record("\(name): an arrow of line \(arrow.line ?? 0) joins other stages")
        }
      }
    }
  }

  private func isOnEdge(_ point: Point, _ frame: Frame) -> Bool {
    let isWithin =
      point.x > frame.left - 0.1 && point.x < frame.right + 0.1 && point.y > frame.top - 0.1
      && point.y < frame.bottom + 0.1
    let distance = min(
      abs(point.x - frame.left), abs(point.x - frame.right), abs(point.y - frame.top), abs(point.y - frame.bottom))
    return isWithin && distance < 0.1
  }

  @Test func childrenLieInsideAndSiblingsApart() {
    for (name, picture) in Samples.pictures {
      var siblings: [Int: [Picture.Box]] = [:]
      for box in picture.boxes {
        guard let parent = box.parent else { continue }
        if !picture.boxes[parent].frame.contains(box.frame) {
          Issue.record("\(name): \(path(box, picture)) leaves what is around it")
        }
        siblings[parent, default: []].append(box)
      }
      for boxes in siblings.values {
        for (index, box) in boxes.enumerated() {
          for other in boxes[(index + 1)...] where box.frame.overlaps(other.frame) {
            Issue.record("\(name): \(path(box, picture)) lies on \(path(other, picture))")
          }
        }
      }
    }
  }

  private func path(_ box: Picture.Box, _ picture: Picture) -> String { picture.chart.nodes[box.node].path }

  private func textFrame(_ box: Picture.Box) -> Frame { Frame(origin: box.textOrigin, size: box.text.size) }

  @Test func textStaysInItsBox() {
    for (name, picture) in Samples.pictures {
      for box in picture.boxes where !box.text.lines.isEmpty && !box.frame.contains(textFrame(box)) {
        Issue.record("\(name): the text of \(path(box, picture)) leaves its box")
      }
    }
  }

  @Test func labelsLieOnNoBoxAndOnNoLabel() {
    for (name, picture) in Samples.pictures {
      let canvas = Frame(origin: Point(x: 0, y: 0), size: picture.size)
      let labels = picture.lines.compactMap(\.labelFrame)
      #expect(labels.count == picture.lines.count { !$0.arrows.isEmpty }, "\(name)")
      for (index, label) in labels.enumerated() {
        if !canvas.contains(label) { Issue.record("\(name): a label leaves the picture") }
        for other in labels[(index + 1)...] where label.overlaps(other) {
          Issue.record("\(name): two labels lie on each other")
        }
        for box in picture.boxes {
          let isOnEdge = !box.frame.contains(label) && label.overlaps(box.frame)
          let isOnText = !box.text.lines.isEmpty && label.overlaps(textFrame(box))
          if isOnEdge || isOnText { Issue.record("\(name): a label lies on \(path(box, picture))") }
        }
      }
    }
  }

  @Test func arrowsPassThroughNoBox() {
    for (name, picture) in Samples.pictures {
      let leaves = picture.boxes.filter { !$0.holdsOthers && $0.shape != .root }
      let canvas = Frame(origin: Point(x: 0, y: 0), size: picture.size)
      for line in picture.lines {
        for point in line.points where !canvas.contains(Frame(origin: point, size: Size(width: 0, height: 0))) {
          Issue.record("\(name): an arrow leaves the picture at \(point)")
        }
        for (from, to) in zip(line.points, line.points.dropFirst()) {
          // What goes to the side stays between the layers, so that its own box is all that it can touch.
          let reach = from.x == to.x ? 0.5 : -0.5
          let way = Frame(
            origin: Point(x: min(from.x, to.x) - reach, y: min(from.y, to.y) + 0.5),
            size: Size(width: abs(from.x - to.x) + 2 * reach, height: max(0, abs(from.y - to.y) - 1)))
          for box in leaves where way.overlaps(box.frame) {
            Issue.record("\(name): an arrow passes through \(path(box, picture))")
          }
        }
      }
    }
  }

  @Test(arguments: Samples.workflows) func threeWorkflowsKeepASensibleShape(sample: Samples.Sample) throws {
    let size = Picture(try sample.chart()).size
    #expect((0.4...2.5).contains(size.width / size.height), "\(size)")
    #expect(size.width < 2_000 && size.height < 2_000, "\(size)")
  }

  @Test func aLongRowIsCutIntoBands() throws {
    var text = "workflow \"Row\" version 1\n"
    for number in 0..<60 {
      text += "stage s\(number)\n  on content.posted go to \(number < 59 ? "s\(number + 1)" : "over")\nend\n"
    }
    let picture = Picture(try Samples.chart(text + "final over\n"))
    #expect((0.4...2.5).contains(picture.size.width / picture.size.height), "\(picture.size)")
  }

  @Test func whatLiesVeryFarAwayIsNamed() throws {
    var text = "workflow \"Far\" version 1\n"
    for number in 0..<400 {
      text += "stage s\(number)\n  on content.posted go to s\(number + 1)\n"
      let far = (number * 211 + 7) % 400
      text += far == number ? "end\n" : "  on content.rejected go to s\(far)\nend\n"
    }
    let picture = Picture(try Samples.chart(text + "final s400\n"))
    let stubs = picture.lines.filter(\.isStub)
    #expect(!stubs.isEmpty)
    for stub in stubs { #expect(stub.label.lines.last?.text.hasPrefix("to S") == true) }
  }

  @Test func aThousandStagesAreDrawnAtOnce() throws {
    var text = "workflow \"Large\" version 1\n"
    for number in 0..<999 {
      text += "stage s\(number)\n  on content.posted go to s\(number + 1)\n"
      let far = (number * 7_919 + 3) % 999
      text += far == number ? "end\n" : "  on content.approved go to s\(far)\nend\n"
    }
    let chart = try Samples.chart(text + "final s999\n")
    let clock = ContinuousClock()
    let time = clock.measure { #expect(SVG.write(Picture(chart)).text.count > 100_000) }
    // Unoptimised code takes several times as long.
    #if DEBUG
      #expect(time < .seconds(30))
    #else
      #expect(time < .seconds(2))
    #endif
  }
}
