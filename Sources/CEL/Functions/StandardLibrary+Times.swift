extension StandardLibrary {
    /// The parts of timestamps, in UTC or a time zone, and of durations.
    static let times: [StandardFunction] =
        [
            getter("getFullYear") { $0.year },
            getter("getMonth") { $0.month - 1 },
            getter("getDate") { $0.day },
            getter("getDayOfMonth") { $0.day - 1 },
            getter("getDayOfWeek") { $0.weekday },
            getter("getDayOfYear") { $0.yearday },
            getter("getHours", hours: 3_600_000_000_000) { $0.hour },
            getter("getMinutes", hours: 60_000_000_000) { $0.minute },
            getter("getSeconds", hours: 1_000_000_000) { $0.second },
        ].flatMap { $0 } + milliseconds

    /// A part of a date; of durations, if they have it, the whole number of a unit in nanoseconds.
    private static func getter(
        _ name: String, hours unit: Int64? = nil, _ part: @escaping @Sendable (CivilDate) -> Int
    ) -> [StandardFunction] {
        let durations: [Signature] = unit == nil ? [] : [.member([.duration], .int)]
        return [
            StandardFunction(
                name, [.member([.timestamp], .int)] + durations,
                .unary { value, _ throws(CELError) in
                    switch value {
                    case .timestamp(let moment):
                        return .int(Int64(part(CivilDate(secondsSince1970: moment.seconds))))
                    case .duration(let duration): return unit.map { .int(duration.nanoseconds / $0) }
                    default: return nil
                    }
                }),
            StandardFunction(
                name, [.member([.timestamp, .string], .int)],
                .binary { value, zone, _ throws(CELError) in
                    guard case .timestamp(let moment) = value, case .string(let zone) = zone else { return nil }
                    let offset = try TimeZones.offset(of: zone, at: moment)
                    return .int(Int64(part(CivilDate(secondsSince1970: moment.seconds + Int64(offset)))))
                }),
        ]
    }

    private static let milliseconds: [StandardFunction] = [
        StandardFunction(
            "getMilliseconds", [.member([.timestamp], .int), .member([.duration], .int)],
            .unary { value, _ throws(CELError) in
                switch value {
                case .timestamp(let moment): return .int(Int64(moment.nanoseconds / 1_000_000))
                case .duration(let duration): return .int(duration.nanoseconds / 1_000_000 % 1_000)
                default: return nil
                }
            }),
        StandardFunction(
            "getMilliseconds", [.member([.timestamp, .string], .int)],
            .binary { value, zone, _ throws(CELError) in
                guard case .timestamp(let moment) = value, case .string(let zone) = zone else { return nil }
                _ = try TimeZones.offset(of: zone, at: moment)
                return .int(Int64(moment.nanoseconds / 1_000_000))
            }),
    ]
}
