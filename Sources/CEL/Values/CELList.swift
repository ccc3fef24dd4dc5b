public import JSON

/// The elements of a list: values, or JSON whose elements are converted when they are read.
public struct CELList: Sendable {
    enum Storage: Sendable {
        case values([CELValue])
        case json([JSONValue])
    }

    let storage: Storage
    let depth: Int32

    /// A list of values.
    public init(_ elements: [CELValue]) {
        storage = .values(elements)
        var depth: Int32 = 0
        for element in elements { depth = Swift.max(depth, element.depth) }
        self.depth = depth + 1
    }

    /// A list of JSON values, which are not converted yet.
    public init(_ elements: [JSONValue]) {
        storage = .json(elements)
        depth = 1
    }

    /// The number of elements.
    public var count: Int {
        switch storage {
        case .values(let elements): elements.count
        case .json(let elements): elements.count
        }
    }

    /// Whether there are none.
    public var isEmpty: Bool { count == 0 }
}

extension CELList: RandomAccessCollection {
    /// The first index, 0.
    public var startIndex: Int { 0 }
    /// The index after the last.
    public var endIndex: Int { count }

    /// An element; the index must be one of the list's.
    public subscript(index: Int) -> CELValue {
        switch storage {
        case .values(let elements): elements[index]
        case .json(let elements): CELValue(elements[index])
        }
    }
}
