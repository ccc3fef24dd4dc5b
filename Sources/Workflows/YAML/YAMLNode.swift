import YAML

/// A value of a YAML file with the place where it stands.
struct YAMLNode: Sendable {
    indirect enum Kind: Sendable {
        case scalar(YAMLScalar)
        case sequence([YAMLNode])
        case mapping([YAMLPair])
    }

    let kind: Kind
    let range: SourceRange

    init(_ kind: Kind, _ range: SourceRange) {
        self.kind = kind
        self.range = range
    }

    /// The scalar, if it is one.
    var scalar: YAMLScalar? {
        guard case .scalar(let scalar) = kind else { return nil }
        return scalar
    }

    /// How messages name what this is.
    var description: String {
        switch kind {
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .scalar(let scalar): scalar.resolved.description
        }
    }
}

/// A key of a mapping with its value.
struct YAMLPair: Sendable {
    let key: YAMLScalar
    let keyRange: SourceRange
    let value: YAMLNode

    var range: SourceRange { keyRange.union(value.range) }
}

/// A text as it is meant, and where each part of it was written.
struct YAMLScalar: Sendable {
    let text: String
    let style: YAMLStyle
    /// Where runs of the text, by their offset in its UTF-8, stand in the file; ordered.
    let origins: [(text: Int, file: Int)]
    /// True when ` #` on the same line cut the text off.
    let isFollowedByComment: Bool

    /// What the text means.
    var resolved: YAMLValue { YAMLValue(text, style) }

    /// The place in the file of a part of the text.
    func range(from start: Int, length: Int, within whole: SourceRange) -> SourceRange {
        let end = start + max(length, 0)
        let last = length > 0 ? offset(of: end - 1) + 1 : offset(of: end)
        return SourceRange(min(offset(of: start), whole.end), min(last, whole.end))
    }

    private func offset(of text: Int) -> Int {
        var low = 0
        var high = origins.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if origins[middle].text <= text { low = middle } else { high = middle }
        }
        guard let origin = origins.indices.contains(low) ? origins[low] : nil else { return 0 }
        return origin.file + max(0, text - origin.text)
    }
}
