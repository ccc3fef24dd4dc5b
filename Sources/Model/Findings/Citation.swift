/// A place in evidence and what stands there.
package struct Citation: Hashable, Sendable {
    /// Where in the evidence the quote is.
    package enum Place: Hashable, Sendable {
        /// A JSON Pointer (RFC 6901) into the output.
        case pointer(String)
        /// Lines of the body, counted from 1, both ends included.
        case lines(ClosedRange<Int>)
    }

    package let evidence: EvidenceID
    package let place: Place
    /// The whole string or canonical number there, or whole lines; `…` marks where an excerpt was cut.
    package let quote: String

    package init(evidence: EvidenceID, place: Place, quote: String) {
        self.evidence = evidence
        self.place = place
        self.quote = quote
    }
}

extension Citation: Codable {
    private enum CodingKeys: String, CodingKey { case evidence, pointer, lines, quote }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        evidence = try container.decode(EvidenceID.self, forKey: .evidence)
        quote = try container.decode(String.self, forKey: .quote)
        if let pointer = try container.decodeIfPresent(String.self, forKey: .pointer) {
            place = .pointer(pointer)
            return
        }
        let ends = try container.decode([Int].self, forKey: .lines)
        guard ends.count == 2, ends[0] >= 1, ends[0] <= ends[1] else {
            throw DecodingError.dataCorruptedError(
                forKey: .lines, in: container, debugDescription: "lines are [first, last], counted from 1")
        }
        place = .lines(ends[0]...ends[1])
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(evidence, forKey: .evidence)
        try container.encode(quote, forKey: .quote)
        switch place {
        case .pointer(let pointer): try container.encode(pointer, forKey: .pointer)
        case .lines(let range): try container.encode([range.lowerBound, range.upperBound], forKey: .lines)
        }
    }
}
