/// What one small program looks like in the formats that are text.
enum Recorded {
  static let dot = #"""
    digraph workflow {
      compound=true;
      rankdir=TB;
      fontname="sans-serif";
      label="Small, version 1";
      node [shape=box, style=rounded, fontname="sans-serif"];
      edge [fontname="sans-serif", fontsize=10];
      entry1 [label="", shape=circle, style=filled, fillcolor=black, width=0.12];
      entry1 -> n1;
      n1 [label="Proposed\nProposals"];
      subgraph cluster2 {
        label="Active"; style=rounded;
        subgraph cluster3 {
          label="Links\nLinks"; style=dashed;
          entry4 [label="", shape=circle, style=filled, fillcolor=black, width=0.12];
          entry4 -> n4;
          n4 [label="Needs link"];
          n5 [label="Has link", peripheries=2];
        }
        subgraph cluster6 {
          label="Progress"; style=dashed;
          entry7 [label="", shape=circle, style=filled, fillcolor=black, width=0.12];
          entry7 -> n7;
          n7 [label="To post"];
          n8 [label="Posted", peripheries=2];
        }
      }
      n9 [label="Gone", peripheries=2];
      any0 [label="from any stage", shape=plaintext];
      any0 -> n9 [label="influencer.withdrew"];
      n1 -> n4 [label="proposal.accepted by manager", lhead=cluster2];
      n1 -> n9 [label="after 30 days"];
      n4 -> n5 [label="once link is held", style=dashed];
      n7 -> n8 [label="content.posted"];
      n4 -> n9 [label="once all of links and progress are done", ltail=cluster2, style=dashed];
    }
    """#

  static let mermaid = #"""
    stateDiagram-v2
      state "from any stage" as any0
      state "Proposed" as n1
      state "Active" as n2
      state n2 {
        state "Links" as n3
        state n3 {
          state "Needs link" as n4
          state "Has link" as n5
          [*] --> n4
          n5 --> [*]
          n4 --> n5 : once link is held
        }
        --
        state "Progress" as n6
        state n6 {
          state "To post" as n7
          state "Posted" as n8
          [*] --> n7
          n8 --> [*]
          n7 --> n8 : content.posted
        }
      }
      state "Gone" as n9
      [*] --> n1
      n9 --> [*]
      any0 --> n9 : influencer.withdrew
      n1 --> n2 : proposal.accepted by manager
      n1 --> n9 : after 30 days
      n2 --> n9 : once all of links and progress are done
    """#

  static let outline = #"""
    Small, version 1

    from any stage
      ── influencer.withdrew ──> gone

    stage proposed in "Proposals", begins here
      ── proposal.accepted (manager) ──> active
      ── after 30 days ──> gone

    stage active
      ── once all of links and progress are done ──> gone
      track links in "Links"
        stage needs_link, begins here
          ── once link is held ──> has_link
        final has_link
      track progress
        stage to_post, begins here
          ── content.posted ──> posted
        final posted

    final gone
    """#
}
