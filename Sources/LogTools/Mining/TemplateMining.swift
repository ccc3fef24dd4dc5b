/// Templates of the lines of one text, for judging how well they are found.
package enum TemplateMining {
    /// The template of each line, in order.
    package static func templates(of lines: [[UInt8]], rules: TimeRules) -> [String] {
        let sample = Array(lines.prefix(400))
        let finder = TimeFinder(sample: sample, rules: rules)
        let spread = stride(from: 0, to: lines.count, by: max(1, lines.count / 700)).map { lines[$0] }
        let message = LineMessage(header: HeaderLayout(sample: spread, finder: finder))
        var times = finder
        var miner = TemplateMiner()
        var numbers: [Int] = []
        for line in lines {
            let time = times.locate(in: line.span)
            let facts = LineFacts(of: line.span, time: time)
            let part = message.part(of: line.span, time: time, facts: facts)
            numbers.append(
                miner.add(
                    line.span, part.range, isRequest: part.isRequest, pinned: part.isRequest ? facts.status : nil))
        }
        var weights = [Int](repeating: 0, count: miner.signatures.count)
        for number in numbers { weights[number] += 1 }
        var texts = [String](repeating: "", count: miner.signatures.count)
        for template in TemplateMerger(miner.signatures, weights: weights).merge() {
            for member in template.members { texts[member] = template.text }
        }
        return numbers.map { texts[$0] }
    }
}
