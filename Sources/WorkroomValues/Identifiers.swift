/// An influencer in the directory: an opaque number, never a name.
public struct InfluencerID: Hashable, Comparable, Sendable {
  public var raw: Int64
  public init(_ raw: Int64) { self.raw = raw }
  public static func < (left: Self, right: Self) -> Bool { left.raw < right.raw }
}

/// A campaign of the program.
public struct CampaignID: Hashable, Comparable, Sendable {
  public var raw: Int64
  public init(_ raw: Int64) { self.raw = raw }
  public static func < (left: Self, right: Self) -> Bool { left.raw < right.raw }
}

/// One influencer in one campaign and round: one run of a workflow.
public struct ParticipationID: Hashable, Comparable, Sendable {
  public var raw: Int64
  public init(_ raw: Int64) { self.raw = raw }
  public static func < (left: Self, right: Self) -> Bool { left.raw < right.raw }
}
