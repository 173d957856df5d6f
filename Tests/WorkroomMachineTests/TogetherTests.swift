import Testing
import WorkroomMachine

/// Several lines that take one event at once.
@Suite struct TogetherTests {
  @Test func tracksTakeOneEventTogetherInTheOrderOfTheText() throws {
    var scene = try Scene(
      """
      event e.go by manager
      stage work
        track left
          stage a
            on leave note "-a"
            on e.go
              note "left"
              go to b
            end
          end
          stage b
            on enter note "+b"
          end
        end
        track right
          stage c
            on leave note "-c"
            on e.go
              note "right"
              go to d
            end
          end
          stage d
            on enter note "+d"
          end
        end
      end
      """)
    scene.send("e.go", by: "manager")
    #expect(scene.said == ["-c", "-a", "left", "right", "+b", "+d"])
  }

  @Test func innerWinsWhereExitsOverlap() throws {
    // The first would leave `work` altogether; the second stands further inside.
    var scene = try Scene(
      """
      event e.go by manager
      stage work
        on e.go
          note "outer"
          go to gone
        end
        track left
          stage a
          end
        end
        track right
          stage c
            on e.go
              note "inner"
              go to d
            end
          end
          stage d
          end
        end
      end
      final gone
      """)
    scene.send("e.go", by: "manager")
    #expect(scene.said == ["inner"])
    #expect(scene.stages == ["work.left.a", "work.right.d"])
  }

  @Test func textOrderWinsBetweenTracks() throws {
    var scene = try Scene(
      """
      event e.go by manager
      stage work
        track left
          stage a
            on e.go go to gone
          end
        end
        track right
          stage c
            on e.go go to d
          end
          stage d
          end
        end
      end
      final gone
      """)
    scene.send("e.go", by: "manager")
    #expect(scene.stages == ["gone"])
  }

  /// Appendix D: a transition that loses to one takes none of the others away.
  @Test func whatLosesTakesNothingAway() throws {
    var scene = try Scene(
      """
      event e.go by manager
      stage work
        on e.go
          note "into third"
          go to third.z
        end
        track first
          stage a
          end
        end
        track second
          stage b
            on e.go
              note "second"
              go to b2
            end
          end
          stage b2
          end
        end
        track third
          stage c
            on e.go
              note "around"
              go to first.a2
            end
          end
          stage z
          end
        end
      end
      """.replacing("stage a\n", with: "stage a2\n    end\n    stage a\n"))
    // `first` leads outward to "into third"; `second` has its own; `third` would leave all of `work`: it stands inside
    // the first's source, but loses to `second`, which came before.
    scene.send("e.go", by: "manager")
    #expect(scene.said == ["into third", "second"])
    #expect(scene.stages == ["work.first.a2", "work.second.b2", "work.third.z"])
  }

  /// Leaving and entering follow the text even where the selection does not.
  @Test func theOrderOfLeavingIsThatOfTheText() throws {
    var scene = try Scene(
      """
      event e.go by manager
      stage work
        on e.go
          note "into third"
          go to z
        end
        track first
          stage a
          end
        end
        track second
          stage b
            on leave note "-b"
            on e.go
              note "second"
              go to b2
            end
          end
          stage b2
            on enter note "+b2"
          end
        end
        track third
          stage c
            on leave note "-c"
          end
          stage z
            on enter note "+z"
          end
        end
      end
      """)
    scene.send("e.go", by: "manager")
    #expect(scene.said == ["-c", "-b", "into third", "second", "+b2", "+z"])
  }

  @Test func theInnerLineWinsWhereNothingActiveIsLeft() throws {
    var scene = try Scene(
      """
      campaign
        gifts  product list  optional
      end
      event e.go by manager
      stage a
        on e.go
          note "outer"
          go to v
        end
        track t
          on e.go
            note "inner"
            go to v
          end
        end
        track v when gifts is set
          stage w
          end
        end
      end
      final z
      """)
    scene.send("e.go", by: "manager")
    #expect(scene.said == ["inner"])
  }
}
