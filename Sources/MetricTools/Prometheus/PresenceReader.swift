internal import JSON

/// Reads whether a list of names has any, as it comes: an answer of `/api/v1/label/__name__/values`.
struct PresenceReader {
    private var tokenizer = JSONTokenizer(
        limits: JSONLimits(depth: 32, bytes: .max, stringBytes: PrometheusReader.maximumText))
    private var isSkipping = false
    /// Nil until it is known, and where the answer has another form.
    private(set) var isPresent: Bool?

    /// Takes the next bytes; what follows a first name is not looked at.
    /// - Throws: `JSONError` for what is not JSON, `PrometheusReader.Fault` for what is JSON of another kind.
    mutating func feed(_ bytes: [UInt8]) throws {
        tokenizer.feed(bytes)
        while isPresent == nil {
            if isSkipping {
                guard try tokenizer.skipValue() != .needsInput else { return }
                isSkipping = false
                continue
            }
            switch (try tokenizer.next(), tokenizer.depth) {
            case (.needsInput, _), (.end, _): return
            case (.beginObject, 1), (.beginArray, 2), (.endObject, _): break
            case (.key, 1): isSkipping = !tokenizer.textIs("data")
            case (.string, 2): isPresent = true
            case (.endArray, 1), (.null, 1): isPresent = false
            default: throw PrometheusReader.Fault()
            }
        }
    }
}
