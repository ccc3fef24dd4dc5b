import Testing

@testable import Reports

@Suite struct FiguresTests {
    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567"), (.min, "-9,223,372,036,854,775,808"),
    ])
    func counts(_ value: Int, _ text: String) { #expect(Figures.count(value) == text) }

    @Test(arguments: [
        (0, "0 B"), (1023, "1023 B"), (1536, "1.5 KiB"), (643_716, "629 KiB"), (1 << 20, "1.0 MiB"),
        (.max, "8388608.0 TiB"),
    ])
    func bytes(_ value: Int, _ text: String) { #expect(Figures.bytes(value) == text) }

    @Test(
        arguments: [
            (0, "0 ms"), (340_000_000, "340 ms"), (2_400_000_000, "2.4 s"), (60_000_000_000, "1 min"),
            (312_000_000_000, "5 min 12 s"), (11_040_000_000_000, "3 h 4 min"), (176_400_000_000_000, "2 d 1 h"),
            (-1_000_000_000, "-1 s"),
        ] as [(Int64, String)])
    func durations(_ value: Int64, _ text: String) { #expect(Figures.duration(nanoseconds: value) == text) }

    @Test(arguments: [
        (0.0, "0"), (8.9, "8.9"), (0.04, "0.04"), (12.25, "12.25"), (4096, "4096"), (1e20, "1e+20"), (1e-9, "1e-09"),
        (-3, "-3"), (.infinity, "–"),
    ])
    func shortNumbers(_ value: Double, _ text: String) { #expect(Figures.short(value) == text) }
}
