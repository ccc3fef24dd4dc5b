import Testing

@testable import Reports

@Suite struct PaletteTests {
    /// WCAG 2.2, 1.4.3: text needs 4.5 to 1 against its ground.
    @Test(arguments: [("light", Palette.light), ("dark", Palette.dark)])
    func textStandsOutFromItsGround(_ scheme: String, _ palette: Palette) throws {
        var pairs = palette.pairs.map { ($0.name, $0.text, $0.ground) }
        pairs.append(("cited", palette.cited.text, palette.cited.ground))
        for ground in [palette.paper, palette.panel] {
            for text in [palette.ink, palette.muted, palette.accent] { pairs.append(("page", text, ground)) }
            pairs.append(("failure", palette.pairs[0].text, ground))
        }
        for (name, text, ground) in pairs {
            let contrast = try contrast(text, ground)
            #expect(contrast >= 4.5, "\(scheme) \(name) \(text) on \(ground): \(contrast)")
        }
    }

    private func contrast(_ one: String, _ other: String) throws -> Double {
        let lights = [try luminance(one), try luminance(other)].sorted()
        return (lights[1] + 0.05) / (lights[0] + 0.05)
    }

    private func luminance(_ colour: String) throws -> Double {
        let value = try #require(Int(colour.dropFirst(), radix: 16))
        let parts = [value >> 16, value >> 8 & 255, value & 255].map { part -> Double in
            let level = Double(part) / 255
            guard level > 0.04045 else { return level / 12.92 }
            return power((level + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }

    /// By repeated square roots, which need no library.
    private func power(_ base: Double, _ exponent: Double) -> Double {
        var result = 1.0
        var factor = base
        var rest = exponent
        while rest >= 1 {
            result *= base
            rest -= 1
        }
        for _ in 0..<40 {
            factor = factor.squareRoot()
            rest *= 2
            if rest >= 1 {
                result *= factor
                rest -= 1
            }
        }
        return result
    }
}
