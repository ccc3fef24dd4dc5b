internal import JSON

/// Reads what a server knows of the metrics' types and units, as it comes: an answer of `/api/v1/metadata`.
struct MetadataReader {
    /// The most bytes that are read of it.
    static let maximumLength = 4 << 20
    /// The most families that are remembered, as many as there may be series.
    private static let maximumFamilies = 20_000

    /// What is passed over.
    private enum Skipping { case nothing, value, container }

    private var tokenizer = JSONTokenizer(limits: JSONLimits(depth: 32, bytes: .max, stringBytes: 64 << 10))
    private var skipping = Skipping.nothing
    private var family = ""
    private var member = ""
    private var type: String?
    private var unit: String?
    private var isDeclared = false
    private var count = 0
    private(set) var families = FamilyTable()

    /// Takes the next bytes and declares each family by its first entry that has a type.
    /// - Throws: `JSONError` for what is not JSON.
    mutating func feed(_ bytes: [UInt8]) throws {
        tokenizer.feed(bytes)
        while true {
            let token: JSONTokenizer.Token
            switch skipping {
            case .nothing: token = try tokenizer.next()
            case .value: token = try tokenizer.skipValue()
            case .container: token = try tokenizer.skipContainer()
            }
            if token == .needsInput || token == .end { return }
            if skipping == .nothing { take(token) } else { skipping = .nothing }
        }
    }

    /// `{"data": {FAMILY: [{"type": …, "unit": …}]}}`; what has another form is passed over.
    private mutating func take(_ token: JSONTokenizer.Token) {
        switch (token, tokenizer.depth) {
        case (.beginObject, 1), (.beginObject, 2), (.beginArray, 3), (.beginObject, 4): break
        case (.beginObject, _), (.beginArray, _): skipping = .container
        case (.key, 1): if !tokenizer.textIs("data") { skipping = .value }
        case (.key, 2):
            family = tokenizer.text
            (type, unit, isDeclared) = (nil, nil, false)
        case (.key, _):
            member = tokenizer.text
            if isDeclared || !["type", "unit"].contains(member) { skipping = .value }
        case (.string, 4):
            if member == "type" { type = tokenizer.text } else { unit = tokenizer.text }
        case (.endObject, 3): declare()
        default: break
        }
    }

    private mutating func declare() {
        guard !isDeclared, let type, count < Self.maximumFamilies else { return }
        families.declare(family, type: type, unit: unit)
        isDeclared = true
        count += 1
    }
}
