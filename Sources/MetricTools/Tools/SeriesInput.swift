import Model

/// What a tool is asked that looks through series for the most telling places.
package struct SeriesInput: Decodable, Sendable {
    let source: String?
    let query: String?
    let params: [String: String]?
    let limit: Int?
    let start: Timestamp?
    let end: Timestamp?
}
