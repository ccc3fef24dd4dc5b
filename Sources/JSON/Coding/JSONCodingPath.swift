/// Where an encoder stands, kept as a chain so that it costs nothing until an error asks for it.
indirect enum JSONCodingPath {
    case root
    case member(of: JSONCodingPath, key: any CodingKey)

    /// The keys from the root.
    var keys: [any CodingKey] {
        var keys: [any CodingKey] = []
        var path = self
        while case .member(let parent, let key) = path {
            keys.append(key)
            path = parent
        }
        return keys.reversed()
    }
}
