/// A schema with an identity of its own: a document, or a part of one that has an `$id`.
struct SchemaResource: Sendable {
    let uri: String
    var dynamicAnchors: [String: Int] = [:]
}
