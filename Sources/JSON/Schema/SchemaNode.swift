/// One subschema.
struct SchemaNode: Sendable {
    let resource: Int
    let location: String
    /// Set for the schemas `true` and `false`.
    var constant: Bool?
    /// In the order of application: what depends on others' findings comes last.
    var keywords: [SchemaKeyword] = []
}
