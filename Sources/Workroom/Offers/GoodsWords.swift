import WorkroomStore

/// How far an order and its parcel have come, in an operator's words.
enum GoodsWords {
  /// `drafted` is a draft, and no order yet; `created` is ordered.
  static func order(_ status: String) -> String {
    switch status {
    case "drafted": "draft"
    case "created": "ordered"
    default: status
    }
  }

  /// Where a parcel is: on its way as the carrier says it, a failed delivery as the exception that it is.
  static func shipment(_ status: String, where place: String?) -> String {
    switch status {
    case "moved": place?.split(separator: "_").joined(separator: " ") ?? "in transit"
    case "failed": "exception"
    default: status
    }
  }
}
