/// A schema ready to be applied: its subschemas by number, so that they may refer to each other in circles.
struct SchemaProgram: Sendable {
    var nodes: [SchemaNode] = []
    var resources: [SchemaResource] = []
    /// Whether any subschema asks what others have looked at.
    var needsAnnotations = false
}
