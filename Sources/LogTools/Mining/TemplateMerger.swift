/// Puts masked messages together that differ only where their template has a variable.
///
/// Messages of the same number of words are clustered by the words they share at the same places; then a cluster is split
/// again wherever a place holds just a few plain words, which are then different messages ("opened", "closed").
struct TemplateMerger {
    /// A template and the messages that belong to it.
    struct Template {
        let tokens: [[UInt8]]
        let members: [Int]
        /// The words of each member.
        let words: [[[UInt8]]]

        /// As it is shown.
        var text: String {
            let joined = tokens.joined(separator: [Byte.space]).filter { $0 != Masking.pin }
            let parts = joined.split(separator: Masking.wildcard, omittingEmptySubsequences: false)
            return parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: TemplateText.wildcard)
        }
    }

    private let tokens: [[[UInt8]]]
    private let weights: [Int]
    /// From this many different words at one place the place is a variable.
    private let variety: Int
    private let similarity: Double

    /// - Parameter weights: How many lines each message had.
    init(_ signatures: [[UInt8]], weights: [Int], variety: Int = 4, similarity: Double = 0.5) {
        tokens = signatures.map { $0.split(separator: Byte.space).map { Array($0) } }
        self.weights = weights
        self.variety = variety
        self.similarity = similarity
    }

    /// All templates.
    func merge() -> [Template] {
        var byLength: [Int: [Int]] = [:]
        for (index, words) in tokens.enumerated() { byLength[words.count, default: []].append(index) }
        var templates: [Template] = []
        for length in byLength.keys.sorted() {
            for cluster in clusters(of: byLength[length] ?? [], length: length) {
                split(cluster, into: &templates)
            }
        }
        return templates
    }

    /// With so many clusters a message is compared.
    private static let near = 400

    private struct Cluster {
        var words: [[UInt8]]
        var members: [Int]
    }

    private func clusters(of indices: [Int], length: Int) -> [[Int]] {
        guard length > 0 else { return indices.isEmpty ? [] : [indices] }
        var clusters: [Cluster] = []
        // By the first and by the last word, for when there are too many to compare with each.
        var byEnds: [[UInt8]: [Int]] = [:]
        for index in indices.sorted(by: { (weights[$1], $0) < (weights[$0], $1) }) {
            let words = tokens[index]
            var best: (cluster: Int, score: Double)?
            let near = (byEnds[words[0]] ?? []).suffix(Self.near) + (byEnds[words[length - 1]] ?? []).suffix(Self.near)
            for candidate in clusters.count <= Self.near ? Array(clusters.indices) : Array(near) {
                let score = Self.similarity(words, clusters[candidate].words)
                if score >= similarity, score > best?.score ?? 0 { best = (candidate, score) }
            }
            if let best {
                clusters[best.cluster].members.append(index)
                for place in 0..<length where clusters[best.cluster].words[place] != words[place] {
                    let key = Self.key(of: words[place]).map { Array($0) + [Byte.equals] } ?? []
                    clusters[best.cluster].words[place] = key + [Masking.wildcard]
                }
            } else {
                byEnds[words[0], default: []].append(clusters.count)
                if length > 1 { byEnds[words[length - 1], default: []].append(clusters.count) }
                clusters.append(Cluster(words: words, members: [index]))
            }
        }
        return clusters.map(\.members)
    }

    /// The share of places with the same word; a place that is all variable says less than a word.
    private static func similarity(_ left: [[UInt8]], _ right: [[UInt8]]) -> Double {
        var shared = 0.0
        var whole = 0.0
        for place in left.indices {
            let isVariable = left[place].last == Masking.wildcard || right[place].last == Masking.wildcard
            whole += isVariable ? 0.3 : 1
            if left[place] != right[place], left[place].first == Masking.pin || right[place].first == Masking.pin {
                return 0
            }
            if left[place] != right[place], key(of: left[place]) != key(of: right[place]) { return 0 }
            if left[place] == right[place] { shared += isVariable ? 0.3 : 1 }
        }
        return whole > 0 ? shared / whole : 0
    }

    /// What stands before the first equals sign: words with different keys are different statements.
    private static func key(of word: [UInt8]) -> ArraySlice<UInt8>? {
        if word == [Masking.wildcard] { return nil }
        return word.firstIndex(of: Byte.equals).map { word[..<$0] }
    }

    private func split(_ members: [Int], into templates: inout [Template]) {
        guard let first = members.first else { return }
        let length = tokens[first].count
        var narrowest: (place: Int, values: Int)?
        var varying: Set<Int> = []
        for place in 0..<length {
            var values: Set<[UInt8]> = []
            for member in members { values.insert(tokens[member][place]) }
            guard values.count > 1 else { continue }
            varying.insert(place)
            guard values.count < (place == 0 ? 4 * variety : variety),
                values.allSatisfy({ Self.isPlain($0, isFirst: place == 0) }), !namesFollow(place, members)
            else { continue }
            if values.count < narrowest?.values ?? .max { narrowest = (place, values.count) }
        }
        guard let place = narrowest?.place else {
            let words = (0..<length).map { varying.contains($0) ? generalised($0, members) : tokens[first][$0] }
            templates.append(Template(tokens: words, members: members, words: members.map { tokens[$0] }))
            return
        }
        var groups: [[UInt8]: [Int]] = [:]
        var order: [[UInt8]] = []
        for member in members {
            let word = tokens[member][place]
            if groups[word] == nil { order.append(word) }
            groups[word, default: []].append(member)
        }
        for word in order { split(groups[word] ?? [], into: &templates) }
    }

    /// Whether the words at a place are names, since the word before them says so.
    private func namesFollow(_ place: Int, _ members: [Int]) -> Bool {
        guard place > 0 else { return false }
        return members.allSatisfy { Self.nameCues.contains(tokens[$0][place - 1]) }
    }

    private static let nameCues: Set<[UInt8]> = Set(
        ["user", "User", "username", "host", "hostname", "account", "named"].map { Array($0.utf8) })

    /// A mark between what all words at a place begin and end with.
    private func generalised(_ place: Int, _ members: [Int]) -> [UInt8] {
        guard let first = members.first.map({ tokens[$0][place] }) else { return [Masking.wildcard] }
        var prefix = first.count
        var suffix = first.count
        for member in members.dropFirst() {
            let word = tokens[member][place]
            var same = 0
            while same < min(prefix, word.count), word[same] == first[same] { same += 1 }
            prefix = same
            same = 0
            while same < min(suffix, word.count), word[word.count - 1 - same] == first[first.count - 1 - same] {
                same += 1
            }
            suffix = same
        }
        // Only punctuation and names before an equals sign tell something; parts of words do not.
        while prefix > 0, Byte.isWord(first[prefix - 1]) || first[prefix - 1] >= 0x80 { prefix -= 1 }
        suffix = min(suffix, first.count - prefix)
        while suffix > 0, Byte.isWord(first[first.count - suffix]) || first[first.count - suffix] >= 0x80 {
            suffix -= 1
        }
        return Array(first.prefix(prefix)) + [Masking.wildcard] + Array(first.suffix(suffix))
    }

    /// Letters, at most one digit, punctuation around them aside; no path, and no name with dots unless it is a constant in
    /// capitals or the line's first word, its subject.
    private static func isPlain(_ word: [UInt8], isFirst: Bool) -> Bool {
        var letters = 0
        var digits = 0
        for (position, byte) in word.enumerated() {
            if byte == Masking.wildcard || byte == Byte.slash || byte == Byte.equals { return false }
            if byte == Byte.dot, position + 1 < word.count, !isFirst, !isConstant(word) { return false }
            if Byte.isLetter(byte) { letters += 1 } else if Byte.isDigit(byte) { digits += 1 }
        }
        return letters * 2 > word.count && digits <= 1
    }

    /// `android.intent.action.SCREEN_ON`: the last part is in capitals.
    private static func isConstant(_ word: [UInt8]) -> Bool {
        guard let dot = word.lastIndex(of: Byte.dot) else { return false }
        let last = word[(dot + 1)...]
        return last.count > 2 && last.allSatisfy { $0 & 0xE0 == 0x40 }
    }
}
