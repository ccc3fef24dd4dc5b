/// What kind of text a search found something in.
package enum SearchPlace: String, Sendable, Codable, CaseIterable {
    case title, note, finding, evidence
}
