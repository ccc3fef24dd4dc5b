import JSON

/// Cuts an answer down to what a model can take in: the first elements of lists, the beginnings of texts.
///
/// Places of what is left stay as they were, so that a citation into a shortened output still holds.
struct AnswerShaper {
    /// The most bytes of JSON that an answer has, once; its text block repeats it.
    static let limit = 96 << 10

    /// An answer that fits, and whether anything was cut.
    static func shaped(_ value: JSONValue, limit: Int = limit) -> (value: JSONValue, isCut: Bool) {
        guard value.bytes().count > limit else { return (value, false) }
        for (elements, bytes) in [(100, 4096), (50, 2048), (20, 1024), (10, 512), (5, 256), (2, 128), (1, 64)] {
            let cut = shortened(value, elements: elements, bytes: bytes)
            if cut.bytes().count <= limit { return (cut, true) }
        }
        return (.string("too large to be shown here"), true)
    }

    private static func shortened(_ value: JSONValue, elements: Int, bytes: Int) -> JSONValue {
        switch value {
        case .array(let list):
            return .array(list.prefix(elements).map { shortened($0, elements: elements, bytes: bytes) })
        case .object(let object):
            var kept = JSONObject()
            for (key, member) in object { kept[key] = shortened(member, elements: elements, bytes: bytes) }
            return .object(kept)
        case .string(let text): return .string(cut(text, to: bytes))
        default: return value
        }
    }

    /// The beginning of a text that is too long, with `…` for the rest.
    static func cut(_ text: String, to bytes: Int) -> String {
        guard text.utf8.count > bytes else { return text }
        // A scalar has at most four bytes, so one of these ends between two.
        return ((0..<4).lazy.compactMap { String(text.utf8.prefix(bytes - $0)) }.first ?? "") + "…"
    }
}
