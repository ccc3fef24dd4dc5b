/// A workflow that asks a person three times: a question, a call that needs agreement, and a gate.
enum PeopleWorkflow {
    static let text = """
        schema: 1
        name: people
        version: 1.0.0
        title: Ask before the long search
        steps:
          - id: service
            needs: []
            ask:
              message: Which service do users complain about?
              schema:
                type: object
                properties: {name: {type: string, maxLength: 63}}
                required: [name]
                additionalProperties: false
          - id: search
            uses: search_logs@1
            with: {literal: '${{ steps.service.output.name }}', limit: 5}
            approve: {message: 'Search all logs for ${{ steps.service.output.name }}?'}
          - id: gate
            approve: {message: Look at this host too?, groups: [oncall]}
          - id: load
            needs: [gate]
            uses: get_system_load@1
        outputs:
          total: '${{ steps.search.output.total }}'
          load: '${{ steps.load.status }}'
        """

    /// A call that needs agreement within a time, and what happens without.
    /// - Parameter policy: A value of `on-expiry`.
    static func expiring(after time: String, _ policy: String) -> String {
        """
        schema: 1
        name: expiring
        version: 1.0.0
        title: Ask for a while
        steps:
          - id: guarded
            uses: get_system_load@1
            approve: {message: 'Look at the load?', expires: \(time), on-expiry: \(policy)}
          - id: after
            uses: get_disk_usage@1
          - id: anyway
            needs: [guarded]
            if: always()
            uses: get_system_load@1
        outputs:
          guarded: '${{ steps.guarded.status }}'
          after: '${{ steps.after.status }}'
          anyway: '${{ steps.anyway.status }}'
        """
    }

    /// A gate with a time, before a plain step and one that wants to run whatever has happened.
    static func gate(after time: String, _ policy: String) -> String {
        """
        schema: 1
        name: gate
        version: 1.0.0
        title: Ask before two calls
        steps:
          - id: free
            needs: []
            uses: get_system_load@1
          - id: gate
            needs: []
            approve: {message: Go on?, expires: \(time), on-expiry: \(policy)}
          - id: guarded
            needs: [gate]
            uses: get_system_load@1
          - id: stubborn
            needs: [gate]
            if: always()
            uses: get_disk_usage@1
        outputs:
          gate: '${{ steps.gate.status }}'
          guarded: '${{ steps.guarded.status }}'
          stubborn: '${{ steps.stubborn.status }}'
          free: '${{ steps.free.status }}'
        """
    }

    /// A question with a schema of one type.
    static func asking(_ schema: String) -> String {
        """
        schema: 1
        name: asking
        version: 1.0.0
        title: Ask for a value
        steps:
          - id: value
            ask: {message: Which value?, schema: \(schema)}
        outputs: {value: '${{ steps.value.output }}'}
        """
    }
}
